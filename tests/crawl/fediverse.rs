//! Servers of the Mastodon API through the whole crawl: what others do, what a server hides, what
//! robots.txt closes, and claims of time.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::site::serve;

/// Answers by path and query; shared with the test, which changes it between passes.
#[derive(Clone, Default)]
struct Server {
    answers: Arc<Mutex<Vec<(String, u16, String)>>>,
    /// What was asked for, with whether it was asked conditionally.
    asked: Arc<Mutex<Vec<(String, bool)>>>,
}

impl Server {
    fn start() -> (Self, String) {
        let server = Self::default();
        let shared = server.clone();
        let router = Router::new().fallback(move |request: Request| {
            let answer = shared.answer(&request);
            std::future::ready(answer)
        });
        let address = serve(router);
        server.put("/api/v1/accounts/lookup", 200, &me().to_string());
        server.put("/api/v1/accounts/77/statuses?limit=40&max_id", 200, "[]");
        (server, format!("http://{address}"))
    }

    /// What is answered where path and query begin so; the first that fits counts.
    fn put(&self, path: &str, status: u16, body: &str) {
        let mut answers = self.answers.lock().unwrap();
        answers.retain(|(known, ..)| known != path);
        answers.push((path.to_owned(), status, body.to_owned()));
        answers.sort_by_key(|(path, ..)| std::cmp::Reverse(path.len()));
    }

    fn list(&self, statuses: &Value) {
        self.put("/api/v1/accounts/77/statuses", 200, &statuses.to_string());
        for status in statuses.as_array().unwrap() {
            let id = status["id"].as_str().unwrap();
            self.put(&format!("/api/v1/statuses/{id}"), 200, &status.to_string());
        }
    }

    fn answer(&self, request: &Request) -> Response {
        let path = request.uri().path_and_query().unwrap().to_string();
        let given = request.headers().get(header::IF_NONE_MATCH);
        self.asked
            .lock()
            .unwrap()
            .push((path.clone(), given.is_some()));
        let answers = self.answers.lock().unwrap();
        let Some((_, status, body)) = answers.iter().find(|(known, ..)| path.starts_with(known))
        else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let status = StatusCode::from_u16(*status).unwrap();
        let tag = format!("\"{}\"", netra::model::Sha256::of(body));
        if given.is_some_and(|given| given.to_str().unwrap() == tag) {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        (status, [(header::ETAG, tag)], body.clone()).into_response()
    }

    fn asked(&self) -> Vec<(String, bool)> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

fn me() -> Value {
    json!({"id": "77", "acct": "budi", "display_name": "Budi"})
}

fn status(id: &str, content: &str, over: &Value) -> Value {
    let mut status = json!({"id": id, "uri": format!("https://uji.example/o/{id}"),
        "url": format!("https://uji.example/@budi/{id}"), "created_at": "2026-11-20T03:00:00.000Z",
        "visibility": "public", "content": content, "account": me()});
    let over = over.as_object().unwrap().clone();
    status.as_object_mut().unwrap().extend(over);
    status
}

fn watching(address: &str) -> Installation {
    let installation = Installation::new();
    // However long ago the posts of these tests were made.
    installation.set("crawl", "recheck_days = 365");
    installation.register(&[("mastodon", &format!("{address}/@budi"))]);
    installation
}

/// The copy of robots.txt that a pass kept is good for a day.
fn forget_robots(installation: &Installation) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { installation.raw().run("DELETE FROM robots").await });
}

fn counts(report: &Value) -> [u64; 3] {
    ["posts_new", "posts_edited", "posts_not_visible"].map(|key| report[key].as_u64().unwrap())
}

#[test]
fn acts_of_others_are_not_the_edit_of_whom_is_watched() {
    let (server, address) = Server::start();
    let content = |name: &str| {
        format!(
            "<p>Setuju <a href=\"https://lain.example/@{name}\" class=\"u-url mention\">@<span>{name}</span></a></p>"
        )
    };
    let shown = |name: &str, quoted: &str, words: &str| {
        json!([
            status(
                "4",
                words,
                &json!({"in_reply_to_id": "1", "in_reply_to_account_id": "3",
                "mentions": [{"id": "3", "acct": name}]})
            ),
            status(
                "3",
                "<p>Betul</p>",
                &json!({"quote": {"id": "2", "content": quoted, "account": {"acct": name}}})
            ),
            status(
                "2",
                "",
                &json!({"reblog": {"id": "1", "content": quoted, "account": {"id": "3", "acct": name}}})
            ),
        ])
    };
    server.list(&shown("sari", "<p>Ajakan</p>", &content("sari")));
    let installation = watching(&address);
    assert_eq!(counts(&installation.json(&["crawl"])), [3, 0, 0]);
    server.list(&shown(
        "sari_baru",
        "<p>Ajakan lain</p>",
        &content("sari_baru"),
    ));
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 0, 0]);
    server.list(&shown("", "", "<p>Setuju @sari_baru@lain.example</p>"));
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 0, 0]);
    // What he does himself is seen, said or not.
    server.list(&shown(
        "",
        "",
        "<p>Tidak setuju @sari_baru@lain.example</p>",
    ));
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 1, 0]);
    assert_eq!(
        installation
            .rows("SELECT text FROM revision WHERE text = 'Ajakan'")
            .len(),
        1
    );
}

#[test]
fn a_status_that_gets_a_new_number_is_the_same_post() {
    let (server, address) = Server::start();
    server.list(&json!([status("10", "<p>Versi satu</p>", &json!({}))]));
    let installation = watching(&address);
    assert_eq!(counts(&installation.json(&["crawl"])), [1, 0, 0]);
    let over = json!({"uri": "https://uji.example/o/10", "url": "https://uji.example/@budi/11",
        "edited_at": "2026-11-21T00:00:00Z"});
    server.list(&json!([status("11", "<p>Versi dua</p>", &over)]));
    server.put(
        "/api/v1/statuses/10",
        404,
        r#"{"error":"Record not found"}"#,
    );
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 1, 0]);
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 0, 0]);
    let rows = installation
        .rows("SELECT CAST(latest_revision AS TEXT) FROM post WHERE not_visible_at IS NULL");
    assert_eq!(rows, ["2"]);
}

/// A suspended account shows an empty list; restored, it shows the list of before, which a
/// conditional request would hide.
#[test]
fn an_account_once_suspended_is_asked_anew() {
    let (server, address) = Server::start();
    let statuses = json!([status("10", "<p>Kabar</p>", &json!({}))]);
    server.list(&statuses);
    let installation = watching(&address);
    let state = || installation.rows("SELECT state FROM account");
    installation.json(&["crawl"]);
    server.list(&json!([]));
    let suspended = json!({"id": "77", "acct": "budi", "suspended": true});
    server.put("/api/v1/accounts/77", 200, &suspended.to_string());
    installation.json(&["crawl"]);
    assert_eq!(state(), ["suspended"]);
    server.asked();
    installation.json(&["crawl"]);
    assert_eq!(state(), ["suspended"]);
    assert!(server.asked().iter().all(|(_, conditional)| !conditional));
    server.list(&statuses);
    server.put("/api/v1/accounts/77", 200, &me().to_string());
    assert_eq!(counts(&installation.json(&["crawl"])), [0, 0, 0]);
    assert_eq!(state(), ["active"]);
    assert!(server.asked().iter().all(|(_, conditional)| !conditional));
}

#[test]
fn a_feed_stands_in_while_robots_txt_closes_the_api() {
    let (server, address) = Server::start();
    let page = |id: &str| format!("{address}/@budi/{id}");
    let shown =
        |id: &str, words: &str| status(id, words, &json!({"url": page(id), "uri": page(id)}));
    server.list(&json!([shown("10", "<p>Kabar lama</p>")]));
    let installation = watching(&address);
    assert_eq!(counts(&installation.json(&["crawl"])), [1, 0, 0]);

    let item = |id: &str, words: &str| {
        format!(
            "<item><guid isPermaLink=\"true\">{0}</guid><link>{0}</link><description>{words}</description>\
            <pubDate>Fri, 20 Nov 2026 03:00:00 +0000</pubDate></item>",
            page(id)
        )
    };
    let feed = [item("11", "Kabar baru"), item("10", "Kabar lama [...]")].concat();
    let feed = format!("<rss version=\"2.0\"><channel><title>Budi</title>{feed}</channel></rss>");
    server.put("/@budi.rss", 200, &feed);
    server.put("/robots.txt", 200, "User-agent: *\nDisallow: /api/\n");
    forget_robots(&installation);
    let report = installation.json(&["crawl"]);
    assert_eq!(
        (counts(&report), &report["failed"]),
        ([1, 0, 0], &json!([])),
        "{report:#}"
    );
    assert!(
        report["warnings"]
            .to_string()
            .contains("robots.txt closes the API")
    );
    assert_eq!(installation.rows("SELECT state FROM account"), ["active"]);

    // Open again: the API shows both whole, and nobody edited anything.
    server.put("/robots.txt", 404, "");
    forget_robots(&installation);
    server.list(&json!([
        shown("11", "<p>Kabar baru, seutuhnya</p>"),
        shown("10", "<p>Kabar lama</p>")
    ]));
    let report = installation.json(&["crawl"]);
    assert_eq!(
        (counts(&report), &report["posts_reread"]),
        ([0, 0, 0], &json!(1)),
        "{report:#}"
    );
}

#[test]
fn a_backdated_post_is_filed_under_the_time_of_its_number() {
    let (server, address) = Server::start();
    // A Snowflake of 20 November 2026.
    let id = (1_795_150_800_000_u64 << 16).to_string();
    let over = json!({"created_at": "2019-01-01T00:00:00.000Z"});
    server.list(&json!([status(&id, "<p>Coblos nomor dua</p>", &over)]));
    let installation = watching(&address);
    let report = installation.json(&["crawl"]);
    let told = report["warnings"].to_string();
    assert!(
        told.contains("2019-01-01") && told.contains("2026-11-20"),
        "{told}"
    );
    let rows = installation.rows("SELECT CAST(posted_at / 3600000000 AS TEXT) || ' ' || CAST(claimed_at / 3600000000 AS TEXT) FROM post");
    assert_eq!(rows, ["498653 429528"]);
}

#[test]
fn an_account_that_only_webfinger_knows_is_failing_and_not_gone() {
    let (server, address) = Server::start();
    server.put("/api", 404, r#"{"error":{"code":"UNKNOWN_API_ENDPOINT"}}"#);
    server.put(
        "/api/v1/accounts/lookup",
        404,
        r#"{"error":{"code":"UNKNOWN_API_ENDPOINT"}}"#,
    );
    let links = json!({"links": [{"rel": "self", "type": "application/activity+json", "href": format!("{address}/users/9")}]});
    server.put("/.well-known/webfinger", 200, &links.to_string());
    let installation = watching(&address);
    let output = installation.run(&["crawl", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(
        reason.contains(&format!("{address}/@budi.atom")),
        "{reason}"
    );
    assert_eq!(installation.rows("SELECT state FROM account"), ["unknown"]);
}
