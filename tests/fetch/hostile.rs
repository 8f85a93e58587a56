//! Servers that want to harm, over real sockets: what they send costs little, says nothing that it
//! does not mean, and leaves the evidence whole.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use netra::config::fetch::{FetchSettings, HostSettings};
use netra::evidence::{header_text, read};
use netra::fetch::{Fetch as _, Fetched, HttpFetcher, Names};
use netra::model::Truncation;
use rstest::rstest;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use super::support::{parts, request, settings};
use super::wire::{NO_ROBOTS, Then, fetch, quick, read_request, serve};

/// What should take milliseconds and would take hours.
const NEVER: Duration = Duration::from_mins(1);

fn head(lines: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{lines}\r\n").as_bytes(), body].concat()
}

async fn ask(sent: Vec<u8>, then: Then) -> (Fetched, TempDir) {
    let address = serve(sent, then).await;
    let fetched = tokio::time::timeout(NEVER, fetch(address, quick(address)));
    fetched.await.unwrap()
}

/// Tags without an end, in documents that are cut so that their end is looked for.
#[rstest]
#[case::roots("<rss ", "Content-Length: 9000000\r\n")]
#[case::names("<html><a", "Content-Length: 9000000\r\n")]
#[case::names_behind_a_notice("<a", "Content-Length: 9000000\r\n")]
#[case::a_length_too_short("<html><a", "Connection: close\r\nContent-Length: 900000\r\n")]
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_document_is_looked_for_once(#[case] tags: &str, #[case] lines: &str) {
    let (fetched, _dir) = ask(head(lines, tags.repeat(200_000).as_bytes()), Then::Close).await;
    let capture = fetched.result.unwrap();
    let is_cut = lines.starts_with("Content");
    assert_eq!(capture.truncated, is_cut.then_some(Truncation::Disconnect));
}

/// Data that inflates to nothing, under a name that stands there thousands of times.
#[tokio::test(flavor = "multi_thread")]
async fn codings_without_end_cost_no_time() {
    let names = "deflate,".repeat(28_000);
    let body = [0, 0, 0, 0xff, 0xff].repeat(1_000_000);
    let length = body.len();
    let lines = format!("Content-Encoding: {names}\r\nContent-Length: {length}\r\n");
    let (fetched, _dir) = ask(head(&lines, &body), Then::Close).await;
    assert_eq!(fetched.result.unwrap().body, body);
}

/// An address that does not fit into a record would make the file of captures unreadable from
/// there on.
#[tokio::test]
async fn an_endless_address_is_not_followed() {
    let target = format!("/x?{}", "key=&".repeat(20_000));
    let sent = format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
    let (fetched, dir) = ask(sent.into_bytes(), Then::Hang).await;
    let told = fetched.result.unwrap_err().to_string();
    assert!(told.contains("longer than 8000 octets"), "{told}");
    assert!(told.len() < 200, "{told}");
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.to_string_lossy().contains(".warc.gz") {
            assert!(read::open(&path).unwrap().all(|record| record.is_ok()));
        }
    }
}

/// The longest address that is followed fits, whatever of it is a secret.
#[tokio::test]
async fn the_longest_address_is_kept_and_read_again() {
    let target = format!("/x?{}", "key=&".repeat(1550));
    let found = format!("HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n");
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            while let Ok(request) = read_request(&mut stream).await {
                let sent = match &request[..] {
                    [b'G', b'E', b'T', b' ', b'/', b'r', ..] => NO_ROBOTS,
                    [b'G', b'E', b'T', b' ', b'/', b'p', ..] => found.as_bytes(),
                    _ => b"HTTP/1.1 304 Not Modified\r\n\r\n",
                };
                stream.write_all(sent).await.unwrap();
            }
        }
    });
    let dir = TempDir::new().unwrap();
    let door = HttpFetcher::new(parts(quick(address), &dir, Arc::default())).unwrap();
    let mut asked = request(&format!("http://{address}/page"));
    asked.validators.etag = Some("\"1\"".to_owned());
    let capture = door.fetch(&asked).await.result.unwrap();
    let record = read::capture(dir.path(), &capture.record).unwrap();
    let target = record.target().unwrap();
    assert_eq!(target.matches("key=REDACTED").count(), 1550);
}

/// Answers that only announce another, or another protocol, are no answer: least of all that
/// there is no robots.txt.
#[rstest]
#[case::announced(
    "HTTP/1.1 103 Early Hints\r\n\r\n",
    200,
    "announced an answer 100 times"
)]
#[case::switched(
    "HTTP/1.1 101 Switching Protocols\r\n\r\n",
    1,
    "another protocol (101)"
)]
#[case::no_status("HTTP/1.1 999 Denied\r\nContent-Length: 0\r\n\r\n", 1, "answered 999")]
#[tokio::test]
async fn what_is_no_answer_says_nothing_of_robots(
    #[case] line: &str,
    #[case] times: usize,
    #[case] said: &str,
) {
    let closed = "HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\nUser-agent: *\nDisallow: /";
    let sent = [line.repeat(times).as_str(), closed].concat();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            read_request(&mut stream).await.ok();
            stream.write_all(sent.as_bytes()).await.ok();
            read_request(&mut stream).await.ok();
        }
    });
    let (fetched, _dir) = fetch(address, quick(address)).await;
    let told = fetched.result.unwrap_err().to_string();
    assert!(told.starts_with("robots.txt of"), "{told}");
    assert!(told.contains(said), "{told}");
}

/// Honest servers that work long send some.
#[tokio::test]
async fn many_announcements_are_passed_over() {
    let early = "HTTP/1.1 102 Processing\r\n\r\n".repeat(40);
    let sent = [early.as_bytes(), &head("Content-Length: 3\r\n", b"isi")].concat();
    let (fetched, _dir) = ask(sent, Then::Hang).await;
    assert_eq!(fetched.result.unwrap().body, b"isi");
}

#[rstest]
#[case::in_a_header("Set-Cookie: sesi=rahasia; path=/\r\n")]
#[case::in_its_second_line("Set-Cookie: a=b;\r\n sesi=rahasia; path=/; domain=a.example\r\n")]
#[tokio::test]
async fn secrets_of_endless_headers_are_not_told(#[case] lines: &str) {
    for shift in (0..lines.len()).step_by(5) {
        let first = format!("X: {}\r\n", "x".repeat(shift));
        let sent = head(&(first + &lines.repeat(9_000)), b"");
        let told = netra::fetch::wire::take_head(&mut sent[..300_000].to_vec());
        let told = told.unwrap_err().to_string();
        assert!(!told.contains("rahasia"), "{told}");
    }
}

/// A server at every address of 127/8, which counts the connections that ended.
async fn crowd(ended: Arc<Semaphore>) -> SocketAddr {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let ended = ended.clone();
            tokio::spawn(async move {
                keep_answering(stream).await.ok();
                ended.add_permits(1);
            });
        }
    });
    address
}

async fn keep_answering(mut stream: TcpStream) -> std::io::Result<()> {
    loop {
        read_request(&mut stream).await?;
        stream.write_all(NO_ROBOTS).await?;
    }
}

fn of_crowd(hosts: &[String]) -> FetchSettings {
    let mut settings = settings();
    settings.allow_private_hosts = hosts.to_vec();
    for host in hosts {
        let pace = HostSettings {
            interval_seconds: Some(0.0),
            ..Default::default()
        };
        settings.hosts.insert(host.clone(), pace);
    }
    settings
}

/// However many hosts are visited, few connections stay open: a process may not open many files.
#[tokio::test]
async fn connections_to_many_hosts_do_not_pile_up() {
    let ended = Arc::new(Semaphore::new(0));
    let port = crowd(ended.clone()).await.port();
    let hosts: Vec<String> = (1..=200)
        .map(|number| IpAddr::from(Ipv4Addr::new(127, 0, 1, number)).to_string())
        .collect();
    let dir = TempDir::new().unwrap();
    let parts = parts(of_crowd(&hosts), &dir, Arc::default());
    let door = HttpFetcher::new(parts).unwrap();
    for host in &hosts {
        let fetched = door
            .fetch(&request(&format!("http://{host}:{port}/")))
            .await;
        assert_eq!(fetched.result.unwrap().status, 404);
    }
    let closed = tokio::time::timeout(NEVER, ended.acquire_many(200 - 128));
    assert!(closed.await.is_ok(), "connections stay open");
}

/// What a record says of an answer is what was read of it when it came.
#[rstest]
#[case::no_blank(b"HTTP/1.1 200OK\r\n")]
#[case::blanks(b"HTTP/1.1  404  Tidak ada\r\n")]
#[case::tabs(b"http/1.0\t503\tok\r\n")]
#[case::rubbish_before(b"xyz HTTP/1.1 200 OK\r\n")]
#[case::line_feeds(b"HTTP/1.1 200 OK\nX-A: b\nX-C: d\n")]
#[case::lines(b"HTTP/1.1 200 OK\r\nX-Lama: a\r\n b: c\r\nPHP Warning: x\r\nX-Nama : Jos\xe9\r\n")]
#[tokio::test]
async fn records_of_odd_heads_are_read_as_they_came(#[case] lines: &[u8]) {
    let sent = [lines, b"Content-Length: 3\r\n\r\nisi"].concat();
    let address = serve(sent, Then::Close).await;
    let dir = TempDir::new().unwrap();
    let door = HttpFetcher::new(parts(quick(address), &dir, Arc::default())).unwrap();
    let mut asked = request(&format!("http://{address}/page"));
    asked.takes_failure = true;
    let capture = door.fetch(&asked).await.result.unwrap();
    let record = read::capture(dir.path(), &capture.record).unwrap();
    let stored = record.answer().unwrap();
    assert_eq!(stored.status, capture.status);
    let headers = stored.headers.iter();
    let headers = headers.map(|(name, value)| (name.clone(), header_text(value)));
    assert_eq!(headers.collect::<Vec<_>>(), capture.headers);
    assert_eq!(stored.body, b"isi");
}

#[rstest]
#[case::no_chunks(
    head("Transfer-Encoding: chunked\r\n", b"<rss></rss>"),
    "says that it comes in chunks, and what comes are none"
)]
#[case::size_below_zero(
    head("Transfer-Encoding: chunked\r\n", b"-5\r\nsatu\r\n"),
    "what comes are none"
)]
#[case::size_beyond_numbers(
    head("Transfer-Encoding: chunked\r\n", b"1FFFFFFFFFFFFFFFF\r\nsatu\r\n"),
    "what comes are none"
)]
#[case::endless_extension(
    head("Transfer-Encoding: chunked\r\n", &b"4".repeat(1_000_000)),
    "what comes are none"
)]
#[case::unchanged(
    b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n".to_vec(),
    "has not changed (304), which nobody asked"
)]
#[case::short_notice(b"SIBUK".to_vec(), "does not speak HTTP (it began with \"SIBUK\")")]
#[tokio::test]
async fn what_cannot_be_read_is_told_once(#[case] sent: Vec<u8>, #[case] said: &str) {
    let (fetched, _dir) = ask(sent, Then::Close).await;
    let told = fetched.result.unwrap_err().to_string();
    assert!(told.contains(said), "{told}");
    assert_eq!(fetched.exchanges.len(), 2, "it is not asked for again");
}

/// As programs send it whose system makes CR LF of each LF, in pieces.
#[tokio::test]
async fn two_carriage_returns_end_a_line_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            stream.set_nodelay(true).unwrap();
            let note = "x".repeat(100);
            let sent = format!("HTTP/1.1 200 OK\r\r\nX-A: {note}\r\r\n\r\r\nisi");
            read_request(&mut stream).await.ok();
            for octet in sent.bytes() {
                stream.write_all(&[octet]).await.unwrap();
                tokio::task::yield_now().await;
            }
        }
    });
    let (fetched, _dir) = fetch(address, quick(address)).await;
    assert_eq!(fetched.result.unwrap().body, b"isi");
}

/// A name with thousands of addresses does not have us knock at all of them.
#[tokio::test]
async fn few_addresses_of_a_name_are_tried() {
    let listener = TcpListener::bind("127.0.3.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(keep_answering(stream));
        }
    });
    let named = |dead: u8| {
        let dead = (1..=dead).map(|number| IpAddr::from([127, 0, 2, number]));
        dead.chain([IpAddr::from([127, 0, 3, 1])]).collect()
    };
    let hosts = ["beberapa.example".to_owned(), "banyak.example".to_owned()];
    let names = Names::Fixed(Arc::new(
        hosts.iter().cloned().zip([named(15), named(16)]).collect(),
    ));
    let dir = TempDir::new().unwrap();
    let parts = parts(of_crowd(&hosts), &dir, Arc::default());
    let door = HttpFetcher::with_names(parts, &names).unwrap();
    let ask = |host: &str| request(&format!("http://{host}:{port}/"));
    assert_eq!(
        door.fetch(&ask(&hosts[0])).await.result.unwrap().status,
        404
    );
    let told = door.fetch(&ask(&hosts[1])).await.result.unwrap_err();
    assert!(
        told.to_string().contains("refuses the connection"),
        "{told}"
    );
}
