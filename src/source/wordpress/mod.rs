//! WordPress REST API, with the site's feed where the API does not answer.
//!
//! Posts are read by time of change, oldest first (`modified_after`), so edits of old posts are
//! seen like new ones, and the cursor moves behind every page. A second reading goes by date of
//! publication: a post that was scheduled appears with a time of change in the past. Of a small
//! site all posts come in one answer, which tells all of that and who is missing.
//!
//! What fails is gone round for one visit only: the cursor keeps what answers proved, never what
//! a failure suggests.

pub mod address;
mod fallback;
mod item;
mod listing;
mod second_look;
mod site_zone;
mod small;
mod sweep;
mod target;
mod zone;

use self::sweep::Sweep;
use self::target::{CLOSED, WordPressTarget};
use super::feed;
use super::shared::answer;
use super::shared::progress::Progress;
use super::shared::written::web_address;
use super::{AddressForm, NoAccount, NoAnswer, PlanError, Recognition, Source};
use crate::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform};

/// The WordPress REST API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wordpress;

impl Source for Wordpress {
    fn platform(&self) -> Platform {
        Platform::Wordpress
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["wp", "blogwordpress"]
    }

    fn recognise(&self, text: &str) -> Recognition {
        let Some(url) = web_address(text) else {
            return Recognition::No;
        };
        if url
            .host_str()
            .is_some_and(|host| host.ends_with(".wordpress.com"))
        {
            Recognition::ByHost
        } else if url.path().contains("/wp-json") {
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
            found.ok().as_ref().map(|found| &found.site),
        ))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let progress = progress(cursor);
        let target = WordPressTarget::of(account, &progress)
            .ok_or_else(|| PlanError::misfit(account, AddressForm::Wordpress))?;
        if small::is_noted(&progress) {
            return Ok(vec![target.whole()]);
        }
        let mut requests = vec![target.first(&progress)];
        let closed = progress.note(CLOSED).is_some();
        if progress.note(Sweep::Published.mark_key()).is_some() && !closed {
            requests.push(target.posts(&progress, Sweep::Published));
        }
        Ok(requests)
    }

    /// Where robots.txt closes the API, the feed is read; where it closes the root alone, posts are
    /// read without the zone of the site.
    fn instead(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
        request: &FetchRequest,
        why: NoAnswer,
    ) -> Vec<FetchRequest> {
        let progress = progress(cursor);
        let Some(target) = WordPressTarget::of(account, &progress) else {
            return Vec::new();
        };
        let step = request.step.0.as_str();
        match step.split_once(' ').unwrap_or((step, "")) {
            ("zone", sweep) => zone::without(&target, &progress, sweep),
            ("author" | "changed" | "whole", _) if why == NoAnswer::Closed => {
                vec![target.feed_in_place_of_closed(&progress)]
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
        second_look::plan(account, &progress(cursor), posts)
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = progress(cursor);
        let Some(target) = WordPressTarget::of(account, &progress) else {
            return answer::odd(&account.address, AddressForm::Wordpress.to_string());
        };
        let step = capture.request.step.0.as_str();
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("author", _) => {
                listing::found_author(target.on_the_way_asked(capture), &mut progress, capture)
            }
            ("changed", turn) => {
                let target = target.on_the_way_asked(capture);
                return listing::listed(&target, &mut progress, capture, Sweep::Changed, turn);
            }
            ("published", turn) => {
                let target = target.on_the_way_asked(capture);
                return listing::listed(&target, &mut progress, capture, Sweep::Published, turn);
            }
            ("zone", sweep) => {
                let target = target.on_the_way_asked(capture);
                zone::told(&target, &mut progress, capture, sweep)
            }
            ("whole", _) => {
                return listing::whole(&target.on_the_way_asked(capture), &mut progress, capture);
            }
            ("feed", turn) => fallback::fed(&target, &mut progress, capture, turn),
            ("recheck", ids) => {
                second_look::read(&target.on_the_way_asked(capture), &progress, capture, ids)
            }
            ("page", id) => feed::rechecked(capture, id),
            _ => answer::odd(
                step,
                "this answer belongs to no step of the WordPress source",
            ),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

/// Where the account stands. What earlier versions noted after one failure is forgotten.
fn progress(cursor: Option<&Cursor>) -> Progress {
    let mut progress = Progress::load(cursor);
    for note in ["mode", "changed_page", "published_page"] {
        progress.clear_note(note);
    }
    progress
}
