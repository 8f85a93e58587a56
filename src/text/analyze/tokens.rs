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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct IndexToken<'t> {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Folded letters.
    pub(super) text: &'t str,
    /// Where it stood in the original.
    pub(super) span: ByteRange,
    /// Where it starts in the folded text.
    start: usize,
}

/// A run of more bytes than this, without the sign of a hashtag, is noise, not a word.
const LONGEST: usize = 255;

/// Cuts a folded text. Total: what is no token is skipped.
pub(super) fn tokenize(folded: &Folded) -> Tokenizer<'_> {
    Tokenizer {
        folded,
        at: 0,
        inside_word: false,
    }
}

/// The tokens of a text, one by one.
pub(super) struct Tokenizer<'t> {
    folded: &'t Folded,
    at: usize,
    /// Whether the letter before belongs to a word.
    inside_word: bool,
}

impl<'t> Iterator for Tokenizer<'t> {
    type Item = IndexToken<'t>;

    fn next(&mut self) -> Option<Self::Item> {
        let text = self.folded.text();
        loop {
            let start = self.at;
            let letter = letter_at(text, start)?;
            let Some((kind, end)) = token_at(text, start, letter, self.inside_word) else {
                self.inside_word = false;
                self.at += letter.len_utf8();
                continue;
            };
            self.inside_word = kind == TokenKind::Word;
            self.at = end;
            let token = build(kind, start..end, self.folded);
            let sign = usize::from(kind == TokenKind::Hashtag);
            if !token.text.is_empty() && token.text.len() - sign <= LONGEST {
                return Some(token);
            }
        }
    }
}

/// The character at a place; most are ASCII, which takes less to see.
fn letter_at(text: &str, at: usize) -> Option<char> {
    let byte = *text.as_bytes().get(at)?;
    if byte.is_ascii() {
        Some(char::from(byte))
    } else {
        text[at..].chars().next()
    }
}

/// The kind of token that starts with this letter, and where it ends. Only called between
/// tokens; `after_word` when the letter before belongs to a word.
fn token_at(text: &str, at: usize, letter: char, after_word: bool) -> Option<(TokenKind, usize)> {
    let next = || letter_at(text, at + letter.len_utf8());
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

/// Where the characters that belong together from a place on end.
fn run(text: &str, from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let mut end = from;
    loop {
        let plain = text.as_bytes()[end..].iter();
        end += plain
            .take_while(|byte| byte.is_ascii() && belongs(char::from(**byte)))
            .count();
        match letter_at(text, end) {
            Some(letter) if !letter.is_ascii() && belongs(letter) => end += letter.len_utf8(),
            _ => return end,
        }
    }
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
    // Nearly all words end before the first comparison.
    let may = text.starts_with(['h', 'w']);
    let addresses = ["http://", "https://", "www."];
    may && addresses.iter().any(|prefix| text.starts_with(prefix))
}

/// Pictographs and signs that people use as words. Skin tones are folded away before.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

fn build(kind: TokenKind, range: Range<usize>, folded: &Folded) -> IndexToken<'_> {
    let text = &folded.text()[range.clone()];
    IndexToken {
        kind,
        text: match kind {
            TokenKind::Link => host(text),
            _ => text,
        },
        span: folded.source(range.clone()),
        start: range.start,
    }
}

/// The words of a hashtag, as its capitals, digits and `_` show them.
pub(super) fn parts<'t>(
    hashtag: &IndexToken<'t>,
    original: &str,
    folded: &'t Folded,
) -> Vec<(&'t str, ByteRange)> {
    let body = hashtag.start + 1..hashtag.start + hashtag.text.len();
    let pieces = views::cut(original, folded, body).into_iter();
    let word = |piece: Range<usize>| (&folded.text()[piece.clone()], folded.source(piece));
    pieces.map(word).collect()
}

/// The host of an address, without `www.`.
fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let bare = host.strip_prefix("www.").unwrap_or(host);
    bare.trim_matches(|c: char| !c.is_alphanumeric())
}
