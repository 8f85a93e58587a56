//! Addresses of WordPress sites and authors.

use url::Url;

use crate::source::shared::links::http_url;

/// A site, and whose posts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Front page, with a slash at the end.
    pub site: Url,
    /// Which author; without one all posts are the account's.
    pub author: Option<Author>,
}

/// How an author is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    /// By number: `?author=3`.
    Id(String),
    /// By name in the address: `/author/budi/`.
    Slug(String),
}

/// Reads `https://site/`, `https://site/folder/`, `https://site/author/name/` and
/// `https://site/?author=3`.
pub fn parse(text: &str) -> Option<Address> {
    let url = http_url(text, None)?;
    let by_number = url
        .query_pairs()
        .find(|(key, value)| key == "author" && value.parse::<u64>().is_ok())
        .map(|(_, value)| Author::Id(value.into_owned()));
    let segments: Vec<String> = url
        .path_segments()?
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    let at = segments.iter().rposition(|part| part == "author");
    let by_slug = at
        .and_then(|at| segments.get(at + 1))
        .cloned()
        .map(Author::Slug);
    let folders = if by_slug.is_some() {
        at.unwrap_or(0)
    } else {
        segments.len()
    };
    let mut site = url.clone();
    site.set_query(None);
    site.set_fragment(None);
    site.path_segments_mut()
        .ok()?
        .clear()
        .extend(segments.get(..folders)?)
        .push("");
    Some(Address {
        site,
        author: by_number.or(by_slug),
    })
}
