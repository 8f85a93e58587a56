//! Words of a folded text, with the sentence and clause they stand in.

/// What a word is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sigil {
    /// Nothing.
    None,
    /// Part of a hashtag.
    Tag,
    /// Part of a handle.
    Handle,
    /// A link, as one token.
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
        quote: None,
        sigil: Sigil::None,
    };
    let mut at = 0;
    while at < text.len() {
        at = cutter.step(at);
    }
    cutter.found.questions.push(cutter.question);
    cutter.found
}

struct Cutter<'a> {
    text: &'a str,
    found: Tokens,
    sentence: u32,
    clause: u32,
    question: bool,
    /// Index of the first token inside an open quotation.
    quote: Option<usize>,
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
        if byte.is_ascii() {
            self.punctuation(at, byte);
            return at + 1;
        }
        let letter = self.text[at..].chars().next().unwrap_or(' ');
        if letter.is_alphanumeric() {
            return self.word(at);
        }
        let end = at + letter.len_utf8();
        match letter {
            '\u{201C}' | '\u{201D}' | '\u{AB}' | '\u{BB}' => self.quotation(),
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
            b'@' => self.sigil = Sigil::Handle,
            b'_' => {}
            b'?' => {
                self.question = true;
                self.end_sentence();
            }
            b'!' | b'\n' | b';' | b'|' => self.end_sentence(),
            b'.' if self.stops(at) => self.end_sentence(),
            b',' | b':' | b'(' | b')' | b'/' => self.clause += 1,
            b'-' if self.text.as_bytes().get(at + 1) == Some(&b' ') => self.clause += 1,
            b'"' => self.quotation(),
            _ => self.sigil = Sigil::None,
        }
        if !matches!(byte, b'#' | b'@' | b'_') {
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

    fn quotation(&mut self) {
        self.clause += 1;
        match self.quote.take() {
            None => self.quote = Some(self.found.list.len()),
            Some(first) => {
                for token in &mut self.found.list[first..] {
                    token.quoted = true;
                }
            }
        }
    }
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
