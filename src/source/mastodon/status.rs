//! Reading one status (entity `Status` of the Mastodon API, and its relatives).

use serde_json::Value;
use url::Url;

use crate::model::{Media, NativeId, ParsedPost, PostKind, Quoted};
use crate::source::shared::html::{self, Rendered};
use crate::source::shared::links::http_url;
use crate::source::shared::{json, text};

/// Reads a status; the error says why it is no post.
pub(super) fn read(status: &Value, base: &Url) -> Result<ParsedPost, String> {
    let native_id = json::id(status, "id").ok_or("a status without an id")?;
    if let Some("private" | "direct" | "mutuals_only") = json::text(status, "visibility") {
        return Err(format!("status {native_id} is not public and was left out"));
    }
    let boosted = json::at(status, "reblog");
    let (kind, context) = relation(status, base);
    let shown = if boosted.is_object() { boosted } else { status };
    let (words, rendered) = words(shown, base);
    Ok(ParsedPost {
        native_id: NativeId(native_id),
        url: page(status, base).or_else(|| page(shown, base)),
        text: words,
        kind,
        context,
        published_at: json::instant(status, "created_at"),
        edited_at: json::instant(shown, "edited_at"),
        language: json::text(shown, "language").map(str::to_owned),
        media: attachments(shown, base),
        links: rendered.links,
        ..ParsedPost::default()
    })
}

/// What the author did, and with whose post.
fn relation(status: &Value, base: &Url) -> (PostKind, Option<Quoted>) {
    let boosted = json::at(status, "reblog");
    if boosted.is_object() {
        return (PostKind::Share, Some(shared(boosted, base)));
    }
    let quote = json::at(status, "quote");
    if quote.is_object() {
        let inner = json::at(quote, "quoted_status");
        let quoted = if inner.is_object() { inner } else { quote };
        return (PostKind::Quote, Some(shared(quoted, base)));
    }
    if json::id(status, "in_reply_to_id").is_some() {
        return (PostKind::Reply, Some(answered(status)));
    }
    (PostKind::Original, None)
}

fn shared(status: &Value, base: &Url) -> Quoted {
    let words = words(status, base).0;
    Quoted {
        author: json::text(status, "account.acct").map(str::to_owned),
        url: page(status, base),
        text: Some(words).filter(|words| !words.is_empty()),
    }
}

/// The post answered does not come along; its author does where they are mentioned.
fn answered(status: &Value) -> Quoted {
    let author = json::id(status, "in_reply_to_account_id");
    let own = json::id(status, "account.id") == author;
    let mention = json::items(status, "mentions")
        .iter()
        .find(|mention| author.is_some() && json::id(mention, "id") == author);
    let name = if own {
        json::text(status, "account.acct")
    } else {
        mention.and_then(|mention| json::text(mention, "acct"))
    };
    Quoted {
        author: name.map(str::to_owned),
        ..Quoted::default()
    }
}

fn page(status: &Value, base: &Url) -> Option<String> {
    let found = json::text(status, "url").or_else(|| json::text(status, "uri"));
    Some(http_url(found?, Some(base))?.to_string())
}

/// Content warning, content and the options of a poll, one below the other.
fn words(status: &Value, base: &Url) -> (String, Rendered) {
    let content = json::text(status, "content").unwrap_or_default();
    let rendered = html::fragment(content, Some(base));
    let mut parts = Vec::new();
    if let Some(warning) = json::text(status, "spoiler_text") {
        parts.push(html::to_text(warning));
    }
    parts.push(rendered.text.clone());
    let options: Vec<String> = json::items(status, "poll.options")
        .iter()
        .filter_map(|option| json::text(option, "title"))
        .map(|title| format!("- {title}"))
        .collect();
    parts.push(options.join("\n"));
    parts.retain(|part| !part.is_empty());
    (text::tidy(&parts.join("\n\n")), rendered)
}

fn attachments(status: &Value, base: &Url) -> Vec<Media> {
    let read = |attachment: &Value| Media {
        kind: match json::text(attachment, "type") {
            Some("image") => "image",
            Some("video" | "gifv") => "video",
            Some("audio") => "audio",
            _ => "file",
        }
        .to_owned(),
        url: json::text(attachment, "url")
            .or_else(|| json::text(attachment, "remote_url"))
            .and_then(|url| http_url(url, Some(base)))
            .map(String::from),
        alt: json::text(attachment, "description").map(text::tidy),
    };
    json::items(status, "media_attachments")
        .iter()
        .map(read)
        .collect()
}
