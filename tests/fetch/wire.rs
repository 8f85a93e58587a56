//! The HTTP client against real sockets: caps, codings, broken and slow servers, and what the
//! captures hold afterwards.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::GzEncoder;
use netra::config::fetch::FetchSettings;
use netra::evidence::read;
use netra::fetch::{Fetch as _, FetchError, Fetched, HttpFetcher};
use netra::model::{Sha256, Truncation};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::support::{assert_in_time, parts, request, settings};

pub(super) const NO_ROBOTS: &[u8] = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";

/// What a raw server does after the head of its answer.
#[derive(Debug, Clone)]
pub(crate) enum Then {
    Close,
    Hang,
    /// Chunks without end.
    Flood,
}

/// A server on loopback that answers every request but robots.txt with these bytes.
pub(crate) async fn serve(bytes: impl Into<Vec<u8>>, then: Then) -> SocketAddr {
    let bytes = bytes.into();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let bytes = bytes.clone();
            let then = then.clone();
            tokio::spawn(async move { converse(stream, &bytes, then).await });
        }
    });
    address
}

/// Reads the head of a request.
pub(super) async fn read_request(
    stream: &mut (impl AsyncRead + Unpin),
) -> std::io::Result<Vec<u8>> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(head)
}

async fn converse(mut stream: TcpStream, bytes: &[u8], then: Then) -> std::io::Result<()> {
    loop {
        let head = read_request(&mut stream).await?;
        if head.starts_with(b"GET /robots.txt ") {
            stream.write_all(NO_ROBOTS).await?;
            continue;
        }
        stream.write_all(bytes).await?;
        match then {
            Then::Close => return stream.shutdown().await,
            Then::Hang => std::future::pending::<()>().await,
            Then::Flood => loop {
                let chunk = [b'a'; 0x1000];
                stream.write_all(b"1000\r\n").await?;
                stream.write_all(&chunk).await?;
                stream.write_all(b"\r\n").await?;
            },
        }
    }
}

pub(crate) fn quick(address: SocketAddr) -> FetchSettings {
    let mut settings = settings();
    settings.allow_private_hosts = vec![address.to_string()];
    let host = netra::config::fetch::HostSettings {
        interval_seconds: Some(0.0),
        ..Default::default()
    };
    settings.hosts.insert(address.to_string(), host);
    settings.backoff_seconds = 0.001;
    settings.retries = 1;
    settings
}

pub(crate) async fn fetch(address: SocketAddr, settings: FetchSettings) -> (Fetched, TempDir) {
    let dir = TempDir::new().unwrap();
    let door = HttpFetcher::new(parts(settings, &dir, Arc::default())).unwrap();
    let url = format!("http://{address}/page?access_token=rahasia&page=2");
    let fetched = door.fetch(&request(&url)).await;
    assert_in_time(&fetched);
    (fetched, dir)
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn answer_with(headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let mut bytes =
        format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {length}\r\n\r\n").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

#[tokio::test]
async fn an_endless_body_is_cut_at_the_cap() {
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let address = serve(head, Then::Flood).await;
    let mut settings = quick(address);
    settings.body_bytes = 1024 * 1024;
    let (fetched, dir) = fetch(address, settings).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body.len(), 1024 * 1024);
    assert_eq!(capture.truncated, Some(Truncation::Length));
    let record = read::capture(dir.path(), &capture.record).unwrap();
    assert_eq!(record.field("WARC-Truncated"), Some("length"));
    assert_eq!(
        record.answer().unwrap().header("content-length"),
        Some("1048576")
    );
    assert_eq!(
        fetched.exchanges.len(),
        2,
        "a cut body is not asked for again"
    );
}

#[tokio::test]
async fn a_compressed_body_is_kept_as_sent_and_read_decoded() {
    let sent = gzip("Pengumuman desa".as_bytes());
    let address = serve(
        answer_with("Content-Encoding: gzip\r\n", &sent),
        Then::Close,
    )
    .await;
    let (fetched, dir) = fetch(address, quick(address)).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body, b"Pengumuman desa");
    assert_eq!(capture.truncated, None);
    assert_eq!(capture.record.payload, Sha256::of(&sent));
    let record = read::capture(dir.path(), &capture.record).unwrap();
    assert_eq!(record.answer().unwrap().body, sent);
    assert_eq!(record.field("WARC-IP-Address"), Some("127.0.0.1"));
}

#[tokio::test]
async fn a_decompression_bomb_is_cut_at_the_cap() {
    let bomb = gzip(&vec![0; 50 * 1024 * 1024]);
    let address = serve(
        answer_with("Content-Encoding: gzip\r\n", &bomb),
        Then::Close,
    )
    .await;
    let mut settings = quick(address);
    settings.body_bytes = 1024 * 1024;
    let (fetched, dir) = fetch(address, settings).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body.len(), 1024 * 1024);
    assert_eq!(capture.truncated, Some(Truncation::Length));
    let record = read::capture(dir.path(), &capture.record).unwrap();
    assert_eq!(
        record.answer().unwrap().body,
        bomb,
        "what was sent is kept whole"
    );
}

#[tokio::test]
async fn chunked_bodies_are_kept_without_framing() {
    let bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nSet-Cookie: id=7\r\n\r\n\
                 4\r\nsatu\r\n4\r\n dua\r\n0\r\n\r\n";
    let address = serve(bytes, Then::Close).await;
    let (fetched, dir) = fetch(address, quick(address)).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body, b"satu dua");
    let record = read::capture(dir.path(), &capture.record).unwrap();
    let kept = String::from_utf8(record.block.clone()).unwrap();
    insta::assert_snapshot!(kept, @r"
    HTTP/1.1 200 OK
    Set-Cookie: REDACTED
    content-length: 8

    satu dua
    ");
    let target = record.target().unwrap();
    assert!(
        target.ends_with("/page?access_token=REDACTED&page=2"),
        "{target}"
    );
    assert!(
        fetched
            .exchanges
            .iter()
            .all(|line| !line.url.contains("rahasia"))
    );
}

#[tokio::test]
async fn a_slow_body_is_cut_at_the_deadline() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npermulaan";
    let address = serve(head, Then::Hang).await;
    let mut settings = quick(address);
    settings.total_seconds = 1;
    let (fetched, _dir) = fetch(address, settings).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body, b"permulaan");
    assert_eq!(capture.truncated, Some(Truncation::Time));
}

#[tokio::test]
async fn a_silent_server_times_out() {
    let address = serve("", Then::Hang).await;
    let mut settings = quick(address);
    settings.total_seconds = 1;
    settings.retries = 0;
    let (fetched, _dir) = fetch(address, settings).await;
    let error = fetched.result.unwrap_err();
    assert!(matches!(error, FetchError::Timeout { .. }), "{error}");
    assert!(!error.to_string().contains("rahasia"), "{error}");
}

#[tokio::test]
async fn a_short_body_is_a_broken_connection() {
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nsetengah";
    let address = serve(head, Then::Close).await;
    let (fetched, _dir) = fetch(address, quick(address)).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.body, b"setengah");
    assert_eq!(capture.truncated, Some(Truncation::Disconnect));
    assert_eq!(fetched.exchanges.len(), 3, "it is asked for twice");
}

#[tokio::test]
async fn nonsense_is_a_transport_error() {
    let address = serve("SSH-2.0-OpenSSH_9.2\r\n", Then::Close).await;
    let (fetched, _dir) = fetch(address, quick(address)).await;
    let error = fetched.result.unwrap_err();
    assert!(matches!(error, FetchError::Transport { .. }), "{error}");
}

#[tokio::test]
async fn bodies_that_lie_about_their_coding_are_read_as_they_are() {
    let address = serve(
        answer_with("Content-Encoding: gzip\r\n", b"<rss/>"),
        Then::Close,
    )
    .await;
    let (fetched, _dir) = fetch(address, quick(address)).await;
    assert_eq!(fetched.result.unwrap().body, b"<rss/>");
}

#[tokio::test]
async fn an_answer_without_length_is_read_to_the_end() {
    let address = serve("HTTP/1.0 200 OK\r\n\r\nsemua", Then::Close).await;
    let (fetched, _dir) = fetch(address, quick(address)).await;
    let capture = fetched.result.unwrap();
    assert_eq!(
        (capture.body.as_slice(), capture.truncated),
        (&b"semua"[..], None)
    );
}
