//! Answers that are not what was promised: one clear sentence each, and nothing lost.

use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse as _, Redirect};
use axum::routing::get;
use netra::model::Sha256;
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::site::{Site, serve};

/// Crawls one bad account beside a good one; the good one must not suffer.
fn crawl_beside_a_good_account(platform: &str, address: &str) -> Value {
    let good = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &good.account(0)), (platform, address)]);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["over_allowance"], 0, "{report:#}");
    let posts = installation.json(&["status"])["posts"].clone();
    assert!(posts.as_u64().unwrap() >= 3, "{report:#}");
    report
}

fn site(router: Router) -> String {
    format!("http://{}", serve(router))
}

fn told(report: &Value) -> String {
    format!("{} {}", report["failed"], report["warnings"])
}

#[test]
fn an_error_page_where_json_was_promised() {
    let site = site(Router::new().fallback(|| async { Html("<h1>Situs sedang dirawat</h1>") }));
    let report = crawl_beside_a_good_account("mastodon", &format!("{site}/@budi"));
    assert_eq!(report["posts_new"], 3);
    assert!(told(&report).contains("HTML"), "{}", told(&report));
}

#[test]
fn a_redirect_loop() {
    let site = site(
        Router::new()
            .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
            .fallback(|| async { Redirect::temporary("/feed") }),
    );
    let report = crawl_beside_a_good_account("feed", &format!("{site}/feed"));
    assert!(told(&report).contains("circle"), "{}", told(&report));
}

#[test]
fn a_redirect_to_a_host_whose_name_no_host_can_have() {
    let digests = (0..50).map(|number| Sha256::of(format!("{number}")).to_string());
    let elsewhere = format!(
        "http://{}.example/feed",
        digests.collect::<Vec<_>>().join(".")
    );
    let site = site(
        Router::new()
            .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
            .fallback(move || async move { Redirect::temporary(&elsewhere) }),
    );
    let report = crawl_beside_a_good_account("feed", &format!("{site}/feed"));
    assert!(
        told(&report).contains("longer than a name"),
        "{}",
        told(&report)
    );
}

#[test]
fn a_post_from_the_future_and_one_full_of_combining_marks() {
    let zalgo = format!(
        "Coblos{} nomor 2",
        "\u{0336}\u{0316}\u{0353}".repeat(16_000)
    );
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": "Uji", "items": [
            { "id": "depan", "content_text": "Kiriman dari masa depan", "date_published": "2099-01-01T00:00:00Z" },
            { "id": "zalgo", "content_text": zalgo, "date_published": "2024-11-01T00:00:00Z" },
        ],
    });
    let site = site(
        Router::new()
            .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
            .fallback(move || {
                let feed = feed.to_string();
                async { ([(header::CONTENT_TYPE, "application/feed+json")], feed).into_response() }
            }),
    );
    let report = crawl_beside_a_good_account("feed", &format!("{site}/feed"));
    assert_eq!(report["failed"], json!([]));
    assert_eq!(report["posts_new"], 5);
    assert!(told(&report).contains("2099-01-01"), "{}", told(&report));
}

#[test]
fn a_login_wall() {
    let site = site(
        Router::new()
            .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
            .fallback(|| async { StatusCode::UNAUTHORIZED }),
    );
    let report = crawl_beside_a_good_account("mastodon", &format!("{site}/@budi"));
    assert_eq!(report["posts_new"], 3);
}

/// A whole country's oddities would not fit into memory, and nobody reads them: a page tells the
/// first of its own, and a pass the first of all.
#[test]
fn a_report_names_the_first_oddities_and_counts_the_rest() {
    let feed = |Path(page): Path<usize>| async move {
        let item = |number| format!("<item><title>Tanpa nama {page}-{number}</item>");
        let items: String = (0..60).map(item).collect();
        let next = page + 1;
        let body = format!(
            "<rss xmlns:atom=\"http://www.w3.org/2005/Atom\" version=\"2.0\"><channel>\
             <title>Uji</title><atom:link rel=\"next\" href=\"/feed/{next}\"/>{items}</channel></rss>"
        );
        ([(header::CONTENT_TYPE, "application/rss+xml")], body)
    };
    let router = Router::new()
        .route("/robots.txt", get(|| async { StatusCode::NOT_FOUND }))
        .route("/feed/{page}", get(feed));
    let installation = Installation::new();
    installation.set("crawl", "max_pages_per_visit = 210");
    installation.register(&[("feed", &format!("{}/feed/0", site(router)))]);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["pages"], 210, "{:#}", report["failed"]);
    assert_eq!(report["warnings"].as_array().unwrap().len(), 10_000);
    assert!(report["warnings_left_out"].as_u64().unwrap() >= 50);
    let told = report["warnings"].to_string();
    assert!(told.contains("more warnings of this page"), "{told}");
}
