//! Addresses of WordPress sites and authors.

use url::Url;

use crate::source::shared::links::query_value;
use crate::source::shared::written::{page_spelling, path_parts, web_address};
use crate::source::{AddressFault, AddressForm, NoAccount};

/// Where the pages of a site begin that are not the site: what follows is no folder.
const DOORS: [&str; 6] = [
    "author",
    "wp-json",
    "wp-admin",
    "wp-content",
    "wp-login.php",
    "index.php",
];

/// Parameters that ask for a post.
const POSTS: [&str; 3] = ["p", "page_id", "attachment_id"];

/// A site, and whose posts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WordPressAddress {
    /// Front page, with a slash at the end.
    pub site: Url,
    /// Which author; without one all posts are the account's.
    pub author: Option<SiteAuthor>,
}

/// How an author is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteAuthor {
    /// By number: `?author=3`.
    Id(String),
    /// By name in the address: `/author/budi/`.
    Slug(String),
}

/// Reads `https://site/`, `https://site/folder/`, `https://site/author/name/` and
/// `https://site/?author=3`; the site's feed and API stand for the site, and those of an author
/// for the author.
pub fn parse(text: &str) -> Result<WordPressAddress, NoAccount> {
    let refused = |fault| NoAccount::new(text, fault, AddressForm::Wordpress);
    let url = web_address(text).ok_or_else(|| refused(AddressFault::NoWebAddress))?;
    if POSTS
        .iter()
        .any(|name| query_value(url.as_str(), name).is_some())
    {
        return Err(refused(AddressFault::PostOfSite));
    }
    let parts = path_parts(&url);
    if parts.windows(2).any(|pair| is_month(&pair[0], &pair[1])) {
        return Err(refused(AddressFault::DatedPage));
    }
    let door = parts.iter().position(|part| DOORS.contains(&part.as_str()));
    let (folders, inside) = parts.split_at(door.unwrap_or_else(|| before_feed(&parts)));
    let author = by_number(&url, inside).or_else(|| by_slug(&url, inside));
    site(&url, folders.len())
        .map(|site| WordPressAddress { site, author })
        .ok_or_else(|| refused(AddressFault::NoSite))
}

/// The beginning of the address of a post: `/2027/01/`.
fn is_month(year: &str, month: &str) -> bool {
    let digits = |text: &str, count: usize| {
        text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    digits(year, 4) && digits(month, 2)
}

/// Where the feed of the whole site begins: `…/feed/`, `…/feed/atom/`.
fn before_feed(parts: &[String]) -> usize {
    match parts {
        [folders @ .., feed] if feed == "feed" => folders.len(),
        [folders @ .., feed, kind]
            if feed == "feed" && matches!(kind.as_str(), "rss" | "rss2" | "atom" | "rdf") =>
        {
            folders.len()
        }
        _ => parts.len(),
    }
}

/// The address up to so many folders. They are taken as they are written: decoding a folder
/// that is no UTF-8 would make one of several.
fn site(url: &Url, folders: usize) -> Option<Url> {
    let parts = url.path_segments()?.filter(|part| !part.is_empty());
    let path: Vec<&str> = parts.take(folders).chain([""]).collect();
    let mut site = url.clone();
    site.set_query(None);
    site.set_path(&path.join("/"));
    page_spelling(&site).parse().ok()
}

/// `?author=3`, or the API's own `…/users/3`.
fn by_number(url: &Url, inside: &[String]) -> Option<SiteAuthor> {
    let asked = query_value(url.as_str(), "author");
    let named = inside.iter().position(|part| part == "users");
    let named = named.and_then(|at| inside.get(at + 1)).cloned();
    let number: u64 = asked.or(named)?.parse().ok()?;
    Some(SiteAuthor::Id(number.to_string()))
}

/// `/author/budi/`, or the API's own `…/users?slug=budi`.
fn by_slug(url: &Url, inside: &[String]) -> Option<SiteAuthor> {
    let named = inside.iter().position(|part| part == "author");
    let slug = match (named, inside.last()) {
        (Some(at), _) => inside.get(at + 1)?.clone(),
        (None, Some(users)) if users == "users" => query_value(url.as_str(), "slug")?,
        _ => return None,
    };
    // WordPress makes them of the lower-case letters of a name.
    let slug = slug.to_lowercase();
    slug.contains(char::is_alphanumeric)
        .then_some(SiteAuthor::Slug(slug))
}

impl WordPressAddress {
    /// The site, with its author where one is named.
    pub fn spelling(&self) -> String {
        let mut url = self.site.clone();
        match &self.author {
            Some(SiteAuthor::Id(id)) => {
                url.query_pairs_mut().append_pair("author", id);
            }
            Some(SiteAuthor::Slug(slug)) => {
                if let Ok(mut parts) = url.path_segments_mut() {
                    parts.pop_if_empty().extend(["author", slug, ""]);
                }
            }
            None => {}
        }
        url.to_string()
    }
}
