//! Facebook: profiles and pages, by name or number.

use super::{ClosedPlatform, WebPage, handle, number, written_number};
use crate::model::Platform;
use crate::source::{AddressFault, AddressForm};

/// Facebook.
#[derive(Debug, Clone, Copy)]
pub struct Facebook;

/// First parts of paths that show one post, whoever's it is.
const POSTS: [&str; 18] = [
    "events",
    "hashtag",
    "live",
    "media",
    "notes",
    "permalink.php",
    "photo",
    "photo.php",
    "photos",
    "posts",
    "reel",
    "reels",
    "stories",
    "story.php",
    "video",
    "video.php",
    "videos",
    "watch",
];
/// First parts of paths that are Facebook's own pages.
const OWN: [&str; 17] = [
    "ads",
    "bookmarks",
    "business",
    "friends",
    "gaming",
    "help",
    "home.php",
    "l.php",
    "legal",
    "login",
    "marketplace",
    "messages",
    "notifications",
    "policies",
    "privacy",
    "search",
    "settings",
];

impl ClosedPlatform for Facebook {
    fn platform(&self) -> Platform {
        Platform::Facebook
    }

    fn nicknames(&self) -> &'static [&'static str] {
        &["fb", "fesbuk", "facebookpage", "fanpage", "halamanfacebook"]
    }

    fn domains(&self) -> &'static [&'static str] {
        &["facebook.com", "fb.com", "m.me", "fb.me", "fb.watch"]
    }

    fn form(&self) -> AddressForm {
        AddressForm::Facebook
    }

    fn on_page(&self, page: &WebPage) -> Result<String, AddressFault> {
        match page.domain {
            "fb.me" => return Err(AddressFault::ShortLink),
            "fb.watch" => return Err(AddressFault::Post),
            _ if !shows_profiles(page) => return Err(AddressFault::NoProfile),
            _ => {}
        }
        let parts = page.parts();
        let first = parts.first().map(|part| part.to_ascii_lowercase());
        match (first.as_deref().unwrap_or_default(), parts.as_slice()) {
            ("profile.php", _) => by_number(&page.query("id").unwrap_or_default()),
            ("people", [_, _, id, ..]) => by_number(id),
            ("pages", [_, _, id]) if number(id).is_some() => by_number(id),
            ("pages", [_, "category", _, name, ..]) | ("p", [_, name, ..]) => {
                by_number(last_word(name))
            }
            ("pg" | "pages", [_, name, ..]) => named(name),
            ("groups", _) => Err(AddressFault::Group),
            ("share", _) => Err(AddressFault::ShortLink),
            (first, _) if POSTS.contains(&first) => Err(AddressFault::Post),
            (first, _) if OWN.contains(&first) || is_script(first) => Err(AddressFault::NoProfile),
            (_, [name]) => named(name),
            // A word below a profile is one of its pages; a number, or more, is a post.
            (_, [name, tab]) if number(tab).is_none() && !tab.starts_with("pfbid") => named(name),
            (_, [_, ..]) => Err(AddressFault::Post),
            _ => Err(AddressFault::NoProfile),
        }
    }

    fn by_name(&self, name: &str) -> Result<String, AddressFault> {
        match written_number(name) {
            Some(number) => Ok(number),
            None => named(name),
        }
    }
}

/// Many hosts show the same profiles: for phones, for slow lines, and one a language.
fn shows_profiles(page: &WebPage) -> bool {
    let below = page.below.as_str();
    let language = |(one, other): (&str, &str)| one.len() == 2 && other.len() == 2;
    page.is_usual()
        || matches!(below, "web" | "mbasic" | "touch" | "free" | "d" | "p" | "n")
        || below.split_once('-').is_some_and(language)
}

/// The account with a number. What begins with `pfbid` is another for each reader, and names
/// nobody.
fn by_number(id: &str) -> Result<String, AddressFault> {
    match number(id) {
        Some(number) => Ok(number),
        None if id.starts_with("pfbid") => Err(AddressFault::ReadersNumber),
        None => Err(AddressFault::NoProfile),
    }
}

/// `sharer.php` and the like; `first` is in lower case.
fn is_script(first: &str) -> bool {
    matches!(first.rsplit_once('.'), Some((_, "php")))
}

fn last_word(name: &str) -> &str {
    name.rsplit('-').next().unwrap_or(name)
}

/// A name, a number, or both: `Dinas-Contoh-100012345678`. Case and dots of a name say nothing,
/// by Facebook's own rule.
fn named(text: &str) -> Result<String, AddressFault> {
    let name = text.trim_start_matches('@');
    let end = last_word(name);
    // Numbers of pages have nine digits and more; a shorter one belongs to the name.
    let stands_alone = end.len() >= 9 || end.len() == name.len();
    if let Some(number) = number(end).filter(|_| stands_alone) {
        return Ok(number);
    }
    let bare = handle(name, 2..=80, ".").map(|name| name.replace('.', ""));
    let lettered = |name: &String| name.contains(|c: char| c.is_ascii_alphabetic());
    let named = bare.filter(|name| lettered(name) && (2..=50).contains(&name.len()));
    named
        .map(|name| format!("@{name}"))
        .ok_or(AddressFault::NoName)
}
