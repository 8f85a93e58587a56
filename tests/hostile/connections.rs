//! Shutting the pages out by holding connections: half-sent heads and bodies, silence, answers that
//! nobody reads, and many of them.

use std::time::Duration;

use netra::model::Role;
use netra::web::{ServeLimits, ServerSettings, serve};
use rstest::rstest;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;

use super::street::{Log, PAGE, STRANGER, Street, limits, settle};
use crate::web::support::{House, PASSWORD, state};
use crate::web::visitor::Visitor;

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}

#[rstest]
#[case::nothing("", false)]
#[case::a_head_without_end("GET /masuk HTTP/1.1\r\nHost: localhost\r\nX-", true)]
#[case::half_a_line("GE", true)]
#[case::empty_lines("\r\n\r\n", true)]
#[case::a_greeting_of_tls("\u{16}\u{3}\u{1}", false)]
#[case::after_a_whole_request("GET /masuk HTTP/1.1\r\nHost: localhost\r\n\r\nGET", false)]
#[tokio::test]
async fn a_request_that_does_not_come_ends_its_connection(#[case] sent: &str, #[case] told: bool) {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut caller = street.knock(STRANGER);
    caller.says(sent).await;
    let (_, took) = caller.hears().await;
    assert!(took <= seconds(61), "{took:?}");
    let lines = log.lines(STRANGER);
    assert_eq!(lines.len(), usize::from(told), "{lines:?}");
    assert!(street.close().await < seconds(1));
}

#[tokio::test]
async fn a_head_that_trickles_does_not_last() {
    let street = Street::usual().await;
    let mut caller = street.knock(STRANGER);
    let start = Instant::now();
    for letter in PAGE.bytes() {
        if caller.0.write_all(&[letter]).await.is_err() {
            break;
        }
        sleep(seconds(1)).await;
    }
    assert!(start.elapsed() <= seconds(16), "{:?}", start.elapsed());
    // The same on a connection that has been of use.
    let mut caller = street.knock(STRANGER);
    caller.asks(PAGE).await;
    sleep(seconds(50)).await;
    caller.says("G").await;
    let (_, took) = caller.hears().await;
    assert!(took <= seconds(16), "{took:?}");
}

#[tokio::test]
async fn a_connection_is_kept_between_requests_but_not_for_ever() {
    let street = Street::usual().await;
    let mut caller = street.knock(STRANGER);
    for _ in 0..3 {
        let answer = caller.asks(PAGE).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        sleep(seconds(50)).await;
    }
    let (_, took) = caller.hears().await;
    assert!(took <= seconds(10), "{took:?}");
    // A proxy keeps its connections for two minutes, and is this machine here.
    let mut near = street.knock("127.0.0.1");
    near.asks(PAGE).await;
    sleep(seconds(125)).await;
    assert!(near.asks(PAGE).await.starts_with("HTTP/1.1 200"));
}

const FORM: &str = "POST /masuk HTTP/1.1\r\nhost: localhost\r\n\
                    content-type: application/x-www-form-urlencoded\r\n";

#[rstest]
#[case::none_of_it("content-length: 1000\r\n\r\n")]
#[case::half_of_it("content-length: 10\r\n\r\nnama=")]
#[case::half_a_chunk("transfer-encoding: chunked\r\n\r\n10\r\nnama=")]
#[case::no_last_chunk("transfer-encoding: chunked\r\n\r\n5\r\nnama=\r\n")]
#[case::only_announced("content-length: 60000\r\nexpect: 100-continue\r\n\r\n")]
#[tokio::test]
async fn a_body_that_does_not_come_ends_its_connection(#[case] rest: &str) {
    let street = Street::usual().await;
    let mut caller = street.knock(STRANGER);
    caller.says(format!("{FORM}{rest}")).await;
    let (answer, took) = caller.hears().await;
    assert!(took <= seconds(30), "{took:?}");
    assert!(
        answer.contains("HTTP/1.1 408") || answer.contains("HTTP/1.1 503"),
        "{answer}"
    );
    assert!(answer.contains("connection: close\r\n"), "{answer}");
}

#[tokio::test]
async fn a_body_that_trickles_does_not_last() {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut trickle = street.knock(STRANGER);
    trickle
        .says(format!("{FORM}content-length: 60000\r\n\r\n"))
        .await;
    let start = Instant::now();
    while trickle.0.write_all(b"x").await.is_ok() && start.elapsed() < seconds(100) {
        sleep(seconds(1)).await;
    }
    assert!(start.elapsed() <= seconds(30), "{:?}", start.elapsed());
    assert!(!log.lines("too slowly").is_empty());
}

fn plain() -> ServerSettings {
    ServerSettings {
        secure_cookies: false,
        ..ServerSettings::default()
    }
}

#[rstest]
#[case::nothing_of_it(0)]
#[case::a_little_of_it(100)]
#[case::a_byte_at_a_time(1)]
#[tokio::test]
async fn an_answer_that_nobody_reads_ends_its_connection(#[case] bite: usize) {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut caller = street.knock_with(STRANGER, 256);
    let mut asks = PAGE.to_owned();
    // So that no pause between the reader's bites looks like the end.
    asks.insert_str(PAGE.len() - 2, "accept-encoding: identity\r\n");
    caller.says(asks).await;
    let start = Instant::now();
    let mut heard = vec![0; bite];
    while bite == 1 && start.elapsed() < seconds(100) {
        if caller.0.read(&mut heard).await.unwrap() == 0 {
            break;
        }
        sleep(seconds(1)).await;
    }
    if bite > 1 {
        caller.0.read_exact(&mut heard).await.unwrap();
    }
    sleep(seconds(60).saturating_sub(start.elapsed())).await;
    let (answer, _) = caller.hears().await;
    assert!(!answer.contains("</html>"), "{answer}");
    let told = log.lines("was not read");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains(STRANGER), "{told:?}");
    // Whoever reads is given all of it, however little at a time.
    let mut reader = street.knock_with(STRANGER, 256);
    assert!(reader.asks(PAGE).await.contains("</html>"));
}

#[rstest]
#[case::one_address(&[STRANGER])]
#[case::the_same_in_another_spelling(&[STRANGER, "::ffff:198.51.100.7"])]
#[case::one_customer_of_ipv6(&["2001:db8:1:2::1", "2001:db8:1:2:ffff::9"])]
#[tokio::test]
async fn the_oldest_silent_connection_of_an_address_gives_way(#[case] addresses: &[&str]) {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut used = street.knock(addresses[0]);
    used.asks(PAGE).await;
    let mut all = Vec::new();
    for number in 0..4 {
        all.push(street.knock(addresses[number % addresses.len()]));
        settle().await;
    }
    // What was last of use is older than none but what came before it.
    assert!(!used.is_open().await);
    all.push(street.knock(addresses[0]));
    assert!(!all[0].is_open().await);
    for silent in &mut all[1..] {
        assert!(silent.is_open().await);
    }
    assert_eq!(log.lines("waited longest").len(), 1);
    // Others have their own.
    let mut other = street.knock("203.0.113.9");
    assert!(other.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    assert!(all[4].is_open().await);
}

#[tokio::test]
async fn this_machine_and_proxies_have_all_the_room_there_is() {
    let settings = ServerSettings {
        public_origin: Some("https://netra.kantor.example".to_owned()),
        proxies: vec!["192.0.2.10".parse().unwrap()],
        ..ServerSettings::default()
    };
    let street = Street::new(settings, limits()).await;
    let mut all: Vec<_> = (0..4).map(|_| street.knock("127.0.0.2")).collect();
    all.extend((0..4).map(|_| street.knock("192.0.2.10")));
    for caller in &mut all {
        assert!(caller.is_open().await);
    }
    // But no more.
    all.push(street.knock("::1"));
    assert!(!all[0].is_open().await);
    assert!(all[8].is_open().await);
}

#[tokio::test]
async fn no_request_under_way_gives_way() {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut busy = Vec::new();
    for number in 0..8 {
        let mut caller = street.knock(&format!("203.0.113.{}", number / 2));
        caller
            .says(format!("{FORM}content-length: 10\r\n\r\nnama="))
            .await;
        settle().await;
        busy.push(caller);
    }
    let (heard, took) = street.knock(STRANGER).hears().await;
    assert_eq!((heard.as_str(), took), ("", Duration::ZERO));
    for caller in &mut busy {
        assert!(caller.is_open().await);
    }
    assert_eq!(log.lines("refused").len(), 1);
    // After a while without a byte the oldest is no work any more.
    sleep(seconds(5)).await;
    let mut next = street.knock(STRANGER);
    assert!(next.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    assert!(!busy[0].is_open().await);
}

#[tokio::test]
async fn a_byte_now_and_then_is_no_work() {
    let street = Street::usual().await;
    let mut busy = Vec::new();
    for number in 0..8 {
        let mut caller = street.knock(&format!("203.0.113.{}", number / 2));
        caller
            .says(format!("{FORM}content-length: 1000\r\n\r\n"))
            .await;
        busy.push(caller);
    }
    for _ in 0..5 {
        for caller in &mut busy {
            caller.says("x").await;
        }
        sleep(seconds(1)).await;
    }
    let mut next = street.knock(STRANGER);
    assert!(next.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    let mut open = 0;
    for caller in &mut busy {
        open += usize::from(caller.is_open().await);
    }
    assert_eq!(open, 7);
}

#[tokio::test]
async fn nobody_fills_the_log_by_being_refused() {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut all = Vec::new();
    for _ in 0..200 {
        all.push(street.knock(STRANGER));
        settle().await;
    }
    assert_eq!(log.lines("WARN").len(), 1);
    sleep(seconds(61)).await;
    for _ in 0..5 {
        all.push(street.knock(STRANGER));
        settle().await;
    }
    let told = log.lines("WARN");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[1].contains("195 refusals before it"), "{told:?}");
    // A line of another is another's.
    let mut other = street.knock("203.0.113.9");
    other.says("GET / HTTP/1.1\r\n\r\n").await;
    settle().await;
    assert_eq!(log.lines("203.0.113.9").len(), 1);
}

#[tokio::test]
async fn a_system_without_connections_to_give_ends_nothing() {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut silent = street.knock("203.0.113.9");
    settle().await;
    for _ in 0..50 {
        street.runs_out();
    }
    let mut caller = street.knock(STRANGER);
    assert!(caller.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    // Whoever waited gave up their place for it.
    assert!(!silent.is_open().await);
    assert_eq!(log.lines("could be accepted").len(), 1);
}

#[tokio::test]
async fn requests_under_way_end_before_the_pages_do() {
    let street = Street::usual().await;
    let (mut silent, mut begun) = (street.knock(STRANGER), street.knock(STRANGER));
    begun.says("GET").await;
    let mut idle = street.knock(STRANGER);
    idle.asks(PAGE).await;
    let mut busy = street.knock(STRANGER);
    let form = "POST /masuk HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\n\
                content-length: 5\r\n\r\nna";
    busy.says(form).await;
    settle().await;
    street.stop.cancel();
    for waiting in [&mut silent, &mut begun, &mut idle] {
        let (_, took) = waiting.hears().await;
        assert_eq!(took, Duration::ZERO);
    }
    busy.says("ma=").await;
    let (answer, _) = busy.hears().await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert!(street.close().await < seconds(1));
}

#[tokio::test]
async fn no_request_under_way_keeps_the_pages_from_ending() {
    let log = Log::begin();
    let street = Street::usual().await;
    let mut stuck = street.knock(STRANGER);
    stuck
        .says(format!("{FORM}content-length: 10\r\n\r\nnama="))
        .await;
    let mut unread = street.knock_with(STRANGER, 256);
    unread.says(PAGE).await;
    settle().await;
    assert!(street.close().await <= seconds(11));
    assert_eq!(log.lines("cut off").len(), 1);
}

/// Bodies that nobody reads keep no place from those who ask for something.
#[rstest]
#[case::of_no_page("POST /tidak-ada HTTP/1.1\r\nhost: localhost\r\n")]
#[case::of_another_host("POST /masuk HTTP/1.1\r\nhost: lain.example\r\n")]
#[case::of_a_forged_form(
    "POST /masuk HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\n"
)]
#[case::of_a_page_that_takes_none("GET /masuk HTTP/1.1\r\nhost: localhost\r\n")]
#[tokio::test]
async fn a_body_that_nobody_reads_gives_way(#[case] head: &str) {
    let street = Street::usual().await;
    let mut unread = Vec::new();
    for number in 0..8 {
        let mut caller = street.knock(&format!("203.0.113.{}", number / 2));
        caller
            .says(format!("{head}content-length: 200000\r\n\r\nx"))
            .await;
        settle().await;
        unread.push(caller);
    }
    let start = Instant::now();
    let mut next = street.knock(STRANGER);
    assert!(next.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    assert_eq!(start.elapsed(), Duration::ZERO);
}

/// A form that is refused before it is read neither ends the connection without a word nor leaves
/// its rest to be taken for the next request.
#[rstest]
#[case::all_of_it_came("content-length: 12\r\n\r\nGET / HTTP/1", true)]
#[case::chunked("transfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n", true)]
#[case::announced("content-length: 12\r\nexpect: 100-continue\r\n\r\n", false)]
#[case::large("content-length: 9000000\r\n\r\nGET / HTTP/1.1", false)]
#[case::half_of_it("content-length: 12\r\n\r\nGET / ", false)]
#[tokio::test]
async fn a_form_that_is_refused_unread_says_whether_the_connection_goes_on(
    #[case] rest: &str,
    #[case] goes_on: bool,
) {
    let street = Street::usual().await;
    let mut caller = street.knock(STRANGER);
    let head = "POST /masuk HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: cross-site\r\n";
    let answer = caller.asks(&format!("{head}{rest}")).await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
    assert_eq!(
        !answer.contains("connection: close\r\n"),
        goes_on,
        "{answer}"
    );
    if goes_on {
        assert!(caller.asks(PAGE).await.starts_with("HTTP/1.1 200"));
    } else {
        let (rest, _) = caller.hears().await;
        assert_eq!(rest, "");
    }
}

#[tokio::test]
async fn files_that_are_half_sent_are_few_and_lie_on_the_disk() {
    let house = House::new().await;
    house.user("omar", Role::Operator).await;
    let uploads = tempfile::tempdir().unwrap();
    let settings = ServerSettings {
        upload_folder: uploads.path().to_owned(),
        ..plain()
    };
    let state = state(&house.db, house.clock.clone(), settings);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let stop = CancellationToken::new();
    let stopped = stop.clone().cancelled_owned();
    let served = tokio::spawn(serve(listener, state, ServeLimits::default(), stopped));
    let mut visitor = Visitor::new(address);
    visitor.login("omar", PASSWORD).await;
    let form = visitor.page("/registri/impor").await;
    let token = form.split("name=\"csrf\" value=\"").nth(1).unwrap();
    let token = token.split('"').next().unwrap();
    let half = format!(
        "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{token}\r\n--b\r\n\
         content-disposition: form-data; name=\"berkas\"; filename=\"a.csv\"\r\n\r\nnip,nama\r\n"
    );
    let mut answers = Vec::new();
    for _ in 0..4 {
        let mut stream = TcpStream::connect(address).await.unwrap();
        let head = format!(
            "POST /registri/impor HTTP/1.1\r\nhost: {address}\r\ncookie: {}\r\n\
             content-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n{half}",
            visitor.cookie()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        answers.push(Box::pin(async move {
            let mut start = [0; 12];
            stream.read_exact(&mut start).await.unwrap();
            (String::from_utf8_lossy(&start).into_owned(), stream)
        }));
    }
    // One too many, whichever it is; the others are waited for.
    let ((first, _), _, rest) = futures_util::future::select_all(answers).await;
    assert_eq!(first, "HTTP/1.1 429");
    // Nothing of them has a name.
    assert_eq!(uploads.path().read_dir().unwrap().count(), 0);
    drop(rest);
    stop.cancel();
    served.await.unwrap().unwrap();
}

/// The database, the index and uploads always find a file to open.
#[rstest]
#[case::as_usual(1_024)]
#[case::few(64)]
#[case::very_few(16)]
#[case::many(524_288)]
#[case::without_end(u64::MAX)]
fn connections_leave_files_for_everything_else(#[case] files: u64) {
    let limits = ServeLimits::for_open_files(files);
    let kept = files - limits.connections as u64;
    assert!(kept >= 256.min(files / 2), "{limits:?}");
    assert!(limits.per_address < limits.connections && limits.per_address >= 4);
}
