//! The plain view: what the post says once spelling tricks are undone.

use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::confusable::{borrowed_script, enclosed_letter, latin_twin, regional_letter};
use super::offsets::Offsets;
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
/// dropped, signs that look like a blank made one, look-alike letters of other scripts inside mostly Latin words replaced, enclosed
/// letters spelt out, case folded, apostrophes inside words dropped. Linear in the text.
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
        if invisible(letter) || (apostrophe(letter) && self.inside_word(end)) {
            self.absorb(end);
        } else if let Some(plain) = enclosed_letter(letter) {
            self.atom(at..end, plain);
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

    /// A row of regional indicators: letters when three or more, else a flag, kept as it is.
    fn regional(&mut self, at: usize) -> usize {
        let row: Vec<(usize, char)> = self.source[at..]
            .char_indices()
            .map_while(|(offset, symbol)| Some((at + offset, regional_letter(symbol)?)))
            .collect();
        for (start, letter) in &row {
            let range = *start..*start + 4;
            if row.len() > 2 {
                self.atom(range, *letter);
            } else {
                let symbol = self.source[range.clone()].chars().next();
                self.atom(range, symbol.unwrap_or(' '));
            }
        }
        at + row.len() * 4
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
        let twins = word
            .chars()
            .filter(|letter| borrowed_script(*letter))
            .all(|letter| latin_twin(letter).is_some());
        let source = self.source;
        latin > borrowed
            || (twins && latin > 0)
            || (twins
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
        let other = usize::from(borrowed_script(letter));
        (latin + 1 - other, borrowed + other)
    })
}

fn word_letter(letter: char) -> bool {
    (letter.is_alphanumeric() && !is_blank(letter)) || is_combining_mark(letter)
}

/// White space, and signs that readers cannot tell from it: the fillers of Hangul, which Unicode
/// calls letters, and a cell of braille without dots and a head of a note without a shape, which
/// it calls symbols.
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{1D159}'
        )
}

/// Characters that take no room on a line and stand in no address, though between letters of
/// other scripts and in rows of emojis they have a meaning.
fn without_width(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}')
}

fn apostrophe(letter: char) -> bool {
    matches!(
        letter,
        '\'' | '`' | '\u{2018}' | '\u{2019}' | '\u{02BC}' | '\u{02BB}' | '\u{00B4}'
    )
}

/// Characters without a shape of their own: marks, joiners, direction marks, variation
/// selectors, skin tones, tags.
fn invisible(letter: char) -> bool {
    without_width(letter)
        || matches!(letter,
            '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
        || is_combining_mark(letter)
}
