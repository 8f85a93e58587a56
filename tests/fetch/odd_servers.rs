//! Answers of odd servers over real sockets: they are read as browsers and curl read them, what
//! cannot be read is told, and the capture holds what was received.

use std::net::SocketAddr;

use netra::evidence::{Record, read};
use netra::fetch::Fetched;
use netra::model::{ExchangeOutcome, Truncation};
use rstest::rstest;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use super::wire::{NO_ROBOTS, Then, fetch, gzip, quick, read_request, serve};

const FEED: &str = "<rss><channel><title>Isi</title></channel></rss>";

/// The answer with these lines before the empty one.
fn answer(lines: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{lines}\r\n");
    [head.as_bytes(), body].concat()
}

async fn ask(sent: Vec<u8>, then: Then) -> (Fetched, TempDir) {
    let address = serve(sent, then).await;
    let mut settings = quick(address);
    settings.total_seconds = 1;
    fetch(address, settings).await
}

fn record(fetched: &Fetched, dir: &TempDir) -> Record {
    let capture = fetched.result.as_ref().unwrap();
    let record = read::capture(dir.path(), &capture.record).unwrap();
    assert!(record.verify().passed());
    record
}

#[rstest]
#[case::twice("Content-Length: 48\r\nContent-Length: 48\r\n")]
#[case::twice_in_one("Content-Length: 48, 48\r\n")]
#[case::no_number("Content-Length: banyak\r\n")]
#[case::negative("Content-Length: -1\r\n")]
#[case::signed("Content-Length: +48\r\n")]
#[case::empty("Content-Length:\r\n")]
#[case::a_fraction("Content-Length: 48.0\r\n")]
#[case::beyond_all_numbers("Content-Length: 99999999999999999999999\r\n")]
#[case::a_number_and_none("Content-Length: x\r\nContent-Length: 48\r\n")]
#[case::blank_before_the_colon("Content-Length : 48\r\n")]
#[case::on_the_next_line("Content-Length:\r\n 48\r\n")]
#[case::identity("Transfer-Encoding: identity\r\n")]
#[case::identity_and_length("Transfer-Encoding: identity\r\nContent-Length: 48\r\n")]
#[case::none_at_all("")]
#[tokio::test]
async fn odd_lengths_are_no_hindrance(#[case] lines: &str) {
    let (fetched, dir) = ask(answer(lines, FEED.as_bytes()), Then::Close).await;
    let record = record(&fetched, &dir);
    assert_eq!(record.answer().unwrap().body, FEED.as_bytes());
    let capture = fetched.result.unwrap();
    assert_eq!(String::from_utf8_lossy(&capture.body), FEED);
    assert_eq!((capture.truncated, fetched.oddities.len()), (None, 0));
}

#[rstest]
#[case::and_length("Transfer-Encoding: chunked\r\nContent-Length: 3\r\n")]
#[case::capitals("Transfer-Encoding: Chunked\r\n")]
#[case::in_two_lines("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n")]
#[case::and_identity("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n")]
#[case::and_lengths_that_differ(
    "Transfer-Encoding: chunked\r\nContent-Length: 3\r\nContent-Length: 4\r\n"
)]
#[tokio::test]
async fn chunks_go_before_lengths(#[case] lines: &str) {
    let chunks = format!("30;x=y\r\n{FEED}\r\n0\r\nX-A: b\r\n\r\n");
    let (fetched, dir) = ask(answer(lines, chunks.as_bytes()), Then::Hang).await;
    let record = record(&fetched, &dir);
    assert_eq!(
        record.answer().unwrap().header("content-length"),
        Some("48")
    );
    let capture = fetched.result.unwrap();
    assert_eq!(
        (capture.body.as_slice(), capture.truncated),
        (FEED.as_bytes(), None)
    );
}

#[tokio::test]
async fn lengths_that_differ_are_told() {
    let lines = "Content-Length: 48\r\nContent-Length: 12\r\n";
    let (fetched, _dir) = ask(answer(lines, FEED.as_bytes()), Then::Close).await;
    let told = fetched.result.unwrap_err().to_string();
    assert!(told.contains("48 and that it is 12 octets long"), "{told}");
    assert_eq!(fetched.exchanges.len(), 2, "it is not asked for again");
}

/// Lines that are no headers stay in the capture, spelt as they came; secrets do not.
#[tokio::test]
async fn the_capture_holds_the_head_as_received() {
    let lines = "X-Frame-Options : DENY\r\nPHP Warning: Unable to load in Unknown on line 0\r\n\
                 tanpa titik dua\r\nX-Nama: Jos\u{e9}\r\nX-Lama: a\r\n  b\r\n\
                 Set-Cookie : id=rahasia;\r\n path=/rahasia\r\n\
                 X-Url: https://a.example/?access_token=rahasia\r\nContent-Length: 99\r\n";
    let (fetched, dir) = ask(answer(lines, FEED.as_bytes()), Then::Close).await;
    let kept = String::from_utf8(record(&fetched, &dir).block).unwrap();
    insta::assert_snapshot!(kept.replace('\r', ""), @"
    HTTP/1.1 200 OK
    X-Frame-Options : DENY
    PHP Warning: Unable to load in Unknown on line 0
    tanpa titik dua
    X-Nama: José
    X-Lama: a
      b
    Set-Cookie : REDACTED
    X-Url: https://a.example/?access_token=REDACTED
    content-length: 48

    <rss><channel><title>Isi</title></channel></rss>
    ");
    let capture = fetched.result.unwrap();
    assert_eq!(capture.header("x-frame-options"), Some("DENY"));
    assert_eq!(capture.header("x-lama"), Some("a b"));
}

/// Answers that tools for WARC files stumbled over, with what must stand in the record: lines of
/// the head as they were sent, and the body. `|` stands
/// between, and `-` begins what must not be there.
#[rstest]
#[case::chunked(
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n30\r\n<rss><channel><title>Isi</title></channel></rss>\r\n0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n|-Transfer-Encoding|content-length: 48\r\n", FEED.as_bytes())]
#[case::latin(
    b"HTTP/1.1 200 Ok\xe9\r\nX-Nama: Jos\xe9\r\nX-U: \xf0\x9f\x91\x8d\r\nConnection: close\r\n\r\n<rss/>",
    b"HTTP/1.1 200 Ok\xe9\r\n|X-Nama: Jos\xe9\r\n|X-U: \xf0\x9f\x91\x8d\r\n", b"<rss/>")]
#[case::empty(
    b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    b"Content-Length: 0\r\n",
    b""
)]
#[case::short(
    b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\nConnection: close\r\n\r\n<rss/>",
    b"-99999|content-length: 6\r\n",
    b"<rss/>"
)]
#[case::http_1_0(
    b"HTTP/1.0 200 OK\r\n\r\n<rss/>",
    b"HTTP/1.0 200 OK\r\n\r\n",
    b"<rss/>"
)]
#[case::record_in_the_body(
    b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n\r\n\r\nx\r\n\r\nWARC/1.0\r\n\r",
    b"Content-Length: 20\r\n\r\n\r\n\r\nx",
    b"\r\n\r\nx\r\n\r\nWARC/1.0\r\n\r"
)]
#[case::repeated_and_empty(
    b"HTTP/1.1 200 OK\r\nLink: <a>; rel=x\r\nLink: <b>\r\nX:\r\nContent-Length: 1\r\n\r\na",
    b"Link: <a>; rel=x\r\nLink: <b>\r\nX:\r\n",
    b"a"
)]
#[case::cookies(
    b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nSet-Cookie: c=d\r\nContent-Length: 1\r\n\r\na",
    b"-a=b|-c=d|Set-Cookie:",
    b"a"
)]
#[case::nothing_at_the_end(
    b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na\0\0",
    b"\r\n\r\na\0\0",
    b"a\0\0"
)]
#[tokio::test]
async fn records_give_back_what_was_sent(
    #[case] sent: &[u8],
    #[case] parts: &[u8],
    #[case] body: &[u8],
) {
    let (fetched, dir) = ask(sent.to_vec(), Then::Close).await;
    let kept = record(&fetched, &dir);
    let has = |part: &[u8]| kept.block.windows(part.len()).any(|window| window == part);
    for part in parts.split(|byte| *byte == b'|') {
        match part.strip_prefix(b"-") {
            Some(part) => assert!(!has(part), "{}", part.escape_ascii()),
            None => assert!(has(part), "{}", part.escape_ascii()),
        }
    }
    assert_eq!(
        kept.answer().unwrap().body.escape_ascii().to_string(),
        body.escape_ascii().to_string()
    );
    // Every record of the file, those of requests and notes too, can be read and is whole.
    let file = read::locate(dir.path(), &fetched.result.unwrap().record.file);
    for record in read::open(&file).unwrap() {
        assert!(record.unwrap().verify().passed());
    }
}

/// A redirect is a record of its own, with what it said beside the address.
#[tokio::test]
async fn the_body_of_a_redirect_is_kept() {
    let moved = b"HTTP/1.1 301 M\r\nLocation: /page?access_token=rahasia&page=2\r\nContent-Length: 3\r\n\r\nabc";
    let (fetched, dir) = ask(moved.to_vec(), Then::Hang).await;
    assert!(fetched.result.is_err(), "it leads in a circle");
    let files = std::fs::read_dir(dir.path())
        .unwrap()
        .map(|file| file.unwrap().path());
    let records = files.flat_map(|file| read::open(&file).unwrap());
    let bodies: Vec<Vec<u8>> = records
        .map(Result::unwrap)
        .filter_map(|record| {
            record
                .answer()
                .filter(|told| told.status == 301)
                .map(|told| told.body.to_vec())
        })
        .collect();
    assert!(
        !bodies.is_empty() && bodies.iter().all(|body| body == b"abc"),
        "{bodies:?}"
    );
}

/// Transport and document disagree: the document knows.
#[rstest]
#[case::too_long("Content-Length: 200\r\n", FEED, Then::Close, None)]
#[case::too_short("Connection: close\r\nContent-Length: 30\r\n", FEED, Then::Close, None)]
#[case::too_short_and_kept_open("Content-Length: 30\r\n", FEED, Then::Hang, None)]
#[case::no_last_chunk("Transfer-Encoding: chunked\r\n", "2\r\n{}\r\n", Then::Close, None)]
#[case::broken_chunk(
    "Transfer-Encoding: chunked\r\n",
    "2\r\n{}\r\nx\r\n",
    Then::Close,
    None
)]
#[case::never_closed("Connection: close\r\n", FEED, Then::Hang, None)]
#[case::cut(
    "Content-Length: 200\r\n",
    "<rss><channel>",
    Then::Close,
    Some(Truncation::Disconnect)
)]
#[case::cut_chunk(
    "Transfer-Encoding: chunked\r\n",
    "9\r\n{\"a\"",
    Then::Close,
    Some(Truncation::Disconnect)
)]
#[case::cut_by_time("Connection: close\r\n", "[1, 2", Then::Hang, Some(Truncation::Time))]
#[tokio::test]
async fn odd_endings(
    #[case] lines: &str,
    #[case] body: &str,
    #[case] then: Then,
    #[case] truncated: Option<Truncation>,
) {
    let (fetched, dir) = ask(answer(lines, body.as_bytes()), then).await;
    let record = record(&fetched, &dir);
    let is_odd = fetched.exchanges[1].outcome == ExchangeOutcome::Truncated;
    assert_eq!(record.field("warc-truncated").is_some(), is_odd);
    assert_eq!(
        fetched.oddities.len(),
        usize::from(is_odd && truncated.is_none())
    );
    let tries = if truncated == Some(Truncation::Disconnect) {
        3
    } else {
        2
    };
    assert_eq!(fetched.exchanges.len(), tries);
    let capture = fetched.result.unwrap();
    assert_eq!(capture.truncated, truncated);
    if truncated.is_none() {
        assert!(
            [FEED.as_bytes(), b"{}"].contains(&capture.body.as_slice()),
            "{capture:?}"
        );
    }
}

/// What comes after the announced end and does not complete the document is not its part.
#[tokio::test]
async fn rubbish_after_the_announced_end_is_passed_over() {
    let sent = answer(
        "Connection: close\r\nContent-Length: 4\r\n",
        b"satu\r\nlagi",
    );
    let (fetched, _dir) = ask(sent, Then::Close).await;
    assert_eq!(fetched.result.unwrap().body, b"satu");
}

#[tokio::test]
async fn compression_as_a_transfer_coding_is_undone() {
    let coded = gzip(FEED.as_bytes());
    let mut chunks = format!("{:x}\r\n", coded.len()).into_bytes();
    chunks.extend([&coded[..], b"\r\n0\r\n\r\n"].concat());
    let (fetched, _dir) = ask(
        answer("Transfer-Encoding: gzip, chunked\r\n", &chunks),
        Then::Hang,
    )
    .await;
    assert_eq!(fetched.result.unwrap().body, FEED.as_bytes());
}

#[tokio::test]
async fn answers_that_announce_another_are_passed_over() {
    let early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n";
    let last = answer("Content-Length: 3\r\n", b"isi");
    let (fetched, _dir) = ask([early.as_bytes(), &last].concat(), Then::Hang).await;
    let capture = fetched.result.unwrap();
    assert_eq!(
        (capture.status, capture.body.as_slice()),
        (200, &b"isi"[..])
    );
}

/// A server that takes a request on a connection that it kept open, and closes it.
async fn forgetful() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let request = read_request(&mut stream).await.unwrap();
            let is_robots = request.starts_with(b"GET /robots.txt ");
            let sent = answer("Content-Length: 3\r\n", b"isi");
            let sent = if is_robots { NO_ROBOTS } else { &sent };
            stream.write_all(sent).await.unwrap();
            read_request(&mut stream).await.ok();
        }
    });
    address
}

#[tokio::test]
async fn a_connection_that_had_been_closed_costs_no_try() {
    let address = forgetful().await;
    let mut settings = quick(address);
    settings.retries = 0;
    let (fetched, _dir) = fetch(address, settings).await;
    assert_eq!(fetched.result.unwrap().body, b"isi");
    let outcomes: Vec<_> = fetched.exchanges.iter().map(|line| line.outcome).collect();
    let (answered, failed) = (ExchangeOutcome::Answered, ExchangeOutcome::Failed);
    assert_eq!(outcomes, [answered, failed, answered]);
}

#[tokio::test]
async fn a_refused_connection_is_not_tried_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let (fetched, _dir) = fetch(address, quick(address)).await;
    let told = fetched.result.unwrap_err().to_string();
    assert!(told.contains("refuses the connection"), "{told}");
    assert_eq!(fetched.exchanges.len(), 1);
}
