//! TikTok.

use super::{
    ClosedPlatform, NO_NAME, NO_PROFILE, NotAnAccount, POST, SHORT_LINK, WebPage, handle, number,
    written_number,
};
use crate::model::Platform;

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

    fn hint(&self) -> &'static str {
        "expected https://www.tiktok.com/@name or @name"
    }

    fn on_page(&self, page: &WebPage) -> Result<String, NotAnAccount> {
        match page.parts().as_slice() {
            _ if matches!(page.below.as_str(), "vm" | "vt") => Err(SHORT_LINK),
            _ if !page.is_usual() => Err(NO_PROFILE),
            ["t", ..] => Err(SHORT_LINK),
            ["share", "user", id] => number(id).ok_or(NO_PROFILE),
            ["share" | "v" | "embed", ..] | [_, "video" | "photo", ..] => Err(POST),
            [name] | [name, "live"] if name.starts_with('@') => named(name),
            _ => Err(NO_PROFILE),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, NotAnAccount> {
        written_number(name).map_or_else(|| named(name), Ok)
    }
}

/// 2 to 24 letters, digits, underscores and dots, no dot at the end.
fn named(name: &str) -> Result<String, NotAnAccount> {
    let name = handle(name, 2..=24, "._").filter(|name| !name.ends_with('.'));
    name.map(|name| format!("@{name}")).ok_or(NO_NAME)
}
