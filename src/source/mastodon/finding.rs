//! Who the account is: lookup, webfinger (RFC 7033) and host-meta (RFC 6415), and the account
//! entity.
//!
//! The host of a handle may only point to the server that has the account, and what answers there
//! for an unknown path says nothing: whatever a lookup brings but an account, webfinger is asked.
//! An account is gone only when the API says so in its own words and webfinger does not know it
//! either.

use std::sync::LazyLock;

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use regex::Regex;
use serde_json::Value;
use url::Url;

use super::{Target, through_feed};
use crate::model::{AccountState, Capture, FetchRequest, Identity, ParsedPage, Warning};
use crate::source::shared::answer::{self, Answer};
use crate::source::shared::links::http_url;
use crate::source::shared::progress::Progress;
use crate::source::shared::{charset, json};

static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?is)<link\b[^>]*>").expect("a valid pattern"));
static TEMPLATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?is)\btemplate\s*=\s*["']([^"']+)["']"#).expect("a valid pattern")
});

/// Note of the cursor: what the server calls the user whose number is noted.
const NAME: &str = "name";

/// What an API says, in words of its own, that does not know an account.
const UNKNOWN: [&str; 9] = [
    "record not found",
    "record_not_found",
    "account not found",
    "user not found",
    "can't find user",
    "could not find user",
    "no such user",
    "no such account",
    "unknown user",
];

/// Why the API gave no account, which the steps after it carry along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Miss {
    /// It says that there is none.
    Unknown,
    /// The host does not let this program ask.
    Shut,
    /// There is no such API.
    Absent,
    /// The server is out of order.
    Failing,
    /// robots.txt closes it.
    Closed,
}

impl Miss {
    const ALL: [Self; 5] = [
        Self::Unknown,
        Self::Shut,
        Self::Absent,
        Self::Failing,
        Self::Closed,
    ];

    fn of(capture: &Capture) -> Self {
        match Answer::of(capture) {
            _ if says_unknown(capture) => Self::Unknown,
            Answer::Shut => Self::Shut,
            Answer::Refused if capture.status >= 500 => Self::Failing,
            _ => Self::Absent,
        }
    }

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Shut => "shut",
            Self::Absent => "absent",
            Self::Failing => "failing",
            Self::Closed => "closed",
        }
    }

    fn from_word(word: &str) -> Self {
        let mut all = Self::ALL.into_iter();
        all.find(|miss| miss.word() == word).unwrap_or(Self::Absent)
    }

    const fn told(self) -> &'static str {
        match self {
            Self::Unknown => "the API says that it knows no such account",
            Self::Shut => "the API answers nobody without a token",
            Self::Absent => "the host does not speak the Mastodon API",
            Self::Failing => "the API is out of order",
            Self::Closed => "robots.txt closes the API",
        }
    }
}

/// Whether the API says that it knows no such account: an error in its own form, and not that of
/// a server that knows no such address.
fn says_unknown(capture: &Capture) -> bool {
    let absent = matches!(Answer::of(capture), Answer::Absent | Answer::Body);
    let value = json::document(&capture.body).unwrap_or_default();
    let error = json::text(&value, "error").map(str::to_lowercase);
    absent && error.is_some_and(|error| UNKNOWN.iter().any(|words| error.contains(words)))
}

/// Reads the answer to a lookup by name.
pub(super) fn looked_up(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return answer::again(capture);
    }
    let value = json::document(&capture.body).unwrap_or_default();
    let id = json::id(&value, "id").filter(|_| Answer::of(capture) == Answer::Body);
    let Some(id) = id else {
        return missed(target, progress, capture);
    };
    let mut page = profile(&value);
    if page.state == Some(AccountState::Suspended) {
        return page;
    }
    progress.set_note("id", id.clone());
    if let Some(name) = user_name(&value) {
        progress.set_note(NAME, name);
    }
    page.cursor = Some(progress.save());
    page.next = vec![target.newest(&id)];
    page
}

/// A lookup that brought no account. Webfinger is asked, unless it was it that led here.
fn missed(target: &Target, progress: &mut Progress, capture: &Capture) -> ParsedPage {
    let miss = Miss::of(capture);
    if progress.note("base").is_none() {
        let status = capture.status;
        let came = json::document(&capture.body)
            .map_or_else(|error| format!("{status}, {error}"), |_| status.to_string());
        return ParsedPage {
            next: vec![webfinger(target, miss)],
            ..answer::unread(
                "lookup",
                format!("{} ({came}); asking webfinger", miss.told()),
            )
        };
    }
    // It may have moved on: the next visit starts from the handle.
    progress.clear_note("base");
    ParsedPage {
        cursor: Some(progress.save()),
        ..nowhere(target, miss, &target.base, None)
    }
}

/// Asks webfinger at the host of the handle.
pub(super) fn webfinger(target: &Target, miss: Miss) -> FetchRequest {
    let home = target.at_home();
    let query = [("resource", resource(target))];
    let query = query.each_ref().map(|(key, value)| (*key, value.as_str()));
    let step = format!("webfinger {}", miss.word());
    descriptor(home.request(&[".well-known", "webfinger"], &query, step))
}

/// Hosts of handles lead webfinger on to the server that has the account.
fn descriptor(mut request: FetchRequest) -> FetchRequest {
    "application/jrd+json, application/json".clone_into(&mut request.accept);
    request.for_directions()
}

fn resource(target: &Target) -> String {
    let host = target.address.base.host_str().unwrap_or_default();
    format!("acct:{}@{host}", target.address.user)
}

/// Reads what webfinger says, at the host of the handle or where host-meta says that it is.
pub(super) fn fingered(
    target: &Target,
    progress: &mut Progress,
    capture: &Capture,
    word: &str,
) -> ParsedPage {
    if Answer::of(capture) == Answer::NotModified {
        return answer::again(capture);
    }
    let miss = Miss::from_word(word);
    let value = json::document(&capture.body).unwrap_or_default();
    let links = json::items(&value, "links");
    if Answer::of(capture) == Answer::Body && !links.is_empty() {
        return known(target, progress, links, miss);
    }
    if miss == Miss::Unknown && denies(capture) {
        return ParsedPage {
            state: Some(AccountState::Gone),
            ..answer::odd(
                "webfinger",
                "the API says that it knows no such account, and webfinger does not know it either",
            )
        };
    }
    let first = capture.request.step.0.starts_with("webfinger");
    match (first, miss) {
        (true, _) => ParsedPage {
            next: vec![host_meta(target, miss)],
            ..answer::unread("webfinger", format!("{}; asking host-meta", miss.told()))
        },
        (false, Miss::Closed) => through_feed::first(target, progress),
        (false, _) => nowhere(target, miss, &target.address.base, None),
    }
}

/// Whether this is how webfinger says that it does not know an account, and not how any server
/// answers for an address that it does not have.
fn denies(capture: &Capture) -> bool {
    let body = capture.body.trim_ascii();
    let formed = body.is_empty()
        || json::document(body).is_ok_and(|value| value.is_object() || value.is_string());
    Answer::of(capture) == Answer::Absent && formed
}

/// Webfinger knows the account, and where it is.
fn known(target: &Target, progress: &mut Progress, links: &[Value], miss: Miss) -> ParsedPage {
    let by = |matches: &dyn Fn(&Value) -> bool| {
        let mut links = links.iter().filter(|link| matches(link));
        links.find_map(|link| http_url(json::text(link, "href")?, None))
    };
    let relation = |link: &Value, name: &str| json::text(link, "rel") == Some(name);
    let actor = by(&|link| relation(link, "self"));
    let page = by(&|link| relation(link, "http://webfinger.net/rel/profile-page"));
    let feed = by(&|link| {
        let kind = json::text(link, "type").unwrap_or_default();
        kind.contains("atom+xml") || kind.contains("rss+xml")
    });
    let base = actor.or(page).and_then(|actor| actor.join("/").ok());
    let base = base.unwrap_or_else(|| target.address.base.clone());
    if base != target.address.base {
        progress.set_note("base", base.as_str());
        let moved = Target {
            base,
            id: None,
            ..target.clone()
        };
        return ParsedPage {
            cursor: Some(progress.save()),
            next: vec![moved.lookup()],
            ..ParsedPage::default()
        };
    }
    if miss == Miss::Closed {
        return through_feed::first(target, progress);
    }
    ParsedPage {
        // What was said of it before, when webfinger was not asked, was wrong.
        state: (target.state == AccountState::Gone).then_some(AccountState::Unknown),
        ..nowhere(target, miss, &base, feed.as_ref())
    }
}

fn host_meta(target: &Target, miss: Miss) -> FetchRequest {
    let step = format!("hostmeta {}", miss.word());
    let home = target.at_home();
    let mut request = home.request(&[".well-known", "host-meta"], &[], step);
    "application/xrd+xml, application/xml;q=0.9, application/json;q=0.8"
        .clone_into(&mut request.accept);
    request.for_directions()
}

/// Reads host-meta, which says where webfinger is.
pub(super) fn met(
    target: &Target,
    progress: &Progress,
    capture: &Capture,
    word: &str,
) -> ParsedPage {
    let miss = Miss::from_word(word);
    let body = Answer::of(capture) == Answer::Body;
    let text = charset::decode(&capture.body, capture.header("content-type"));
    let template = template(&text.text).filter(|_| body);
    let resource = resource(target);
    let encoded = utf8_percent_encode(&resource, NON_ALPHANUMERIC).to_string();
    let address = template.map(|template| template.replace("{uri}", &encoded));
    let elsewhere = address
        .and_then(|address| http_url(&address, Some(&capture.final_url)))
        .filter(|url| url.host_str() != target.address.base.host_str());
    match elsewhere {
        Some(url) => {
            let step = format!("finger {}", miss.word());
            ParsedPage {
                next: vec![descriptor(
                    FetchRequest::new(url.clone(), "", step).on_site_of(&url),
                )],
                ..ParsedPage::default()
            }
        }
        None if miss == Miss::Closed => through_feed::first(target, progress),
        None => nowhere(target, miss, &target.address.base, None),
    }
}

/// The address at which host-meta has webfinger, with a hole for whom it is about.
fn template(text: &str) -> Option<String> {
    if let Ok(value) = json::document(text.as_bytes()) {
        let mut links = json::items(&value, "links").iter();
        let link = links.find(|link| json::text(link, "rel") == Some("lrdd"))?;
        return json::text(link, "template").map(str::to_owned);
    }
    let mut links = LINK.find_iter(text).map(|link| link.as_str());
    let link = links.find(|link| link.contains("lrdd"))?;
    Some(TEMPLATE.captures(link)?[1].replace("&amp;", "&"))
}

/// Nothing can be read by this way: what to do instead.
fn nowhere(target: &Target, miss: Miss, base: &Url, feed: Option<&Url>) -> ParsedPage {
    let remedy = remedy(target, base, feed);
    answer::unread("lookup", format!("{}; {remedy}", miss.told()))
}

/// Which feed to register instead.
fn remedy(target: &Target, base: &Url, feed: Option<&Url>) -> String {
    let user = &target.address.user;
    match feed {
        Some(feed) => format!("register its feed instead, with platform feed: {feed}"),
        None => format!(
            "register its feed instead, with platform feed: {base}@{user}.atom or \
             {base}@{user}.rss, or the one that its page {base}@{user} names"
        ),
    }
}

/// The page for an API that is not open to this program, which says nothing of the account.
pub(super) fn shut(target: &Target, capture: &Capture) -> ParsedPage {
    let host = capture.final_url.host_str().unwrap_or("the server");
    let remedy = remedy(target, &target.base, None);
    answer::unread(
        capture.request.step.0.clone(),
        format!(
            "{host} answered {}: the host does not let this program read it, which says nothing \
             of the account; {remedy}",
            capture.status
        ),
    )
}

/// What the server calls a user, without the server.
fn user_name(account: &Value) -> Option<String> {
    let name = json::text(account, "username").or_else(|| json::text(account, "acct"))?;
    let name = name.trim_start_matches('@').split('@').next()?;
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// Whether the number of the account is somebody else's now: servers that were set up anew give the
/// numbers of their users again.
pub(super) fn is_somebody_else(progress: &Progress, account: &Value) -> bool {
    let known = progress.note(NAME);
    known.is_some_and(|known| user_name(account).is_some_and(|name| name != known))
}

/// Keeps the name of the account, where it is not known.
pub(super) fn note_name(progress: &mut Progress, account: &Value) {
    if let (None, Some(name)) = (progress.note(NAME), user_name(account)) {
        progress.set_note(NAME, name);
    }
}

/// Finds the account anew, by its handle.
pub(super) fn anew(target: &Target, progress: &mut Progress, name: &str) -> ParsedPage {
    progress.clear_note("id");
    progress.clear_note(NAME);
    let message = format!(
        "number {} is that of {name} now: its posts are left out, and {} is looked up anew",
        target.id.as_deref().unwrap_or_default(),
        target.address.user
    );
    ParsedPage {
        next: vec![target.lookup()],
        cursor: Some(progress.save()),
        ..answer::unread("statuses", message)
    }
}

/// State and identity as an account entity tells them.
pub(super) fn profile(value: &Value) -> ParsedPage {
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

/// Reads the account entity, which was asked for because there are no statuses.
pub(super) fn described(target: &Target, capture: &Capture) -> ParsedPage {
    match Answer::of(capture) {
        Answer::NotModified => return ParsedPage::default(),
        Answer::Shut => return shut(target, capture),
        _ => {}
    }
    let value = json::document(&capture.body).unwrap_or_default();
    if Answer::of(capture) == Answer::Body && json::id(&value, "id").is_some() {
        return profile(&value);
    }
    let miss = Miss::of(capture);
    ParsedPage {
        next: vec![webfinger(target, miss)],
        ..answer::unread("account", format!("{}; asking webfinger", miss.told()))
    }
}
