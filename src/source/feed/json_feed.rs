//! JSON Feed 1.0 and 1.1.

use serde_json::Value;
use url::Url;

use super::authors;
use super::dates::FeedZone;
use super::excerpts::GivenBody;
use super::item::{FeedDocument, Item, attachment};
use crate::source::shared::html::{self, Rendered};
use crate::source::shared::links::http_url;
use crate::source::shared::{json, text};

/// What the version of a JSON Feed names.
pub(super) const VERSION: &str = "jsonfeed.org/version";

/// Reads a document; `None` when it is no JSON Feed.
pub(super) fn read(body: &[u8], base: &Url) -> Option<FeedDocument> {
    let (head, list) = json::list(body, "items");
    let version = json::text(&head, "version").unwrap_or_default();
    let cut = head.is_null() && String::from_utf8_lossy(body).contains(VERSION);
    if !cut && !version.contains(VERSION) && list.items.is_empty() {
        return None;
    }
    let dates = |key| {
        list.items
            .iter()
            .filter_map(move |item| json::id(item, key))
    };
    let all = dates("date_published").chain(dates("date_modified"));
    let (zone, doubts) = FeedZone::of(&[], &all.collect::<Vec<String>>());
    let author = json_authors(&head);
    let mut document = FeedDocument {
        title: json::text(&head, "title").map(text::one_line),
        home: json::text(&head, "home_page_url").and_then(|home| http_url(home, Some(base))),
        incomplete: !list.is_complete(),
        left: list.left(),
        older: json::text(&head, "next_url").map(str::to_owned),
        items: list
            .items
            .iter()
            .map(|item| {
                let mut item = json_item(item, base, zone);
                item.author = item.author.or_else(|| author.clone());
                item
            })
            .collect(),
        warnings: doubts,
    };
    document.warnings.extend(list.warnings("entry"));
    Some(document)
}

/// `authors` of JSON Feed 1.1, `author` of 1.0.
fn json_authors(of: &Value) -> Option<String> {
    let several = json::items(of, "authors").iter();
    let names = several.filter_map(|author| json::text(author, "name"));
    let one = ["author.name", "author"]
        .iter()
        .find_map(|path| json::text(of, path));
    authors::joined(names.chain(one).map(authors::plain).collect())
}

fn json_item(item: &Value, base: &Url, zone: FeedZone) -> Item {
    let address = |key| http_url(json::text(item, key)?, Some(base));
    let link = address("url");
    let page = link.as_ref().unwrap_or(base);
    let mut body = match json::text(item, "content_html") {
        Some(markup) => html::fragment(markup, Some(page)),
        None => Rendered {
            text: text::typed(
                json::text(item, "content_text")
                    .or_else(|| json::text(item, "summary"))
                    .unwrap_or_default(),
            ),
            ..Rendered::default()
        },
    };
    // What the post is about is another page than its own.
    let about = address("external_url").map(String::from);
    body.links
        .extend(about.filter(|about| !body.links.contains(about)));
    let attached = json::items(item, "attachments")
        .iter()
        .filter_map(|attached| {
            let url = http_url(json::text(attached, "url")?, Some(base))?;
            let media_type = json::text(attached, "mime_type").unwrap_or_default();
            Some(attachment(media_type, url.to_string(), None))
        });
    let given = match (
        json::text(item, "content_html"),
        json::text(item, "content_text"),
    ) {
        (None, None) if body.text.is_empty() => GivenBody::Nothing,
        (None, None) => GivenBody::Part,
        _ => GivenBody::Whole,
    };
    let image = json::text(item, "image").and_then(|image| http_url(image, Some(base)));
    let image = image.map(|url| attachment("image", url.to_string(), None));
    Item {
        permalink: json::text(item, "id").and_then(|id| http_url(id, None)),
        id: json::id(item, "id"),
        author: json_authors(item),
        excerpt: given.is_excerpt(&body.text),
        title: json::text(item, "title")
            .map(text::one_line)
            .unwrap_or_default(),
        body,
        media: attached.chain(image).collect(),
        published: json::id(item, "date_published").and_then(|date| zone.read(&date)),
        updated: json::id(item, "date_modified").and_then(|date| zone.read(&date)),
        language: json::text(item, "language").map(str::to_owned),
        link,
        ..Item::default()
    }
}
