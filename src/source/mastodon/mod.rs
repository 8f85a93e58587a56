//! Mastodon API, as spoken by Mastodon, Takahe, snac, GoToSocial, Pleroma and others.
//!
//! A pass asks for the newest statuses and goes down with `max_id`, which every server knows;
//! `since_id` and `min_id` are not relied on (snac ignores them), and neither is the `Link`
//! header (snac sends none; others put the wrong scheme in it), of which only `max_id` is read.

pub mod address;
mod finding;
mod listing;
mod numbers;
mod second;
mod status;
mod statuses;
mod through_feed;
mod wording;

use url::Url;

use self::address::MastodonAddress;
use self::finding::Miss;
use super::feed;
use super::shared::answer;
use super::shared::links::http_url;
use super::shared::progress::Progress;
use super::shared::written::{plain, web_address};
use super::{AddressForm, NoAccount, NoAnswer, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform,
};

const ACCEPT: &str = "application/json";
/// Statuses a page; the protocol's maximum.
const PAGE: &str = "40";

/// The Mastodon API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mastodon;

/// What an account's requests are made of.
#[derive(Debug, Clone)]
struct Target {
    address: MastodonAddress,
    /// The server that answers; another than the handle's host where webfinger said so.
    base: Url,
    id: Option<String>,
    /// What is on file of the account.
    state: AccountState,
}

impl Target {
    fn of(account: &Account, progress: &Progress) -> Option<Self> {
        let address = address::parse(&account.address).ok()?;
        let base = progress.note("base").and_then(|base| http_url(base, None));
        Some(Self {
            base: base.unwrap_or_else(|| address.base.clone()),
            id: progress
                .note("id")
                .map(str::to_owned)
                .or_else(|| account.stable_id.clone()),
            state: account.state,
            address,
        })
    }

    /// The same account, asked about at the host of its handle.
    fn at_home(&self) -> Self {
        Self {
            base: self.address.base.clone(),
            ..self.clone()
        }
    }

    fn request(&self, path: &[&str], query: &[(&str, &str)], step: String) -> FetchRequest {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        FetchRequest::new(url, ACCEPT, step).on_site_of(&self.base)
    }

    fn lookup(&self) -> FetchRequest {
        let query = [("acct", self.address.user.as_str())];
        let path = ["api", "v1", "accounts", "lookup"];
        self.request(&path, &query, "lookup".to_owned())
    }

    fn account(&self, id: &str) -> FetchRequest {
        self.request(&["api", "v1", "accounts", id], &[], "account".to_owned())
    }

    fn newest(&self, id: &str) -> FetchRequest {
        let path = ["api", "v1", "accounts", id, "statuses"];
        self.request(&path, &[("limit", PAGE)], "newest".to_owned())
    }

    fn older(&self, id: &str, max_id: &str) -> FetchRequest {
        self.page_below(id, max_id, format!("older {max_id}"))
    }

    fn page_below(&self, id: &str, max_id: &str, step: String) -> FetchRequest {
        let path = ["api", "v1", "accounts", id, "statuses"];
        self.request(&path, &[("limit", PAGE), ("max_id", max_id)], step)
    }
}

impl Source for Mastodon {
    fn platform(&self) -> Platform {
        Platform::Mastodon
    }

    /// Servers have hosts of their own: only the shape tells.
    fn recognise(&self, text: &str) -> Recognition {
        let text = plain(text);
        let at_sign = match web_address(&text) {
            Some(url) => ["/@", "/users/"]
                .iter()
                .any(|start| url.path().starts_with(start)),
            None => true,
        };
        if at_sign && address::parse(&text).is_ok() {
            Recognition::ByShape
        } else {
            Recognition::No
        }
    }

    fn spelling(&self, text: &str) -> Result<String, NoAccount> {
        address::parse(text).map(|address| address.spelling())
    }

    fn lane(&self, account: &Account) -> Option<String> {
        let found = address::parse(&account.address);
        Some(super::lane(
            self.platform(),
            found.ok().as_ref().map(|found| &found.base),
        ))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let mut progress = Progress::load(cursor);
        let target = Target::of(account, &progress)
            .ok_or_else(|| PlanError::misfit(account, AddressForm::Mastodon))?;
        let Some(id) = target.id.as_deref() else {
            return Ok(vec![target.lookup()]);
        };
        let mut requests = vec![target.newest(id)];
        let gaps = progress.listing("").gaps().map(|gap| target.older(id, gap));
        requests.extend(gaps);
        Ok(requests)
    }

    /// Where robots.txt closes the API, the feed is read; where the host of the handle cannot say
    /// whose account it is, webfinger is asked.
    fn instead(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
        request: &FetchRequest,
        why: NoAnswer,
    ) -> Vec<FetchRequest> {
        let progress = Progress::load(cursor);
        let Some(target) = Target::of(account, &progress) else {
            return Vec::new();
        };
        let feed = |place| through_feed::request(&target, place).into_iter().collect();
        let step = request.step.0.as_str();
        match (step.split_once(' ').unwrap_or((step, "")), why) {
            (("lookup", _), NoAnswer::Failing) => {
                vec![finding::webfinger(&target, Miss::Failing)]
            }
            // The host of a handle may have given everything but the protocol to another.
            (("lookup", _), NoAnswer::LedAway) => vec![finding::webfinger(&target, Miss::Absent)],
            (("lookup", _), NoAnswer::Closed) => vec![finding::webfinger(&target, Miss::Closed)],
            (("newest", _), NoAnswer::Closed) => feed(through_feed::start(&progress)),
            (("webfinger" | "hostmeta" | "finger", miss), _) if miss == Miss::Closed.word() => {
                feed(through_feed::start(&progress))
            }
            (("feed", place), NoAnswer::Closed) => {
                feed(through_feed::place(place).saturating_add(1))
            }
            _ => Vec::new(),
        }
    }

    fn recheck(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        let progress = Progress::load(cursor);
        let target = Target::of(account, &progress);
        target.map_or_else(Vec::new, |target| second::plan(&target, &progress, posts))
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = Progress::load(cursor);
        let Some(target) = Target::of(account, &progress) else {
            return answer::odd(&account.address, AddressForm::Mastodon.to_string());
        };
        let step = capture.request.step.0.as_str();
        let notes = &mut progress;
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("lookup", _) => finding::looked_up(&target, notes, capture),
            ("webfinger" | "finger", miss) => finding::fingered(&target, notes, capture, miss),
            ("hostmeta", miss) => finding::met(&target, notes, capture, miss),
            ("account", _) => finding::described(&target, capture),
            ("newest", _) => listing::read(&target, notes, capture, None),
            ("older", max_id) => listing::read(&target, notes, capture, Some(max_id)),
            ("feed", place) => {
                through_feed::read(&target, notes, capture, through_feed::place(place))
            }
            ("recheck", named) => second::rechecked(notes, capture, named),
            ("seen", id) => feed::rechecked(capture, id),
            ("page", id) => second::page_read(capture, id),
            ("reread", _) => second::reread(&target, notes, capture),
            _ => answer::odd(
                step,
                "this answer belongs to no step of the Mastodon source",
            ),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}
