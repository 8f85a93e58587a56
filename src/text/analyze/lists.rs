//! The word lists of an analyser, as the files of `index/` hold them.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

use super::tokens::{TokenKind, tokenize};
use crate::text::fold;
use crate::text::hash::WordHasher;

/// Words that are looked up and never listed.
pub(super) type WordSet = HashSet<String, BuildHasherDefault<WordHasher>>;

/// What stands on the right of a word for what is counted.
const COUNTED: &str = "*";

/// Numbers of more digits are no number on a ballot: a leading zero of theirs says something.
const MOST_DIGITS: usize = 3;

/// The word lists of an [`Analyzer`](super::Analyzer), as the files of `index/` hold them.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// Lines of `as written = standard words`.
    pub slang: &'a str,
    /// One word a line.
    pub stopwords: &'a str,
    /// Words that are never stemmed, one a line.
    pub whole: &'a str,
    /// Names of places and persons, which are never stemmed either, each one word a line.
    pub names: [&'a str; 2],
    /// Stems that no rule finds, `word = stem`; without a stem, no word is cut to it.
    pub stems: &'a str,
    /// How the numbers on a ballot are written, `as written = meaning`, and what is counted there.
    pub numbers: &'a str,
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

/// How a word is read beside the word for a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NumberWord {
    /// In front of a number it is short for that word: *no*.
    Short(String),
    /// After the word for a number it says nothing more, and alone in front of a number it is that
    /// word: *urut*.
    Filler,
    /// After the word for a number, or beside what is counted, it is these digits: *dua*.
    Digits(String),
}

/// How numbers are written.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    words: HashMap<String, NumberWord, BuildHasherDefault<WordHasher>>,
    /// What *no* is short for.
    leads: WordSet,
    /// What is counted or numbered on ballots, by stem: *jari*, *periode*.
    counted: WordSet,
}

impl Numbers {
    pub(super) fn read(list: &str) -> Result<Self, ResourceError> {
        let mut numbers = Self::default();
        for (word, meaning) in pairs("number", "`one word = word or digits`", list)? {
            if meaning == COUNTED {
                numbers.counted.insert(word);
            } else {
                numbers.words.insert(word, NumberWord::meaning(meaning));
            }
        }
        let short = numbers.words.values().filter_map(|word| match word {
            NumberWord::Short(long) => Some(long.clone()),
            _ => None,
        });
        numbers.leads = short.collect();
        Ok(numbers)
    }

    pub(super) fn get(&self, word: &str) -> Option<&NumberWord> {
        self.words.get(word)
    }

    /// The word as the list holds it.
    pub(super) fn key(&self, word: &str) -> Option<&str> {
        Some(self.words.get_key_value(word)?.0)
    }

    /// The word for a number.
    pub(super) fn lead(&self) -> Option<&str> {
        self.leads.iter().min().map(String::as_str)
    }

    /// Whether the stem is the word for a number: *nomor*.
    pub(super) fn leads(&self, stem: &str) -> bool {
        self.leads.contains(stem)
    }

    /// Whether the stem is of something that is counted or numbered on ballots.
    pub(super) fn counts(&self, stem: &str) -> bool {
        self.counted.contains(stem)
    }

    /// The same words in other letters: what is counted is listed as written and asked for by stem.
    pub(super) fn with_counted(mut self, stem: impl Fn(&str) -> Vec<String>) -> Self {
        self.counted = self.counted.iter().flat_map(|word| stem(word)).collect();
        self
    }

    /// The digits that a word means beside what is counted.
    pub(super) fn digits(&self, word: &str) -> Option<&str> {
        match self.get(word) {
            Some(NumberWord::Digits(digits)) => Some(digits),
            _ => None,
        }
    }
}

impl NumberWord {
    fn meaning(text: &str) -> Self {
        match text {
            "" => Self::Filler,
            digits if is_number(digits) => Self::Digits(digits.to_owned()),
            word => Self::Short(word.to_owned()),
        }
    }
}

/// Whether the word is nothing but digits.
pub(super) fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// `02` and `2` are one number on a ballot.
pub(super) fn without_zeros(number: &str) -> &str {
    match number.trim_start_matches('0') {
        "" => "0",
        _ if number.len() > MOST_DIGITS => number,
        plain => plain,
    }
}

/// The lines of a word list that hold something, with their numbers from 1.
pub(super) fn entries(list: &str) -> impl Iterator<Item = (usize, &str)> {
    list.lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()))
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

pub(super) fn words_of(text: &str, mut take: impl FnMut(&str)) {
    for token in tokenize(&fold(text)) {
        if token.kind == TokenKind::Word {
            take(token.text);
        }
    }
}

pub(super) fn one_word(text: &str) -> Option<String> {
    let mut words = Vec::new();
    words_of(text, |word| words.push(word.to_owned()));
    words.pop().filter(|_| words.is_empty())
}

pub(super) fn read_words(list: &'static str, text: &str) -> Result<WordSet, ResourceError> {
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

/// The lines of a list of `word = meaning`.
pub(super) fn pairs<'l>(
    list: &'static str,
    expected: &'static str,
    text: &'l str,
) -> Result<Vec<(String, &'l str)>, ResourceError> {
    let read = |(line, text): (usize, &'l str)| {
        let parts = text.split_once('=');
        let parts = parts.and_then(|(word, meaning)| Some((one_word(word)?, meaning.trim())));
        parts.ok_or_else(|| ResourceError {
            list,
            line,
            text: text.to_owned(),
            expected,
        })
    };
    entries(text).map(read).collect()
}
