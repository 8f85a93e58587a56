//! Cutting folded text into words, hashtags, handles, links, numbers and emoji.

use super::plain::FoldedChar;
use crate::model::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// Letters, digits or both.
    Word,
    /// `#` and what follows; `text` has no `#`.
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
pub(super) struct Token {
    /// What it is.
    pub(super) kind: TokenKind,
    /// Folded letters.
    pub(super) text: String,
    /// Where it stood in the original.
    pub(super) span: Span,
    /// For a hashtag that shows its words by capitals, digits or `_`: those words.
    pub(super) parts: Vec<(String, Span)>,
}

/// Cuts the text. Total: what is no token is skipped.
pub(super) fn tokenize(text: &[FoldedChar]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (kind, end) = token_at(text, at);
        if let Some(kind) = kind {
            tokens.push(build(kind, &text[at..end]));
        }
        at = end.max(at + 1);
    }
    tokens
}

/// The kind of token that starts here, and where it ends. Only called between tokens.
fn token_at(text: &[FoldedChar], at: usize) -> (Option<TokenKind>, usize) {
    let after = |index: usize| text.get(index).map(|c| c.letter);
    match text[at].letter {
        '#' if after(at + 1).is_some_and(is_tag) => {
            (Some(TokenKind::Hashtag), run(text, at + 1, is_tag))
        }
        '@' if after(at + 1).is_some_and(|c| c.is_alphanumeric() || c == '_') => {
            (Some(TokenKind::Handle), handle_end(text, at))
        }
        c if c.is_alphanumeric() && starts_link(&text[at..]) => {
            (Some(TokenKind::Link), run(text, at, |c| !c.is_whitespace()))
        }
        c if c.is_alphanumeric() => (Some(TokenKind::Word), word_end(text, at)),
        c if is_pictograph(c) => (Some(TokenKind::Emoji), at + 1),
        _ => (None, at + 1),
    }
}

fn run(text: &[FoldedChar], from: usize, belongs: impl Fn(char) -> bool) -> usize {
    let length = text[from..].iter().take_while(|c| belongs(c.letter));
    from + length.count()
}

fn is_tag(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn handle_end(text: &[FoldedChar], at: usize) -> usize {
    let end = run(text, at, |c| is_tag(c) || matches!(c, '@' | '.' | '-'));
    let tail = text[at..end].iter().rev();
    end - tail.take_while(|c| !is_tag(c.letter)).count()
}

/// A word goes on over an apostrophe between letters (*jum'at*) and over a separator between
/// digits (*1.000*).
fn word_end(text: &[FoldedChar], at: usize) -> usize {
    let mut end = run(text, at, char::is_alphanumeric);
    while let (Some(joint), Some(next)) = (text.get(end), text.get(end + 1)) {
        let before = text[end - 1].letter;
        let joined = match joint.letter {
            '\'' | '\u{2019}' | '`' => before.is_alphabetic() && next.letter.is_alphabetic(),
            '.' | ',' => before.is_numeric() && next.letter.is_numeric(),
            _ => false,
        };
        if !joined {
            break;
        }
        end = run(text, end + 1, char::is_alphanumeric);
    }
    end
}

fn starts_link(text: &[FoldedChar]) -> bool {
    ["http://", "https://", "www."].iter().any(|prefix| {
        text.len() > prefix.len() && prefix.chars().zip(text).all(|(c, t)| c == t.letter)
    })
}

/// Pictographs and signs that people use as words. Skin tones are folded away before.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f300}'..='\u{1faff}')
}

fn build(kind: TokenKind, chars: &[FoldedChar]) -> Token {
    let text: String = chars.iter().map(|c| c.letter).collect();
    let (text, parts) = match kind {
        TokenKind::Hashtag => (text[1..].to_owned(), tag_parts(&chars[1..])),
        TokenKind::Link => (host(&text), Vec::new()),
        TokenKind::Word => (text.replace(['\'', '\u{2019}', '`'], ""), Vec::new()),
        TokenKind::Handle | TokenKind::Emoji => (text, Vec::new()),
    };
    Token {
        kind,
        text,
        span: span_of(chars),
        parts,
    }
}

fn span_of(chars: &[FoldedChar]) -> Span {
    match chars {
        [] => [0, 0],
        [first, .., last] => [first.source[0], last.source[1]],
        [only] => only.source,
    }
}

/// The host of an address, without `www.`.
fn host(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let bare = host.strip_prefix("www.").unwrap_or(host);
    bare.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Words of a hashtag: a new one starts at a capital after a small letter, at the last capital
/// of a run (`PKSMenang`), where letters meet digits, and after `_`.
fn tag_parts(chars: &[FoldedChar]) -> Vec<(String, Span)> {
    let mut parts = Vec::new();
    let mut start = 0;
    for index in 0..=chars.len() {
        let cut = index == chars.len() || (index > start && tag_boundary(chars, index));
        if cut {
            let piece = &chars[start..index];
            let letters: String = piece.iter().map(|c| c.letter).filter(|c| *c != '_').collect();
            if !letters.is_empty() {
                parts.push((letters, span_of(piece)));
            }
            start = index;
        }
    }
    parts
}

fn tag_boundary(chars: &[FoldedChar], index: usize) -> bool {
    let (before, here) = (chars[index - 1], chars[index]);
    let next_small = chars.get(index + 1).is_some_and(|c| c.letter.is_alphabetic() && !c.capital);
    here.letter == '_'
        || before.letter.is_numeric() != here.letter.is_numeric()
        || (here.capital && (!before.capital || next_small))
}
