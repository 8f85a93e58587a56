//! `xml:base` (XML Base, RFC 4287 2): what relative addresses in a feed refer to.

use url::Url;

use super::salvage;
use crate::source::shared::links::http_url;

/// What relative addresses refer to at a place in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FeedBase {
    url: Url,
    /// Whether the feed says so.
    declared: bool,
}

impl FeedBase {
    /// Of a feed that says nothing: its own address.
    pub(super) fn of_document(url: &Url) -> Self {
        Self {
            url: url.clone(),
            declared: false,
        }
    }

    /// Inside the element of a start tag.
    pub(super) fn within(&self, tag: &str) -> Self {
        self.named(salvage::attribute_value(tag, "xml:base"))
    }

    /// Inside the first element of that name that has a base.
    pub(super) fn within_first(&self, markup: &str, name: &str) -> Self {
        self.named(salvage::attribute(markup, name, "xml:base"))
    }

    /// Inside an entry.
    pub(super) fn of_entry(&self, entry: &str) -> Self {
        self.within(entry.split('>').next().unwrap_or_default())
    }

    /// Inside the content of an entry, by the name of its element, and inside the `div` that holds
    /// all XHTML.
    pub(super) fn of_content(&self, entry: &str, name: &str) -> Self {
        let base = self.within_first(entry, name);
        let inner = salvage::inline_markup(entry, &[name]).unwrap_or_default();
        match inner.trim_start().strip_prefix('<') {
            Some(first) if salvage::is_named(first, "div") => base.of_entry(first),
            _ => base,
        }
    }

    fn named(&self, address: Option<String>) -> Self {
        match address.and_then(|address| http_url(&address, Some(&self.url))) {
            Some(url) => Self {
                url,
                declared: true,
            },
            None => self.clone(),
        }
    }

    /// The address that counts.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// What the content of an entry refers to: where the feed says nothing, the entry's own page.
    pub(super) fn for_content<'a>(&'a self, page: Option<&'a Url>) -> &'a Url {
        page.filter(|_| !self.declared).unwrap_or(&self.url)
    }
}
