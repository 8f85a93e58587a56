//! What of a post its author did.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use serde_json::json;

use super::web_address::{picture_name, web_alias};
use super::{ParsedPost, PostKind, Sha256};

/// What pages count and how they tell ages, name first: `Dibaca 1.204 kali`, `Komentar (12)`.
static COUNTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?xi)\b(?:dibaca|dilihat|ditonton|diunduh|dibagikan|pembaca|pengunjung|views?|viewed|hits?
            |reads?|comments?|komentar|tanggapan|balasan|likes?|suka|shares?)
            [^\S\n]*[:=(|-]?[^\S\n]*\d[\d.,]*[^\S\n]*(?:rb|ribu|jt|juta|k|m)?\b
            [^\S\n]*(?:x\b|kali\b|times\b)?\)?",
    )
});
/// The same, number first: `12 komentar`, `5 kali dibaca`, `3 jam yang lalu`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?xi)\b\d[\d.,]*[^\S\n]*(?:rb|ribu|jt|juta|k|m)?[^\S\n]*(?:
            (?:x|kali|times)[^\S\n]*(?:di)?(?:baca|lihat|tonton|unduh|bagikan|read|viewed|shared)
            | (?:orang[^\S\n]*)?(?:pembaca|pengunjung|views?|hits?|reads?|comments?|komentar
                |tanggapan|balasan|likes?|suka|shares?|reactions?|reaksi)
            | (?:detik|menit|jam|hari|minggu|pekan|bulan|tahun|seconds?|minutes?|hours?|days?
                |weeks?|months?|years?)[^\S\n]*(?:yang[^\S\n]+)?(?:lalu|ago)
            )\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// Digest over what the author of a post did: words, targets of links, which pictures and what he
/// says of them. Of a post that he passed on, only that he did.
///
/// Left out is what changes without him: context, names of others, the hosts, sizes and tokens in
/// the addresses of pictures, and, where the platform keeps no version of posts, what the page
/// counts.
pub fn authored(post: &ParsedPost) -> Sha256 {
    if post.kind == PostKind::Share {
        return Sha256::of(post.kind.as_str());
    }
    let mut links: Vec<Cow<'_, str>> = post.links.iter().map(|link| target(link)).collect();
    links.sort_unstable();
    links.dedup();
    let mut media: Vec<_> = post
        .media
        .iter()
        .map(|one| {
            (
                one.kind.as_str(),
                one.url.as_deref().map(picture_name),
                one.alt.as_deref(),
            )
        })
        .collect();
    media.sort_unstable();
    media.dedup();
    Sha256::of(json!([words(post), links, media]).to_string())
}

/// The words, however blanks fall between them.
fn words(post: &ParsedPost) -> String {
    let counted = post.version.is_none() && post.text.contains(|c: char| c.is_ascii_digit());
    let uncounted = if counted {
        let without = COUNTED.replace_all(&post.text, " ");
        Cow::Owned(NUMBERED.replace_all(&without, " ").into_owned())
    } else {
        Cow::Borrowed(post.text.as_str())
    };
    let words: Vec<&str> = uncounted.split_whitespace().collect();
    words.join(" ")
}

fn target(link: &str) -> Cow<'_, str> {
    web_alias(link).map_or(Cow::Borrowed(link), Cow::Owned)
}
