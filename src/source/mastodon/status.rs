//! Reading one status (entity `Status` of the Mastodon API, and its relatives).

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::wording;
use crate::model::{Media, NativeId, ParsedPost, PostKind, Quoted};
use crate::source::shared::bounds::MarkupPost;
use crate::source::shared::html::Rendered;
use crate::source::shared::links::http_url;
use crate::source::shared::{json, text};

/// Words for "not for everybody", of all dialects seen.
const NOT_PUBLIC: [&str; 13] = [
    "private",
    "direct",
    "mutuals_only",
    "mutual",
    "followers",
    "followers_only",
    "list",
    "limited",
    "circle",
    "personal",
    "self",
    "specified",
    "login",
];

/// Reads a status; the error says why it is no post.
pub(super) fn read(status: &Value, base: &Url) -> Result<MarkupPost, String> {
    let native_id = identity(status).ok_or("a status without an id")?;
    let visibility = json::text(status, "visibility").map(str::to_lowercase);
    if visibility.is_some_and(|word| NOT_PUBLIC.contains(&word.as_str())) {
        return Err(format!("status {native_id} is not public and was left out"));
    }
    let boosted = json::at(status, "reblog");
    let (kind, context) = relation(status, base);
    let shown = if boosted.is_object() { boosted } else { status };
    let (words, rendered) = words(shown, base);
    let media = attachments(shown, base);
    if kind == PostKind::Original && words.is_empty() && media.is_empty() {
        return Err(format!("status {native_id} says and shows nothing"));
    }
    let edited_at = edited(shown).filter(|_| kind != PostKind::Share);
    let version = (kind != PostKind::Share).then(|| match edited_at {
        // Some servers give an edited status a new number.
        Some(at) => format!("{at} {native_id}"),
        None => wording::digest(status, &rendered, &media, base).to_string(),
    });
    let post = ParsedPost {
        url: page(status, base).or_else(|| page(shown, base)),
        text: words,
        published_at: json::instant(status, "created_at"),
        edited_at,
        language: json::text(shown, "language").map(str::to_owned),
        links: rendered.links,
        version,
        aliases: names(status),
        kind,
        context,
        media,
        native_id: NativeId(native_id),
        ..ParsedPost::default()
    };
    Ok(MarkupPost {
        post,
        excess: rendered.excess,
    })
}

/// The number that the server asked gave the status, else its name on the whole network.
fn identity(status: &Value) -> Option<String> {
    json::id(status, "id").or_else(|| json::text(status, "uri").map(str::to_owned))
}

/// The name of the status on the whole network, which stays while numbers change. A boost that
/// carries the name of the boosted status has none of its own.
fn names(status: &Value) -> Vec<String> {
    let uri = json::text(status, "uri");
    let own = uri.filter(|uri| json::text(status, "reblog.uri") != Some(uri));
    own.map(|uri| format!("uri:{uri}")).into_iter().collect()
}

/// When the author changed it. Some servers give the time of posting to what was never edited.
fn edited(status: &Value) -> Option<Timestamp> {
    let created = json::instant(status, "created_at");
    json::instant(status, "edited_at").filter(|at| created.is_none_or(|created| *at > created))
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
    let rendered = wording::content(status, base);
    let mut parts: Vec<String> = wording::warning(status).into_iter().collect();
    parts.push(rendered.text.clone());
    parts.push(wording::options(status).join("\n"));
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
