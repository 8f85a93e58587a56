//! Words of a folded text, with the sentence and clause they stand in.

use std::ops::Range;

use super::quotes::{Effect, OpenQuotations, QuotationMark};

/// What a word is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sigil {
    /// Nothing.
    None,
    /// Part of a hashtag.
    Tag,
    /// A handle, as one token.
    Handle,
    /// A link, an address or the name of a file, as one token.
    Link,
    /// A sign that is not a letter or digit: an emoji, a currency sign.
    Symbol,
}

/// A word or sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte in the folded text.
    pub start: usize,
    /// End in the folded text.
    pub end: usize,
    /// What it is written with.
    pub sigil: Sigil,
    /// Number of its sentence, from 0.
    pub sentence: u32,
    /// Number of its clause, from 0, counted over the whole text.
    pub clause: u32,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
}

/// The words of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tokens {
    /// Words and signs in order.
    pub list: Vec<Token>,
    /// For each sentence, whether it ends in a question mark.
    pub questions: Vec<bool>,
}

/// Whether a word is one that is cut short with a full stop that does not end a sentence.
// Matches and not lists, because every word is asked: the compiler compares lengths first.
fn abbreviates(word: &str) -> bool {
    matches!(
        word,
        "no" | "nmr"
            | "nmer"
            | "h"
            | "hj"
            | "dr"
            | "drs"
            | "dra"
            | "ir"
            | "prof"
            | "st"
            | "sdr"
            | "bpk"
            | "kab"
            | "kec"
            | "kel"
            | "prov"
            | "jl"
            | "rp"
            | "tgl"
            | "pkl"
            | "kh"
    )
}

/// Whether a word opens a clause of its own.
fn opens_clause(word: &str) -> bool {
    matches!(
        word,
        "tapi"
            | "tetapi"
            | "namun"
            | "sedangkan"
            | "padahal"
            | "kecuali"
            | "melainkan"
            | "tp"
            | "nanging"
            | "ananging"
            | "tapina"
    )
}

/// Cuts a folded text into words. What stands struck out between `~~` and `~~` is no word of the
/// author any more. Linear in the text.
pub fn tokens(text: &str) -> Tokens {
    let mut cutter = Cutter {
        text,
        found: Tokens {
            list: Vec::with_capacity(text.len() / 6 + 1),
            questions: Vec::new(),
        },
        sentence: 0,
        clause: 0,
        question: false,
        quotes: OpenQuotations::default(),
        line: 0,
        no_file_before: 0,
        sigil: Sigil::None,
    };
    let mut at = 0;
    while at < text.len() {
        at = cutter.step(at);
    }
    cutter.end_line();
    cutter.found.questions.push(cutter.question);
    cutter.found
}

struct Cutter<'a> {
    text: &'a str,
    found: Tokens,
    sentence: u32,
    clause: u32,
    question: bool,
    quotes: OpenQuotations,
    /// Index of the first token of the line.
    line: usize,
    /// No name of a file ends before this place.
    no_file_before: usize,
    sigil: Sigil,
}

impl Cutter<'_> {
    fn step(&mut self, at: usize) -> usize {
        let byte = self.text.as_bytes()[at];
        if byte.is_ascii_alphanumeric() {
            return self.word(at);
        }
        if let Some(length) = struck(self.text, at) {
            return at + length;
        }
        let letter = self.text[at..].chars().next().unwrap_or(' ');
        if letter.is_alphanumeric() {
            return self.word(at);
        }
        if let Some(mark) = QuotationMark::at(self.text, at) {
            self.quotation(at, mark);
            self.sigil = Sigil::None;
            return at + mark.length;
        }
        if byte == b'@' {
            return self.handle(at);
        }
        if byte.is_ascii() {
            self.punctuation(at, byte);
            return at + 1;
        }
        let end = at + letter.len_utf8();
        match letter {
            '\u{2013}' | '\u{2014}' | '\u{2022}' => self.clause += 1,
            _ if letter.is_whitespace() => self.sigil = Sigil::None,
            _ => self.push(at, end, Sigil::Symbol),
        }
        end
    }

    fn word(&mut self, at: usize) -> usize {
        if self.text[at..].starts_with("http") && self.link(at) {
            let length = self.text[at..]
                .find(char::is_whitespace)
                .unwrap_or(self.text.len() - at);
            self.push(at, at + length, Sigil::Link);
            return at + length;
        }
        if let Some(end) = self.file_end(at) {
            self.push(at, end, Sigil::Link);
            return end;
        }
        let end = self.word_end(at);
        if opens_clause(&self.text[at..end]) {
            self.clause += 1;
        }
        self.push(at, end, self.sigil);
        if !matches!(self.text.as_bytes().get(end), Some(b'_')) {
            self.sigil = Sigil::None;
        }
        end
    }

    /// The end of the name of a file that begins at a place.
    fn file_end(&mut self, at: usize) -> Option<usize> {
        if at < self.no_file_before || self.sigil == Sigil::Tag {
            return None;
        }
        let rest = &self.text.as_bytes()[at..];
        let joins = |byte: &u8| b"._-".contains(byte);
        let word = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric())
            .count();
        if !rest.get(word).is_some_and(joins) {
            return None;
        }
        let name = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphanumeric() || joins(byte));
        let name = self.text[at..at + name.count()].trim_end_matches(['.', '-', '_']);
        let end = at + name.len();
        self.no_file_before = end;
        let (_, extension) = name.rsplit_once('.')?;
        names_file(extension).then_some(end)
    }

    /// A handle is one name, whatever joins its parts; with a word before it and a domain behind
    /// it is an address.
    fn handle(&mut self, at: usize) -> usize {
        self.sigil = Sigil::None;
        let bytes = self.text.as_bytes();
        let part = |at: usize| {
            let joins = |byte: u8| byte == b'_' || byte.is_ascii_alphanumeric();
            let next = bytes.get(at + 1).is_some_and(|byte| joins(*byte));
            joins(bytes[at]) || (b".-@".contains(&bytes[at]) && next)
        };
        let mut end = at + 1;
        if bytes.get(end).is_none_or(|byte| b".-@".contains(byte)) {
            return end;
        }
        while end < bytes.len() && (part(end) || self.lettered(end)) {
            end += self.text[end..].chars().next().map_or(1, char::len_utf8);
        }
        if end == at + 1 {
            return end;
        }
        let is_address = self.text[at..end].contains('.')
            && self
                .found
                .list
                .last()
                .is_some_and(|last| last.end == at && last.sigil == Sigil::None);
        let start = if is_address {
            self.take_name_before(at)
        } else {
            at + 1
        };
        let sigil = if is_address {
            Sigil::Link
        } else {
            Sigil::Handle
        };
        self.push(start, end, sigil);
        end
    }

    /// Takes the words back that are joined before the sign of an address. Gives where they begin.
    fn take_name_before(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut start = at;
        while let Some(last) = self.found.list.last()
            && (last.end == start || (last.end + 1 == start && b"._-+".contains(&bytes[last.end])))
            && last.sentence == self.sentence
            && self.found.list.len() > self.line
        {
            start = last.start;
            self.found.list.pop();
        }
        start
    }

    fn lettered(&self, at: usize) -> bool {
        let letter = self.text[at..].chars().next();
        letter.is_some_and(|letter| !letter.is_ascii() && letter.is_alphanumeric())
    }

    fn word_end(&self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut end = at;
        while end < bytes.len() {
            if bytes[end].is_ascii_alphanumeric() {
                end += 1;
                continue;
            }
            match self.text[end..].chars().next() {
                Some(letter) if !letter.is_ascii() && letter.is_alphanumeric() => {
                    end += letter.len_utf8();
                }
                _ => break,
            }
        }
        end
    }

    fn link(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        rest.starts_with("http://") || rest.starts_with("https://")
    }

    fn push(&mut self, start: usize, end: usize, sigil: Sigil) {
        self.found.list.push(Token {
            start,
            end,
            sigil,
            sentence: self.sentence,
            clause: self.clause,
            quoted: false,
        });
    }

    fn punctuation(&mut self, at: usize, byte: u8) {
        match byte {
            b'#' => self.sigil = Sigil::Tag,
            b'_' => {}
            b'?' => {
                self.question = true;
                self.end_sentence();
            }
            b'\n' => self.line_break(at),
            b'!' | b';' | b'|' => self.end_sentence(),
            b'.' if self.stops(at) => self.end_sentence(),
            b',' | b':' | b'(' | b')' | b'/' => self.clause += 1,
            b'-' if self.text.as_bytes().get(at + 1) == Some(&b' ') => self.clause += 1,
            _ => self.sigil = Sigil::None,
        }
        if !matches!(byte, b'#' | b'_') {
            self.sigil = Sigil::None;
        }
    }

    /// Whether the full stop at `at` ends a sentence.
    fn stops(&self, at: usize) -> bool {
        let next = self.text.as_bytes().get(at + 1);
        if next.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'"') {
            return false;
        }
        self.found.list.last().is_none_or(|last| {
            let word = &self.text[last.start..last.end];
            last.end != at || !(abbreviates(word) || initial(word))
        })
    }

    fn end_sentence(&mut self) {
        let started = self
            .found
            .list
            .last()
            .is_some_and(|last| last.sentence == self.sentence);
        if started {
            self.found.questions.push(self.question);
            self.sentence += 1;
            self.clause += 1;
        } else if let Some(before) = self.found.questions.last_mut() {
            *before |= self.question;
        }
        self.question = false;
    }

    /// A line ends a sentence, unless it is one word and the next is another: so are words set
    /// one below the other.
    fn line_break(&mut self, at: usize) {
        let list = &self.found.list;
        let one = list.len() == self.line + 1 && list[self.line].sigil == Sigil::None;
        if !(one && one_word(&self.text[at + 1..])) {
            self.end_sentence();
        }
        self.end_line();
    }

    fn end_line(&mut self) {
        let words = self.found.list.len();
        self.line = words;
        if let Some(unclosed) = self.quotes.end_line(words) {
            self.quote(unclosed);
        }
    }

    fn quotation(&mut self, at: usize, mark: QuotationMark) {
        let words = self.found.list.len();
        match self.quotes.take(self.text, at, mark, words) {
            Effect::Closes(quoted) => {
                self.clause += 1;
                self.quote(quoted);
            }
            // Whether it is an apostrophe shows only where it is closed.
            Effect::Opens | Effect::Nothing if mark.is_single() => {}
            Effect::Opens | Effect::Nothing => self.clause += 1,
        }
    }

    fn quote(&mut self, words: Range<usize>) {
        for token in &mut self.found.list[words] {
            token.quoted = true;
        }
    }
}

/// Whether a text begins with a line of one word, without a sign before it.
fn one_word(text: &str) -> bool {
    let line = text.split('\n').next().unwrap_or_default().trim();
    line.starts_with(char::is_alphanumeric)
        && !line.contains(char::is_whitespace)
        && !line.starts_with("http")
}

/// Whether a name with that ending is one of a file: pictures, films, sound, documents, archives.
fn names_file(extension: &str) -> bool {
    matches!(
        extension,
        "jpg"
            | "jpeg"
            | "png"
            | "gif"
            | "webp"
            | "heic"
            | "bmp"
            | "tif"
            | "tiff"
            | "svg"
            | "psd"
            | "cdr"
            | "mp4"
            | "mov"
            | "avi"
            | "mkv"
            | "webm"
            | "3gp"
            | "mp3"
            | "m4a"
            | "wav"
            | "ogg"
            | "opus"
            | "pdf"
            | "doc"
            | "docx"
            | "xls"
            | "xlsx"
            | "ppt"
            | "pptx"
            | "odt"
            | "ods"
            | "odp"
            | "csv"
            | "txt"
            | "rtf"
            | "html"
            | "htm"
            | "xml"
            | "json"
            | "zip"
            | "rar"
            | "7z"
            | "gz"
            | "apk"
            | "exe"
    )
}

/// The length of what is struck out at a place: between two tildes and two more on the same line,
/// close to the words. A row of tildes drawls or adorns and strikes nothing out.
fn struck(text: &str, at: usize) -> Option<usize> {
    let inner = text[at..].strip_prefix("~~")?;
    let length = inner.find(['~', '\n'])?;
    let (words, after) = inner.split_at(length);
    let close = !words.is_empty() && words.trim() == words && !text[..at].ends_with('~');
    // Three and no more are looked at: a row of them is asked about at each of its tildes.
    let two = after.starts_with("~~") && !after.starts_with("~~~");
    (close && two).then_some(2 + length + 2)
}

/// A single letter, as in `H. Budi`.
fn initial(word: &str) -> bool {
    word.len() == 1 && word.as_bytes()[0].is_ascii_alphabetic()
}
