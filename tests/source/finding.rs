//! Finding an account on a server of the Mastodon API: lookup, webfinger, host-meta; and what may
//! be said of an account that is not found.

use netra::model::{AccountState, Capture, FetchRequest, Platform};
use rstest::rstest;
use serde_json::json;

use super::pass::Crawler;
use super::{account, answer, sources};

const UNKNOWN: &str = r#"{"error":"Record not found"}"#;
const HTML: &str = "<!DOCTYPE html><title>Selamat datang</title><p>Halaman tidak ada</p>";

fn crawl(address: &str, server: impl Fn(&FetchRequest) -> Capture) -> Crawler {
    let sources = sources();
    let account = account(Platform::Mastodon, address);
    let mut crawler = Crawler::default();
    crawler.until_done(sources.get(Platform::Mastodon), &account, &server, 1000);
    crawler
}

fn state(crawler: &Crawler) -> Option<AccountState> {
    crawler.pages.iter().rev().find_map(|page| page.state)
}

fn unread(crawler: &Crawler) -> String {
    let last = crawler.pages.last().expect("a page");
    last.unread.clone().unwrap_or_default()
}

fn finger(host: &str, more: &str) -> String {
    format!(
        r#"{{"subject":"acct:budi@kota.example","links":[{{"rel":"self","type":"application/activity+json","href":"https://{host}/users/9abc"}}{more}]}}"#
    )
}

/// A server that has the account and one status.
fn platform(request: &FetchRequest) -> Capture {
    let me = json!({"id": "7", "acct": "budi", "url": "https://sosial.example/@budi"});
    let path = request.url.path();
    match path {
        "/api/v1/accounts/lookup" => answer(request, 200, me.to_string()),
        "/api/v1/accounts/7/statuses" if !path.contains("max_id") => {
            let status = json!([{"id": "1", "content": "<p>Halo</p>", "visibility": "public",
                "created_at": "2026-11-20T01:00:00Z", "account": me}]);
            answer(request, 200, status.to_string())
        }
        _ => answer(request, 404, UNKNOWN),
    }
}

/// What answers at the handle's host for everything but webfinger says nothing of the account.
#[rstest]
#[case(401, "<Error><Code>AccessDenied</Code></Error>")]
#[case(403, "<Error><Code>AccessDenied</Code></Error>")]
#[case(404, HTML)]
#[case(405, "")]
#[case(406, "")]
#[case(451, "")]
#[case(500, HTML)]
#[case(200, HTML)]
#[case(200, "[]")]
#[case(404, UNKNOWN)]
fn a_handle_whose_host_only_points_elsewhere(#[case] status: u16, #[case] body: &str) {
    let crawler = crawl("@budi@kota.example", |request| {
        match (request.url.host_str(), request.url.path()) {
            (Some("sosial.example"), _) => platform(request),
            (_, "/.well-known/webfinger") => answer(request, 200, finger("sosial.example", "")),
            _ => answer(request, status, body),
        }
    });
    assert_eq!(
        (crawler.posts.len(), state(&crawler)),
        (1, Some(AccountState::Active))
    );
}

#[rstest]
#[case::xrd(
    "application/xrd+xml",
    r#"<XRD xmlns="x"><Link rel="lrdd" type="application/json" template="https://sosial.example/.well-known/webfinger?a=1&amp;resource={uri}"/></XRD>"#
)]
#[case::json(
    "application/json",
    r#"{"links":[{"rel":"lrdd","template":"https://sosial.example/.well-known/webfinger?a=1&resource={uri}"}]}"#
)]
fn webfinger_itself_may_be_elsewhere(#[case] kind: &str, #[case] meta: &str) {
    let crawler = crawl("@budi@kota.example", |request| {
        match (request.url.host_str(), request.url.path()) {
            (Some("sosial.example"), "/.well-known/webfinger") => {
                let query = request.url.query().unwrap_or_default();
                assert_eq!(query, "a=1&resource=acct%3Abudi%40kota%2Eexample");
                answer(request, 200, finger("sosial.example", ""))
            }
            (Some("sosial.example"), _) => platform(request),
            (_, "/.well-known/host-meta") => {
                let mut capture = answer(request, 200, meta);
                capture
                    .headers
                    .push(("content-type".to_owned(), kind.to_owned()));
                capture
            }
            _ => answer(request, 404, HTML),
        }
    });
    assert_eq!(crawler.posts.len(), 1);
}

/// Webfinger knows the account; the API is not there, or not for everybody.
#[rstest]
#[case::misskey(
    404,
    r#"{"error":{"message":"Unknown API endpoint.","code":"UNKNOWN_API_ENDPOINT"}}"#
)]
#[case::another_api(404, r#"{"error":"Not Found"}"#)]
#[case::page(200, HTML)]
#[case::token(401, r#"{"error":"This API requires an authenticated user"}"#)]
#[case::wall(403, HTML)]
#[case::law(451, "")]
#[case::contradiction(404, UNKNOWN)]
fn who_is_known_to_webfinger_is_not_gone(#[case] status: u16, #[case] body: &str) {
    let crawler = crawl("@budi@kota.example", |request| match request.url.path() {
        "/.well-known/webfinger" => answer(request, 200, finger("kota.example", "")),
        _ => answer(request, status, body),
    });
    assert_eq!(state(&crawler), None);
    let told = unread(&crawler);
    assert!(told.contains("https://kota.example/@budi.atom"), "{told}");
}

#[test]
fn the_feed_that_webfinger_names_is_told() {
    let feed = r#",{"rel":"http://schemas.google.com/g/2010#updates-from","type":"application/atom+xml","href":"https://kota.example/feed/budi"}"#;
    let crawler = crawl("@budi@kota.example", |request| match request.url.path() {
        "/.well-known/webfinger" => answer(request, 200, finger("kota.example", feed)),
        _ => answer(request, 404, HTML),
    });
    let told = unread(&crawler);
    assert!(
        told.contains("platform feed: https://kota.example/feed/budi"),
        "{told}"
    );
}

/// An account on file as gone, which webfinger knows, is not: the word is taken back.
#[test]
fn what_was_said_wrongly_is_taken_back() {
    let sources = sources();
    let source = sources.get(Platform::Mastodon);
    let account = netra::model::Account {
        state: AccountState::Gone,
        ..account(Platform::Mastodon, "@budi@kota.example")
    };
    let url = "https://kota.example/.well-known/webfinger"
        .parse()
        .expect("a URL");
    let request = FetchRequest::new(url, "*/*", "webfinger absent");
    let capture = answer(&request, 200, finger("kota.example", ""));
    let page = source.parse(&account, None, &capture);
    assert_eq!(page.state, Some(AccountState::Unknown));
}

#[rstest]
#[case::mastodon(UNKNOWN, 404, "", true)]
#[case::webfinger_in_json(UNKNOWN, 404, r#"{"error":"Couldn't find user"}"#, true)]
#[case::gone(UNKNOWN, 410, "", true)]
#[case::pleroma(r#"{"error":"Can't find user"}"#, 404, r#""Couldn't find user""#, true)]
#[case::gotosocial(
    r#"{"error":"Not Found: account not found"}"#,
    404,
    r#"{"error":"Not Found"}"#,
    true
)]
#[case::webfinger_of_a_static_host(UNKNOWN, 404, HTML, false)]
#[case::silent_webfinger(UNKNOWN, 403, "", false)]
#[case::another_api(r#"{"error":"Not Found"}"#, 404, r#"{"error":"Not Found"}"#, false)]
#[case::static_host(HTML, 404, HTML, false)]
#[case::nothing_at_all("", 404, "", false)]
fn gone_is_who_neither_api_nor_webfinger_knows(
    #[case] lookup: &str,
    #[case] status: u16,
    #[case] webfinger: &str,
    #[case] gone: bool,
) {
    let crawler = crawl("@budi@kota.example", |request| match request.url.path() {
        "/.well-known/webfinger" => answer(request, status, webfinger),
        "/.well-known/host-meta" => answer(request, 404, HTML),
        _ => answer(request, 404, lookup),
    });
    assert_eq!(state(&crawler) == Some(AccountState::Gone), gone);
    assert_eq!(unread(&crawler).is_empty(), gone, "{}", unread(&crawler));
}

/// An account that was read before and whose statuses are no longer shown.
#[rstest]
#[case(403, r#"{"error":"This method requires an authenticated user"}"#, None)]
#[case(404, UNKNOWN, Some(AccountState::Gone))]
#[case(404, HTML, None)]
#[case(410, HTML, None)]
fn a_known_account_is_asked_about_before_anything_is_said(
    #[case] status: u16,
    #[case] body: &str,
    #[case] expected: Option<AccountState>,
) {
    let sources = sources();
    let account = account(Platform::Mastodon, "@budi@kota.example");
    let mut crawler = Crawler {
        stable_id: Some("7".to_owned()),
        ..Crawler::default()
    };
    let server = |request: &FetchRequest| match request.url.path() {
        "/.well-known/webfinger" => answer(request, 404, ""),
        _ => answer(request, status, body),
    };
    crawler.until_done(sources.get(Platform::Mastodon), &account, &server, 1000);
    assert_eq!(state(&crawler), expected);
    assert_eq!(unread(&crawler).is_empty(), expected.is_some());
}
