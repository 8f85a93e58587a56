//! Redirects, robots.txt and evidence as the door applies them.

use netra::evidence::read;
use netra::fetch::{FetchError, TransportError};
use netra::model::{ExchangeOutcome, Truncation, Validators};
use rstest::rstest;

use super::support::{Rig, answer, request, settings};
use netra::fetch::Fetch as _;

const PAGE: &str = "https://a.example/page";
const ROBOTS: &str = "https://a.example/robots.txt";

fn moved(to: &str) -> netra::evidence::HttpAnswer {
    answer(302, &[("location", to)], "moved")
}

#[tokio::test(start_paused = true)]
async fn robots_is_asked_first_paced_kept_and_entered() {
    let rig = Rig::new(settings());
    let fetched = rig.fetch(PAGE).await;
    assert_eq!(rig.urls(), [ROBOTS, PAGE]);
    assert_eq!(rig.times(), [0, 2_000]);
    assert_eq!(fetched.exchanges.len(), 2);
    assert_eq!(fetched.exchanges[0].host, "https://a.example:443");
    let capture = fetched.result.unwrap();
    let path = read::locate(rig.dir.path(), &capture.record.file);
    let targets: Vec<String> = read::open(&path)
        .unwrap()
        .filter_map(|record| record.unwrap().target().map(str::to_owned))
        .collect();
    assert_eq!(targets, [ROBOTS, ROBOTS, PAGE, PAGE]);
    let record = read::capture(rig.dir.path(), &capture.record).unwrap();
    assert_eq!(record.answer().unwrap().body, capture.body);
    assert!(record.verify().passed());
}

#[tokio::test(start_paused = true)]
async fn robots_is_kept_for_a_day_and_then_asked_again() {
    let rig = Rig::new(settings());
    rig.fetch(PAGE).await.result.unwrap();
    tokio::time::advance(std::time::Duration::from_hours(23)).await;
    rig.fetch(PAGE).await.result.unwrap();
    tokio::time::advance(std::time::Duration::from_hours(2)).await;
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.urls(), [ROBOTS, PAGE, PAGE, ROBOTS, PAGE]);
}

#[tokio::test(start_paused = true)]
async fn what_robots_forbids_is_not_fetched() {
    let rig = Rig::new(settings());
    rig.on(
        ROBOTS,
        [answer(200, &[], "User-agent: netra\nDisallow: /page")],
    );
    let fetched = rig.fetch("https://a.example/page?token=s3cret").await;
    let error = fetched.result.unwrap_err();
    insta::assert_snapshot!(error, @"robots.txt of https://a.example:443 does not allow https://a.example/page?token=REDACTED; it is not fetched");
    assert_eq!(rig.urls(), [ROBOTS]);
}

#[rstest]
#[case::server_error(answer(500, &[], ""))]
#[case::too_many_requests(answer(429, &[], ""))]
#[tokio::test(start_paused = true)]
async fn robots_out_of_reach_forbids_everything(#[case] reply: netra::evidence::HttpAnswer) {
    let rig = Rig::new(settings());
    rig.on(ROBOTS, [reply]);
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsUnreachable { .. }),
        "{error}"
    );
    let asked = rig.urls().len();
    rig.fetch(PAGE).await.result.unwrap_err();
    assert_eq!(rig.urls().len(), asked, "the failure is remembered");
    rig.on(ROBOTS, [answer(404, &[], "")]);
    tokio::time::advance(std::time::Duration::from_mins(31)).await;
    rig.fetch(PAGE).await.result.unwrap();
}

#[tokio::test(start_paused = true)]
async fn robots_that_broke_off_forbids_everything() {
    let rig = Rig::new(settings());
    let mut torn = answer(200, &[], "User-agent: *\nDis");
    torn.truncated = Some(Truncation::Disconnect);
    rig.on(ROBOTS, [torn]);
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsUnreachable { .. }),
        "{error}"
    );
    rig.on_reply(ROBOTS, [Err(TransportError::Timeout)]);
    tokio::time::advance(std::time::Duration::from_mins(31)).await;
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsUnreachable { .. }),
        "{error}"
    );
}

/// A server that always gives a wrong length.
#[tokio::test(start_paused = true)]
async fn robots_that_breaks_off_twice_at_the_end_of_a_line_is_all_there_is() {
    let rig = Rig::new(settings());
    let mut short = answer(200, &[], "User-agent: *\nDisallow: /x\n");
    short.truncated = Some(Truncation::Disconnect);
    rig.on(ROBOTS, [short]);
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.urls(), [ROBOTS, ROBOTS, PAGE]);
    let error = rig.fetch("https://a.example/x").await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsDisallowed { .. }),
        "{error}"
    );
}

/// It came to its end, so what carried it may end as it likes.
#[tokio::test(start_paused = true)]
async fn a_whole_document_is_not_asked_for_again() {
    let rig = Rig::new(settings());
    let mut odd = answer(200, &[("etag", "\"1\"")], "<rss><channel/></rss>");
    odd.truncated = Some(Truncation::Disconnect);
    rig.on(PAGE, [odd]);
    let fetched = rig.fetch(PAGE).await;
    assert_eq!(rig.urls(), [ROBOTS, PAGE]);
    assert_eq!(fetched.exchanges[1].outcome, ExchangeOutcome::Truncated);
    assert_eq!(fetched.oddities.len(), 1, "{:?}", fetched.oddities);
    let capture = fetched.result.unwrap();
    assert_eq!(capture.truncated, None);
    let record = read::capture(rig.dir.path(), &capture.record).unwrap();
    assert_eq!(record.field("warc-truncated"), Some("disconnect"));
}

/// What trying again cannot help is not tried again, and a connection that had been closed
/// costs no try and no rest.
#[tokio::test(start_paused = true)]
async fn errors_are_tried_again_where_it_can_help() {
    let rig = Rig::new(settings());
    let last = TransportError::Final("the certificate has expired".to_owned());
    rig.on_reply(PAGE, [Err(last)]);
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(error.to_string().contains("has expired"), "{error}");
    assert_eq!(rig.urls(), [ROBOTS, PAGE]);

    let mut settings = settings();
    settings.retries = 0;
    let rig = Rig::new(settings);
    rig.on_reply(
        PAGE,
        [Err(TransportError::Stale), Ok(answer(200, &[], "isi"))],
    );
    let fetched = rig.fetch(PAGE).await;
    assert_eq!(fetched.result.unwrap().body, b"isi");
    assert_eq!(rig.times(), [0, 2_000, 4_000]);
    let outcomes: Vec<_> = fetched.exchanges.iter().map(|line| line.outcome).collect();
    let (answered, failed) = (ExchangeOutcome::Answered, ExchangeOutcome::Failed);
    assert_eq!(outcomes, [answered, failed, answered]);

    rig.on_reply(PAGE, [Err(TransportError::Stale)]);
    rig.fetch(PAGE).await.result.unwrap_err();
    assert_eq!(rig.urls().len(), 5, "once");
}

#[rstest]
#[case::first_octets(Some("bytes 0-3/1000"), "awal", false)]
#[case::from_the_middle(Some("bytes 4-24/25"), "<rss><channel/></rss>", false)]
#[case::unknown_length(Some("bytes 0-3/*"), "awal", false)]
#[case::unsaid(None, "awal", false)]
#[case::all_octets(Some("bytes 0-3/4"), "awal", true)]
#[case::whole_document(Some("bytes 0-20/*"), "<rss><channel/></rss>", true)]
#[case::whole_document_unsaid(None, "{\"a\": 1}", true)]
#[tokio::test(start_paused = true)]
async fn a_part_is_not_read_as_the_whole(
    #[case] range: Option<&str>,
    #[case] body: &str,
    #[case] is_read: bool,
) {
    let rig = Rig::new(settings());
    let headers: Vec<_> = range
        .map(|range| ("content-range", range))
        .into_iter()
        .collect();
    rig.on(PAGE, [answer(206, &headers, body)]);
    let result = rig.fetch(PAGE).await.result;
    assert_eq!(result.is_ok(), is_read, "{result:?}");
    assert_eq!(rig.urls(), [ROBOTS, PAGE]);
}

/// As browsers understand it (WHATWG URL and fetch).
#[rstest]
#[case::utf_8("/caf\u{e9}".as_bytes(), "https://a.example/caf%C3%A9")]
#[case::latin_1(b"/caf\xe9?x=\xe8", "https://a.example/caf%E9?x=%E8")]
#[case::encoded_and_latin_1(b"/a%20b\xe9", "https://a.example/a%20b%E9")]
#[case::blank(b"  /berita baru ", "https://a.example/berita%20baru")]
#[case::relative(b"umpan?x", "https://a.example/dir/umpan?x")]
#[case::parent(b"../umpan", "https://a.example/umpan")]
#[case::query(b"?x=1", "https://a.example/dir/page?x=1")]
#[case::no_scheme(b"//a.example/umpan", "https://a.example/umpan")]
#[case::backslash(b"\\umpan", "https://a.example/umpan")]
#[case::capitals(b"HTTPS://A.EXAMPLE/umpan", "https://a.example/umpan")]
#[case::port(b"https://a.example:443/umpan", "https://a.example/umpan")]
#[case::fragment(b"/umpan#\xe9", "https://a.example/umpan")]
#[case::tab_inside(b"/um\tpan", "https://a.example/umpan")]
#[tokio::test(start_paused = true)]
async fn redirects_lead_where_browsers_go(#[case] location: &[u8], #[case] target: &str) {
    let rig = Rig::new(settings());
    let mut moved = moved("");
    // The first that has something in it counts.
    moved
        .headers
        .push(("location".to_owned(), location.to_vec()));
    moved
        .headers
        .push(("location".to_owned(), b"/lain".to_vec()));
    let from = "https://a.example/dir/page";
    rig.on(from, [moved]);
    let capture = rig.fetch(from).await.result.unwrap();
    assert_eq!(rig.urls(), [ROBOTS, from, target]);
    assert_eq!(capture.final_url.as_str(), target);
}

#[rstest]
#[case::empty(b"")]
#[case::no_address(b"https://")]
#[tokio::test(start_paused = true)]
async fn a_redirect_to_nowhere_is_the_answer(#[case] location: &[u8]) {
    let rig = Rig::new(settings());
    let mut moved = moved("");
    moved.headers = vec![("location".to_owned(), location.to_vec())];
    rig.on(PAGE, [moved]);
    assert_eq!(rig.fetch(PAGE).await.result.unwrap().status, 302);
    assert_eq!(rig.urls(), [ROBOTS, PAGE]);
}

#[rstest]
#[case(400)]
#[case(401)]
#[case(403)]
#[case(404)]
#[case(410)]
#[tokio::test(start_paused = true)]
async fn a_site_without_robots_may_be_fetched(#[case] status: u16) {
    let rig = Rig::new(settings());
    rig.on(ROBOTS, [answer(status, &[], "User-agent: *\nDisallow: /")]);
    rig.fetch(PAGE).await.result.unwrap();
}

#[tokio::test(start_paused = true)]
async fn robots_redirects_count_for_the_host_that_was_asked() {
    let rig = Rig::new(settings());
    rig.on(ROBOTS, [moved("https://www.a.example/r1")]);
    rig.on(
        "https://www.a.example/r1",
        [moved("https://aturan.a.example/rules")],
    );
    rig.on(
        "https://aturan.a.example/rules",
        [answer(200, &[], "User-agent: *\nDisallow: /page")],
    );
    let fetched = rig.fetch(PAGE).await;
    assert!(matches!(
        fetched.result,
        Err(FetchError::RobotsDisallowed { .. })
    ));
    assert_eq!(fetched.exchanges.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn endless_robots_redirects_mean_no_rules() {
    let rig = Rig::new(settings());
    rig.on(ROBOTS, [moved("/robots.txt")]);
    rig.fetch(PAGE).await.result.unwrap();
    assert_eq!(rig.urls().len(), 7);
}

#[tokio::test(start_paused = true)]
async fn every_hop_of_a_redirect_is_checked_and_kept() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [moved("//b.example/x#top")]);
    rig.on(
        "https://b.example/robots.txt",
        [answer(200, &[], "User-agent: *\nDisallow: /x")],
    );
    let fetched = rig.fetch_among(PAGE, &["https://b.example/"]).await;
    assert!(matches!(
        fetched.result,
        Err(FetchError::RobotsDisallowed { .. })
    ));
    assert_eq!(rig.urls(), [ROBOTS, PAGE, "https://b.example/robots.txt"]);

    rig.on("https://c.example/start", [moved("/end")]);
    let capture = rig.fetch("https://c.example/start").await.result.unwrap();
    assert_eq!(capture.final_url.as_str(), "https://c.example/end");
    assert_eq!(capture.request.url.as_str(), "https://c.example/start");
}

#[rstest]
#[case::to_itself("https://a.example/page")]
#[case::in_a_circle("https://a.example/two")]
#[case::for_ever("https://a.example/0")]
#[tokio::test(start_paused = true)]
async fn redirects_end(#[case] to: &str) {
    let rig = Rig::new(settings());
    rig.on(PAGE, [moved(to)]);
    rig.on("https://a.example/two", [moved("/page")]);
    for number in 0..20 {
        let next = format!("/{}", number + 1);
        rig.on(&format!("https://a.example/{number}"), [moved(&next)]);
    }
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::TooManyRedirects { limit: 5, .. }),
        "{error}"
    );
    assert!(rig.urls().len() <= 7);
}

#[rstest]
#[case::file("file:///etc/passwd")]
#[case::data("data:text/plain,x")]
#[case::ftp("ftp://a.example/")]
#[case::login("https://user:secret@a.example/")]
#[tokio::test(start_paused = true)]
async fn other_schemes_and_logins_are_refused(#[case] url: &str) {
    let rig = Rig::new(settings());
    let error = rig.fetch(url).await.result.unwrap_err();
    assert!(matches!(error, FetchError::InvalidUrl { .. }), "{error}");
    assert!(!error.to_string().contains("secret"), "{error}");
    rig.on(PAGE, [moved(url)]);
    let error = rig.fetch(PAGE).await.result.unwrap_err();
    assert!(matches!(error, FetchError::InvalidUrl { .. }), "{error}");
}

#[rstest]
#[case(401)]
#[case(403)]
#[case(404)]
#[case(410)]
#[tokio::test(start_paused = true)]
async fn a_refusal_is_an_answer(#[case] status: u16) {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(status, &[], "login")]);
    let fetched = rig.fetch(PAGE).await;
    let capture = fetched.result.unwrap();
    assert_eq!(
        (capture.status, capture.body.as_slice()),
        (status, &b"login"[..])
    );
    assert_eq!(fetched.exchanges.len(), 2, "refusals are not tried again");
}

#[tokio::test(start_paused = true)]
async fn validators_are_sent_verbatim_and_304_is_a_revisit() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(304, &[("etag", "W/\"7\"")], "")]);
    let mut conditional = request(PAGE);
    conditional.validators = Validators {
        etag: Some("W/\"7\"".to_owned()),
        last_modified: Some("Sun, 22 Nov 2026 04:00:04 GMT".to_owned()),
    };
    let capture = rig.door.fetch(&conditional).await.result.unwrap();
    assert_eq!((capture.status, capture.body.len()), (304, 0));
    let sent = rig.script.seen.lock().unwrap()[1].headers.clone();
    let header = |name: &str| {
        sent.iter()
            .find(|(key, _)| key == name)
            .map(|(_, v)| v.as_str())
    };
    assert_eq!(header("if-none-match"), Some("W/\"7\""));
    assert_eq!(
        header("if-modified-since"),
        Some("Sun, 22 Nov 2026 04:00:04 GMT")
    );
    let record = read::capture(rig.dir.path(), &capture.record).unwrap();
    assert_eq!(record.kind(), "revisit");
    let profile = record.field("WARC-Profile").unwrap();
    assert!(
        profile.ends_with("/revisit/server-not-modified"),
        "{profile}"
    );
}

#[tokio::test(start_paused = true)]
async fn requests_say_who_asks_and_nothing_else() {
    let rig = Rig::new(settings());
    rig.fetch("https://a.example:8443/page#part")
        .await
        .result
        .unwrap();
    let seen = rig.script.seen.lock().unwrap();
    assert_eq!(seen[1].url, "https://a.example:8443/page");
    let headers: Vec<String> = seen[1]
        .headers
        .iter()
        .map(|(k, v)| format!("{k}: {v}"))
        .collect();
    insta::assert_snapshot!(headers.join("\n"), @r"
    host: a.example:8443
    user-agent: Netra/0.1.0 (+https://pengawas.example/bot)
    accept: application/json
    accept-encoding: gzip
    ");
}

#[tokio::test(start_paused = true)]
async fn a_body_that_breaks_off_is_asked_for_again_until_it_breaks_off_there_again() {
    let rig = Rig::new(settings());
    let mut torn = answer(200, &[], "half");
    torn.truncated = Some(Truncation::Disconnect);
    rig.on(PAGE, [torn.clone(), answer(200, &[], "whole")]);
    assert_eq!(rig.fetch(PAGE).await.result.unwrap().body, b"whole");

    let mut earlier = torn.clone();
    earlier.body.truncate(2);
    rig.on(PAGE, [earlier, torn]);
    let fetched = rig.fetch(PAGE).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.truncated, Some(Truncation::Disconnect));
    assert_eq!(fetched.exchanges.len(), 3);
    assert!(
        fetched
            .exchanges
            .iter()
            .all(|line| line.outcome == ExchangeOutcome::Truncated)
    );
    let record = read::capture(rig.dir.path(), &capture.record).unwrap();
    assert_eq!(record.field("warc-truncated"), Some("disconnect"));
}

#[tokio::test(start_paused = true)]
async fn nothing_is_given_out_that_could_not_be_kept() {
    let rig = Rig::new(settings());
    std::fs::remove_dir_all(rig.dir.path()).unwrap();
    let fetched = rig.fetch(PAGE).await;
    let error = fetched.result.unwrap_err();
    assert!(matches!(error, FetchError::Evidence(_)), "{error}");
    assert_eq!(
        fetched.exchanges.len(),
        1,
        "what left is entered all the same"
    );
}
