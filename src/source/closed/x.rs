//! X, once Twitter.

use super::{
    ClosedPlatform, GROUP, NO_NAME, NO_PROFILE, NotAnAccount, POST, SHORT_LINK, WebPage, handle,
    number, written_number,
};
use crate::model::Platform;

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

    fn hint(&self) -> &'static str {
        "expected https://x.com/name or @name"
    }

    fn on_page(&self, page: &WebPage) -> Result<String, NotAnAccount> {
        if page.domain == "t.co" {
            return Err(SHORT_LINK);
        }
        match page.parts().as_slice() {
            _ if !page.is_usual() => Err(NO_PROFILE),
            [] => before_2012(page),
            ["i", "user", id] => number(id).ok_or(NO_PROFILE),
            ["i", "communities", ..] => Err(GROUP),
            [
                "i",
                "web" | "status" | "spaces" | "broadcasts" | "events",
                ..,
            ] => Err(POST),
            ["intent", "user" | "follow"] => by_query(page),
            ["i" | "intent", ..] => Err(NO_PROFILE),
            [own, ..] if OWN.contains(&own.to_ascii_lowercase().as_str()) => Err(NO_PROFILE),
            [name] => named(name),
            [name, tab] if TABS.contains(tab) => named(name),
            [_, "status" | "statuses" | "article", ..] => Err(POST),
            _ => Err(NO_PROFILE),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, NotAnAccount> {
        written_number(name).map_or_else(|| named(name), Ok)
    }
}

/// `https://twitter.com/#!/name`.
fn before_2012(page: &WebPage) -> Result<String, NotAnAccount> {
    let name = page
        .fragment
        .as_deref()
        .and_then(|rest| rest.strip_prefix("!/"));
    name.map_or(Err(NO_PROFILE), named)
}

fn by_query(page: &WebPage) -> Result<String, NotAnAccount> {
    if let Some(name) = page.query("screen_name") {
        return named(&name);
    }
    let id = page.query("user_id").and_then(|id| number(&id));
    id.ok_or(NO_PROFILE)
}

/// Up to 15 letters, digits and underscores.
fn named(name: &str) -> Result<String, NotAnAccount> {
    let name = handle(name, 1..=15, "_");
    name.map(|name| format!("@{name}")).ok_or(NO_NAME)
}
