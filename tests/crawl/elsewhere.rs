//! Addresses that lead to others: nothing that somebody else wrote comes to be an account's.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss, rss_item};

/// A page with much to say that names a feed.
fn page_naming(feed: &str, words: &str) -> Told {
    let body = words.repeat(200);
    Told::html(format!(
        "<!doctype html><html><head><title>Beranda</title><link rel=alternate \
         type=\"application/rss+xml\" href=\"{feed}\"></head><body>{body}</body></html>"
    ))
}

fn moved(to: &str) -> Told {
    Told::new(301, "text/html", "").header("location", to)
}

/// The feed of an author, and what its address shows from the second visit on.
#[rstest]
#[case::feed_of_all(moved("/feed/"))]
#[case::front_page(moved("/"))]
#[case::page_there(page_naming("/feed/", "kata "))]
#[case::for_sale(Told::html(
    "<!doctype html><html><head><title>Domain ini dijual</title><link rel=alternate \
     type=\"application/rss+xml\" href=\"/feed/\"></head><body>Dijual</body></html>"
))]
fn a_feed_that_leads_to_one_of_others_is_failing(#[case] then: Told) {
    let visits = Arc::new(AtomicUsize::new(0));
    let world = World::start(move |asked: &Asked| match asked.path.as_str() {
        "/author/budi/feed/" => Some(match visits.fetch_add(1, Ordering::SeqCst) {
            0 => Told::new(200, "text/xml", rss(&[rss_item(1, "Isi")])),
            _ => then.clone(),
        }),
        "/feed/" => Some(Told::new(
            200,
            "text/xml",
            rss(&[rss_item(8, "Tulisan orang lain")]),
        )),
        "/" => Some(page_naming("/feed/", "kata ")),
        _ => None,
    });
    let installation = Installation::new();
    installation.register(&[("feed", &world.at("/author/budi/feed/"))]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 1);
    for _ in 0..2 {
        installation.run(&["crawl"]);
    }
    assert_eq!(installation.rows("SELECT native_id FROM post"), ["g1"]);
    assert_eq!(installation.json(&["status"])["accounts_failing"], 1);
}

/// What a host answers for a page further down says nothing of the account.
#[test]
fn an_older_page_that_is_gone_is_no_account_that_is_gone() {
    let world = World::start(|asked: &Asked| {
        let next = "<atom:link xmlns:atom=\"http://www.w3.org/2005/Atom\" rel=\"next\" \
                    href=\"/umpan?hal=2\"/>";
        match asked.target.as_str() {
            "/umpan" => Some(Told::new(
                200,
                "text/xml",
                rss(&[next.to_owned(), rss_item(1, "Isi"), rss_item(2, "Isi")]),
            )),
            "/umpan?hal=2" => Some(Told::nothing(410)),
            _ => None,
        }
    });
    let installation = Installation::new();
    installation.register(&[("feed", &world.at("/umpan"))]);
    installation.run(&["crawl"]);
    assert_eq!(installation.rows("SELECT state FROM account"), ["active"]);
}

/// A server that was set up anew gives the numbers of its users, and of their statuses, again.
#[test]
fn numbers_that_are_given_again_are_somebody_elses() {
    let anew = Arc::new(AtomicUsize::new(0));
    let state = anew.clone();
    let world = World::start(move |asked: &Asked| {
        let anew = state.load(Ordering::SeqCst) > 0;
        let name = if anew { "sari" } else { "budi" };
        let me = |id: &str, name: &str| json!({"id": id, "username": name, "acct": name});
        let status = |number: usize, account: Value| {
            let words = if anew {
                "Dukung nomor dua"
            } else {
                "Apel pagi"
            };
            json!({"id": number.to_string(), "uri": format!("https://uji.example/{name}/{number}"),
                "url": format!("https://uji.example/@{name}/{number}"), "visibility": "public",
                "created_at": "2098-11-02T01:00:00Z", "account": account,
                "edited_at": anew.then_some("2098-11-03T01:00:00Z"),
                "content": format!("<p>{words}</p>"), "reblog": null, "media_attachments": []})
        };
        let path = asked.path.as_str();
        match path {
            "/api/v1/accounts/lookup" if anew => Some(Told::json(&me("9", "budi"))),
            "/api/v1/accounts/lookup" => Some(Told::json(&me("7", "budi"))),
            "/api/v1/accounts/7/statuses" | "/api/v1/accounts/9/statuses"
                if asked.target.contains("max_id") =>
            {
                Some(Told::json(&json!([])))
            }
            "/api/v1/accounts/7/statuses" => Some(Told::json(&json!([
                status(12, me("7", name)),
                status(11, me("7", name))
            ]))),
            "/api/v1/accounts/9/statuses" => Some(Told::json(&json!([{
                "id": "30", "uri": "https://uji.example/budi/30", "visibility": "public",
                "created_at": "2098-11-04T01:00:00Z", "account": me("9", "budi"),
                "content": "<p>Saya kembali</p>", "media_attachments": []}]))),
            path => {
                let id = path.strip_prefix("/api/v1/statuses/")?;
                Some(Told::json(&status(id.parse().ok()?, me("7", name))))
            }
        }
    });
    let installation = Installation::new();
    installation.register(&[("mastodon", &world.at("/@budi"))]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 2);
    anew.store(1, Ordering::SeqCst);
    let report = installation.json(&["crawl"]);
    let counts = (
        &report["posts_new"],
        &report["posts_edited"],
        &report["failed"],
    );
    assert_eq!(counts, (&json!(1), &json!(0), &json!([])), "{report:#}");
    let words = installation.rows("SELECT text FROM revision ORDER BY post_id, number");
    assert_eq!(words, ["Apel pagi", "Apel pagi", "Saya kembali"]);
}
