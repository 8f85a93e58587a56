//! X, once Twitter.

use super::{ClosedPlatform, WebPage, handle, number, written_number};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// X.
#[derive(Debug, Clone, Copy)]
pub struct X;

/// Pages of a profile that show the same account.
const TABS: [&str; 9] = [
    "articles",
    "followers",
    "following",
    "highlights",
    "likes",
    "lists",
    "media",
    "verified_followers",
    "with_replies",
];
/// First parts of paths that are X's own pages.
const OWN: [&str; 17] = [
    "about",
    "account",
    "compose",
    "download",
    "explore",
    "hashtag",
    "home",
    "jobs",
    "login",
    "logout",
    "messages",
    "notifications",
    "privacy",
    "search",
    "settings",
    "share",
    "tos",
];

impl ClosedPlatform for X {
    fn platform(&self) -> Platform {
        Platform::X
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["twitter", "xtwitter", "twitterx", "xcom"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["x.com", "twitter.com", "t.co"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::X
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        if page.domain == "t.co" {
            return Err(AddressFault::ShortLink);
        }
        match page.parts().as_slice() {
            _ if !page.is_usual() => Err(AddressFault::NoProfile),
            [] => before_2012(page),
            ["i", "user", id] => number(id).ok_or(AddressFault::NoProfile),
            ["i", "communities", ..] => Err(AddressFault::Group),
            [
                "i",
                "web" | "status" | "spaces" | "broadcasts" | "events",
                ..,
            ] => Err(AddressFault::Post),
            ["intent", "user" | "follow"] => by_query(page),
            ["i" | "intent", ..] => Err(AddressFault::NoProfile),
            [own, ..] if OWN.contains(&own.to_ascii_lowercase().as_str()) => {
                Err(AddressFault::NoProfile)
            }
            [name] => named(name),
            [name, tab] if TABS.contains(tab) => named(name),
            [_, "status" | "statuses" | "article", ..] => Err(AddressFault::Post),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        written_number(name).map_or_else(|| named(name), Ok)
    }
}

/// `https://twitter.com/#!/name`.
fn before_2012(page: &WebPage) -> Result<String, AddressFault> {
    let name = page
        .fragment
        .as_deref()
        .and_then(|rest| rest.strip_prefix("!/"));
    name.map_or(Err(AddressFault::NoProfile), named)
}

fn by_query(page: &WebPage) -> Result<String, AddressFault> {
    if let Some(name) = page.query("screen_name") {
        return named(&name);
    }
    let id = page.query("user_id").and_then(|id| number(&id));
    id.ok_or(AddressFault::NoProfile)
}

/// Up to 15 letters, digits and underscores.
fn named(name: &str) -> Result<String, AddressFault> {
    let name = handle(name, 1..=15, "_");
    name.map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}
