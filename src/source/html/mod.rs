//! Sites without feed or API, read by CSS selectors.
//!
//! The address is a listing (an author's page, a section). Its entries lead to pages of their
//! own, which wait in the cursor until they were read.

pub mod adapter;
mod linked;
pub mod page;

use std::collections::HashSet;

use scraper::Html as Document;
use url::Url;

pub use self::adapter::{Adapter, AdapterError};
use self::page::{PagePlace, ReadListing, ReadPost};
use super::shared::answer::{self, Answer};
use super::shared::bounds;
use super::shared::html::MarkupExcess;
use super::shared::links::http_url;
use super::shared::obstacle::{self, Obstacle, PostFound};
use super::shared::progress::Progress;
use super::shared::written::{page_spelling, web_address};
use super::shared::{charset, html};
use super::{AddressFault, AddressForm, EDITION, NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, KnownPost, NativeId, ParsedPage,
    ParsedPost, Platform, Sha256, Warning, web_alias,
};

const ACCEPT: &str = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1";
/// While more pages wait than this, the listing is not read further down.
const WAITING: usize = 300;
/// A page that fails this often is given up.
const ATTEMPTS: u8 = 5;

/// Sites read by adapters.
#[derive(Debug, Clone, Default)]
pub struct Html {
    adapters: Vec<Adapter>,
}

impl Html {
    /// A source that knows these adapters.
    pub fn new(adapters: Vec<Adapter>) -> Self {
        Self { adapters }
    }

    /// The adapter whose host pattern fits best.
    fn adapter(&self, url: &Url) -> Option<&Adapter> {
        let host = url.host_str()?;
        let fits = self.adapters.iter().filter_map(|a| Some((a.fit(host)?, a)));
        fits.max_by_key(|(fit, _)| *fit).map(|(_, adapter)| adapter)
    }

    fn target(&self, account: &Account) -> Option<(Url, &Adapter)> {
        let url = web_address(&account.address)?;
        let adapter = self.adapter(&url)?;
        Some((url, adapter))
    }
}

fn request(url: Url, step: String) -> FetchRequest {
    FetchRequest::new(url, ACCEPT, step)
}

fn by_address(word: &str, address: &str) -> Option<FetchRequest> {
    Some(request(
        http_url(address, None)?,
        format!("{word} {address}"),
    ))
}

impl Source for Html {
    fn platform(&self) -> Platform {
        Platform::Html
    }

    /// Any page could be one: only a person can say so.
    fn recognise(&self, _text: &str) -> Recognition {
        Recognition::No
    }

    fn spelling(&self, text: &str) -> Result<String, NoAccount> {
        let refused = |fault| NoAccount::new(text, fault, AddressForm::Html);
        let url = web_address(text).ok_or_else(|| refused(AddressFault::NoWebAddress))?;
        match self.adapter(&url) {
            Some(_) => Ok(page_spelling(&url)),
            None => Err(refused(AddressFault::NoAdapter)),
        }
    }

    fn lane(&self, account: &Account) -> Option<String> {
        let url = web_address(&account.address);
        Some(super::lane(self.platform(), url.as_ref()))
    }

    fn edition(&self, account: &Account) -> String {
        let adapter = self.target(account).map(|(_, adapter)| adapter.digest);
        format!("{EDITION} {}", adapter.unwrap_or(Sha256::of("")))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let (url, _) = self
            .target(account)
            .ok_or_else(|| PlanError::misfit(account, AddressForm::Html))?;
        let mut progress = Progress::load(cursor);
        let mut requests = vec![request(url, "listing".to_owned())];
        requests.extend(
            progress
                .pending
                .keys()
                .filter_map(|url| by_address("item", url)),
        );
        if progress.pending.len() <= WAITING {
            requests.extend(
                progress
                    .listing("")
                    .gaps()
                    .filter_map(|url| by_address("older", url)),
            );
        }
        Ok(requests)
    }

    fn recheck(
        &self,
        _account: &Account,
        _cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        let request = |post: &KnownPost| {
            let own = http_url(&post.native_id.0, None);
            let url = own.or_else(|| http_url(post.url.as_deref()?, None))?;
            let page = post.url.as_deref().unwrap_or_default();
            Some(request(url, format!("recheck {} {page}", post.native_id)))
        };
        posts.iter().filter_map(request).collect()
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let Some((_, adapter)) = self.target(account) else {
            return answer::odd(&account.address, AddressForm::Html.to_string());
        };
        let mut progress = Progress::load(cursor);
        let place = PagePlace {
            adapter,
            url: &capture.final_url,
            at: capture.fetched_at,
        };
        let step = capture.request.step.0.as_str();
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("listing", _) => listed(place, &mut progress, capture, None),
            ("older", address) => listed(place, &mut progress, capture, Some(address)),
            ("item", address) => item(place, &mut progress, capture, address),
            ("recheck", post) => rechecked(place, capture, post),
            _ => answer::odd(step, "this answer belongs to no step of the HTML source"),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

/// Reads a page, and what is odd about its encoding and its length.
fn document(capture: &Capture) -> (Document, Vec<Warning>) {
    let decoded = charset::decode(&capture.body, capture.header("content-type"));
    let odd = answer::encoding(capture, &decoded);
    let read = html::document(&decoded.text);
    let excess = read.excess.map(MarkupExcess::of_page);
    let excess = excess.map(|excess| Warning::new(capture.final_url.as_str(), excess));
    (read.html, odd.into_iter().chain(excess).collect())
}

/// Whether the request was led to a page for logging in.
fn led_to_login(capture: &Capture) -> bool {
    let is_login = |url: &Url| {
        url.path().to_lowercase().split('/').any(|part| {
            [
                "login",
                "masuk",
                "signin",
                "sign-in",
                "wp-login.php",
                "login.php",
            ]
            .contains(&part)
        })
    };
    is_login(&capture.final_url) && !is_login(&capture.request.url)
}

/// Says what came instead of a listing. Nothing is concluded of the account.
fn in_the_way(place: PagePlace<'_>, obstacle: Obstacle) -> ParsedPage {
    let message = format!(
        "{} came instead of the listing; open {} and see, and register the address under which \
         the posts are listed",
        obstacle.what(),
        place.url
    );
    answer::unread("listing", message)
}

fn note_policy(document: &Document, capture: &Capture, page: &mut ParsedPage) {
    let header = capture.header("x-robots-tag").map(str::to_owned);
    for policy in page::robots(document).into_iter().chain(header) {
        let message = format!("the page tells robots {policy:?}");
        page.warnings
            .push(Warning::new(capture.request.url.as_str(), message));
    }
}

/// What becomes of entries that are too many.
const LEFT: &str = "they are read once they stand higher on the page, or on a page of their own";

/// What was odd about the entries of a listing.
fn oddities(found: &ReadListing, place: PagePlace<'_>) -> Vec<Warning> {
    let hosts: Vec<&str> = found.foreign.iter().map(String::as_str).collect();
    let hosts = hosts.join(", ");
    let foreign = format!("entries on another host were left out: {hosts}");
    let skipped = format!("{} entries without a usable link or text", found.skipped);
    let odd_dates = found.odd_dates.iter();
    (!hosts.is_empty())
        .then(|| Warning::new("listing", foreign))
        .into_iter()
        .chain(odd_dates.map(|odd| Warning::new(place.url.as_str(), odd)))
        .chain((found.skipped > 0).then(|| Warning::new("listing", skipped)))
        .chain(bounds::told_left("listing", found.left, LEFT))
        .collect()
}

fn listed(
    place: PagePlace<'_>,
    progress: &mut Progress,
    capture: &Capture,
    gap: Option<&str>,
) -> ParsedPage {
    if led_to_login(capture) {
        return in_the_way(place, Obstacle::Login);
    }
    match (Answer::of(capture), gap) {
        (Answer::NotModified, Some(_)) => return answer::again(capture),
        (Answer::NotModified, None) => {
            return ParsedPage {
                // Entries that lead to pages of their own say nothing of those.
                confirms: !place.adapter.post.own_page,
                state: Some(AccountState::Active),
                ..ParsedPage::default()
            };
        }
        _ => {}
    }
    if let Some(page) = answer::without_body(capture, gap.is_none()) {
        return page;
    }
    let (document, odd) = document(capture);
    if obstacle::led_elsewhere(capture) {
        return in_the_way(place, Obstacle::Elsewhere);
    }
    let found = page::listing(&document, place);
    let mut ids: Vec<String> = found.links.iter().map(page::name_of).collect();
    ids.extend(found.posts.iter().map(|post| post.native_id.0.clone()));
    if ids.is_empty() {
        return empty(place, capture, &document, &found);
    }
    let mut page = ParsedPage {
        state: Some(AccountState::Active),
        understood: found.skipped + found.left == 0,
        warnings: odd.into_iter().chain(oddities(&found, place)).collect(),
        posts: found.posts,
        ..ParsedPage::default()
    };
    page.posts.dedup_by(|a, b| a.native_id == b.native_id);
    note_policy(&document, capture, &mut page);
    let waiting = names_waiting(progress);
    for url in &found.links {
        let name = page::name_of(url);
        // A cursor of an earlier version remembers addresses as they were spelt.
        let line = progress.listing("");
        let known = gap.is_none() && (line.knows(&name) || line.knows(url.as_str()));
        if !known && !waiting.contains(&name) {
            progress.pending.insert(url.to_string(), 0);
            page.next.extend(by_address("item", url.as_str()));
        }
    }
    let older = found.older.map(String::from);
    let line = progress.listing("");
    let follow = match gap {
        None => line.read_newest(&ids, older),
        Some(address) => line.read_gap(address, &ids, older),
    };
    let follow = follow.filter(|_| progress.pending.len() <= WAITING);
    page.next
        .extend(follow.and_then(|address| by_address("older", &address)));
    page.cursor = Some(progress.save());
    page
}

/// What the pages are called that wait to be read.
fn names_waiting(progress: &Progress) -> HashSet<String> {
    let addresses = progress.pending.keys();
    addresses.filter_map(|address| web_alias(address)).collect()
}

/// A listing without entries: something in its place, or selectors that do not fit.
fn empty(
    place: PagePlace<'_>,
    capture: &Capture,
    document: &Document,
    found: &ReadListing,
) -> ParsedPage {
    if let Some(obstacle) = obstacle::in_place_of_content(capture, document) {
        return in_the_way(place, obstacle);
    }
    if let Some(host) = found.foreign.first() {
        let message = format!(
            "all entries at {} lead to another host ({host}), which is not read for this account; \
             register the listing there",
            place.url
        );
        return answer::unread("listing", message);
    }
    let message = format!(
        "adapter {:?} finds no entries at {}; check its listing.item selector",
        place.adapter.name, place.url
    );
    answer::unread("listing", message)
}

/// Reads the page of a post that waited.
fn item(
    place: PagePlace<'_>,
    progress: &mut Progress,
    capture: &Capture,
    address: &str,
) -> ParsedPage {
    let failures = progress.pending.remove(address).unwrap_or(0);
    let mut page = match Answer::of(capture) {
        Answer::Body if capture.body.trim_ascii().is_empty() => {
            again(progress, address, failures, "is empty")
        }
        Answer::Body => match read(place, capture, address, false) {
            Ok(page) => page,
            Err(obstacle) => {
                let message = format!("shows {}", obstacle.what());
                again(progress, address, failures, &message)
            }
        },
        Answer::NotModified => ParsedPage::default(),
        // Hosts answer so for a time, too: of a page that waits nothing is known yet.
        Answer::Shut | Answer::Absent | Answer::Refused => {
            let message = format!("answered {}", capture.status);
            again(progress, address, failures, &message)
        }
    };
    page.cursor = Some(progress.save());
    page
}

/// Lets a page wait for the next pass, unless it failed too often.
fn again(progress: &mut Progress, address: &str, failures: u8, what: &str) -> ParsedPage {
    let waits = failures + 1 < ATTEMPTS;
    if waits {
        progress.pending.insert(address.to_owned(), failures + 1);
    }
    let tail = if waits {
        "tried again at the next pass"
    } else {
        "given up"
    };
    answer::odd(address, format!("the page {what}: {tail}"))
}

/// Reads the page of a post, or says what is in its place; `known` when it is stored already.
fn read(
    place: PagePlace<'_>,
    capture: &Capture,
    id: &str,
    known: bool,
) -> Result<ParsedPage, Obstacle> {
    if led_to_login(capture) {
        return Err(Obstacle::Login);
    }
    if obstacle::led_elsewhere(capture) {
        return Err(Obstacle::Elsewhere);
    }
    let (document, odd) = document(capture);
    let found = page::post(&document, id, place);
    if let Some(obstacle) = in_place(capture, &document, found.as_ref(), known) {
        return Err(obstacle);
    }
    let mut page = found.map_or_else(
        || answer::odd(id, "the page has neither title nor text"),
        |read| page_of(place, id, read),
    );
    page.warnings.extend(odd);
    note_policy(&document, capture, &mut page);
    Ok(page)
}

/// What stands in the place of a post: judged by its own words where they were found, else by all
/// of the page.
fn in_place(
    capture: &Capture,
    document: &Document,
    found: Option<&ReadPost>,
    known: bool,
) -> Option<Obstacle> {
    let Some(read) = found.filter(|read| read.found) else {
        return obstacle::in_place_of_content(capture, document);
    };
    let found = PostFound {
        title: &read.title,
        text: &read.body,
        dated: read.post.published_at.is_some(),
        known,
    };
    obstacle::in_place_of_post(capture, found)
}

fn page_of(place: PagePlace<'_>, id: &str, read: ReadPost) -> ParsedPage {
    let mut page = ParsedPage {
        understood: read.found,
        ..ParsedPage::default()
    };
    if !read.found {
        let message = format!(
            "adapter {:?} finds no text here; check its post.body selector",
            place.adapter.name
        );
        page.warnings.push(Warning::new(id, message));
    }
    let odd_date = read
        .odd_date
        .map(|odd| Warning::new(place.url.as_str(), odd));
    page.warnings.extend(odd_date);
    page.posts.push(ParsedPost {
        excerpt: !read.found || obstacle::is_walled(&read.body),
        ..read.post
    });
    page
}

/// Whether redirects led from a post to what is neither its address nor the one it was known
/// under: sites lead from what is gone to what is called alike.
fn led_to_another(capture: &Capture, known: &str, posts: &[ParsedPost]) -> bool {
    let asked = [capture.request.url.as_str(), known];
    let asked: Vec<String> = asked.into_iter().filter_map(web_alias).collect();
    let canonical = posts.iter().filter_map(|post| post.url.as_deref());
    let mut came = std::iter::once(capture.final_url.as_str()).chain(canonical);
    let is_asked = |address| web_alias(address).is_some_and(|name| asked.contains(&name));
    capture.final_url != capture.request.url && !came.any(is_asked)
}

/// What a second look at a post tells; `post` is its identifier and the address it is known under.
fn rechecked(place: PagePlace<'_>, capture: &Capture, post: &str) -> ParsedPage {
    let (id, known) = post.split_once(' ').unwrap_or((post, ""));
    let concluded = match Answer::of(capture) {
        Answer::Absent => {
            return ParsedPage {
                absent: vec![NativeId(id.to_owned())],
                ..ParsedPage::default()
            };
        }
        Answer::Body if place.adapter.post.own_page => read(place, capture, id, true),
        Answer::NotModified if place.adapter.post.own_page => Ok(ParsedPage {
            confirms: true,
            ..ParsedPage::default()
        }),
        Answer::Body | Answer::NotModified => Ok(ParsedPage::default()),
        Answer::Shut | Answer::Refused => {
            let message = format!("the page answered {}: nothing concluded", capture.status);
            return answer::odd(id, message);
        }
    };
    match concluded {
        // A page without its text may be anything.
        Ok(mut page) => {
            page.posts.retain(|post| !post.excerpt);
            if led_to_another(capture, known, &page.posts) {
                let to = &capture.final_url;
                return answer::odd(id, format!("leads to {to} now: nothing concluded"));
            }
            page
        }
        Err(obstacle) => {
            let message = format!("{} came: nothing concluded", obstacle.what());
            answer::odd(id, message)
        }
    }
}
