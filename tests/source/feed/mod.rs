//! What feeds hold and what stands around them, read as documents.

mod around;
mod authors;
mod elements;
mod excerpts;
mod identity;
mod size;

use netra::model::{Cursor, ParsedPage, Platform};

use super::{account, capture, sources};

const FEED: &str = "https://situs.example/feed";

/// Reads a document of the feed.
fn read(body: &str) -> ParsedPage {
    read_as(FEED, None, body)
}

/// Reads a document for the account of that address, after what the cursor remembers.
fn read_as(address: &str, cursor: Option<&Cursor>, body: &str) -> ParsedPage {
    let account = account(Platform::Feed, address);
    let capture = capture(FEED, "newest", 200, body);
    sources()
        .get(Platform::Feed)
        .parse(&account, cursor, &capture)
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:g=\"urn:g\" \
         xmlns:dc=\"urn:dc\"><channel><title>Blog</title><link>https://situs.example/</link>\
         {items}</channel></rss>"
    )
}

/// An item whose number is in its link, title, date and words, with other elements.
fn item(number: usize, more: &str) -> String {
    format!(
        "<item><title>Judul {number}</title><link>https://situs.example/baca/{number}</link>\
         <pubDate>Mon, 02 Nov 2026 08:{number:02}:00 +0700</pubDate>\
         <description>Isi {number}</description>{more}</item>"
    )
}

fn ids(page: &ParsedPage) -> Vec<&str> {
    page.posts
        .iter()
        .map(|post| post.native_id.0.as_str())
        .collect()
}

fn told(page: &ParsedPage) -> String {
    let warnings = page.warnings.iter();
    let lines: Vec<String> = warnings
        .map(|warning| format!("{}: {}", warning.at, warning.message))
        .collect();
    lines.join("\n")
}
