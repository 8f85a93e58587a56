//! Instagram.

use super::{ClosedPlatform, NO_NAME, NO_PROFILE, NotAnAccount, POST, SHORT_LINK, WebPage, handle};
use crate::model::Platform;

/// Instagram.
#[derive(Debug, Clone, Copy)]
pub struct Instagram;

/// Pages of a profile that show the same account.
const TABS: [&str; 9] = [
    "channel",
    "embed",
    "feed",
    "followers",
    "following",
    "guides",
    "reels",
    "reposts",
    "tagged",
];
/// First parts of paths that are Instagram's own pages.
const OWN: [&str; 10] = [
    "about",
    "accounts",
    "api",
    "challenge",
    "developer",
    "direct",
    "explore",
    "graphql",
    "legal",
    "web",
];

impl ClosedPlatform for Instagram {
    fn platform(&self) -> Platform {
        Platform::Instagram
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["ig", "insta"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["instagram.com", "instagr.am", "ig.me"]
    }

    fn hint(&self) -> &'static str {
        "expected https://www.instagram.com/name or @name"
    }

    fn on_page(&self, page: &WebPage) -> Result<String, NotAnAccount> {
        if !page.is_usual() {
            return Err(NO_PROFILE);
        }
        match page.parts().as_slice() {
            ["_u" | "n", name] => named(name),
            ["m", name] if page.domain == "ig.me" => named(name),
            ["p" | "reel" | "reels" | "tv" | "stories" | "s", ..] => Err(POST),
            ["share", ..] => Err(SHORT_LINK),
            [own, ..] if OWN.contains(own) => Err(NO_PROFILE),
            [name] => named(name),
            [name, tab] if TABS.contains(tab) => named(name),
            [_, "p" | "reel" | "tv", ..] => Err(POST),
            _ => Err(NO_PROFILE),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, NotAnAccount> {
        named(name)
    }
}

/// Up to 30 letters, digits, underscores and dots; Threads has the same names.
pub(super) fn named(name: &str) -> Result<String, NotAnAccount> {
    let fits =
        |name: &String| !(name.starts_with('.') || name.ends_with('.') || name.contains(".."));
    let name = handle(name, 1..=30, "._").filter(fits);
    name.map(|name| format!("@{name}")).ok_or(NO_NAME)
}
