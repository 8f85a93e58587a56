//! Cutting folded text into what a search can ask for: words, hashtags, handles, links, emoji.
//!
//! Differs from [`crate::text::tokens`], which rules use, in keeping hashtags, handles and
//! numbers such as *1.000* together and leaving out signs that nobody looks for.

use std::ops::Range;

use crate::model::ByteRange;
use crate::text::{Folded, views};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, digits or both.
    Word,
    /// `#` and what follows; `text` starts with `#`.
    Hashtag,
    /// `@budi`, `@budi@contoh.example`; `text` starts with `@`.
    Handle,
    /// An address; `text` is its host.
    Link,
    /// One pictograph.
    Emoji,
}

/// A piece of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct IndexToken<'t> {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Folded letters.
    pub(super) text: &'t str,
    /// Where it stood in the original.
    pub(super) span: ByteRange,
    /// Of a hashtag: its words, as its capitals, digits and `_` show them.
    pub(super) parts: Vec<(&'t str, ByteRange)>,
}

/// A run of more bytes than this, without the sign of a hashtag, is noise, not a word.
const LONGEST: usize = 255;

/// Cuts the text that was folded from `original`. Total: what is no token is skipped.
pub(super) fn tokenize<'t>(original: &str, folded: &'t Folded) -> Vec<IndexToken<'t>> {
    let text = folded.text();
    let mut tokens = Vec::with_capacity(text.len() / 6 + 1);
    let mut at = 0;
    let mut inside_word = false;
    while let Some(letter) = text[at..].chars().next() {
        let Some((kind, end)) = token_at(text, at, letter, inside_word) else {
            inside_word = false;
            at += letter.len_utf8();
            continue;
        };
        let token = build(kind, at..end, original, folded);
        let sign = usize::from(kind == TokenKind::Hashtag);
        if !token.text.is_empty() && token.text.len() - sign <= LONGEST {
            tokens.push(token);
        }
        inside_word = kind == TokenKind::Word;
        at = end;
    }
    tokens
}

/// The kind of token that starts with this letter, and where it ends. Only called between
/// tokens; `after_word` when the letter before belongs to a word.
fn token_at(text: &str, at: usize, letter: char, after_word: bool) -> Option<(TokenKind, usize)> {
    let next = || text[at + letter.len_utf8()..].chars().next();
    match letter {
        '#' if next().is_some_and(is_tag) => Some((TokenKind::Hashtag, run(text, at + 1, is_tag))),
        '@' if !after_word && next().is_some_and(is_tag) => {
            Some((TokenKind::Handle, handle_end(text, at)))
        }
        _ if letter.is_alphanumeric() => Some(if starts_link(&text[at..]) {
            (TokenKind::Link, run(text, at, |c| !c.is_whitespace()))
        } else {
            (TokenKind::Word, word_end(text, at))
        }),
        _ if is_pictograph(letter) => Some((TokenKind::Emoji, at + letter.len_utf8())),
        _ => None,
    }
}

fn run(text: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let rest = &text[from..];
    from + rest.find(|c| !belongs(c)).unwrap_or(rest.len())
}

fn is_tag(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn handle_end(text: &str, at: usize) -> usize {
    let end = run(text, at, |c| is_tag(c) || matches!(c, '@' | '.' | '-'));
    at + text[at..end].trim_end_matches(['@', '.', '-']).len()
}

/// A word goes on over a separator between digits (*1.000*).
fn word_end(text: &str, at: usize) -> usize {
    let mut end = run(text, at, char::is_alphanumeric);
    while let [before, b'.' | b',', after, ..] = text.as_bytes()[end - 1..]
        && before.is_ascii_digit()
        && after.is_ascii_digit()
    {
        end = run(text, end + 1, char::is_alphanumeric);
    }
    end
}

fn starts_link(text: &str) -> bool {
    ["http://", "https://", "www."]
        .iter()
        .any(|prefix| text.starts_with(prefix))
}

/// Pictographs and signs that people use as words. Skin tones are folded away before.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

fn build<'t>(
    kind: TokenKind,
    range: Range<usize>,
    original: &str,
    folded: &'t Folded,
) -> IndexToken<'t> {
    let text = folded.text();
    let span = folded.source(range.clone());
    let (text, parts) = match kind {
        TokenKind::Hashtag => {
            let body = range.start + 1..range.end;
            let pieces = views::cut(original, folded, body).into_iter();
            let parts = pieces.map(|piece| (&text[piece.clone()], folded.source(piece)));
            (&text[range], parts.collect())
        }
        TokenKind::Link => (host(&text[range]), Vec::new()),
        _ => (&text[range], Vec::new()),
    };
    IndexToken {
        kind,
        text,
        span,
        parts,
    }
}

/// The host of an address, without `www.`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let bare = host.strip_prefix("www.").unwrap_or(host);
    bare.trim_matches(|c: char| !c.is_alphanumeric())
}
