//! YouTube channels: by identifier, by handle, and by the two older kinds of name.

use super::{ClosedPlatform, WebPage, handle};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// YouTube.
#[derive(Debug, Clone, Copy)]
pub struct Youtube;

/// First parts of paths that show a video or a list of them.
const POSTS: [&str; 10] = [
    "clip", "e", "embed", "hashtag", "live", "playlist", "post", "shorts", "v", "watch",
];
/// First parts of paths that are YouTube's own pages.
const OWN: [&str; 10] = [
    "about",
    "account",
    "feed",
    "gaming",
    "howyoutubeworks",
    "premium",
    "redirect",
    "results",
    "t",
    "trending",
];

impl ClosedPlatform for Youtube {
    fn platform(&self) -> Platform {
        Platform::Youtube
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["yt", "kanalyoutube", "channelyoutube", "youtubechannel"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["youtube.com", "youtu.be", "youtube-nocookie.com"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::Youtube
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        if page.domain == "youtu.be" {
            return Err(AddressFault::Post);
        }
        match page.parts().as_slice() {
            _ if !(page.is_usual() || matches!(page.below.as_str(), "music" | "studio")) => {
                Err(AddressFault::NoProfile)
            }
            ["channel", id, ..] => channel(id).ok_or(AddressFault::NoProfile),
            ["user", name, ..] => old_name("user", name),
            ["c", name, ..] => old_name("c", name),
            ["feeds", "videos.xml"] => by_feed(page),
            [first, ..] if POSTS.contains(first) => Err(AddressFault::Post),
            [first, ..] if OWN.contains(first) => Err(AddressFault::NoProfile),
            // `/@name` with any of the profile's pages.
            [name, ..] if name.starts_with('@') => named(name),
            [name] => old_name("c", name),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        match name.split_once('/') {
            Some((kind @ ("user" | "c"), name)) => old_name(kind, name),
            Some(("channel", id)) => channel(id).ok_or(AddressFault::NoName),
            _ => channel(name).map_or_else(|| named(name), Ok),
        }
    }
}

/// `UC` and 22 letters, digits, `_` and `-`; here case counts.
fn channel(id: &str) -> Option<String> {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"_-".contains(&byte);
    let whole = id.len() == 24 && id.starts_with("UC") && id.bytes().all(fits);
    whole.then(|| id.to_owned())
}

/// The channel of a feed. The list of a channel's uploads has its identifier but for the `UU`.
fn by_feed(page: &WebPage) -> Result<String, AddressFault> {
    if let Some(name) = page.query("user") {
        return old_name("user", &name);
    }
    let uploads = |list: String| Some(format!("UC{}", list.strip_prefix("UU")?));
    let id = page
        .query("channel_id")
        .or_else(|| page.query("playlist_id").and_then(uploads));
    id.and_then(|id| channel(&id))
        .ok_or(AddressFault::NoProfile)
}

/// 3 to 30 letters, digits, `_`, `-` and `.`.
fn named(name: &str) -> Result<String, AddressFault> {
    let name = handle(name, 3..=30, "_-.");
    name.map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}

/// Names given before there were handles; each kind has its own.
fn old_name(kind: &str, name: &str) -> Result<String, AddressFault> {
    let name = Some(name).filter(|name| !name.starts_with('@'));
    let name = name.and_then(|name| handle(name, 1..=100, "_-."));
    name.map(|name| format!("{kind}/{name}"))
        .ok_or(AddressFault::NoName)
}
