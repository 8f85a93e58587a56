//! AT Protocol: the public view of the network, or an account's own host (PDS).

pub mod address;
mod host;
mod record;
mod view;

use serde_json::Value;

use self::address::{BlueskyAddress, is_did};
use super::shared::answer;
use super::shared::json;
use super::shared::progress::Progress;
use super::{AddressForm, NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform,
};

/// AT Protocol.
#[derive(Debug, Clone, Copy, Default)]
pub struct Bluesky;

/// What an error says of the account, by the names that the protocol gives them. Everything else
/// is of the request, of the handle or of the host.
fn state_by_name(error: &str) -> Option<AccountState> {
    match error {
        "RepoTakendown" | "RepoSuspended" | "RepoDeactivated" | "AccountTakedown"
        | "AccountTakendown" | "AccountSuspended" | "AccountDeactivated" => {
            Some(AccountState::Suspended)
        }
        "RepoNotFound" | "AccountNotFound" | "AccountDeleted" => Some(AccountState::Gone),
        _ => None,
    }
}

/// What an account's requests are made of.
struct Target {
    address: BlueskyAddress,
    did: Option<String>,
}

impl Target {
    fn of(account: &Account, progress: &Progress) -> Option<Self> {
        let address = address::parse(&account.address).ok()?;
        let known = progress.note("did").or(account.stable_id.as_deref());
        let named = Some(address.actor.as_str()).filter(|actor| is_did(actor));
        Some(Self {
            did: named.or(known).filter(|did| is_did(did)).map(str::to_owned),
            address,
        })
    }

    /// DID where known, else handle.
    fn actor(&self) -> &str {
        self.did.as_deref().unwrap_or(&self.address.actor)
    }

    /// Whether a profile view is this account's.
    fn is_actor(&self, profile: &Value) -> bool {
        let is = |key: &str, value: &str| {
            json::text(profile, key).is_some_and(|given| given.eq_ignore_ascii_case(value))
        };
        match self.did.as_deref() {
            Some(did) => is("did", did),
            None => is("handle", &self.address.actor) || is("did", &self.address.actor),
        }
    }

    fn request(&self, method: &str, query: &[(&str, &str)], step: String) -> FetchRequest {
        let mut url = self.address.service.clone();
        url.set_path(&format!("/xrpc/{method}"));
        url.query_pairs_mut().extend_pairs(query);
        FetchRequest::new(url, "application/json", step)
    }
}

impl Source for Bluesky {
    fn platform(&self) -> Platform {
        Platform::Bluesky
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["bsky"]
    }

    fn recognise(&self, text: &str) -> Recognition {
        if address::is_of_the_network(text) {
            Recognition::ByHost
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
            found.ok().as_ref().map(|found| &found.service),
        ))
    }

    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError> {
        let mut progress = Progress::load(cursor);
        let target = Target::of(account, &progress)
            .ok_or_else(|| PlanError::misfit(account, AddressForm::Bluesky))?;
        if target.address.own_host {
            return Ok(match target.did {
                Some(_) => host::first(&target, &mut progress),
                None => vec![host::resolve(&target)],
            });
        }
        let mut requests = vec![view::feed(&target, None)];
        let line = progress.listing("feed");
        requests.extend(line.gaps().map(|cursor| view::feed(&target, Some(cursor))));
        Ok(requests)
    }

    fn recheck(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
        posts: &[KnownPost],
    ) -> Vec<FetchRequest> {
        let mut progress = Progress::load(cursor);
        match Target::of(account, &progress) {
            Some(target) if target.address.own_host => host::recheck(&target, &mut progress, posts),
            Some(target) => view::recheck(&target, posts),
            None => Vec::new(),
        }
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = Progress::load(cursor);
        let Some(mut target) = Target::of(account, &progress) else {
            return answer::odd(&account.address, AddressForm::Bluesky.to_string());
        };
        let step = capture.request.step.0.as_str();
        let (word, rest) = step.split_once(' ').unwrap_or((step, ""));
        let collection = rest.split(' ').next().unwrap_or_default();
        let mut page = match word {
            "feed" => view::read_feed(&target, &mut progress, capture, rest),
            "profile" => view::read_profile(capture, rest),
            "posts" => view::read_posts(capture, rest),
            "resolve" => host::read_resolved(&mut target, &mut progress, capture),
            "commit" => host::read_commit(&target, &progress, capture),
            "newest" | "older" => host::read_records(&target, &mut progress, capture, collection),
            "status" => host::read_status(capture),
            "record" => host::read_record(capture, rest),
            _ => answer::odd(step, "this answer belongs to no step of the Bluesky source"),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}
