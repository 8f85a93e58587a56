//! Post text to search terms: fold, cut, map slang, drop function words, stem. Pure.
//!
//! The terms hold no white space, so a post's terms are stored as one line and any search
//! engine that splits on white space indexes the same words. Queries go through the same
//! function, which is why index and query agree.

mod known;
mod tokens;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use self::known::KnownWords;
use self::tokens::{IndexToken, TokenKind, tokenize};
use super::stem::is_root;
use super::views::unleet;
use super::{Stems, fold};
use crate::model::ByteRange;

/// A term and the piece of the original text that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded letters without white space.
    pub text: String,
    /// Bytes of the original, on character boundaries.
    pub span: ByteRange,
}

impl Term {
    fn new(text: &str, span: ByteRange) -> Self {
        Self {
            text: text.to_owned(),
            span,
        }
    }
}

/// What a text is found by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Analysis {
    /// Every word as written, folded: for exact matches.
    pub exact: Vec<Term>,
    /// Standard spelling and stem of every word that means something; names stay whole.
    pub stems: Vec<Term>,
    /// Hashtags with `#` and handles with their host, which belong to `stems` but stand after
    /// all words, so that a phrase runs through the words of a hashtag.
    pub tags: Vec<Term>,
}

/// The terms of an [`Analysis`] without the pieces that they stand for, each list on one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnalysisLines {
    /// The exact terms.
    pub exact: String,
    /// The stems, then the tags.
    pub stems: String,
}

/// The lists of an [`Analysis`].
#[derive(Clone, Copy)]
enum List {
    Exact,
    Stems,
    Tags,
}

/// Adds a term to a line.
fn lengthen(line: &mut String, term: &str) {
    if !line.is_empty() && !term.is_empty() {
        line.push(' ');
    }
    line.push_str(term);
}

/// The word lists of an [`Analyzer`], as the files of `index/` hold them.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// Lines of `as written = standard words`.
    pub slang: &'a str,
    /// One word a line.
    pub stopwords: &'a str,
    /// Words that are never stemmed, one a line.
    pub whole: &'a str,
}

/// A line of a word list that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the {list} list is {text:?}; expected {expected}")]
pub struct ResourceError {
    /// Which list.
    pub list: &'static str,
    /// Line number from 1.
    pub line: usize,
    /// The line.
    pub text: String,
    /// What a line must look like.
    pub expected: &'static str,
}

/// Turns texts and queries into terms. Build once, share freely.
#[derive(Debug)]
pub struct Analyzer {
    slang: HashMap<String, Vec<String>>,
    stopwords: HashSet<String>,
    stems: Stems,
    known: KnownWords,
}

impl Analyzer {
    /// An analyser with these word lists; every word of `names` is kept whole too.
    pub fn new<'n>(
        resources: &Resources<'_>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, ResourceError> {
        let mut whole = read_words("whole-word", resources.whole)?;
        for name in names {
            words_of(name, |word| {
                whole.insert(word.to_owned());
            });
        }
        let mut analyzer = Self {
            slang: HashMap::new(),
            stopwords: read_words("stop-word", resources.stopwords)?,
            stems: Stems::new(whole),
            known: KnownWords::default(),
        };
        analyzer.read_slang(resources.slang)?;
        Ok(analyzer)
    }

    /// The terms of a text.
    pub fn analyze(&self, text: &str) -> Analysis {
        let mut analysis = Analysis::default();
        self.read(text, |list, term, span| {
            let list = match list {
                List::Exact => &mut analysis.exact,
                List::Stems => &mut analysis.stems,
                List::Tags => &mut analysis.tags,
            };
            list.push(Term::new(term, span));
        });
        analysis
    }

    /// The terms of a text on lines, as the index takes them.
    pub fn lines(&self, text: &str) -> AnalysisLines {
        let mut lines = AnalysisLines {
            exact: String::with_capacity(text.len()),
            stems: String::with_capacity(text.len()),
        };
        let mut tags = String::new();
        self.read(text, |list, term, _| {
            let line = match list {
                List::Exact => &mut lines.exact,
                List::Stems => &mut lines.stems,
                List::Tags => &mut tags,
            };
            lengthen(line, term);
        });
        lengthen(&mut lines.stems, &tags);
        lines
    }

    /// Hands on the terms of a text one by one, those of each list in their order.
    fn read(&self, text: &str, mut take: impl FnMut(List, &str, ByteRange)) {
        for token in tokenize(text, &fold(text)) {
            take(List::Exact, token.text, token.span);
            self.read_token(&token, &mut take);
        }
    }

    fn read_token(&self, token: &IndexToken<'_>, mut take: impl FnMut(List, &str, ByteRange)) {
        let IndexToken { text, span, .. } = *token;
        match token.kind {
            TokenKind::Word => self.stem(text, |stem| take(List::Stems, stem, span)),
            TokenKind::Hashtag => {
                for (part, span) in &token.parts {
                    self.stem(part, |stem| take(List::Stems, stem, *span));
                }
                take(List::Tags, text, span);
            }
            TokenKind::Handle => {
                let host = text[1..].find('@').map_or(text.len(), |at| at + 1);
                take(List::Stems, &text[..host], span);
                if host < text.len() {
                    take(List::Tags, text, span);
                }
            }
            TokenKind::Link => {
                let parts = text.split(|c: char| !c.is_alphanumeric());
                for part in parts.filter(|part| !part.is_empty()) {
                    self.stem(part, |stem| take(List::Stems, stem, span));
                }
            }
            TokenKind::Emoji => take(List::Stems, text, span),
        }
    }

    /// Hands on the stems of one folded word.
    fn stem(&self, word: &str, take: impl FnMut(&str)) {
        let find = || self.standard(word).into_iter().map(String::into_boxed_str);
        self.known.standard(word, || find().collect(), take);
    }

    /// The stems of one folded word: none for a function word, several for slang that stands
    /// for several words or for a word with a number stuck to it (`paslon2`).
    fn standard(&self, word: &str) -> Vec<String> {
        let squeezed = squeeze(word);
        let word = if self.stems.protects(word) {
            word
        } else {
            squeezed.as_ref()
        };
        if self.stems.protects(word) {
            vec![word.to_owned()]
        } else if let Some(standard) = self.slang.get(word) {
            standard.clone()
        } else if self.stopwords.contains(word) {
            Vec::new()
        } else if let Some((letters, number)) = split_number(word) {
            let mut stems = self.standard(letters);
            stems.push(number.to_owned());
            stems
        } else if let Some(plain) = digits_as_letters(word) {
            self.standard(&plain)
        } else {
            vec![self.stems.stem(word).into_owned()]
        }
    }

    fn read_slang(&mut self, list: &str) -> Result<(), ResourceError> {
        for (line, text) in entries(list) {
            let error = || ResourceError {
                list: "slang",
                line,
                text: text.to_owned(),
                expected: "`one word = standard words`",
            };
            let (written, standard) = text.split_once('=').ok_or_else(error)?;
            let written = one_word(written).ok_or_else(error)?;
            // Not by way of the known words: what slang means is only being learnt.
            let mut stems = Vec::new();
            words_of(standard, |word| stems.extend(self.standard(word)));
            self.slang.insert(written, stems);
        }
        Ok(())
    }
}

/// The words of a text as written, folded; the same as [`Analysis::exact`], without word lists.
pub fn surface(text: &str) -> Vec<Term> {
    let folded = fold(text);
    let tokens = tokenize(text, &folded).into_iter();
    tokens
        .map(|token| Term::new(token.text, token.span))
        .collect()
}

/// The terms of [`surface`] on one line.
pub fn surface_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for token in tokenize(text, &fold(text)) {
        lengthen(&mut line, token.text);
    }
    line
}

/// The lines of a word list that hold something, with their numbers from 1.
fn entries(list: &str) -> impl Iterator<Item = (usize, &str)> {
    list.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn words_of(text: &str, mut take: impl FnMut(&str)) {
    for token in tokenize(text, &fold(text)) {
        if token.kind == TokenKind::Word {
            take(token.text);
        }
    }
}

fn one_word(text: &str) -> Option<String> {
    let mut words = Vec::new();
    words_of(text, |word| words.push(word.to_owned()));
    words.pop().filter(|_| words.is_empty())
}

fn read_words(list: &'static str, text: &str) -> Result<HashSet<String>, ResourceError> {
    let read = |(line, entry): (usize, &str)| {
        one_word(entry).ok_or_else(|| ResourceError {
            list,
            line,
            text: entry.to_owned(),
            expected: "one word",
        })
    };
    entries(text).map(read).collect()
}

/// Stretched letters back to one (`menaaang`), or to two where that makes a known root
/// (`maaaf`).
fn squeeze(word: &str) -> Cow<'_, str> {
    let stretched = |three: &[u8]| three[0] == three[1] && three[1] == three[2];
    if !word.as_bytes().windows(3).any(stretched) {
        return Cow::Borrowed(word);
    }
    let once = shorten_runs(word, 1);
    let twice = shorten_runs(word, 2);
    Cow::Owned(if !is_root(&once) && is_root(&twice) {
        twice
    } else {
        once
    })
}

/// Runs of three or more of the same Latin letter cut to `keep`.
fn shorten_runs(word: &str, keep: usize) -> String {
    let letters: Vec<char> = word.chars().collect();
    let runs = letters.chunk_by(|a, b| a == b);
    let kept = runs.flat_map(|run| {
        let long = run.len() > 2 && run[0].is_ascii_alphabetic();
        &run[..if long { keep } else { run.len() }]
    });
    kept.collect()
}

/// `paslon02` to `paslon` and `02`: at least three letters, then one to three digits.
fn split_number(word: &str) -> Option<(&str, &str)> {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &word[letters.len()..];
    let fits = letters.chars().count() > 2
        && (1..=3).contains(&number.len())
        && letters.chars().all(char::is_alphabetic);
    fits.then_some((letters, number))
}

/// `c0blos` to `coblos`.
fn digits_as_letters(word: &str) -> Option<String> {
    let digits = word.bytes().any(|byte| byte.is_ascii_digit());
    let plain = unleet(&fold(word)).filter(|_| digits)?;
    let letters = plain.text().bytes().all(|byte| byte.is_ascii_lowercase());
    letters.then(|| plain.text().to_owned())
}
