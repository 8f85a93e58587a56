//! Reading one post of the REST API.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::Value;
use url::Url;

use crate::model::{NativeId, ParsedPost, PostKind};
use crate::source::shared::bounds::MarkupPost;
use crate::source::shared::dates::DateZone;
use crate::source::shared::links::http_url;
use crate::source::shared::{dates, html, json, text};

/// Why an item is no post to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoPost {
    /// It is not public, and left out for that.
    Hidden(String),
    /// It cannot be read.
    Broken(String),
}

/// What every post has some of.
const PARTS: [&str; 5] = ["date", "link", "title", "content", "excerpt"];

/// Reads a post of the site; `author` is whose posts were asked for.
/// `zone` is that of dates without one.
pub(super) fn read(
    item: &Value,
    site: &Url,
    author: Option<&str>,
    zone: Option<&TimeZone>,
) -> Result<MarkupPost, NoPost> {
    let id = json::id(item, "id").filter(|_| PARTS.iter().any(|part| item.get(*part).is_some()));
    let id = id.ok_or_else(|| NoPost::Broken("a post without an id".to_owned()))?;
    if is_protected(item) {
        return Err(hidden(
            &id,
            "needs a password: it is not public and was left out",
        ));
    }
    if json::text(item, "status").is_some_and(|status| status != "publish") {
        return Err(hidden(&id, "is not published and was left out"));
    }
    let writer_id = json::id(item, "author");
    if let (Some(asked), Some(wrote)) = (author, &writer_id)
        && asked != wrote
    {
        return Err(hidden(
            &id,
            &format!("is by author {wrote}, not {asked}: it was left out"),
        ));
    }
    let url = json::text(item, "link").and_then(|link| http_url(link, Some(site)));
    let base = url.as_ref().unwrap_or(site);
    let content = ["content.rendered", "content"];
    let content = content.iter().find_map(|path| json::text(item, path));
    let summary = json::text(item, "excerpt.rendered");
    let body = html::fragment(content.or(summary).unwrap_or_default(), Some(base));
    if body.password_field {
        return Err(hidden(&id, "shows a password form: it was left out"));
    }
    let title = json::text(item, "title.rendered").or_else(|| json::text(item, "title"));
    let title = text::one_line(&html::to_text(title.unwrap_or_default()));
    let published = published(item, zone);
    let post = ParsedPost {
        native_id: NativeId(id),
        text: text::titled(&title, &body.text),
        kind: PostKind::Original,
        published_at: published,
        edited_at: modified(item, zone).filter(|edited| published.is_some_and(|at| at < *edited)),
        media: body.media,
        links: body.links,
        version: exact(item, "modified").map(str::to_owned),
        excerpt: content.is_none() && summary.is_some(),
        author: writer(item, author),
        url: url.map(String::from),
        ..ParsedPost::default()
    };
    Ok(MarkupPost {
        post,
        excess: body.excess,
    })
}

fn hidden(id: &str, why: &str) -> NoPost {
    NoPost::Hidden(format!("post {id} {why}"))
}

/// Who wrote it, where that is not told by whose posts were asked for. The API numbers authors;
/// their names come where a site adds them.
fn writer(item: &Value, asked: Option<&str>) -> Option<String> {
    let number = json::id(item, "author")?;
    if asked == Some(number.as_str()) {
        return None;
    }
    let embedded = json::items(item, "_embedded.author").first();
    let name = embedded.and_then(|author| json::text(author, "name"));
    let name = name.or_else(|| json::text(item, "yoast_head_json.author"));
    Some(name.map_or_else(|| format!("author {number}"), text::one_line))
}

/// Whether the post is behind a password.
pub(super) fn is_protected(item: &Value) -> bool {
    json::yes(item, "content.protected")
}

/// When the post was last changed.
pub(super) fn modified(item: &Value, zone: Option<&TimeZone>) -> Option<Timestamp> {
    instant(item, "modified", zone)
}

/// When the post was published.
pub(super) fn published(item: &Value, zone: Option<&TimeZone>) -> Option<Timestamp> {
    instant(item, "date", zone)
}

/// The `_gmt` twin is in UTC; the other is in the site's zone.
fn instant(item: &Value, key: &str, zone: Option<&TimeZone>) -> Option<Timestamp> {
    if let Some(exact) = twin(item, key) {
        return dates::parse_absolute(exact);
    }
    let naked = json::text(item, key)?;
    let read = dates::read_in(naked, zone.unwrap_or(&TimeZone::UTC))?;
    Some(read.at)
}

/// Whether a date of the post lacks its twin and names no zone itself.
pub(super) fn is_naked(item: &Value) -> bool {
    ["date", "modified"].into_iter().any(|key| {
        let naked = || dates::read_in(json::text(item, key)?, &TimeZone::UTC);
        twin(item, key).is_none() && naked().is_some_and(|read| read.zone == DateZone::Missing)
    })
}

fn twin<'a>(item: &'a Value, key: &str) -> Option<&'a str> {
    json::text(item, &format!("{key}_gmt")).filter(|text| !text.starts_with("0000"))
}

fn exact<'a>(item: &'a Value, key: &str) -> Option<&'a str> {
    twin(item, key).or_else(|| json::text(item, key))
}
