//! TikTok.

use super::{ClosedPlatform, WebPage, handle, number, written_number};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// TikTok.
#[derive(Debug, Clone, Copy)]
pub struct Tiktok;

impl ClosedPlatform for Tiktok {
    fn platform(&self) -> Platform {
        Platform::Tiktok
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["tt"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["tiktok.com"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::Tiktok
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        match page.parts().as_slice() {
            _ if matches!(page.below.as_str(), "vm" | "vt") => Err(AddressFault::ShortLink),
            _ if !page.is_usual() => Err(AddressFault::NoProfile),
            ["t", ..] => Err(AddressFault::ShortLink),
            ["share", "user", id] => number(id).ok_or(AddressFault::NoProfile),
            ["share" | "v" | "embed", ..] | [_, "video" | "photo", ..] => Err(AddressFault::Post),
            [name] | [name, "live"] if name.starts_with('@') => named(name),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        written_number(name).map_or_else(|| named(name), Ok)
    }
}

/// 2 to 24 letters, digits, underscores and dots, no dot at the end.
fn named(name: &str) -> Result<String, AddressFault> {
    let name = handle(name, 2..=24, "._").filter(|name| !name.ends_with('.'));
    name.map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}
