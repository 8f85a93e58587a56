//! Instagram.

use super::{ClosedPlatform, WebPage, handle};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

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

    fn form(&self) -> AddressForm {
        AddressForm::Instagram
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        if !page.is_usual() {
            return Err(AddressFault::NoProfile);
        }
        match page.parts().as_slice() {
            ["_u" | "n", name] => named(name),
            ["m", name] if page.domain == "ig.me" => named(name),
            ["p" | "reel" | "reels" | "tv" | "stories" | "s", ..] => Err(AddressFault::Post),
            ["share", ..] => Err(AddressFault::ShortLink),
            [own, ..] if OWN.contains(own) => Err(AddressFault::NoProfile),
            [name] => named(name),
            [name, tab] if TABS.contains(tab) => named(name),
            [_, "p" | "reel" | "tv", ..] => Err(AddressFault::Post),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        named(name)
    }
}

/// Up to 30 letters, digits, underscores and dots; Threads has the same names.
pub(super) fn named(name: &str) -> Result<String, AddressFault> {
    let fits =
        |name: &String| !(name.starts_with('.') || name.ends_with('.') || name.contains(".."));
    let name = handle(name, 1..=30, "._").filter(fits);
    name.map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}
