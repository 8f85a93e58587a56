//! Further views of a folded post, made only where there is something to see.

use std::ops::Range;

use super::fold::Folded;
use super::offsets::Offsets;
use crate::model::ByteRange;

/// A text derived from a folded post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    text: String,
    offsets: Offsets,
}

impl View {
    /// The derived text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the folded text that a range of this view stands for.
    pub fn folded(&self, range: Range<usize>) -> Range<usize> {
        self.offsets.source(range)
    }

    /// The range of the original post that a range of this view stands for.
    pub fn source(&self, base: &Folded, range: Range<usize>) -> ByteRange {
        base.source(self.folded(range))
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    offsets: Offsets,
}

impl Writer {
    fn run(&mut self, base: &str, range: Range<usize>) {
        self.offsets.run(self.text.len(), range.start);
        self.text.push_str(&base[range]);
    }

    fn atom(&mut self, letter: char, range: Range<usize>) {
        self.offsets.atom(self.text.len(), range);
        self.text.push(letter);
    }

    fn finish(self) -> View {
        View {
            text: self.text,
            offsets: self.offsets,
        }
    }
}

/// Words of a folded text: runs without white space, with their ranges.
fn chunks(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.split_whitespace().map(move |chunk| {
        let start = chunk.as_ptr().addr() - text.as_ptr().addr();
        start..start + chunk.len()
    })
}

fn leet(letter: char) -> Option<char> {
    Some(match letter {
        '4' | '@' => 'a',
        '3' => 'e',
        '1' | '!' => 'i',
        '0' => 'o',
        '5' | '$' => 's',
        '7' => 't',
        _ => return None,
    })
}

/// Digits and signs used as letters, and letters held down or doubled at the end (`c0bl0sss`,
/// `menangg`). Only inside words with two letters or more, or one where several words are so
/// written; numbers, handles, tags and links stay. `None` when nothing changes.
pub fn unleet(folded: &Folded) -> Option<View> {
    let text = folded.text();
    if !suspicious(text.as_bytes()) {
        return None;
    }
    let changed = disguises(text);
    (!changed.is_empty()).then(|| {
        let mut writer = Writer::default();
        let mut done = 0;
        for chunk in changed {
            writer.run(text, done..chunk.start);
            done = chunk.end;
            write_plain(&mut writer, text, chunk);
        }
        writer.run(text, done..text.len());
        writer.finish()
    })
}

/// Whether anything at all looks like a disguise: asked before any word is looked at, because
/// nearly all posts have none.
fn suspicious(bytes: &[u8]) -> bool {
    let doubled = || bytes.windows(2).any(|pair| pair[0] == pair[1]);
    in_digits(bytes) || (doubled() && (held_down(bytes) || ends_doubled(bytes)))
}

/// Whether a word of four letters or more ends in the same letter twice (`menangg`), as no
/// Indonesian word does.
fn ends_doubled(bytes: &[u8]) -> bool {
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
    let ends = |last: usize| {
        bytes[last] == bytes[last - 1]
            && (last - 3..=last).all(letter)
            && !bytes.get(last + 1).is_some_and(u8::is_ascii_alphanumeric)
    };
    (3..bytes.len()).any(ends)
}

/// The words to read otherwise. Where letters are written as digits twice or more, so are those of
/// words with a single letter left (`4n15`), which elsewhere are sizes and counts (`5m`, `3x`).
fn disguises(text: &str) -> Vec<Range<usize>> {
    let with_letters = |fewest: usize| -> Vec<Range<usize>> {
        let chunks = chunks(text).filter(|chunk| disguised(&text[chunk.clone()], fewest));
        chunks.collect()
    };
    let found = with_letters(2);
    let digits = found
        .iter()
        .map(|chunk| &text[chunk.clone()])
        .filter(|chunk| in_digits(chunk.as_bytes()))
        .flat_map(str::chars)
        .filter(|letter| leet(*letter).is_some());
    if digits.count() < 2 {
        found
    } else {
        with_letters(1)
    }
}

fn disguised(chunk: &str, fewest_letters: usize) -> bool {
    let bytes = chunk.as_bytes();
    if chunk.starts_with('@') || chunk.contains("://") {
        return false;
    }
    if chunk.starts_with('#') {
        return held_down(bytes);
    }
    let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic());
    letters.count() >= fewest_letters
        && (held_down(bytes) || ends_doubled(bytes) || in_digits(bytes))
}

/// Whether digits or signs stand for letters.
fn in_digits(bytes: &[u8]) -> bool {
    bytes.windows(2).any(|pair| leet_beside(pair[0], pair[1]))
}

/// A digit or sign with a letter on its right, or a digit with a letter on its left.
fn leet_beside(left: u8, right: u8) -> bool {
    (right.is_ascii_alphabetic() && leet(char::from(left)).is_some())
        || (right.is_ascii_digit()
            && left.is_ascii_alphabetic()
            && leet(char::from(right)).is_some())
}

/// Whether a letter stands three times in a row.
fn held_down(bytes: &[u8]) -> bool {
    bytes
        .windows(3)
        .any(|three| three[0] == three[1] && three[1] == three[2] && three[0].is_ascii_alphabetic())
}

fn write_plain(writer: &mut Writer, text: &str, chunk: Range<usize>) {
    let tag = text[chunk.clone()].starts_with('#');
    let word = text[chunk.clone()].trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let word_end = chunk.start + word.len();
    let doubled = !tag && ends_doubled(word.as_bytes());
    let mut letters = text[chunk.clone()].char_indices().peekable();
    while let Some((offset, letter)) = letters.next() {
        let start = chunk.start + offset;
        let mut end = start + letter.len_utf8();
        let mut repeats = 1;
        while letter.is_ascii_alphabetic() && letters.next_if(|(_, next)| *next == letter).is_some()
        {
            repeats += 1;
            end += 1;
        }
        match leet(letter).filter(|_| !tag && start < word_end) {
            Some(plain) => writer.atom(plain, start..end),
            None if repeats > 2 || (repeats == 2 && doubled && end == word_end) => {
                writer.atom(letter, start..end);
            }
            None => writer.run(text, start..end),
        }
    }
}

/// Acronyms spelt out with the same separator (`P D I P`, `p.k.s`, `n-e-t`), joined, one a
/// line. `None` when there are none.
pub fn acronyms(folded: &Folded) -> Option<View> {
    let text = folded.text();
    let mut writer = Writer::default();
    let mut at = 0;
    while let Some(run) = next_spelt(text, at) {
        if !writer.text.is_empty() {
            writer.atom('\n', run.start..run.start);
        }
        let letters = text[run.clone()].char_indices();
        for (offset, letter) in letters.filter(|(_, letter)| letter.is_ascii_alphanumeric()) {
            let start = run.start + offset;
            writer.atom(letter, start..start + 1);
        }
        at = run.end;
    }
    (!writer.text.is_empty()).then(|| writer.finish())
}

/// The next run of three or more single letters with one and the same separator, from `from`.
fn next_spelt(text: &str, from: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    let single = |at: usize| letter(at) && !letter(at + 1);
    let mut at = from;
    while at < bytes.len() {
        let separator = bytes.get(at + 1).copied();
        let starts = single(at) && bytes[at].is_ascii_alphabetic();
        if starts && separator.is_some_and(|sign| b" .-_*|".contains(&sign)) {
            let mut end = at + 1;
            while bytes.get(end).copied() == separator && single(end + 1) {
                end += 2;
            }
            if end - at >= 5 {
                return Some(at..end);
            }
            at = end;
        }
        while letter(at) {
            at += 1;
        }
        at += 1;
    }
    None
}

/// Joined hashtags and handles cut at capitals, digits and underscores (`#DukungPakBudi`), one
/// a line. `original` is the post that was folded. `None` when there are none.
pub fn tags(original: &str, folded: &Folded) -> Option<View> {
    let text = folded.text();
    if !text.contains('#') {
        return None;
    }
    let mut writer = Writer::default();
    for (sign, _) in text.match_indices('#') {
        let body = tag_body(text, sign + 1);
        let pieces = cut(original, folded, body);
        if pieces.len() < 2 {
            continue;
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let before = if index == 0 { '\n' } else { ' ' };
            writer.atom(before, piece.start..piece.start);
            writer.run(text, piece);
        }
    }
    (!writer.text.is_empty()).then(|| writer.finish())
}

fn tag_body(text: &str, start: usize) -> Range<usize> {
    let length = text[start..]
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len() - start);
    start..start + length
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Shape {
    Upper,
    Lower,
    Digit,
    Other,
}

/// Cuts where a capital follows a small letter, where the last of several capitals starts a
/// word, and between letters and digits.
pub(super) fn cut(original: &str, folded: &Folded, body: Range<usize>) -> Vec<Range<usize>> {
    let text = folded.text();
    let shapes: Vec<(usize, Shape)> = text[body.clone()]
        .char_indices()
        .map(|(offset, letter)| {
            let at = body.start + offset;
            let [from, to] = folded.source(at..at + letter.len_utf8());
            let upper = original
                .get(from..to)
                .and_then(|source| source.chars().next())
                .is_some_and(char::is_uppercase);
            let shape = match letter {
                _ if letter.is_numeric() => Shape::Digit,
                _ if letter.is_alphabetic() && upper => Shape::Upper,
                _ if letter.is_alphabetic() => Shape::Lower,
                _ => Shape::Other,
            };
            (at, shape)
        })
        .collect();
    let mut pieces = Vec::new();
    let mut start = body.start;
    for (index, (at, shape)) in shapes.iter().enumerate().skip(1) {
        let before = shapes[index - 1].1;
        let after = shapes.get(index + 1).map(|(_, shape)| *shape);
        let hump = *shape == Shape::Upper
            && (before == Shape::Lower || (before == Shape::Upper && after == Some(Shape::Lower)));
        let kind = (before == Shape::Digit) != (*shape == Shape::Digit);
        if hump || kind || *shape == Shape::Other || before == Shape::Other {
            pieces.push(start..*at);
            start = *at;
        }
    }
    pieces.push(start..body.end);
    pieces.retain(|piece| text[piece.clone()].chars().any(char::is_alphanumeric));
    pieces
}
