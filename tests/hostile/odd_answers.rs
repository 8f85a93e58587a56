//! Whoever is watched answers Netra alone in a way that is no HTTP, so as never to be kept: what came
//! is kept as it came, the ledger says where, and an operator is told.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::Command;

use netra::evidence::{Record, read};

use crate::support::{Installation, text};

/// Stands in every answer, behind its head.
const MARK: &str = "ISIBUKTI";
/// Stands in every head that has room for it.
const SECRET: &str = "RAHASIA";

/// Answers by their names.
type Answers = BTreeMap<&'static str, Vec<u8>>;

/// A head of these lines, a cookie among them, with a feed behind it.
fn answer(lines: &str) -> Vec<u8> {
    let cookie = format!("Set-Cookie: sid={SECRET}; Path=/");
    format!("{lines}\r\n{cookie}\r\nConnection: close\r\n\r\n{}", feed()).into_bytes()
}

fn feed() -> String {
    format!("<rss version=\"2.0\"><channel><title>{MARK}</title></channel></rss>")
}

fn chunks(framing: &str) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\nX-Api-Key: {SECRET}\r\nTransfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n"
    );
    format!("{head}{framing}\r\n{}", feed()).into_bytes()
}

fn in_utf16(text: &str, octets: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(octets).collect()
}

fn in_utf32(text: &str, octets: fn(u32) -> [u8; 4]) -> Vec<u8> {
    text.chars().flat_map(|sign| octets(sign.into())).collect()
}

fn odd_answers() -> Answers {
    let head = String::from_utf8(answer("HTTP/1.1 200 OK")).unwrap();
    let large = format!("HTTP/1.1 200 OK\r\nX-A: {}", "a".repeat(300_000));
    let announced = "HTTP/1.1 103 Early Hints\r\nCookie: RAHASIA\r\n\r\n".repeat(150);
    Answers::from([
        ("tanpa-status", answer("HTTP/1.1")),
        ("polos", feed().into_bytes()),
        ("status-2000", answer("HTTP/1.1 2000 OK")),
        ("icy", answer("ICY 200 OK")),
        (
            "utf-16",
            in_utf16(&format!("\u{feff}{head}"), u16::to_le_bytes),
        ),
        ("utf-16-besar", in_utf16(&head, u16::to_be_bytes)),
        (
            "dua-panjang",
            answer("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 500"),
        ),
        ("potongan-rusak", chunks("zz")),
        ("potongan-raksasa", chunks("FFFFFFFFFFFFFFFFF")),
        ("potongan-negatif", chunks("-1")),
        ("kepala-raksasa", answer(&large)),
        (
            "kepala-terpotong",
            format!("HTTP/1.1 200 OK\r\nX-A: {MARK}\r\nSet-Cookie: sid={SECRET}").into_bytes(),
        ),
        ("berpindah", answer("HTTP/1.1 101 Switching Protocols")),
        (
            "diumumkan",
            [announced.into_bytes(), answer("HTTP/1.1 200 OK")].concat(),
        ),
        (
            "tls",
            [b"\x15\x03\x01\x00\x02\x02\x28".as_slice(), MARK.as_bytes()].concat(),
        ),
        (
            "ssh",
            format!("SSH-2.0-OpenSSH_9.9 {MARK}\r\n").into_bytes(),
        ),
        (
            "sampah",
            [b"\x00".repeat(40), answer("HTTP/1.1 200 OK")].concat(),
        ),
        // Neighbours.
        ("status-20", answer("HTTP/1.1 20 OK")),
        ("status-kata", answer("HTTP/1.1 dua OK")),
        ("rtsp", answer("RTSP/1.0 200 OK")),
        (
            "surat",
            format!("220 mx.contoh.example ESMTP {MARK}\r\n").into_bytes(),
        ),
        (
            "http-2",
            [b"\0\0\x12\x04\0\0\0\0\0".as_slice(), MARK.as_bytes()].concat(),
        ),
        (
            "sampah-baris",
            [b"sampah\r\n\r\n".to_vec(), answer("HTTP/1.1 200 OK")].concat(),
        ),
        ("json", format!("{{\"title\": \"{MARK}\"}}").into_bytes()),
        (
            "json-lalu-kepala",
            answer("{}\r\n220 ftp\r\nX-Api-Key: RAHASIA"),
        ),
        ("komentar-lalu-kepala", answer("<!-- -->")),
        ("larik-lalu-kepala", answer("[]\r\n\tX-Auth-Token RAHASIA")),
        ("kepala-kosong", answer("HTTP/1.1 abc\r\n")),
        (
            "tanpa-titik-dua",
            answer("HTTP/1.1 abc\r\n\r\nCookie a=RAHASIA\r\nSet-Cookie:\r\n a=RAHASIA"),
        ),
        ("cr", answer("{}\rSet-Cookie: RAHASIA\rX: y")),
        (
            "utf-16-kemudian",
            [b"\r\n\r\n".to_vec(), in_utf16(&head, u16::to_le_bytes)].concat(),
        ),
        (
            "utf-16-ganjil",
            [b"{}\n".to_vec(), in_utf16(&head, u16::to_be_bytes)].concat(),
        ),
        (
            "utf-32",
            in_utf32(&format!("\u{feff}{head}"), u32::to_le_bytes),
        ),
        ("utf-32-besar", in_utf32(&head, u32::to_be_bytes)),
        (
            "utf-32-badan",
            in_utf32(&format!("{{}}\n{head}"), u32::to_le_bytes),
        ),
        (
            "baris-kosong",
            [b"\r\n\r\n".to_vec(), answer("ICY 200 OK")].concat(),
        ),
    ])
}

/// A site that gives these answers at addresses of their names, and has no robots.txt.
fn start(answers: Answers) -> SocketAddr {
    let listener = TcpListener::bind("0.0.0.0:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            // An error only where the program went away.
            let _ = tell(stream, &answers);
        }
    });
    address
}

fn tell(mut stream: TcpStream, answers: &Answers) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut octet)?;
        head.push(octet[0]);
    }
    let head = text(&head);
    let path = head.split(' ').nth(1).unwrap_or_default();
    match answers.get(path.trim_start_matches('/')) {
        Some(answer) => stream.write_all(answer),
        None => stream
            .write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
    }
}

/// A crawl of accounts whose feeds are these answers, each of a host of its own: one that gave no
/// answer rests.
fn crawled(answers: &Answers) -> (Installation, String) {
    let port = start(answers.clone()).port();
    let hosts = (1..).map(|number| format!("127.0.0.{number}"));
    let hosts: Vec<String> = hosts.take(answers.len()).collect();
    let installation = Installation::new();
    let pace = |host: &String| format!("{host:?} = {{ interval_seconds = 0.001 }}\n");
    installation.set("fetch.hosts", &hosts.iter().map(pace).collect::<String>());
    installation.set(
        "fetch",
        &format!("retries = 0\nallow_private_hosts = {hosts:?}"),
    );
    let feed = |(host, name): (&String, &&str)| format!("http://{host}:{port}/{name}");
    let feeds: Vec<String> = hosts.iter().zip(answers.keys()).map(feed).collect();
    let rows: Vec<_> = feeds.iter().map(|feed| ("feed", feed.as_str())).collect();
    installation.register(&rows);
    let output = installation.run(&["crawl"]);
    (installation, text(&output.stdout) + &text(&output.stderr))
}

fn files(installation: &Installation) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(installation.data().join("captures")).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "gz"))
        .collect()
}

fn records(installation: &Installation) -> Vec<Record> {
    let files = files(installation);
    let records = files.iter().flat_map(|path| read::open(path).unwrap());
    records.map(Result::unwrap).collect()
}

fn holds(bytes: &[u8], text: &str) -> bool {
    let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|window| window == wanted);
    let wide = |octets: fn(u16) -> [u8; 2]| has(&in_utf16(text, octets));
    let wider = |octets: fn(u32) -> [u8; 4]| has(&in_utf32(text, octets));
    has(text.as_bytes())
        || wide(u16::to_le_bytes)
        || wide(u16::to_be_bytes)
        || wider(u32::to_le_bytes)
        || wider(u32::to_be_bytes)
}

#[test]
fn what_is_no_answer_is_kept_and_told_without_its_secrets() {
    let answers = odd_answers();
    let (installation, told) = crawled(&answers);
    let records = records(&installation);
    for record in &records {
        assert!(record.verify().passed(), "{:?}", record.fields);
        assert!(
            !holds(&record.block, SECRET),
            "{:?}",
            text(&record.block[..200])
        );
    }
    for name in answers.keys() {
        let is_of = |record: &&Record| {
            record
                .target()
                .is_some_and(|target| target.ends_with(&format!("/{name}")))
        };
        let of_it: Vec<_> = records.iter().filter(is_of).collect();
        let kinds: Vec<String> = of_it.iter().map(|record| record.kind()).collect();
        assert_eq!(kinds, ["resource", "request", "metadata"], "{name}");
        let [kept, request, notes] = of_it[..] else {
            unreachable!("three kinds")
        };
        assert!(holds(kept.payload(), MARK), "{name}");
        assert_eq!(kept.field("content-type"), Some("application/octet-stream"));
        assert!(
            kept.field("warc-ip-address")
                .unwrap()
                .starts_with("127.0.0.")
        );
        let cut = (*name == "kepala-terpotong").then_some("disconnect");
        assert_eq!(kept.field("warc-truncated"), cut, "{name}");
        let id = kept.field("warc-record-id");
        assert_eq!(request.field("warc-concurrent-to"), id);
        assert_eq!(notes.field("warc-concurrent-to"), id);
        assert!(
            text(&notes.block).starts_with("unread: "),
            "{}",
            text(&notes.block)
        );
        points_to(&installation, name, kept);
    }
    let lines = installation.rows("SELECT coalesce(last_error, '') FROM account");
    assert!(
        lines
            .iter()
            .all(|line| line.contains("octets that came are kept in netra-")),
        "{lines:#?}"
    );
    let status = installation.json(&["status"]);
    assert_eq!(status["exchanges_unread"], answers.len());
    let page = text(&installation.run(&["status"]).stdout);
    assert!(page.contains("no answers of HTTP"), "{page}");
    for shown in [told, page, status.to_string(), lines.concat()] {
        assert!(!shown.contains(SECRET), "{shown}");
    }
}

/// The ledger says where it is.
fn points_to(installation: &Installation, name: &str, kept: &Record) {
    let row = installation.rows(&format!(
        "SELECT record_id || ' ' || file || ' ' || byte_offset FROM exchange \
         WHERE outcome = 'unread' AND url LIKE '%/{name}'"
    ));
    let [row] = &row[..] else {
        panic!("{name}: {row:?}")
    };
    let mut parts = row.split(' ');
    let mut next = || parts.next().unwrap_or_default();
    assert_eq!(next(), kept.id().unwrap().to_string());
    let file = installation.data().join("captures").join(next());
    let found = read::record_at(&file, next().parse().unwrap()).unwrap();
    assert_eq!(found.id(), kept.id());
}

/// What came is what is kept, octet by octet, where no secret stands in it.
#[test]
fn what_is_kept_is_what_came() {
    let answers: Answers = odd_answers()
        .into_iter()
        .filter(|(_, sent)| !holds(sent, SECRET))
        .collect();
    assert!(answers.len() > 5);
    let (installation, _) = crawled(&answers);
    let records = records(&installation);
    for (name, sent) in &answers {
        let is_kept = |record: &Record| record.kind() == "resource" && record.block == *sent;
        assert!(records.iter().any(is_kept), "{name}");
    }
}

#[test]
fn warcio_reads_what_is_no_answer() {
    let Some(servers) = crate::servers::installed("warcio_reads_what_is_no_answer") else {
        return;
    };
    let (installation, _) = crawled(&odd_answers());
    for file in files(&installation) {
        let mut check = Command::new(servers.join("python/bin/warcio"));
        let check = check.args(["check", "-v"]).arg(file).output().unwrap();
        let said = text(&check.stdout);
        assert!(check.status.success(), "{said}");
        assert!(
            said.contains("digest pass") && !said.contains("failed"),
            "{said}"
        );
    }
}
