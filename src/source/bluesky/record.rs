//! Reading records of `app.bsky.feed.post` and `app.bsky.feed.repost`, alone or inside views.
//!
//! Whatever an author did stands in the record, and its `cid` changes with it: words, links,
//! pictures and version come from the record alone, so that every route tells the same.

use std::collections::HashSet;

use serde_json::Value;

use crate::model::{Media, NativeId, ParsedPost, PostKind, Quoted};
use crate::source::shared::links::http_url;
use crate::source::shared::{json, text};

/// Parts of `at://did/collection/key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct AtUri<'a> {
    /// Whose repository.
    pub(super) authority: &'a str,
    /// Kind of record.
    pub(super) collection: &'a str,
    /// Key in the collection.
    pub(super) key: &'a str,
}

impl<'a> AtUri<'a> {
    /// Splits an address of a record.
    pub(super) fn parse(uri: &'a str) -> Option<Self> {
        let mut parts = uri.strip_prefix("at://")?.splitn(3, '/');
        let found = Self {
            authority: parts.next()?,
            collection: parts.next()?,
            key: parts.next()?,
        };
        let parts = [found.authority, found.collection, found.key];
        (!parts.contains(&"")).then_some(found)
    }

    /// The page for people on bsky.app.
    pub(super) fn page(&self) -> Option<String> {
        let page = format!(
            "https://bsky.app/profile/{}/post/{}",
            self.authority, self.key
        );
        (self.collection == "app.bsky.feed.post")
            .then(|| http_url(&page, None).map(String::from))
            .flatten()
    }
}

/// The page of a record's address.
pub(super) fn page_of(uri: &str) -> Option<String> {
    AtUri::parse(uri)?.page()
}

/// Reads a record of either collection, in its version; the error says why it is no post.
pub(super) fn read(uri: &str, cid: Option<&str>, value: &Value) -> Result<ParsedPost, String> {
    let at = AtUri::parse(uri).ok_or_else(|| format!("{uri:?} is no address of a record"))?;
    let post = match at.collection {
        "app.bsky.feed.post" => post(uri, at.authority, value),
        "app.bsky.feed.repost" => repost(uri, value),
        other => return Err(format!("a record of {other} was left out")),
    };
    Ok(ParsedPost {
        version: cid.map(str::to_owned),
        ..post
    })
}

fn post(uri: &str, author: &str, value: &Value) -> ParsedPost {
    let embed = json::at(value, "embed");
    let (kind, context) = relation(value, embed);
    ParsedPost {
        native_id: NativeId(uri.to_owned()),
        url: page_of(uri),
        text: words(value),
        kind,
        context,
        published_at: json::instant(value, "createdAt"),
        edited_at: None,
        language: json::items(value, "langs")
            .first()
            .and_then(Value::as_str)
            .map(str::to_owned),
        media: media(author, embed),
        links: links(value, embed),
        ..ParsedPost::default()
    }
}

/// A repost names only its subject; the words are filled in where a view has them.
fn repost(uri: &str, value: &Value) -> ParsedPost {
    let subject = json::text(value, "subject.uri").unwrap_or_default();
    ParsedPost {
        native_id: NativeId(uri.to_owned()),
        url: page_of(subject),
        text: String::new(),
        kind: PostKind::Share,
        context: Some(pointer(subject)),
        published_at: json::instant(value, "createdAt"),
        edited_at: None,
        language: None,
        media: Vec::new(),
        links: Vec::new(),
        ..ParsedPost::default()
    }
}

fn pointer(uri: &str) -> Quoted {
    Quoted {
        author: AtUri::parse(uri).map(|at| at.authority.to_owned()),
        url: page_of(uri),
        text: None,
    }
}

fn relation(value: &Value, embed: &Value) -> (PostKind, Option<Quoted>) {
    let quoted = ["record.record.uri", "record.uri"]
        .iter()
        .find_map(|path| json::text(embed, path))
        .filter(|uri| AtUri::parse(uri).is_some_and(|at| at.collection == "app.bsky.feed.post"));
    if let Some(uri) = quoted {
        return (PostKind::Quote, Some(pointer(uri)));
    }
    match json::text(value, "reply.parent.uri") {
        Some(uri) => (PostKind::Reply, Some(pointer(uri))),
        None => (PostKind::Original, None),
    }
}

/// The text, and below it the hashtags that the author gave the post outside of it.
fn words(value: &Value) -> String {
    let written = json::text(value, "text").unwrap_or_default();
    let mut tags: Vec<String> = Vec::new();
    let mut known = hashtags(written);
    let given = json::items(value, "tags").iter().filter_map(Value::as_str);
    for tag in given.map(|tag| text::one_line(tag.trim().trim_start_matches('#'))) {
        if !tag.is_empty() && known.insert(tag.to_lowercase()) {
            tags.push(format!("#{tag}"));
        }
    }
    text::typed(&format!("{written}\n\n{}", tags.join("\n")))
}

/// Hashtags that stand in a text, in lower case.
fn hashtags(words: &str) -> HashSet<String> {
    let ends = |c: char| !(c.is_alphanumeric() || c == '_');
    let after_sign = words.split(['#', '\u{ff03}']).skip(1);
    after_sign
        .filter_map(|rest| rest.split(ends).next())
        .map(str::to_lowercase)
        .collect()
}

/// Pictures and videos with their alternative texts.
fn media(author: &str, embed: &Value) -> Vec<Media> {
    let media = json::at(embed, "media");
    [embed, media]
        .into_iter()
        .flat_map(|embed| {
            let images = json::items(embed, "images")
                .iter()
                .chain(json::items(embed, "items"));
            let video = Some(embed).filter(|embed| !json::at(embed, "video").is_null());
            images
                .map(|image| ("image", image))
                .chain(video.map(|video| ("video", video)))
        })
        .map(|(kind, item)| Media {
            kind: kind.to_owned(),
            url: blob(item, kind).and_then(|cid| shown_at(author, kind, cid)),
            alt: json::text(item, "alt").map(text::tidy),
        })
        .collect()
}

/// The `cid` of a blob, in its present form or in the one before it.
fn blob<'a>(item: &'a Value, field: &str) -> Option<&'a str> {
    let blob = json::at(item, field);
    ["ref.$link", "cid"]
        .iter()
        .find_map(|path| json::text(blob, path))
}

/// Where the network shows a blob. No route says so in the record; the address is the same for
/// whoever asks, and names the blob by its content.
fn shown_at(author: &str, kind: &str, cid: &str) -> Option<String> {
    let address = match kind {
        "video" => format!("https://video.bsky.app/watch/{author}/{cid}/playlist.m3u8"),
        _ => format!("https://cdn.bsky.app/img/feed_fullsize/plain/{author}/{cid}"),
    };
    http_url(&address, None).map(String::from)
}

/// Targets of link facets and of the linked page. Byte offsets of facets are not used: they
/// may point anywhere.
fn links(value: &Value, embed: &Value) -> Vec<String> {
    let facets = json::items(value, "facets")
        .iter()
        .flat_map(|facet| json::items(facet, "features"))
        .filter_map(|feature| json::text(feature, "uri"));
    let cards = ["external.uri", "media.external.uri"]
        .into_iter()
        .filter_map(|path| json::text(embed, path));
    let mut links: Vec<String> = Vec::new();
    for url in facets.chain(cards).filter_map(|link| http_url(link, None)) {
        if !links.iter().any(|link| link == url.as_str()) {
            links.push(url.into());
        }
    }
    links
}

/// Words and author of a post view, or of a quoted record inside one.
pub(super) fn shared(view: &Value) -> Option<Quoted> {
    let uri = json::text(view, "uri")?;
    let record = ["record", "value"]
        .iter()
        .map(|key| json::at(view, key))
        .find(|record| record.is_object());
    let words = record.map(words).filter(|words| !words.is_empty());
    let author = ["author.handle", "author.did"]
        .iter()
        .find_map(|path| json::text(view, path));
    Some(Quoted {
        author: author.map(str::to_owned).or_else(|| pointer(uri).author),
        url: page_of(uri),
        text: words,
    })
}
