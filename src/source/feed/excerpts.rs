//! What is only the beginning of a post, and what a site adds to the words of its authors.

use std::sync::LazyLock;

use regex::Regex;

use super::tags::{Child, children};

/// "The post … appeared first on …", which WordPress and its plugins add in the reader's language.
static SYNDICATED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:^|\n|(?P<end>[.!?…\]”]\s))\s*
        (?:the\s+(?:post|article|entry)|(?:artikel|pos(?:t|tingan)?|tulisan|berita|kiriman)(?:\s+ini)?)\b
        [^\n]{0,400}?
        \b(?:appeared\s+first\s+(?:on|at)|first\s+appeared\s+(?:on|at)|was\s+(?:originally|first)\s+published\s+(?:on|at)
            |(?:muncul|tampil|terbit|ditayangkan|diterbitkan|dimuat)\s+pertama\s+kali\s+(?:di|pada)
            |pertama\s+kali\s+(?:muncul|tampil|terbit|ditayangkan|diterbitkan|dimuat)\s+(?:di|pada))\b
        [^\n]{0,400}\s*$",
    )
});
/// An invitation to read on, at the end; a title may follow it.
static READ_ON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)(?:^|[\s.…\[(»])
        (?:continue\s+reading|keep\s+reading|read\s+(?:the\s+)?(?:more|rest|full)|view\s+(?:the\s+)?full
            |full\s+(?:story|article)|\(more\b
            |(?:baca|lihat|simak|klik)\s+(?:\w+\s+){0,2}?(?:selengkapnya|lengkapnya|lebih\s+lanjut|lanjutannya)
            |selengkapnya|lanjut(?:kan)?\s+(?:mem)?baca|baca\s+lanjutan)\b
        (?P<title>[^\n]{0,200})$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// The words of the author, without what the site adds at their end.
pub(super) fn own_words(text: &str) -> &str {
    let Some(found) = SYNDICATED.captures(text) else {
        return text;
    };
    let whole = found.get(0).map_or(text.len(), |whole| whole.start());
    let from = found.name("end").map_or(whole, |end| end.end());
    text[..from].trim_end()
}

/// What an entry gives of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum GivenBody {
    /// A field for the whole text.
    Whole,
    /// A field for whatever the site likes: RSS's `description`.
    Any,
    /// A field for a part: Atom's and JSON Feed's `summary`.
    Part,
    /// A title alone.
    Nothing,
}

impl GivenBody {
    /// By the elements of an entry.
    pub(super) fn of_xml(atom: bool, markup: &str) -> Self {
        let children = children(markup);
        let has = |names: &[&str]| {
            let named = |child: &&Child<'_>| names.contains(&child.tag.local_name());
            let mut named = children.iter().filter(named);
            named.any(|child| {
                !child.tag.name().starts_with("media:") && !child.inner.trim().is_empty()
            })
        };
        if has(&["encoded", "content", "body", "fullitem"]) {
            Self::Whole
        } else if has(&["description", "abstract"]) || (!atom && has(&["summary"])) {
            Self::Any
        } else if has(&["summary"]) {
            Self::Part
        } else {
            Self::Nothing
        }
    }

    /// Whether a body that was given so is a part of the post only.
    pub(super) fn is_excerpt(self, body: &str) -> bool {
        let body = own_words(body).trim_end();
        let marked = is_cut_in_brackets(body) || is_invited(body);
        match self {
            Self::Whole => marked,
            Self::Any => marked || body.is_empty() || body.ends_with('…') || body.ends_with("..."),
            Self::Part | Self::Nothing => true,
        }
    }
}

/// `[…]`, which nobody writes at the end of his own words.
fn is_cut_in_brackets(body: &str) -> bool {
    let inside = body
        .trim_end_matches(['»', '→', ' '])
        .strip_suffix([']', ')']);
    let inside = inside.map(str::trim_end);
    inside.is_some_and(|inside| {
        let dots = inside.trim_end_matches(['.', '…', ' ']);
        dots.len() < inside.len() && dots.ends_with(['[', '('])
    })
}

/// Whether the last words invite to read on. After "selengkapnya" and the like a sentence of the
/// author's own ends with a full stop.
fn is_invited(body: &str) -> bool {
    READ_ON
        .captures(body)
        .and_then(|found| found.name("title"))
        .is_some_and(|title| {
            !title.as_str().trim_end().ends_with('.') || title.as_str().ends_with("...")
        })
}
