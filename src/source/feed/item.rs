//! A feed of any kind, read.

use jiff::Timestamp;
use url::Url;

use crate::model::{Media, Warning};
use crate::source::shared::html::{self, Rendered};

/// A feed, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FeedDocument {
    /// Title of the feed.
    pub title: Option<String>,
    /// Entries in the order of the document.
    pub items: Vec<Item>,
    /// The page with older entries: RFC 5005 `next` or `prev-archive`, `next_url` of JSON Feed.
    pub older: Option<String>,
    /// The site's front page, as the feed names it.
    pub home: Option<Url>,
    /// Whether entries were passed over, or may be missing at its end.
    pub incomplete: bool,
    /// How many entries were not read since there are too many.
    pub left: usize,
    /// What was odd.
    pub warnings: Vec<Warning>,
}

/// An entry before it is made a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Item {
    /// `guid` or `id`, as given.
    pub id: Option<String>,
    /// Page of the entry.
    pub link: Option<Url>,
    /// Its identifier, where that is the address of its page.
    pub permalink: Option<Url>,
    /// Other addresses of its page: that of a service which counts readers.
    pub other_links: Vec<Url>,
    /// Who wrote it, as shown.
    pub author: Option<String>,
    /// Whether the body is a part of the post only.
    pub excerpt: bool,
    /// Title as text.
    pub title: String,
    /// Body as read from its markup.
    pub body: Rendered,
    /// Pictures and the like that are attached, not embedded.
    pub media: Vec<Media>,
    /// When it was published.
    pub published: Option<Timestamp>,
    /// When it was changed.
    pub updated: Option<Timestamp>,
    /// Language of the entry.
    pub language: Option<String>,
}

/// Something attached to an entry, by its media type, or by its name where that says nothing.
pub(super) fn attachment(media_type: &str, url: String, alt: Option<&str>) -> Media {
    let kind = match media_type.split('/').next().unwrap_or_default() {
        kind @ ("image" | "video" | "audio") => kind,
        _ => Url::parse(&url)
            .ok()
            .and_then(|url| html::kind_by_name(&url))
            .unwrap_or("file"),
    };
    Media {
        kind: kind.to_owned(),
        url: Some(url),
        alt: alt.map(html::to_text).filter(|alt| !alt.is_empty()),
    }
}
