//! How to read a kind of site: `config/sources/*.toml`.

use jiff::tz::Offset;
use scraper::Selector;
use serde::Deserialize;
use toml::Spanned;

use crate::model::{Sha256, TimeZone};

/// A file that is no adapter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}:{column}: {message}")]
pub struct AdapterError {
    /// File name.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// What is wrong and what is expected.
    pub message: String,
}

/// How to read the sites of some hosts.
#[derive(Debug, Clone)]
pub struct Adapter {
    /// Digest of its file: what was read by another is read anew.
    pub digest: Sha256,
    /// Name for people.
    pub name: String,
    /// Hosts, `*.example` for all below one, `*` for any.
    pub hosts: Vec<String>,
    /// Zone of dates that name none.
    pub zone: Offset,
    /// Language of the sites.
    pub language: Option<String>,
    /// The page that lists posts.
    pub listing: Listing,
    /// A post.
    pub post: Post,
}

/// Selectors for the listing.
#[derive(Debug, Clone)]
pub struct Listing {
    /// One entry.
    pub item: Selector,
    /// The link to the post inside an entry.
    pub link: Option<Selector>,
    /// The link to the page with older entries.
    pub next: Option<Selector>,
}

/// Selectors for a post.
#[derive(Debug, Clone)]
pub struct Post {
    /// Whether a post has a page of its own; if not, the entry of the listing is all of it.
    pub own_page: bool,
    /// Title.
    pub title: Option<Selector>,
    /// Text.
    pub body: Selector,
    /// Date.
    pub date: Option<Selector>,
    /// What is not part of the text.
    pub remove: Option<Selector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    hosts: Spanned<Vec<String>>,
    time_zone: Option<Spanned<String>>,
    language: Option<String>,
    listing: ListingTable,
    post: PostTable,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListingTable {
    item: Spanned<String>,
    link: Option<Spanned<String>>,
    next: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PostTable {
    #[serde(default = "yes")]
    own_page: bool,
    title: Option<Spanned<String>>,
    body: Spanned<String>,
    date: Option<Spanned<String>>,
    remove: Option<Spanned<String>>,
}

const fn yes() -> bool {
    true
}

/// A place in a file that is being read.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, at: usize, message: impl Into<String>) -> AdapterError {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        AdapterError {
            file: self.file.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            message: message.into(),
        }
    }

    fn selector(&self, text: &Spanned<String>) -> Result<Selector, AdapterError> {
        Selector::parse(text.get_ref()).map_err(|error| {
            let message = format!("{:?} is no CSS selector: {error}", text.get_ref());
            self.error(text.span().start, message)
        })
    }

    fn optional(&self, text: Option<&Spanned<String>>) -> Result<Option<Selector>, AdapterError> {
        text.map(|text| self.selector(text)).transpose()
    }

    fn zone(&self, name: Option<&Spanned<String>>) -> Result<Offset, AdapterError> {
        let Some(name) = name else {
            return Ok(TimeZone::Wib.offset());
        };
        [TimeZone::Wib, TimeZone::Wita, TimeZone::Wit]
            .into_iter()
            .find(|zone| zone.abbreviation() == name.get_ref())
            .map(TimeZone::offset)
            .ok_or_else(|| self.error(name.span().start, "time_zone is WIB, WITA or WIT"))
    }
}

impl Adapter {
    /// Reads the text of a file. Unknown keys are refused; selectors are compiled.
    pub fn parse(file: &str, text: &str) -> Result<Self, AdapterError> {
        let reader = Reader { file, text };
        let read: File = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            reader.error(at, error.message().trim())
        })?;
        let hosts = read.hosts.get_ref();
        if hosts.is_empty() || hosts.iter().any(|host| host.trim().is_empty()) {
            let message = "hosts needs at least one host, such as \"*.go.id\"";
            return Err(reader.error(read.hosts.span().start, message));
        }
        Ok(Self {
            digest: Sha256::of(text),
            zone: reader.zone(read.time_zone.as_ref())?,
            listing: Listing {
                item: reader.selector(&read.listing.item)?,
                link: reader.optional(read.listing.link.as_ref())?,
                next: reader.optional(read.listing.next.as_ref())?,
            },
            post: Post {
                own_page: read.post.own_page,
                title: reader.optional(read.post.title.as_ref())?,
                body: reader.selector(&read.post.body)?,
                date: reader.optional(read.post.date.as_ref())?,
                remove: reader.optional(read.post.remove.as_ref())?,
            },
            name: read.name,
            hosts: hosts.iter().map(|host| host.to_lowercase()).collect(),
            language: read.language,
        })
    }

    /// How well a host fits: the number of letters of the best pattern, `None` for no fit.
    pub fn fit(&self, host: &str) -> Option<usize> {
        let fits = |pattern: &&String| match pattern.strip_prefix('*') {
            Some(rest) => host.ends_with(rest) || format!(".{host}") == rest,
            None => host == pattern.as_str(),
        };
        self.hosts
            .iter()
            .filter(fits)
            .map(|host| host.trim_start_matches('*').len())
            .max()
    }
}
