//! RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed.
//!
//! The address is that of the feed, or of a page that names its feed in its head. Entries that
//! leave the feed's window are not gone: a second look goes to the entry's own page.

mod authors;
mod base;
mod dates;
pub mod entries;
mod excerpts;
mod identity;
mod item;
mod json_feed;
mod listing;
mod missing;
mod root;
pub mod salvage;
mod split;
mod tags;

use url::Url;

use self::authors::Whose;
pub(super) use self::listing::page_of;
use super::shared::answer::{self, Answer};
use super::shared::links::http_url;
use super::shared::progress::Progress;
use super::shared::written::{page_spelling, visible, web_address};
use super::{AddressFault, AddressForm, NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AnswerKind, Capture, Cursor, FetchRequest, KnownPost, NativeId, ParsedPage, Platform,
    Reach, web_alias,
};

const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
/// How addresses of feeds end.
const ENDS: [&str; 7] = [
    ".xml",
    ".rss",
    ".atom",
    "/feed",
    "/rss",
    "/atom",
    "/feed.json",
];

/// Feeds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Feed;

impl Source for Feed {
    fn platform(&self) -> Platform {
        Platform::Feed
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["rss", "atom", "umpan", "rssfeed"]
    }

    fn recognise(&self, text: &str) -> Recognition {
        let path = web_address(text).map(|url| url.path().trim_end_matches('/').to_lowercase());
        if path.is_some_and(|path| ENDS.iter().any(|end| path.ends_with(end))) {
            Recognition::ByShape
        } else {
            Recognition::No
        }
    }

    fn spelling(&self, text: &str) -> Result<String, NoAccount> {
        let seen = visible(text);
        let after_scheme = seen
            .strip_prefix("feed:")
            .filter(|rest| rest.starts_with("http"));
        let url = web_address(after_scheme.unwrap_or(&seen));
        let url =
            url.ok_or_else(|| NoAccount::new(text, AddressFault::NoWebAddress, AddressForm::Feed))?;
        let whose = Whose::of_address(&seen)
            .ok_or_else(|| NoAccount::new(text, AddressFault::NoAuthor, AddressForm::FeedAuthor))?;
        Ok(page_spelling(&url) + &whose.spelling())
    }

    fn lane(&self, account: &Account) -> Option<String> {
        let url = web_address(&account.address);
        Some(super::lane(self.platform(), url.as_ref()))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let address = web_address(&account.address)
            .ok_or_else(|| PlanError::misfit(account, AddressForm::Feed))?;
        let mut progress = Progress::load(cursor);
        let feed = progress.note("feed").and_then(|feed| http_url(feed, None));
        let own = Reach::of(&address);
        let feed = feed.filter(|feed| own.permits(feed));
        let mut requests = vec![newest(feed.unwrap_or(address))];
        let gaps = progress
            .listing("")
            .gaps()
            .filter_map(|gap| http_url(gap, None));
        requests.extend(gaps.map(older));
        Ok(requests)
    }

    fn recheck(
        &self,
        _account: &Account,
        _cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        recheck_pages(posts)
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = Progress::load(cursor);
        let step = capture.request.step.0.as_str();
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("newest", _) => listing::read(account, &mut progress, capture, None),
            ("older", address) => listing::read(account, &mut progress, capture, Some(address)),
            ("recheck", id) => rechecked(capture, id),
            _ => answer::odd(step, "this answer belongs to no step of the feed source"),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

fn newest(url: Url) -> FetchRequest {
    request(url, "newest".to_owned())
}

fn older(url: Url) -> FetchRequest {
    let step = format!("older {url}");
    request(url, step)
}

fn request(url: Url, step: String) -> FetchRequest {
    FetchRequest {
        answer: AnswerKind::Feed,
        ..FetchRequest::new(url, ACCEPT, step)
    }
}

/// Asks for the pages of posts that have one of their own: what becomes of the front page, or of
/// one that several posts name, says nothing of a post.
pub(super) fn recheck_pages(posts: &[KnownPost]) -> Vec<FetchRequest> {
    let page = |post: &KnownPost| web_alias(post.url.as_deref()?);
    let request = |post: &KnownPost| {
        let own = page(post)?;
        let bearers = posts
            .iter()
            .filter(|other| page(other).as_ref() == Some(&own));
        if bearers.count() > 1 {
            return None;
        }
        let url = http_url(post.url.as_deref()?, None)?;
        let step = format!("recheck {}", post.native_id);
        Some(FetchRequest::new(url, "text/html, */*;q=0.1", step))
    };
    posts.iter().filter_map(request).collect()
}

/// A page that is gone means a post that is no longer visible; any other answer means nothing.
pub(super) fn rechecked(capture: &Capture, id: &str) -> ParsedPage {
    match Answer::of(capture) {
        Answer::Absent => ParsedPage {
            absent: vec![NativeId(id.to_owned())],
            ..ParsedPage::default()
        },
        Answer::Body | Answer::NotModified => ParsedPage::default(),
        Answer::Shut | Answer::Refused => answer::odd(
            id,
            format!("the page answered {}: nothing concluded", capture.status),
        ),
    }
}
