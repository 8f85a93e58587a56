//! Platforms. A source is pure: it plans requests and reads captures, and never touches the
//! network, the disk or the clock.
//!
//! Adding a platform: one file or folder here, one line in [`Sources`], a variant of
//! [`Platform`], fixtures under `tests/fixtures/<name>/`, and `source_conformance!(<name>)`
//! in the tests. If it needs more, mend the trait first.

pub mod bluesky;
pub mod feed;
pub mod html;
pub mod mastodon;
pub mod shared;
pub mod wordpress;

use crate::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform};

/// Why an account cannot be crawled as registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address {address:?} does not fit platform {platform}: {hint}")]
pub struct PlanError {
    /// Address as registered.
    pub address: String,
    /// Platform as registered.
    pub platform: Platform,
    /// What is expected.
    pub hint: String,
}

/// A platform's protocol.
///
/// A pass over an account is: `plan`, then for every answer `parse`, whose `next` requests
/// follow, each page being saved with its cursor before the next request leaves. So a cursor
/// must describe unfinished business too (a backfill that stopped half way): a crash after any
/// page loses nothing, because `plan` with the saved cursor goes on from there.
pub trait Source: Send + Sync {
    /// Which platform this reads.
    fn platform(&self) -> Platform;

    /// Which accounts are paced together: the site that the account's requests go to in the
    /// first place, as [`shared::links::site`] names it. `None` when no request of it will ever
    /// leave; why not is told by `plan`.
    fn lane(&self, account: &Account) -> Option<String>;

    /// First requests of a pass. With `None` the account was never crawled.
    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError>;

    /// Requests that show whether stored posts are still visible and unchanged. `parse` reports
    /// them in `posts` (present, maybe edited) or `absent`.
    fn recheck(&self, account: &Account, posts: &[KnownPost]) -> Vec<FetchRequest>;

    /// Reads one answer of any status. Total: never panics, never drops a good post because of
    /// a bad one. `cursor` is the one stored now.
    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage;
}

/// Every platform's source.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    bluesky: bluesky::Bluesky,
    feed: feed::Feed,
    html: html::Html,
    mastodon: mastodon::Mastodon,
    wordpress: wordpress::Wordpress,
}

impl Sources {
    /// All sources, with the adapters that the HTML source reads sites by.
    pub fn new(adapters: Vec<html::Adapter>) -> Self {
        Self {
            html: html::Html::new(adapters),
            ..Self::default()
        }
    }

    /// The source of a platform.
    pub fn get(&self, platform: Platform) -> &dyn Source {
        match platform {
            Platform::Bluesky => &self.bluesky,
            Platform::Feed => &self.feed,
            Platform::Html => &self.html,
            Platform::Mastodon => &self.mastodon,
            Platform::Wordpress => &self.wordpress,
        }
    }
}

impl PlanError {
    /// An address that does not fit; `hint` says what is expected.
    pub fn new(account: &Account, hint: impl Into<String>) -> Self {
        Self {
            address: account.address.clone(),
            platform: account.platform,
            hint: hint.into(),
        }
    }
}
