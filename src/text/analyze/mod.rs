//! Post text to search terms: fold, cut, map slang, drop function words, stem. Pure.
//!
//! The terms hold no white space, so a post's terms are stored as one line and any search
//! engine that splits on white space indexes the same words. Queries go through the same
//! function, which is why index and query agree.

mod plain;
mod tokens;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use sastrawi::{Dictionary, Stemmer};

use self::tokens::{Token, TokenKind};
use crate::model::Span;

static ROOTS: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// A run of more bytes than this is noise, not a word.
const LONGEST_TERM: usize = 255;
/// Longer words than this are not taken apart: no Indonesian word with all its affixes is.
const LONGEST_STEMMED: usize = 32;

/// A term and the piece of the original text that it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Folded letters without white space.
    pub text: String,
    /// Bytes of the original, on character boundaries.
    pub span: Span,
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

impl Analysis {
    /// The exact terms on one line.
    pub fn exact_line(&self) -> String {
        line(self.exact.iter())
    }

    /// The stems and tags on one line.
    pub fn stem_line(&self) -> String {
        line(self.stems.iter().chain(&self.tags))
    }
}

fn line<'a>(terms: impl Iterator<Item = &'a Term>) -> String {
    let mut line = String::new();
    for term in terms {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&term.text);
    }
    line
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
pub struct Analyzer {
    slang: HashMap<String, Vec<String>>,
    stopwords: HashSet<String>,
    whole: HashSet<String>,
    stemmer: Stemmer<'static>,
}

impl std::fmt::Debug for Analyzer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Analyzer")
            .field("slang", &self.slang.len())
            .field("stopwords", &self.stopwords.len())
            .field("whole", &self.whole.len())
            .finish_non_exhaustive()
    }
}

impl Analyzer {
    /// An analyser with these word lists; every word of `names` is kept whole too.
    pub fn new<'n>(
        resources: &Resources<'_>,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<Self, ResourceError> {
        let mut whole = read_words("whole-word", resources.whole)?;
        for name in names {
            whole.extend(words_of(name));
        }
        let mut analyzer = Self {
            slang: HashMap::new(),
            stopwords: read_words("stop-word", resources.stopwords)?,
            whole,
            stemmer: Stemmer::new(&ROOTS),
        };
        analyzer.read_slang(resources.slang)?;
        Ok(analyzer)
    }

    /// The terms of a text.
    pub fn analyze(&self, text: &str) -> Analysis {
        let mut analysis = Analysis::default();
        for token in tokens::tokenize(&plain::fold(text)) {
            if !token.text.is_empty() && token.text.len() <= LONGEST_TERM {
                self.add(token, &mut analysis);
            }
        }
        analysis
    }

    fn add(&self, token: Token, analysis: &mut Analysis) {
        let Token {
            kind,
            text,
            span,
            parts,
        } = token;
        let stems = &mut analysis.stems;
        let exact = match kind {
            TokenKind::Word => {
                self.stem(&text, span, stems);
                text
            }
            TokenKind::Hashtag => {
                for (part, span) in parts {
                    self.stem(&part, span, stems);
                }
                let tag = format!("#{text}");
                analysis.tags.push(Term { text: tag.clone(), span });
                tag
            }
            TokenKind::Handle => {
                let local = text.splitn(3, '@').nth(1).unwrap_or_default();
                let short = format!("@{local}");
                if short != text {
                    analysis.tags.push(Term { text: text.clone(), span });
                }
                stems.push(Term { text: short, span });
                text
            }
            TokenKind::Link | TokenKind::Emoji => {
                stems.push(Term { text: text.clone(), span });
                text
            }
        };
        analysis.exact.push(Term { text: exact, span });
    }

    /// Adds the stems of one folded word: none for a function word, several for slang that
    /// stands for several words or for a word with a number stuck to it (`paslon2`).
    fn stem(&self, word: &str, span: Span, stems: &mut Vec<Term>) {
        let mut push = |text: &str| {
            stems.push(Term {
                text: text.to_owned(),
                span,
            });
        };
        if self.whole.contains(word) {
            return push(word);
        }
        let word = squeeze(word);
        if let Some(standard) = self.slang.get(word.as_ref()) {
            return standard.iter().for_each(|stem| push(stem));
        }
        if self.whole.contains(word.as_ref()) {
            return push(&word);
        }
        if self.stopwords.contains(word.as_ref()) {
            return;
        }
        if let Some((letters, number)) = split_number(&word) {
            self.stem(letters, span, stems);
            stems.push(Term {
                text: number.to_owned(),
                span,
            });
            return;
        }
        push(&self.root(&word));
    }

    fn root<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || word.len() > LONGEST_STEMMED {
            return Cow::Borrowed(word);
        }
        let root = self.stemmer.stem_word(word);
        if root == word
            && let Some(base) = word.strip_suffix("in")
            && base.len() > 3
            && ROOTS.find(base)
        {
            return Cow::Borrowed(base);
        }
        root
    }

    fn read_slang(&mut self, list: &str) -> Result<(), ResourceError> {
        let expected = "`one word = standard words`";
        for (number, text) in entries(list) {
            let error = || ResourceError {
                list: "slang",
                line: number,
                text: text.to_owned(),
                expected,
            };
            let (written, standard) = text.split_once('=').ok_or_else(error)?;
            let mut written = words_of(written);
            let (Some(written), None) = (written.next(), written.next()) else {
                return Err(error());
            };
            let mut stems = Vec::new();
            for word in words_of(standard) {
                self.stem(&word, [0, 0], &mut stems);
            }
            let stems = stems.into_iter().map(|term| term.text).collect();
            self.slang.insert(written, stems);
        }
        Ok(())
    }
}

/// The words of a text as written, folded; the same as [`Analysis::exact`], without word lists.
pub fn surface(text: &str) -> Vec<Term> {
    tokens::tokenize(&plain::fold(text))
        .into_iter()
        .filter(|token| !token.text.is_empty() && token.text.len() <= LONGEST_TERM)
        .map(|token| Term {
            text: match token.kind {
                TokenKind::Hashtag => format!("#{}", token.text),
                _ => token.text,
            },
            span: token.span,
        })
        .collect()
}

/// The lines of a word list that hold something, with their numbers from 1.
fn entries(list: &str) -> impl Iterator<Item = (usize, &str)> {
    list.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn words_of(text: &str) -> impl Iterator<Item = String> + use<> {
    tokens::tokenize(&plain::fold(text))
        .into_iter()
        .filter(|token| token.kind == TokenKind::Word)
        .map(|token| token.text)
}

fn read_words(list: &'static str, text: &str) -> Result<HashSet<String>, ResourceError> {
    let mut words = HashSet::new();
    for (line, entry) in entries(text) {
        let mut found = words_of(entry);
        match (found.next(), found.next()) {
            (Some(word), None) => words.insert(word),
            _ => {
                return Err(ResourceError {
                    list,
                    line,
                    text: entry.to_owned(),
                    expected: "one word",
                });
            }
        };
    }
    Ok(words)
}

/// Stretched letters back to one (`menaaang`), or to two where that makes a known root
/// (`maaaf`).
fn squeeze(word: &str) -> Cow<'_, str> {
    let once = shorten_runs(word, 1);
    if once == word || ROOTS.find(&once) {
        return once;
    }
    let twice = shorten_runs(word, 2);
    if ROOTS.find(&twice) { twice } else { once }
}

/// Runs of three or more of the same letter cut to `keep`.
fn shorten_runs(word: &str, keep: usize) -> Cow<'_, str> {
    let letters: Vec<char> = word.chars().collect();
    let long = |run: &[char]| run.len() > 2 && run[0].is_alphabetic();
    let runs = || letters.chunk_by(|a, b| a == b);
    if !runs().any(long) {
        return Cow::Borrowed(word);
    }
    let kept = runs().flat_map(|run| &run[..if long(run) { keep } else { run.len() }]);
    Cow::Owned(kept.collect())
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
