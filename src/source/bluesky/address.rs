//! Addresses of accounts on AT Protocol hosts.

use percent_encoding::percent_decode_str;
use url::Url;

use crate::source::shared::links::http_url;
use crate::source::shared::written::{plain, web_address};
use crate::source::{AddressFault, AddressForm, NoAccount};

/// Where the public view of the whole network answers without log-in.
const APP_VIEW: &str = "https://public.api.bsky.app/";

/// Web pages of the network's view.
const APPS: [&str; 3] = ["bsky.app", "main.bsky.dev", "staging.bsky.app"];

/// Pages of a profile that show the same account.
const TABS: [&str; 4] = ["followers", "follows", "rss", "search"];

/// An account and who is asked about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlueskyAddress {
    /// Root of the service.
    pub service: Url,
    /// Handle or DID.
    pub actor: String,
    /// Whether the service is the account's own host (PDS) and not the network's view.
    pub own_host: bool,
}

/// Reads `budi.example`, `@budi.example`, `at://budi.example`, `did:plc:…`, `did:web:…`,
/// `https://bsky.app/profile/…` and `https://budi.example`, which ask the public view; and
/// `https://host/budi.example` or `https://host/did:plc:…`, which ask the personal data server
/// at that host.
pub fn parse(text: &str) -> Result<BlueskyAddress, NoAccount> {
    let text = plain(text);
    let found = match bare_actor(&text) {
        Some(actor) => view(&actor),
        None => match web_address(&text) {
            Some(url) => from_url(&url),
            None => Err(AddressFault::NoHandle),
        },
    };
    found.map_err(|fault| NoAccount::new(&text, fault, AddressForm::Bluesky))
}

/// Whether the text names the network itself: by its web page, its scheme or its own domain.
pub fn is_of_the_network(text: &str) -> bool {
    let text = plain(text).to_ascii_lowercase();
    let host = web_address(&text).and_then(|url| url.host_str().map(str::to_owned));
    let known = |host: String| {
        APPS.contains(&host.trim_start_matches("www.")) || host.ends_with(".bsky.social")
    };
    text.starts_with("at://")
        || is_did(&text)
        || host.is_some_and(known)
        || (text.ends_with(".bsky.social") && !text.trim_start_matches('@').contains('@'))
}

fn bare_actor(text: &str) -> Option<String> {
    let bare = text.strip_prefix("at://").unwrap_or(text);
    let bare = bare.strip_suffix('/').unwrap_or(bare);
    actor(bare.trim_start_matches('@').trim_end_matches('.'))
}

fn view(actor: &str) -> Result<BlueskyAddress, AddressFault> {
    Ok(BlueskyAddress {
        service: http_url(APP_VIEW, None).ok_or(AddressFault::NotAskable)?,
        actor: actor.to_owned(),
        own_host: false,
    })
}

fn from_url(url: &Url) -> Result<BlueskyAddress, AddressFault> {
    let segments: Vec<&str> = url
        .path_segments()
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let host = url.host_str().unwrap_or_default();
    let app = APPS.contains(&host.trim_start_matches("www."));
    let named = match segments.as_slice() {
        [] if !app && url.port().is_none() => {
            return view(&actor(host).ok_or(AddressFault::Nobody)?);
        }
        ["profile", named, tab] if app && TABS.contains(tab) => named,
        ["profile", _, ..] if segments.len() > 2 => {
            return Err(AddressFault::PostOrList);
        }
        ["profile", named] => named,
        [named] if !app => named,
        _ => return Err(AddressFault::NotAProfile),
    };
    let actor = actor(&decoded(named)).ok_or(AddressFault::Nobody)?;
    if app {
        return view(&actor);
    }
    let mut service = url.join("/").map_err(|_| AddressFault::NoHost)?;
    service.set_query(None);
    Ok(BlueskyAddress {
        service,
        actor,
        own_host: true,
    })
}

/// A DID in a path may have its colons escaped; one that holds an escape of its own (the port
/// of a `did:web`) must not lose that.
fn decoded(segment: &str) -> String {
    let name = segment.trim_start_matches('@');
    let escaped = name
        .get(..6)
        .is_some_and(|start| start.eq_ignore_ascii_case("did%3a"));
    if escaped || name.contains("%25") {
        percent_decode_str(name).decode_utf8_lossy().into_owned()
    } else {
        name.to_owned()
    }
}

/// A handle or DID in its one spelling: lower case, but escapes in upper case.
fn actor(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if is_handle(&lower) {
        return Some(lower);
    }
    is_did(&lower).then(|| lower.replace("%3a", "%3A"))
}

/// `did:plc:…` or `did:web:…`.
pub fn is_did(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let (scheme, method) = (parts.next(), parts.next());
    let rest = parts.next().unwrap_or_default();
    // The only escape in use is that of the colon before a port.
    let rest = rest.to_ascii_lowercase().replace("%3a", ":");
    let fits = |c: char| c.is_ascii_alphanumeric() || "._:-".contains(c);
    scheme == Some("did")
        && matches!(method, Some("plc" | "web"))
        && !rest.is_empty()
        && rest.chars().all(fits)
}

/// A domain name of at least two labels, the last of which begins with a letter, so that it is
/// no number of a machine.
fn is_handle(text: &str) -> bool {
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.contains('.')
        && last.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.split('.').all(label)
}

impl BlueskyAddress {
    /// Handle or DID; with the host before it where that is asked.
    pub fn spelling(&self) -> String {
        if self.own_host {
            format!("{}profile/{}", self.service, self.actor)
        } else {
            self.actor.clone()
        }
    }
}
