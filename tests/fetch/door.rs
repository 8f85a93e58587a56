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
    rig.on(ROBOTS, [moved("https://b.example/r1")]);
    rig.on("https://b.example/r1", [moved("https://c.example/rules")]);
    rig.on(
        "https://c.example/rules",
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
    let fetched = rig.fetch(PAGE).await;
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
async fn a_body_that_breaks_off_is_asked_for_again_and_at_last_accepted() {
    let rig = Rig::new(settings());
    let mut torn = answer(200, &[], "half");
    torn.truncated = Some(Truncation::Disconnect);
    rig.on(PAGE, [torn.clone(), answer(200, &[], "whole")]);
    assert_eq!(rig.fetch(PAGE).await.result.unwrap().body, b"whole");

    rig.on(PAGE, [torn]);
    let fetched = rig.fetch(PAGE).await;
    let capture = fetched.result.unwrap();
    assert_eq!(capture.truncated, Some(Truncation::Disconnect));
    assert_eq!(fetched.exchanges.len(), 4);
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
