//! Telegram: public channels and users.

use super::{ClosedPlatform, WebPage, handle};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// Telegram.
#[derive(Debug, Clone, Copy)]
pub struct Telegram;

/// First parts of paths that are no channel's.
const OWN: [&str; 12] = [
    "addemoji",
    "addlist",
    "addstickers",
    "addtheme",
    "bg",
    "boost",
    "confirmphone",
    "iv",
    "login",
    "proxy",
    "setlanguage",
    "share",
];

impl ClosedPlatform for Telegram {
    fn platform(&self) -> Platform {
        Platform::Telegram
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["tg", "tele", "channeltelegram", "kanaltelegram"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["t.me", "telegram.me", "telegram.dog", "telegram.org"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::Telegram
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        let parts = page.parts();
        match (page.below.as_str(), parts.as_slice()) {
            ("web", _) => after_the_hash(page),
            _ if page.domain == "telegram.org" => Err(AddressFault::NoProfile),
            ("" | "www", ["joinchat" | "c", ..]) => Err(AddressFault::Private),
            ("" | "www", [first, ..]) if first.starts_with('+') => Err(AddressFault::Private),
            ("" | "www", [own, ..]) if OWN.contains(own) => Err(AddressFault::NoProfile),
            ("" | "www", ["s", name] | [name]) => named(name),
            ("" | "www", []) => Err(AddressFault::NoProfile),
            (name, []) => named(name),
            (_, [_, ..]) => Err(AddressFault::Post),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        let asked = name.strip_prefix("tg://resolve?domain=");
        let name = asked.map_or(name, |rest| rest.split('&').next().unwrap_or(rest));
        named(name)
    }
}

/// `https://web.telegram.org/k/#@name`. Numbers there stand for chats of the reader's own.
fn after_the_hash(page: &WebPage) -> Result<String, AddressFault> {
    let name = page.fragment.as_deref().unwrap_or_default();
    if name.starts_with('@') {
        named(name)
    } else {
        Err(AddressFault::Private)
    }
}

/// 4 to 32 letters, digits and underscores, a letter first.
fn named(name: &str) -> Result<String, AddressFault> {
    let lettered = |name: &String| name.starts_with(|c: char| c.is_ascii_alphabetic());
    let name = handle(name, 4..=32, "_").filter(lettered);
    name.map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}
