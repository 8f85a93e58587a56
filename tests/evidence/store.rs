//! Writing: what the records hold, rotation, sharing a folder.

use std::path::Path;
use std::sync::Arc;

use netra::evidence::{EvidenceError, read};
use netra::model::{Sha256, Truncation};
use proptest::prelude::*;
use tempfile::TempDir;

use super::support::{exchange, names, only_file, open, records};

fn is_open(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|end| end == "open")
}

/// The records of a file without what chance put into them.
fn show(path: &Path) -> String {
    let random = [
        "WARC-Record-ID",
        "WARC-Concurrent-To",
        "WARC-Filename",
        "WARC-Block-Digest",
    ];
    let shown = records(path).into_iter().map(|record| {
        assert!(record.verify().passed());
        let fields = record.fields.iter();
        let lines: Vec<String> = fields
            .filter(|(name, _)| !random.contains(&name.as_str()))
            .map(|(name, value)| format!("{name}: {value}"))
            .collect();
        let block = String::from_utf8_lossy(&record.block);
        format!("{}\n\n{block}", lines.join("\n"))
    });
    shown.collect::<Vec<_>>().join("\n----\n")
}

#[test]
fn an_exchange_reads_as_written() {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path(), 1);
    let mut exchange = exchange("https://a.example/page?key=k3y", b"isi");
    exchange.via = Some("https://a.example/start".parse().unwrap());
    exchange
        .answer
        .headers
        .push(("transfer-encoding".to_owned(), b"chunked".to_vec()));
    let kept = store.append(&exchange).unwrap();
    assert_eq!(kept.payload, Sha256::of("isi"));
    store.close().unwrap();
    let shown = show(&dir.path().join(&kept.file));
    insta::assert_snapshot!(shown, @r"
    WARC-Type: warcinfo
    WARC-Date: 2024-10-01T00:00:00.000000Z
    Content-Type: application/warc-fields
    Content-Length: 159

    software: netra test
    format: WARC File Format 1.1
    conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
    robots: obey

    ----
    WARC-Type: response
    WARC-Date: 2024-10-01T01:02:03.456789Z
    WARC-Target-URI: https://a.example/page?key=REDACTED
    WARC-IP-Address: 203.0.113.7
    WARC-Payload-Digest: sha256:55c123196402ef4b16c36bad51f12467397146987c479d41375831d1de9ed935
    Content-Type: application/http;msgtype=response
    Content-Length: 67

    HTTP/1.1 200 OK
    content-type: text/plain
    content-length: 3

    isi
    ----
    WARC-Type: request
    WARC-Date: 2024-10-01T01:02:03.456789Z
    WARC-Target-URI: https://a.example/page?key=REDACTED
    Content-Type: application/http;msgtype=request
    Content-Length: 52

    GET /page?key=REDACTED HTTP/1.1
    host: a.example


    ----
    WARC-Type: metadata
    WARC-Date: 2024-10-01T01:02:03.456789Z
    WARC-Target-URI: https://a.example/page?key=REDACTED
    Content-Type: application/warc-fields
    Content-Length: 91

    via: https://a.example/start
    replacedHeader: transfer-encoding: chunked
    fetchTimeMs: 12
    ");
}

#[test]
fn files_are_named_closed_and_rotated() {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path(), 1).rotating_at(2000);
    assert_eq!(
        names(dir.path()),
        Vec::<String>::new(),
        "no file before the first capture"
    );
    let first = store.append(&exchange("https://a.example/", b"x")).unwrap();
    assert_eq!(names(dir.path()), [format!("{}.open", first.file)]);
    for _ in 0..4 {
        store.append(&exchange("https://a.example/", b"x")).unwrap();
    }
    let mut tomorrow = exchange("https://a.example/", b"x");
    let same_file = store.append(&tomorrow).unwrap().file;
    tomorrow.sent_at = "2024-10-02T00:00:00Z".parse().unwrap();
    assert_ne!(store.append(&tomorrow).unwrap().file, same_file);
    let names = names(dir.path());
    assert_eq!(names.iter().filter(|name| is_open(name)).count(), 1);
    assert!(names.len() >= 3, "{names:?}");
    drop(store);
    for name in super::support::names(dir.path()) {
        let file = records(&dir.path().join(&name));
        assert_eq!(file[0].kind(), "warcinfo");
        assert_eq!(file[0].field("warc-filename"), Some(name.as_str()));
    }
}

#[test]
fn a_capture_is_found_while_open_and_after_closing() {
    let dir = TempDir::new().unwrap();
    let store = open(dir.path(), 1);
    let kept = store
        .append(&exchange("https://a.example/", b"satu"))
        .unwrap();
    store.sync().unwrap();
    assert_eq!(read::capture(dir.path(), &kept).unwrap().payload(), b"satu");
    drop(store);
    assert_eq!(read::capture(dir.path(), &kept).unwrap().payload(), b"satu");
    let mut other = kept.clone();
    other.record_id = uuid::Uuid::nil();
    let problem = read::capture(dir.path(), &other).unwrap_err();
    assert!(
        problem.to_string().contains("was the file replaced?"),
        "{problem}"
    );
}

#[test]
fn two_stores_share_a_folder_and_do_not_close_each_others_files() {
    let dir = TempDir::new().unwrap();
    let one = open(dir.path(), 1);
    let first = one.append(&exchange("https://a.example/1", b"1")).unwrap();
    let two = open(dir.path(), 2);
    let second = two.append(&exchange("https://a.example/2", b"2")).unwrap();
    assert_ne!(first.file, second.file);
    assert!(names(dir.path()).iter().all(|name| is_open(name)));
    let third = one.append(&exchange("https://a.example/3", b"3")).unwrap();
    assert_eq!(third.file, first.file);
}

#[test]
fn many_threads_append_and_sync() {
    let dir = TempDir::new().unwrap();
    let store = Arc::new(open(dir.path(), 1));
    let threads: Vec<_> = (0..8)
        .map(|thread| {
            let store = Arc::clone(&store);
            std::thread::spawn(move || {
                (0..10)
                    .map(|number| {
                        let body = format!("{thread}-{number}");
                        let kept = store.append(&exchange("https://a.example/", body.as_bytes()));
                        store.sync().unwrap();
                        (kept.unwrap(), body)
                    })
                    .collect::<Vec<_>>()
            })
        })
        .collect();
    for thread in threads {
        for (kept, body) in thread.join().unwrap() {
            let record = read::capture(dir.path(), &kept).unwrap();
            assert_eq!(record.payload(), body.as_bytes());
        }
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let dir = TempDir::new().unwrap();
    let file = dir.path().join("berkas");
    std::fs::write(&file, "x").unwrap();
    let clock = Arc::new(netra::clock::SystemClock);
    let rng = rand::SeedableRng::seed_from_u64(1);
    let problem = netra::evidence::WarcStore::open(&file, "netra", clock, rng).unwrap_err();
    assert!(matches!(problem, EvidenceError::Disk { .. }));
    assert!(problem.to_string().contains("berkas"), "{problem}");
}

fn header_name() -> impl Strategy<Value = String> {
    "[a-z][a-z-]{0,12}"
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_appended_reads_back(
        body in prop::collection::vec(any::<u8>(), 0..3000),
        headers in prop::collection::vec((header_name(), prop::collection::vec(any::<u8>(), 0..40)), 0..8),
        reason in "\\PC{0,20}",
        status in 200_u16..600,
        cut in prop::option::of(prop::sample::select(vec![Truncation::Length, Truncation::Time, Truncation::Disconnect])),
    ) {
        let dir = TempDir::new().unwrap();
        let store = open(dir.path(), 1);
        let mut exchange = exchange("https://a.example/x", &body);
        exchange.answer.headers = headers;
        exchange.answer.reason = reason;
        exchange.answer.status = status;
        exchange.answer.truncated = cut;
        let kept = store.append(&exchange).unwrap();
        drop(store);
        for record in records(&only_file(dir.path())) {
            prop_assert!(record.verify().passed());
        }
        let record = read::capture(dir.path(), &kept).unwrap();
        let answer = record.answer().unwrap();
        prop_assert_eq!(answer.status, status);
        prop_assert_eq!(answer.body, body.as_slice());
        prop_assert_eq!(record.field("warc-truncated").is_some(), cut.is_some());
        prop_assert_eq!(kept.payload, Sha256::of(&body));
    }
}
