//! Sites read by selectors, when what comes is not what was there before.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss};

const ADAPTER: &str = "name = \"uji\"\nhosts = [\"127.0.0.1\"]\n[listing]\nitem = \"article\"\n\
    link = \"h2 a\"\n[post]\ntitle = \"h1\"\nbody = \".isi\"\n";

fn installation(site: &World, adapter: &str) -> Installation {
    let installation = Installation::new();
    adapt(&installation, adapter);
    installation.register(&[("html", &site.at("/berita/"))]);
    installation
}

fn adapt(installation: &Installation, adapter: &str) {
    let file = installation.path().join("config/sources/uji.toml");
    std::fs::write(file, adapter).unwrap();
}

fn listing() -> Told {
    let entry = |number: usize| format!("<article><h2><a href=/baca/{number}>J</a></h2></article>");
    Told::html((1..=2).map(entry).collect::<String>())
}

fn post(number: &str, head: &str) -> Told {
    Told::html(format!(
        "{head}<h1>Judul {number}</h1><div class=isi>Isi {number}</div>"
    ))
}

/// A template that names the front page, or the section, as the address of every page.
#[test]
fn a_canonical_address_above_the_page_makes_no_two_posts_one() {
    let site = World::start(|asked: &Asked| match asked.path.as_str() {
        "/berita/" => Some(listing()),
        path => Some(post(
            path.strip_prefix("/baca/")?,
            "<link rel=canonical href=/baca/>",
        )),
    });
    let installation = installation(&site, ADAPTER);
    installation.json(&["crawl"]);
    let pages = installation.rows("SELECT url FROM post ORDER BY url");
    assert_eq!(pages, [site.at("/baca/1"), site.at("/baca/2")]);
}

#[test]
fn a_listing_that_leads_to_the_front_page_gives_nobody_elses_posts() {
    let site = World::start(|asked: &Asked| match asked.path.as_str() {
        "/berita/" => Some(Told::nothing(302).header("location", "/")),
        "/" => Some(listing()),
        path => Some(post(path.strip_prefix("/baca/")?, "")),
    });
    let installation = installation(&site, ADAPTER);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["posts_new"], 0, "{report:#}");
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("by a redirect"), "{reason}");
}

/// A second look that finds a title and no text concludes nothing, and a mended adapter reads
/// what it did not read before, although the server says that nothing changed.
#[test]
fn a_page_without_its_text_says_nothing_until_the_adapter_is_mended() {
    let bare = Arc::new(AtomicUsize::new(0));
    let state = bare.clone();
    let site = World::start(move |asked: &Asked| {
        let shown = match asked.path.as_str() {
            "/berita/" => listing(),
            _ if state.load(Ordering::SeqCst) == 1 => Told::html("<h1>Judul lain</h1>"),
            path => post(path.strip_prefix("/baca/")?, ""),
        };
        let tag = format!("\"v{}\"", state.load(Ordering::SeqCst));
        Some(shown.tagged(asked, &tag))
    });
    let installation = installation(&site, &ADAPTER.replace(".isi", ".teks"));
    assert_eq!(installation.json(&["crawl"])["posts_new"], 2);
    let titles = "SELECT count(*) FROM revision WHERE text NOT LIKE '%Isi%'";
    assert_eq!(installation.rows(titles), ["2"]);

    bare.store(1, Ordering::SeqCst);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["posts_edited"], 0, "{report:#}");

    bare.store(0, Ordering::SeqCst);
    adapt(&installation, ADAPTER);
    let report = installation.json(&["crawl"]);
    let counts = (&report["posts_edited"], &report["posts_reread"]);
    assert_eq!(counts, (&json!(0), &json!(2)), "{report:#}");

    // Another adapter reads other words of pages that did not change.
    adapt(&installation, &ADAPTER.replace("\"h1\"", "\".isi\""));
    let report = installation.json(&["crawl"]);
    let counts = (&report["posts_edited"], &report["posts_reread"]);
    assert_eq!(counts, (&json!(0), &json!(2)), "{report:#}");
}

/// Entries that share the address of one page are posts of their own.
#[test]
fn an_address_that_entries_share_names_none_of_them() {
    let site = World::start(|asked: &Asked| {
        let item = |number: usize| {
            format!(
                "<item><title>Judul {number}</title><link>/kabar</link>\
                 <guid isPermaLink=\"false\">g{number}</guid>\
                 <pubDate>Mon, 02 Nov 2026 08:00:00 +0700</pubDate>\
                 <description>Isi {number}</description></item>"
            )
        };
        let items: Vec<String> = (1..=3).map(item).collect();
        (asked.path == "/umpan").then(|| Told::new(200, "text/xml", rss(&items)))
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 3);
    let shared = "SELECT count(*) FROM post_alias WHERE alias LIKE '%/kabar'";
    assert_eq!(installation.rows(shared), ["0"]);
}
