//! Reading one post of the REST API.

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use crate::model::{NativeId, ParsedPost, PostKind};
use crate::source::shared::links::http_url;
use crate::source::shared::{dates, html, json, text};

/// Reads a post; the error says why it is none.
pub(super) fn read(item: &Value, site: &Url) -> Result<ParsedPost, String> {
    let id = json::id(item, "id").ok_or("a post without an id")?;
    if is_protected(item) {
        return Err(format!(
            "post {id} needs a password: it is not public and was left out"
        ));
    }
    if json::text(item, "status").is_some_and(|status| status != "publish") {
        return Err(format!("post {id} is not published and was left out"));
    }
    let url = json::text(item, "link").and_then(|link| http_url(link, Some(site)));
    let content = ["content.rendered", "excerpt.rendered", "content"]
        .iter()
        .find_map(|path| json::text(item, path));
    let body = html::fragment(
        content.unwrap_or_default(),
        Some(url.as_ref().unwrap_or(site)),
    );
    if body.password_field {
        return Err(format!("post {id} shows a password form: it was left out"));
    }
    let title = json::text(item, "title.rendered").or_else(|| json::text(item, "title"));
    let title = text::one_line(&html::to_text(title.unwrap_or_default()));
    let published = published(item);
    Ok(ParsedPost {
        native_id: NativeId(id),
        url: url.map(String::from),
        text: text::titled(&title, &body.text),
        kind: PostKind::Original,
        context: None,
        published_at: published,
        edited_at: modified(item).filter(|edited| published.is_some_and(|at| at < *edited)),
        language: None,
        media: body.media,
        links: body.links,
        ..ParsedPost::default()
    })
}

/// Whether the post is behind a password.
pub(super) fn is_protected(item: &Value) -> bool {
    json::yes(item, "content.protected")
}

/// When the post was last changed.
pub(super) fn modified(item: &Value) -> Option<Timestamp> {
    instant(item, "modified")
}

/// When the post was published.
pub(super) fn published(item: &Value) -> Option<Timestamp> {
    instant(item, "date")
}

/// The `_gmt` twin is in UTC; the other is in the site's zone, which the API does not tell.
fn instant(item: &Value, key: &str) -> Option<Timestamp> {
    let exact = json::text(item, &format!("{key}_gmt")).filter(|text| !text.starts_with("0000"));
    dates::parse_absolute(exact.or_else(|| json::text(item, key))?)
}
