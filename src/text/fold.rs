//! The plain view: what the post says once spelling tricks are undone.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::confusable::{
    borrowed_script, enclosed_letter, latin_twin, latin_variant, lettered_sign, outlandish,
    regional_letter, shown_number,
};
use super::flags::FlagRow;
use super::offsets::Offsets;
use super::unseen::{invisible, is_blank, without_width};
use crate::model::ByteRange;

/// A post in plain spelling: lower case, without marks and invisible characters, with fancy
/// letters turned into plain ones. Every byte leads back to the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    offsets: Offsets,
}

impl Folded {
    /// The plain text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The range of the original that a range of [`Folded::text`] stands for, on character
    /// boundaries of the original whenever `range` is on those of the folded text.
    pub fn source(&self, range: Range<usize>) -> ByteRange {
        let source = self.offsets.source(range);
        [source.start, source.end]
    }
}

/// Folds a post: compatibility decomposition (NFKD), combining marks and invisible characters
/// dropped, signs that look like a blank made one, look-alike letters of other scripts inside
/// mostly Latin words replaced, enclosed letters and letters of flags spelt out, digits of every
/// make made plain, trade marks behind words and apostrophes inside them dropped, case folded.
/// Linear in the text.
pub fn fold(source: &str) -> Folded {
    if source.is_ascii() && !source.contains('\'') && !source.contains('`') {
        return Folded {
            text: source.to_ascii_lowercase(),
            offsets: Offsets::default(),
        };
    }
    let mut folder = Folder::new(source);
    let mut at = 0;
    while let Some(letter) = source[at..].chars().next() {
        at = folder.step(at, letter);
    }
    Folded {
        text: folder.text,
        offsets: folder.offsets,
    }
}

struct Folder<'a> {
    source: &'a str,
    text: String,
    offsets: Offsets,
    /// Where the last written character starts, here and in the source.
    last: Option<(usize, usize)>,
    word: Range<usize>,
    word_is_latin: bool,
    /// The row of regional indicators that was met last.
    flags: FlagRow,
    /// Whether what was written last belongs to a link.
    in_link: bool,
    /// Whether the post as a whole is in Latin letters, once it was asked.
    source_is_latin: Option<bool>,
}

impl<'a> Folder<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            text: String::with_capacity(source.len()),
            offsets: Offsets::default(),
            last: None,
            word: 0..0,
            word_is_latin: false,
            flags: FlagRow::default(),
            in_link: false,
            source_is_latin: None,
        }
    }

    /// Handles the character at `at`; gives where to go on.
    fn step(&mut self, at: usize, letter: char) -> usize {
        let end = at + letter.len_utf8();
        if letter.is_ascii() && !matches!(letter, '\'' | '`') {
            self.offsets.run(self.text.len(), at);
            self.last = Some((self.text.len(), at));
            self.text.push(letter.to_ascii_lowercase());
            self.follow_link(letter);
            return end;
        }
        if is_blank(letter) || (self.in_link && without_width(letter)) {
            self.in_link = false;
            self.atom(at..end, ' ');
            return end;
        }
        if regional_letter(letter).is_some() {
            return self.regional(at);
        }
        if let Some(end) = self.mark_behind_word(at) {
            self.absorb(end);
            return end;
        }
        if invisible(letter) || (apostrophe(letter) && self.inside_word(end)) {
            self.absorb(end);
        } else if let Some(plain) = enclosed_letter(letter).or_else(|| latin_variant(letter)) {
            self.atom(at..end, plain);
        } else if let Some(number) = shown_number(letter) {
            self.number(at..end, number);
        } else if let Some(twin) = self.twin(at, letter) {
            self.atom(at..end, twin);
        } else {
            self.decompose(at..end, letter);
        }
        end
    }

    /// No address has a sign without width: what stands behind one is for readers, and not part of
    /// the link.
    fn follow_link(&mut self, letter: char) {
        if letter == '/' {
            let written = self.text.as_str();
            let before = ["http://", "https://"];
            let before = before
                .iter()
                .find_map(|scheme| written.strip_suffix(scheme));
            self.in_link |= before.is_some_and(|before| !before.ends_with(char::is_alphanumeric));
        } else if letter.is_ascii_whitespace() {
            self.in_link = false;
        }
    }

    fn atom(&mut self, source: Range<usize>, letter: char) {
        self.last = Some((self.text.len(), source.start));
        self.offsets.atom(self.text.len(), source);
        self.text.push(letter);
    }

    fn number(&mut self, source: Range<usize>, number: u32) {
        self.last = Some((self.text.len(), source.start));
        self.offsets.atom(self.text.len(), source);
        self.text.push_str(&number.to_string());
    }

    /// The end of a trade mark or the like that is glued to a word and no part of it.
    fn mark_behind_word(&self, at: usize) -> Option<usize> {
        let rest = &self.source[at..];
        // Nearly all signs are others.
        if !rest.starts_with(|sign| matches!(sign, '\u{A9}'..='\u{2122}')) {
            return None;
        }
        let mark = MARKS.iter().find(|mark| rest.starts_with(**mark))?;
        let glued = self.text.ends_with(char::is_alphanumeric);
        let raised = self.source[..at]
            .chars()
            .next_back()
            .is_some_and(raised_letter);
        let end = at + mark.len();
        let ends = || !self.source[end..].starts_with(char::is_alphanumeric);
        let small = mark.starts_with(raised_letter);
        (glued && (!small || (!raised && ends()))).then_some(end)
    }

    fn absorb(&mut self, end: usize) {
        if let Some((last, source_last)) = self.last {
            self.offsets.absorb(last, source_last, end);
        }
    }

    fn decompose(&mut self, source: Range<usize>, letter: char) {
        let start = self.text.len();
        let text = &mut self.text;
        decompose_compatible(letter, |part| {
            if !invisible(part) {
                text.extend(
                    part.to_lowercase()
                        .filter(|lower| !is_combining_mark(*lower)),
                );
            }
        });
        let written = &self.text[start..];
        let last = written.chars().next_back();
        if written.contains(char::is_whitespace) {
            self.in_link = false;
        }
        if let Some(last) = last {
            self.follow_link(last);
        }
        if self.text.len() == start {
            self.absorb(source.end);
        } else {
            self.last = Some((start, source.start));
            self.offsets.atom(start, source);
        }
    }

    /// A word of regional indicators spelt out, or one of a flag, kept as it is.
    fn regional(&mut self, at: usize) -> usize {
        let Some(word) = self.flags.word_at(self.source, at) else {
            let symbol = self.source[at..].chars().next().unwrap_or(' ');
            let end = at + symbol.len_utf8();
            self.atom(at..end, symbol);
            return end;
        };
        for (offset, symbol) in self.source[word.clone()].char_indices() {
            let start = word.start + offset;
            let end = start + symbol.len_utf8();
            match regional_letter(symbol) {
                Some(letter) => self.atom(start..end, letter),
                None => self.absorb(end),
            }
        }
        word.end
    }

    fn twin(&mut self, at: usize, letter: char) -> Option<char> {
        let twin = latin_twin(letter)?;
        if !self.word.contains(&at) {
            self.look_at_word(at);
        }
        self.word_is_latin.then_some(twin)
    }

    /// Counts the letters of the word around `at`; the verdict is kept for its other letters.
    fn look_at_word(&mut self, at: usize) {
        let from = self.word.end.min(at);
        let start = self.source[from..at]
            .char_indices()
            .rev()
            .find(|(_, c)| !word_letter(*c))
            .map_or(from, |(offset, c)| from + offset + c.len_utf8());
        let end = self.source[at..]
            .find(|c: char| !word_letter(c))
            .map_or(self.source.len(), |length| at + length);
        let word = &self.source[start..end];
        self.word = start..end;
        self.word_is_latin = self.disguised(word);
    }

    /// Whether a word with borrowed letters is meant to be read as Latin: mostly Latin, or mixed
    /// out of nothing but Latin letters and their twins, or twins only in a post in Latin letters.
    fn disguised(&mut self, word: &str) -> bool {
        let (latin, borrowed) = scripts(word);
        let borrows = |letter: &char| borrowed_script(*letter) || outlandish(*letter);
        let letters = || word.chars().filter(borrows);
        let twins = letters().all(|letter| latin_twin(letter).is_some());
        let strange = letters().any(outlandish) && !letters().any(borrowed_script);
        let signs = word.contains(lettered_sign);
        let source = self.source;
        latin > borrowed
            || (twins && (latin > 0 || (strange && borrowed > 1)))
            || (twins
                && !signs
                && *self.source_is_latin.get_or_insert_with(|| {
                    let (latin, borrowed) = scripts(source);
                    2 * latin > borrowed
                }))
    }

    fn inside_word(&self, end: usize) -> bool {
        let before = self.text.chars().next_back();
        let after = self.source[end..].chars().next();
        before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
    }
}

/// How many letters are Latin or of any other script that is not borrowed from, and how many are.
fn scripts(text: &str) -> (usize, usize) {
    let letters = text
        .chars()
        .filter(|letter| letter.is_alphabetic() && !is_blank(*letter));
    letters.fold((0, 0), |(latin, borrowed), letter| {
        let other = usize::from(borrowed_script(letter) || outlandish(letter));
        (latin + 1 - other, borrowed + other)
    })
}

fn word_letter(letter: char) -> bool {
    (letter.is_alphanumeric() && !is_blank(letter))
        || is_combining_mark(letter)
        || lettered_sign(letter)
}

/// Marks that people put behind names, and that are not spelt.
const MARKS: [&str; 10] = [
    "\u{2122}",
    "\u{2120}",
    "\u{AE}",
    "\u{A9}",
    "\u{2117}",
    "\u{B0}",
    "\u{BA}",
    "\u{AA}",
    "\u{1D40}\u{1D39}",
    "\u{2E2}\u{1D39}",
];

fn raised_letter(letter: char) -> bool {
    matches!(letter, '\u{2B0}'..='\u{2B8}' | '\u{2E0}'..='\u{2E4}' | '\u{1D2C}'..='\u{1D6A}')
}

fn apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`'
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201B}'
            | '\u{2032}'
            | '\u{FF07}'
            | '\u{A78C}'
            | '\u{02B9}'..='\u{02BF}' | '\u{00B4}'
    )
}
