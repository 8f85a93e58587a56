//! Mastodon API, as spoken by Mastodon, Takahe, snac, GoToSocial, Pleroma and others.
//!
//! A pass asks for the newest statuses and goes down with `max_id`, which every server knows;
//! `since_id` and `min_id` are not relied on (snac ignores them), and neither is the `Link`
//! header (snac sends none; others put the wrong scheme in it), of which only `max_id` is read.

pub mod address;
mod status;

use serde_json::Value;
use url::Url;

use self::address::{HINT, MastodonAddress};
use super::shared::answer::{self, Answer};
use super::shared::json;
use super::shared::links::{header_target, http_url, query_value};
use super::shared::progress::Progress;
use super::shared::written::{plain, web_address};
use super::{NoAccount, PlanError, Recognition, Source};
use crate::model::{
    Account, AccountState, Capture, Cursor, FetchRequest, Identity, KnownPost, NativeId,
    ParsedPage, Platform, Warning,
};

const ACCEPT: &str = "application/json";
/// Statuses a page; the protocol's maximum.
const PAGE: &str = "40";

/// The Mastodon API.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mastodon;

/// What an account's requests are made of.
struct Target {
    address: MastodonAddress,
    /// The server that answers; another than the handle's host where webfinger said so.
    base: Url,
    id: Option<String>,
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
            address,
        })
    }

    fn request(&self, path: &[&str], query: &[(&str, &str)], step: String) -> FetchRequest {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.clear().extend(path);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        FetchRequest::new(url, ACCEPT, step)
    }

    fn lookup(&self) -> FetchRequest {
        let query = [("acct", self.address.user.as_str())];
        self.request(
            &["api", "v1", "accounts", "lookup"],
            &query,
            "lookup".to_owned(),
        )
    }

    fn account(&self, id: &str) -> FetchRequest {
        self.request(&["api", "v1", "accounts", id], &[], "account".to_owned())
    }

    fn webfinger(&self) -> FetchRequest {
        let host = self.address.base.host_str().unwrap_or_default();
        let resource = format!("acct:{}@{host}", self.address.user);
        let mut request = self.request(
            &[".well-known", "webfinger"],
            &[("resource", &resource)],
            "webfinger".to_owned(),
        );
        "application/jrd+json, application/json".clone_into(&mut request.accept);
        request
    }

    fn newest(&self, id: &str) -> FetchRequest {
        let path = ["api", "v1", "accounts", id, "statuses"];
        self.request(&path, &[("limit", PAGE)], "newest".to_owned())
    }

    fn older(&self, id: &str, max_id: &str) -> FetchRequest {
        let path = ["api", "v1", "accounts", id, "statuses"];
        let query = [("limit", PAGE), ("max_id", max_id)];
        self.request(&path, &query, format!("older {max_id}"))
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
        let target =
            Target::of(account, &progress).ok_or_else(|| PlanError::misfit(account, HINT))?;
        let Some(id) = target.id.as_deref() else {
            return Ok(vec![target.lookup()]);
        };
        let mut requests = vec![target.newest(id)];
        let gaps = progress.listing("").gaps().map(|gap| target.older(id, gap));
        requests.extend(gaps);
        Ok(requests)
    }

    fn recheck(&self, account: &Account, posts: &[KnownPost]) -> Vec<FetchRequest> {
        let Some(target) = Target::of(account, &Progress::default()) else {
            return Vec::new();
        };
        let request = |post: &KnownPost| {
            let id = post.native_id.0.as_str();
            let base = post.url.as_deref().and_then(|url| http_url(url, None));
            let home = Target {
                base: served_by(base, &target),
                address: target.address.clone(),
                id: None,
            };
            home.request(&["api", "v1", "statuses", id], &[], format!("recheck {id}"))
        };
        posts.iter().map(request).collect()
    }

    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage {
        let mut progress = Progress::load(cursor);
        let Some(target) = Target::of(account, &progress) else {
            return answer::odd(&account.address, HINT);
        };
        let step = capture.request.step.0.as_str();
        let mut page = match step.split_once(' ').unwrap_or((step, "")) {
            ("lookup", _) => looked_up(&target, &mut progress, capture),
            ("webfinger", _) => fingered(&target, &mut progress, capture),
            ("account", _) => described(capture),
            ("newest", _) => listed(&target, &mut progress, capture, None),
            ("older", max_id) => listed(&target, &mut progress, capture, Some(max_id)),
            ("recheck", id) => rechecked(&target, capture, id),
            _ => answer::odd(
                step,
                "this answer belongs to no step of the Mastodon source",
            ),
        };
        answer::mind_truncation(capture, &mut page);
        page
    }
}

/// The server to ask about a stored post: the one of its page where it is a sister of the
/// handle's host (`@user@example.org` may live on `social.example.org`).
fn served_by(page: Option<Url>, target: &Target) -> Url {
    let home = target.base.host_str().unwrap_or_default();
    page.filter(|page| {
        page.host_str()
            .is_some_and(|host| host.ends_with(&format!(".{home}")))
    })
    .and_then(|page| page.join("/").ok())
    .unwrap_or_else(|| target.base.clone())
}

fn looked_up(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return answer::again(capture);
    }
    let value = json::document(&capture.body);
    let found = (Answer::of(capture) == Answer::Body)
        .then_some(value)
        .and_then(Result::ok)
        .filter(|value| json::id(value, "id").is_some());
    let Some(value) = found else {
        return missed(target, progress, capture);
    };
    let id = json::id(&value, "id").unwrap_or_default();
    let mut page = profile(&value);
    if page.state == Some(AccountState::Suspended) {
        return page;
    }
    progress.set_note("id", id.clone());
    page.cursor = Some(progress.save());
    page.next = vec![target.newest(&id)];
    page
}

/// A lookup that found nothing. The handle's host may only point to the server: webfinger
/// tells, and is asked once.
fn missed(target: &Target, progress: &Progress, capture: &Capture) -> ParsedPage {
    let asked = progress.note("base").is_some();
    match Answer::of(capture) {
        Answer::Body | Answer::Absent if !asked => ParsedPage {
            next: vec![target.webfinger()],
            ..answer::odd("lookup", "the host knows no such account; asking webfinger")
        },
        _ => answer::without_body(capture)
            .unwrap_or_else(|| answer::odd("lookup", "the answer is no account")),
    }
}

fn fingered(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    if let Some(page) = answer::without_body(capture) {
        return page;
    }
    let value = match json::document(&capture.body) {
        Ok(value) => value,
        Err(error) => return answer::odd("webfinger", error),
    };
    let actor = json::items(&value, "links")
        .iter()
        .filter(|link| json::text(link, "rel") == Some("self"))
        .find_map(|link| http_url(json::text(link, "href")?, None));
    let base = actor.and_then(|actor| actor.join("/").ok());
    match base.filter(|base| *base != target.address.base) {
        Some(base) => {
            progress.set_note("base", base.as_str());
            let moved = Target {
                base,
                address: target.address.clone(),
                id: None,
            };
            ParsedPage {
                cursor: Some(progress.save()),
                next: vec![moved.lookup()],
                ..ParsedPage::default()
            }
        }
        None => ParsedPage {
            state: Some(AccountState::Gone),
            ..answer::odd(
                "webfinger",
                "neither the API nor webfinger knows this account",
            )
        },
    }
}

/// State and identity as an account entity tells them.
fn profile(value: &Value) -> ParsedPage {
    let moved = json::at(value, "moved");
    let state = if json::yes(value, "suspended") {
        AccountState::Suspended
    } else if moved.is_object() {
        AccountState::Renamed
    } else {
        AccountState::Active
    };
    let address = json::text(moved, "url").or_else(|| json::text(value, "url"));
    let mut page = ParsedPage {
        state: Some(state),
        identity: Some(Identity {
            stable_id: json::id(value, "id"),
            address: address.map(str::to_owned),
            display_name: json::text(value, "display_name").map(str::to_owned),
        }),
        ..ParsedPage::default()
    };
    if json::yes(value, "limited") {
        let message = "the server limits this account: its posts are hidden from strangers";
        page.warnings.push(Warning::new("account", message));
    }
    page
}

fn described(capture: &Capture) -> ParsedPage {
    if let Some(page) = answer::without_body(capture) {
        return page;
    }
    match json::document(&capture.body) {
        Ok(value) if json::id(&value, "id").is_some() => profile(&value),
        Ok(_) => answer::odd("account", "the answer is no account"),
        Err(error) => answer::odd("account", error),
    }
}

/// Reads a page of statuses: the newest, or the one below `max_id`.
fn listed(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    max_id: Option<&str>,
) -> ParsedPage {
    let id = target.id.clone().unwrap_or_default();
    if Answer::of(capture) == Answer::NotModified && max_id.is_some() {
        return answer::again(capture);
    }
    if let Some(mut page) = answer::without_body(capture) {
        if Answer::of(capture) == Answer::Absent {
            page.state = None;
            page.next = vec![target.account(&id)];
        }
        return page;
    }
    let (_, list) = json::list(&capture.body, "");
    let mut page = posts(&list.items, &target.base, &id);
    if let Some(error) = list.broken {
        page.warnings
            .push(Warning::new(&capture.request.step.0, error));
        return page;
    }
    let ids: Vec<String> = list
        .items
        .iter()
        .filter_map(|item| json::id(item, "id"))
        .collect();
    if max_id.is_none() {
        // A suspended account answers with an empty list, so the account itself is asked.
        match list.items.first() {
            Some(first) => {
                let described = profile(json::at(first, "account"));
                page.state = described.state;
                page.identity = described.identity;
            }
            None => page.next = vec![target.account(&id)],
        }
    }
    let older = below(capture, &ids);
    let line = progress.listing("");
    let follow = match max_id {
        None => line.read_newest(&ids, older),
        Some(max_id) => line.read_gap(max_id, &ids, older),
    };
    page.next
        .extend(follow.map(|max_id| target.older(&id, &max_id)));
    progress.set_note("id", id);
    page.understood = true;
    page.cursor = Some(progress.save());
    page
}

/// The `max_id` of the page below. A server that sends `Link` leaves `next` out on the last
/// page; from one that sends none, pages are asked for until one is empty.
fn below(capture: &Capture, ids: &[String]) -> Option<String> {
    let last = ids.last()?;
    if capture.header("link").is_none() {
        return Some(last.clone());
    }
    let next = header_target(&capture.headers, "next")?;
    Some(query_value(&next, "max_id").unwrap_or_else(|| last.clone()))
}

fn posts(items: &[Value], base: &Url, id: &str) -> ParsedPage {
    let mut page = ParsedPage::default();
    for (index, item) in items.iter().enumerate() {
        let owner = json::id(item, "account.id");
        let read = if owner.as_deref().is_some_and(|owner| owner != id) {
            Err("a status of another account was left out".to_owned())
        } else {
            status::read(item, base)
        };
        match read {
            Ok(post)
                if page
                    .posts
                    .iter()
                    .any(|seen| seen.native_id == post.native_id) => {}
            Ok(post) => page.posts.push(post),
            Err(message) => page
                .warnings
                .push(Warning::new(format!("status {index}"), message)),
        }
    }
    page
}

fn rechecked(target: &Target, capture: &Capture, id: &str) -> ParsedPage {
    let native_id = NativeId(id.to_owned());
    match Answer::of(capture) {
        Answer::Absent => ParsedPage {
            absent: vec![native_id],
            ..ParsedPage::default()
        },
        Answer::Body => {
            let base = &capture.final_url;
            let read = json::document(&capture.body).and_then(|value| status::read(&value, base));
            match read {
                Ok(post) if post.native_id == native_id => ParsedPage {
                    posts: vec![post],
                    understood: true,
                    ..ParsedPage::default()
                },
                Ok(_) => answer::odd(id, "the server answered with another status"),
                Err(error) => answer::odd(id, error),
            }
        }
        _ => {
            let mut page = answer::without_body(capture).unwrap_or_default();
            // One hidden post says nothing of the account.
            page.state = None;
            if page.warnings.is_empty() && Answer::of(capture) != Answer::NotModified {
                page.warnings
                    .push(Warning::new(id, format!("{} did not say", target.base)));
            }
            page
        }
    }
}
