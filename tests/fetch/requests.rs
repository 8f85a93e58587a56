//! Requests beyond GET: methods, bodies, redirects, retries, size caps.

use netra::evidence::read;
use netra::fetch::{Fetch as _, FetchError, TransportError};
use netra::model::{AnswerKind, Method, RequestBody};
use rstest::rstest;
use url::Url;

use super::support::{Rig, answer, request, settings};
use netra::model::FetchRequest;

const PAGE: &str = "https://a.example/api";

fn post(is_idempotent: bool) -> FetchRequest {
    let body = RequestBody {
        media_type: "application/json".to_owned(),
        bytes: br#"{"q":"desa","password":"rah\"asia","limit":5}"#.to_vec(),
        is_idempotent,
    };
    let url = Url::parse(PAGE).unwrap();
    FetchRequest::post(url.clone(), body, "application/json", "test").on_site_of(&url)
}

fn asked(rig: &Rig) -> Vec<(Method, String, usize)> {
    let seen = rig.script.seen.lock().unwrap();
    let pages = seen
        .iter()
        .filter(|seen| !seen.url.ends_with("/robots.txt"));
    pages
        .map(|seen| (seen.method, seen.url.clone(), seen.body.len()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_post_leaves_with_its_body_and_is_kept_without_secret_fields() {
    let rig = Rig::new(settings());
    let fetched = rig.door.fetch(&post(false)).await;
    let capture = fetched.result.unwrap();
    let seen = rig.script.seen.lock().unwrap()[1].clone();
    assert_eq!(seen.body, post(false).body.unwrap().bytes);
    assert!(
        seen.headers
            .contains(&("content-length".to_owned(), "45".to_owned()))
    );
    assert_eq!(fetched.exchanges[1].method, Method::Post);

    let path = read::locate(rig.dir.path(), &capture.record.file);
    let kept = read::open(&path)
        .unwrap()
        .map(|record| record.unwrap())
        .find(|record| record.kind() == "request" && record.target() == Some(PAGE))
        .unwrap();
    insta::assert_snapshot!(String::from_utf8(kept.block.clone()).unwrap(), @r#"
    POST /api HTTP/1.1
    host: a.example
    user-agent: Netra/0.1.0 (+https://pengawas.example/bot)
    accept: application/json
    accept-encoding: gzip
    content-type: application/json
    content-length: 44

    {"q":"desa","password":"REDACTED","limit":5}
    "#);
    assert!(kept.verify().passed());
}

#[tokio::test(start_paused = true)]
async fn robots_txt_holds_for_posts_too() {
    let rig = Rig::new(settings());
    rig.on(
        "https://a.example/robots.txt",
        [answer(200, &[], "User-agent: *\nDisallow: /api")],
    );
    let error = rig.door.fetch(&post(true)).await.result.unwrap_err();
    assert!(
        matches!(error, FetchError::RobotsDisallowed { .. }),
        "{error}"
    );
    assert_eq!(asked(&rig), []);
}

#[rstest]
#[case::moved(301, Method::Get, 0)]
#[case::found(302, Method::Get, 0)]
#[case::see_other(303, Method::Get, 0)]
#[case::temporary(307, Method::Post, 45)]
#[case::permanent(308, Method::Post, 45)]
#[tokio::test(start_paused = true)]
async fn a_redirect_of_a_post_follows_rfc_9110(
    #[case] status: u16,
    #[case] method: Method,
    #[case] length: usize,
) {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(status, &[("location", "/next")], "")]);
    rig.door.fetch(&post(false)).await.result.unwrap();
    let next = "https://a.example/next".to_owned();
    assert_eq!(
        asked(&rig),
        [(Method::Post, PAGE.to_owned(), 45), (method, next, length)]
    );
}

#[tokio::test(start_paused = true)]
async fn a_post_that_leads_to_its_own_address_is_no_circle() {
    let rig = Rig::new(settings());
    rig.on(
        PAGE,
        [
            answer(303, &[("location", "/api")], ""),
            answer(200, &[], "ok"),
        ],
    );
    rig.door.fetch(&post(false)).await.result.unwrap();
    assert_eq!(asked(&rig).len(), 2);
}

fn broken() -> Result<netra::evidence::HttpAnswer, TransportError> {
    Err(TransportError::Failed("connection reset".to_owned()))
}

fn unreached() -> Result<netra::evidence::HttpAnswer, TransportError> {
    Err(TransportError::NotConnected(
        "connection refused".to_owned(),
    ))
}

#[rstest]
#[case::maybe_done(broken(), false, 1)]
#[case::timed_out(Err(TransportError::Timeout), false, 1)]
#[case::server_error(Ok(answer(500, &[], "")), false, 1)]
#[case::not_connected(unreached(), false, 2)]
#[case::too_many(Ok(answer(429, &[], "")), false, 2)]
#[case::harmless(broken(), true, 2)]
#[case::harmless_server_error(Ok(answer(503, &[], "")), true, 2)]
#[tokio::test(start_paused = true)]
async fn a_post_is_sent_again_only_when_it_was_not_done_or_does_no_harm(
    #[case] first: Result<netra::evidence::HttpAnswer, TransportError>,
    #[case] is_idempotent: bool,
    #[case] times: usize,
) {
    let rig = Rig::new(settings());
    rig.on_reply(PAGE, [first, Ok(answer(200, &[], "ok"))]);
    let fetched = rig.door.fetch(&post(is_idempotent)).await;
    assert_eq!(asked(&rig).len(), times);
    assert_eq!(fetched.result.is_ok(), times == 2);
}

#[tokio::test(start_paused = true)]
async fn a_head_is_asked_as_such() {
    let rig = Rig::new(settings());
    rig.on(PAGE, [answer(200, &[("content-length", "77")], "")]);
    let head = FetchRequest {
        method: Method::Head,
        answer: AnswerKind::Media,
        ..request(PAGE)
    };
    let capture = rig.door.fetch(&head).await.result.unwrap();
    assert_eq!(capture.header("content-length"), Some("77"));
    assert_eq!(asked(&rig), [(Method::Head, PAGE.to_owned(), 0)]);
}
