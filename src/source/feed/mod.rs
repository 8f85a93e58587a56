//! RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed.
//!
//! The address is that of the feed, or of a page that names its feed in its head. Entries that
//! leave the feed's window are not gone: a second look goes to the entry's own page.

mod base;
mod dates;
pub mod entries;
pub mod salvage;
pub mod split;

use std::sync::LazyLock;

use scraper::Selector;
use url::Url;

use self::entries::{FeedDocument, Item};
use super::shared::answer::{self, Answer};
use super::shared::links::http_url;
use super::shared::obstacle::{Obstacle, in_place_of_content};
use super::shared::progress::Progress;
use super::shared::written::{page_spelling, visible, web_address};
use super::shared::{charset, html, text};
use super::{NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, Identity, KnownPost, Media, NativeId,
    ParsedPage, ParsedPost, Platform, PostKind, Sha256, Warning,
};

const ACCEPT: &str = "application/atom+xml, application/rss+xml, application/feed+json, \
                      application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1";
const HINT: &str = "expected the http(s) address of a feed, or of a page that names one";
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
/// Longer identifiers are replaced by their digest.
const LONGEST_ID: usize = 1000;
/// What WordPress puts before the title of a post that needs a password, in the languages seen.
const PROTECTED: [&str; 4] = [
    "Protected: ",
    "Terproteksi: ",
    "Diproteksi: ",
    "Dilindungi: ",
];

static FEED_LINK: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("link[rel~=alternate][type*='rss+xml'], link[rel~=alternate][type*='atom+xml'], link[rel~=alternate][type*='feed+json']")
        .expect("a valid selector")
});
static TITLE: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("title").expect("a valid selector"));

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
        let url = url.ok_or_else(|| NoAccount::new(text, "is no web address", HINT))?;
        Ok(page_spelling(&url))
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
        let address =
            web_address(&account.address).ok_or_else(|| PlanError::misfit(account, HINT))?;
        let mut progress = Progress::load(cursor);
        let feed = progress.note("feed").and_then(|feed| http_url(feed, None));
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
            ("newest", _) => listed(account, &mut progress, capture, None),
            ("older", address) => listed(account, &mut progress, capture, Some(address)),
            ("recheck", id) => rechecked(capture, id),
            _ => answer::odd(step, "this answer belongs to no step of the feed source"),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

fn newest(url: Url) -> FetchRequest {
    FetchRequest::new(url, ACCEPT, "newest")
}

fn older(url: Url) -> FetchRequest {
    let step = format!("older {url}");
    FetchRequest::new(url, ACCEPT, step)
}

/// Asks for the pages of posts, where they have any.
pub(super) fn recheck_pages(posts: &[KnownPost]) -> Vec<FetchRequest> {
    let request = |post: &KnownPost| {
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

fn listed(
    account: &Account,
    progress: &mut Progress,
    capture: &Capture,
    gap: Option<&str>,
) -> ParsedPage {
    match (Answer::of(capture), gap) {
        (Answer::NotModified, Some(_)) => return answer::again(capture),
        // What the feed showed stands in it still.
        (Answer::NotModified, None) => {
            return ParsedPage {
                confirms: true,
                state: Some(AccountState::Active),
                ..ParsedPage::default()
            };
        }
        _ => {}
    }
    if let Some(page) = answer::without_body(capture) {
        return page;
    }
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let Some(document) = entries::read(&decoded.text, &capture.final_url) else {
        return no_feed(account, progress, capture, &decoded.text);
    };
    let title = document.title.clone();
    let older_page = document.older.clone();
    let complete = !document.incomplete;
    let mut page = page_of(document, &capture.final_url);
    page.warnings.extend(answer::encoding(capture, &decoded));
    let ids: Vec<String> = page
        .posts
        .iter()
        .map(|post| post.native_id.0.clone())
        .collect();
    let next = older_page
        .and_then(|address| http_url(&address, Some(&capture.final_url)))
        .filter(|url| *url != capture.final_url && url.host() == capture.final_url.host())
        .map(String::from);
    let line = progress.listing("");
    let follow = match gap {
        None => line.read_newest(&ids, next),
        Some(address) => line.read_gap(address, &ids, next),
    };
    page.next = follow
        .and_then(|address| http_url(&address, None))
        .map(older)
        .into_iter()
        .collect();
    page.state = Some(AccountState::Active);
    page.understood = complete;
    if gap.is_none() {
        let moved = capture.final_url != capture.request.url;
        page.identity = Some(Identity {
            stable_id: None,
            address: moved.then(|| capture.final_url.to_string()),
            display_name: title.filter(|title| !title.is_empty()),
        });
    }
    page.cursor = Some(progress.save());
    page
}

/// Turns entries into posts; those that are not public or say nothing are left out.
pub(super) fn page_of(document: FeedDocument, base: &Url) -> ParsedPage {
    let mut page = ParsedPage {
        warnings: document.warnings,
        ..ParsedPage::default()
    };
    let mut seen = std::collections::HashSet::new();
    for (index, item) in document.items.into_iter().enumerate() {
        match post(item, base) {
            Ok(post) if seen.insert(post.native_id.clone()) => page.posts.push(post),
            Ok(_) => {}
            Err(message) => {
                page.warnings
                    .push(Warning::new(format!("entry {}", index + 1), message));
            }
        }
    }
    page
}

fn post(item: Item, base: &Url) -> Result<ParsedPost, String> {
    if PROTECTED.iter().any(|word| item.title.starts_with(word)) || item.body.password_field {
        return Err("the entry needs a password: it is not public and was left out".to_owned());
    }
    let words = text::titled(&item.title, &item.body.text);
    let id = identity(&item).ok_or("the entry has neither identifier, link nor title")?;
    let permalink = item.id.as_deref().and_then(|id| http_url(id, None));
    let edited = item
        .updated
        .filter(|updated| item.published.is_some_and(|at| at < *updated));
    let mut media = item.media;
    media.extend(item.body.media);
    media.dedup_by(|a, b| a.url.is_some() && a.url == b.url);
    media.retain(|item| public(item, base));
    Ok(ParsedPost {
        native_id: NativeId(id),
        url: item.link.or(permalink).map(String::from),
        text: words,
        kind: PostKind::Original,
        context: None,
        published_at: item.published.or(item.updated),
        edited_at: edited,
        language: item.language.filter(|language| !language.trim().is_empty()),
        media,
        links: item.body.links,
        ..ParsedPost::default()
    })
}

fn public(media: &Media, base: &Url) -> bool {
    media
        .url
        .as_deref()
        .is_none_or(|url| http_url(url, Some(base)).is_some())
}

/// `guid`, else the link, else a digest of title and date.
fn identity(item: &Item) -> Option<String> {
    let given = item
        .id
        .clone()
        .or_else(|| item.link.as_ref().map(Url::to_string));
    match given {
        Some(id) if id.len() > LONGEST_ID => Some(format!("sha256:{}", Sha256::of(id))),
        Some(id) => Some(id),
        None if item.title.is_empty() && item.body.text.is_empty() => None,
        None => {
            let what = if item.title.is_empty() {
                &item.body.text
            } else {
                &item.title
            };
            let date = item.published.map_or_else(String::new, |at| at.to_string());
            Some(format!("sha256:{}", Sha256::of(format!("{what}\n{date}"))))
        }
    }
}

/// Says what came instead of a feed; a page that names its feed leads there.
fn no_feed(
    account: &Account,
    progress: &mut Progress,
    capture: &Capture,
    markup: &str,
) -> ParsedPage {
    let start = markup
        .trim_start()
        .get(..200)
        .unwrap_or(markup.trim_start());
    let at = capture.request.step.0.clone();
    let lower = start.to_ascii_lowercase();
    if !(lower.contains("<!doctype html") || lower.contains("<html") || lower.contains("<body")) {
        let kind = capture.media_type();
        return answer::unread(
            at,
            format!(
                "the answer ({kind}) is no feed that can be read; open the address, and register \
                 the one under which the site names its feed"
            ),
        );
    }
    let document = html::document(markup);
    let title = document
        .select(&TITLE)
        .next()
        .map(|title| text::one_line(&title.inner_html()));
    let what = in_place_of_content(capture, &document).map_or("an HTML page", Obstacle::what);
    let message = format!(
        "{what} came where a feed was expected: {:?}; open the address, and register the one \
         under which the site names its feed",
        title.unwrap_or_default()
    );
    let mut page = answer::unread(at, message);
    let base = html::base(&document, &capture.final_url);
    let named = document
        .select(&FEED_LINK)
        .find_map(|link| http_url(link.attr("href")?, Some(&base)));
    let registered = web_address(&account.address);
    let at_address = registered.as_ref() == Some(&capture.request.url);
    if let Some(feed) = named.filter(|feed| at_address && *feed != capture.request.url) {
        progress.set_note("feed", feed.as_str());
        page.cursor = Some(progress.save());
        page.next = vec![newest(feed)];
    }
    page
}
