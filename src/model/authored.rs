//! What of a post its author did.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde_json::json;
use unicode_normalization::UnicodeNormalization as _;

use super::page_furniture::without_furniture;
use super::web_address::{link_name, picture_name};
use super::{ParsedPost, PostKind, Sha256};

/// Digest over what the author of a post did: words, targets of links, which pictures and what he
/// says of them. Of a post that he passed on, only that he did.
///
/// Left out is what changes without him: context, names of others, the hosts, sizes and tokens in
/// the addresses of pictures, which of the signs for the same thing a page is set with, and, where
/// no version tells what the author did, what pages count and how they tell ages.
pub fn authored(post: &ParsedPost) -> Sha256 {
    if post.kind == PostKind::Share {
        return Sha256::of(post.kind.as_str());
    }
    let mut links: Vec<Cow<'_, str>> = post.links.iter().map(|link| link_name(link)).collect();
    links.sort_unstable();
    links.dedup();
    let mut media: Vec<_> = post
        .media
        .iter()
        .map(|one| {
            (
                one.kind.as_str(),
                one.url.as_deref().map(picture_name),
                one.alt.as_deref().map(plainly_set),
            )
        })
        .collect();
    media.sort_unstable();
    media.dedup();
    Sha256::of(json!([words(post), links, media]).to_string())
}

/// The words, however they are set and however blanks fall between them.
fn words(post: &ParsedPost) -> String {
    let text = plainly_set(&post.text);
    let text = if post.version.as_deref().is_some_and(is_of_author) {
        Cow::Borrowed(text.as_str())
    } else {
        without_furniture(&text)
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// Whether only the author moves a version. A bare time is that of the last saving, and plugins
/// that count readers save posts too.
fn is_of_author(version: &str) -> bool {
    version.parse::<DateTime>().is_err()
}

/// A text as it is typed: one form of each letter (Unicode NFC), straight quotation marks, plain
/// dashes, three dots, and nothing that is not seen.
fn plainly_set(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for sign in text.nfc() {
        match sign {
            // The last two say whether an emoji is drawn in colours.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{fe0e}'
            | '\u{fe0f}' => {}
            '‘' | '’' | '‚' | '′' | '`' | '´' => plain.push('\''),
            '“' | '”' | '„' | '″' => plain.push('"'),
            '‐'..='―' | '−' => plain.push('-'),
            '…' => plain.push_str("..."),
            sign => plain.push(sign),
        }
    }
    // Editors set two or three hyphens as one dash.
    while plain.contains("--") {
        plain = plain.replace("--", "-");
    }
    plain
}
