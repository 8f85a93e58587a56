//! Emoji that are shown as pictures, as WordPress, Discourse, Facebook and others do.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;
use unicode_segmentation::UnicodeSegmentation as _;

use super::look::classes;
use super::media;
use crate::source::shared::text::tidy;

/// Parts of the classes of such pictures.
const CLASSES: [&str; 4] = ["emoji", "emoticon", "smiley", "smilies"];
/// Parts of the addresses of such pictures.
const PLACES: [&str; 3] = ["emoji", "emoticon", "smil"];
/// No emoji has more bytes.
const LONGEST: usize = 64;
/// A picture larger than this in pixels is one that somebody took.
const LARGEST: f64 = 128.0;

static PICTOGRAPH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\x{20E3}]").expect("a pattern")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^:[\w+-]+:$").expect("a pattern"));
/// A file named by code points: `1f44d.png`, `1f1ee-1f1e9.svg`, `emoji_u270c.png`.
static CODES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?i:emoji_u|u\+?)?([0-9a-fA-F]{2,6}(?:[-_][0-9a-fA-F]{2,6})*)\.(?:png|svg|gif|webp)$",
    )
    .expect("a pattern")
});

/// Attributes in which an element that shows an emoji by its style says which.
const SAID_IN: [&str; 4] = ["title", "aria-label", "data-emoji", "data-text"];
/// So many nodes inside an element are looked at.
const MOST_INSIDE: usize = 16;

/// What a picture says in the text, if it is an emoji: the sign, or its name as it is written.
pub(super) fn sign(element: ElementRef<'_>) -> Option<String> {
    of_picture(element).or_else(|| of_style(element))
}

/// The sign of an element that shows it by its style, whose own text is for the ear if it has any.
fn of_style(element: ElementRef<'_>) -> Option<String> {
    let is_picture = element.attr("role") == Some("img");
    if element.value().name() == "img" || !(is_picture || is_marked(element)) {
        return None;
    }
    let inside = element.descendants().take(MOST_INSIDE);
    let texts = inside.filter_map(|node| Some(node.value().as_text()?.trim()));
    let mut text = String::new();
    for part in texts {
        // An element around it may ask for the same text once more.
        if text.len() + part.len() > LONGEST {
            return None;
        }
        text.push_str(part);
    }
    let text = tidy(&text);
    if !text.is_empty() {
        return is_emoji(&text).then_some(text);
    }
    let mut said = SAID_IN
        .iter()
        .filter_map(|name| element.attr(name))
        .map(tidy);
    said.find(|said| is_emoji(said))
}

fn of_picture(element: ElementRef<'_>) -> Option<String> {
    if !matches!(element.value().name(), "img" | "amp-img") || is_large(element) {
        return None;
    }
    let alt = element.attr("alt").map(tidy).unwrap_or_default();
    if is_emoji(&alt) {
        return Some(alt);
    }
    let address = media::waiting(element).or_else(|| element.attr("src"))?;
    let file = file_name(address);
    let marked = is_marked(element);
    let lower = address.to_ascii_lowercase();
    let kept = marked || PLACES.iter().any(|place| lower.contains(place));
    if kept && NAME.is_match(&alt) {
        return Some(alt);
    }
    // A file whose name happens to be a number of four digits is no emoji by that alone.
    let sure = kept || element.attr("draggable") == Some("false");
    let coded = coded(file).filter(|(_, longest)| sure || *longest > 4);
    if let Some((sign, _)) = coded {
        return Some(sign);
    }
    let stem = file.split('.').next().unwrap_or_default();
    marked.then(|| {
        if alt.is_empty() {
            format!(":{stem}:")
        } else {
            alt
        }
    })
}

/// Whether an element is marked as an emoji by its class, or shows one by its style.
pub(super) fn is_marked(element: ElementRef<'_>) -> bool {
    classes(element).any(|class| {
        let class = class.to_ascii_lowercase();
        CLASSES.iter().any(|word| class.contains(word))
    })
}

/// Whether a text is one emoji.
fn is_emoji(text: &str) -> bool {
    text.len() <= LONGEST && text.graphemes(true).count() == 1 && PICTOGRAPH.is_match(text)
}

fn is_large(element: ElementRef<'_>) -> bool {
    ["width", "height"].into_iter().any(|name| {
        let size = element
            .attr(name)
            .and_then(|size| size.trim().parse::<f64>().ok());
        size.is_some_and(|size| size > LARGEST)
    })
}

fn file_name(address: &str) -> &str {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

/// The emoji that a file is named by, and the number of digits of its longest code.
fn coded(file: &str) -> Option<(String, usize)> {
    let codes = CODES.captures(file)?.get(1)?.as_str();
    let sign: Option<String> = codes
        .split(['-', '_'])
        .map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?))
        .collect();
    let longest = codes.split(['-', '_']).map(str::len).max()?;
    Some((sign.filter(|sign| is_emoji(sign))?, longest))
}
