//! Platforms. A source is pure: it spells addresses, plans requests and reads captures, and never
//! touches the network, the disk or the clock.
//!
//! Adding a platform: a variant of [`Platform`], a file or folder here (in [`closed`] when it
//! cannot be crawled), one line in [`Sources::get`]; for one that is crawled, fixtures under
//! `tests/fixtures/<name>/`, `source_conformance!` in the tests and a fuzz target. If it needs
//! more, mend the trait first.

pub mod bluesky;
pub mod closed;
mod error;
pub mod feed;
pub mod html;
pub mod mastodon;
mod no_account;
pub mod shared;
pub mod wordpress;

pub use self::error::PlanError;
pub use self::no_account::{AddressFault, AddressForm, NoAccount};
use crate::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform, site};

/// To be raised whenever a source reads words, links or media otherwise than before.
pub const EDITION: &str = "3";

/// How surely a text is an address of a platform, when nothing but the text says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recognition {
    /// Nothing in it points to the platform.
    No,
    /// It has a shape that accounts of the platform have, on whatever host.
    ByShape,
    /// Its host, or its scheme, belongs to the platform.
    ByHost,
}

/// Why a request brought no answer to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// robots.txt closes the address.
    Closed,
    /// The server kept answering with a fault of its own (5xx).
    Failing,
    /// It leads to a site where nobody is registered.
    LedAway,
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

    /// What people call the platform besides its name, in lower case, letters and digits only.
    fn nicknames(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether a text looks like an address of this platform.
    fn recognise(&self, text: &str) -> Recognition;

    /// The one spelling of the account that a text names: every way of writing an account gives
    /// the same, no two accounts give the same, and `plan` understands it. Total.
    fn spelling(&self, text: &str) -> Result<String, NoAccount>;

    /// Which accounts are paced together: the site that the account's requests go to in the
    /// first place, as [`site`] names it; for an address that `plan` refuses, the
    /// platform. `None` when the platform is not crawled.
    fn lane(&self, account: &Account) -> Option<String>;

    /// Whether accounts of the platform are crawled; else they are collected by import or
    /// capture.
    fn is_crawled(&self) -> bool {
        true
    }

    /// By which edition of its reading rules this source reads the account. A post that reads
    /// otherwise under another edition was not edited by its author.
    fn edition(&self, _account: &Account) -> String {
        EDITION.to_owned()
    }

    /// First requests of a pass. With `None` the account was never crawled.
    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError>;

    /// What may be asked instead of a request of this source that was not answered, in this visit
    /// only; nothing where there is no other way.
    fn instead(
        &self,
        _account: &Account,
        _cursor: Option<&Cursor>,
        _request: &FetchRequest,
        _why: NoAnswer,
    ) -> Vec<FetchRequest> {
        Vec::new()
    }

    /// Requests that show whether stored posts are still visible and unchanged. `parse` reports
    /// them in `posts` (present, maybe edited) or `absent`. `cursor` is the one stored now.
    fn recheck(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest>;

    /// Reads one answer of any status. Total: never panics, never drops a good post because of
    /// a bad one. `cursor` is the one stored now.
    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage;
}

/// Every platform's source.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    html: html::Html,
}

impl Sources {
    /// All sources, with the adapters that the HTML source reads sites by.
    pub fn new(adapters: Vec<html::Adapter>) -> Self {
        Self {
            html: html::Html::new(adapters),
        }
    }

    /// The source of a platform.
    pub fn get(&self, platform: Platform) -> &dyn Source {
        match platform {
            Platform::Bluesky => &bluesky::Bluesky,
            Platform::Facebook => &closed::facebook::Facebook,
            Platform::Feed => &feed::Feed,
            Platform::Html => &self.html,
            Platform::Instagram => &closed::instagram::Instagram,
            Platform::Mastodon => &mastodon::Mastodon,
            Platform::Telegram => &closed::telegram::Telegram,
            Platform::Threads => &closed::threads::Threads,
            Platform::Tiktok => &closed::tiktok::Tiktok,
            Platform::Whatsapp => &closed::whatsapp::Whatsapp,
            Platform::Wordpress => &wordpress::Wordpress,
            Platform::X => &closed::x::X,
            Platform::Youtube => &closed::youtube::Youtube,
        }
    }

    /// The platform that a text is most surely an address of. Where two are equally likely, a
    /// person decides.
    pub fn recognise(&self, text: &str) -> Option<(Platform, Recognition)> {
        let each = Platform::ALL.map(|platform| (platform, self.get(platform).recognise(text)));
        let surest = each.iter().map(|(_, how)| *how).max()?;
        let mut likely = each.into_iter().filter(|(_, how)| *how == surest);
        match (surest, likely.next(), likely.next()) {
            (Recognition::No, ..) | (.., Some(_)) => None,
            (_, only, None) => only,
        }
    }

    /// The platform that people call so; case, blanks and signs say nothing.
    pub fn named(&self, name: &str) -> Option<Platform> {
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        let key: String = letters.flat_map(char::to_lowercase).collect();
        Platform::ALL.into_iter().find(|platform| {
            platform.as_str() == key || self.get(*platform).nicknames().contains(&key.as_str())
        })
    }
}

/// The lane of an account whose requests go to `url`.
fn lane(platform: Platform, url: Option<&url::Url>) -> String {
    let site = url.and_then(site);
    site.unwrap_or_else(|| platform.to_string())
}
