//! Post text to search terms: fold, cut, map slang, stem. Pure.
//!
//! The terms hold no white space, so a post's terms are stored as one line and any search
//! engine that splits on white space indexes the same words. Queries go through the same
//! function, which is why index and query agree.

mod known;
mod lists;
mod reading;
mod tokens;

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::hash::BuildHasherDefault;

use self::known::{KnownWords, Standard};
use self::lists::{
    NumberWord, Numbers, WordSet, entries, one_word, pairs, read_words, without_zeros, words_of,
};
pub use self::lists::{ResourceError, Resources};
use self::reading::TermReader;
use self::tokens::{TokenKind, tokenize};
use super::hash::WordHasher;
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
    /// Standard spelling and stem of every word, one after the other as the words stand; names and
    /// function words stay whole.
    pub stems: Vec<Term>,
    /// Hashtags with `#` and as one word, handles with their host, and numbers in words where a
    /// digit stands for them: they belong to `stems` but stand after all words, so that a phrase
    /// runs through the words of a hashtag.
    pub tags: Vec<Term>,
}

impl Analysis {
    /// The hashtag, or the handle with its host, that the text is and nothing else.
    pub fn whole(&self) -> Option<&Term> {
        let only = self.exact.first().filter(|_| self.exact.len() == 1)?;
        self.tags
            .iter()
            .find(|tag| tag.text == only.text && tag.text.starts_with(['#', '@']))
    }
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

/// Turns texts and queries into terms. Build once, share freely.
#[derive(Debug)]
pub struct Analyzer {
    slang: HashMap<String, Vec<String>, BuildHasherDefault<WordHasher>>,
    stopwords: WordSet,
    numbers: Numbers,
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
        for list in resources.names {
            whole.extend(read_words("name", list)?);
        }
        for name in names {
            words_of(name, |word| {
                whole.insert(word.to_owned());
            });
        }
        let mut analyzer = Self {
            slang: HashMap::default(),
            stopwords: read_words("stop-word", resources.stopwords)?,
            numbers: Numbers::read(resources.numbers)?,
            stems: Stems::new(whole),
            known: KnownWords::default(),
        };
        let irregular = pairs("stem", "`one word = its stem`", resources.stems)?;
        let irregular = irregular
            .into_iter()
            .map(|(word, stem)| (word, stem.to_owned()));
        analyzer.stems = analyzer.stems.with_irregular(irregular);
        analyzer.read_slang(resources.slang)?;
        let slang = analyzer.slang.keys().cloned();
        let functional = slang.chain(analyzer.stopwords.iter().cloned());
        analyzer.stems = analyzer.stems.with_functional(functional);
        let numbers = std::mem::take(&mut analyzer.numbers);
        analyzer.numbers = numbers.with_counted(|word| analyzer.standard(word));
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
    fn read(&self, text: &str, take: impl FnMut(List, &str, ByteRange)) {
        let folded = fold(text);
        let mut reader = TermReader::new(self, text, &folded, take);
        for token in tokenize(&folded) {
            reader.token(&token);
        }
        reader.finish();
    }

    /// The stems of a phrase, in each way in which a text may have them: a number in words at an end
    /// of the phrase is in figures where the text goes on with what is counted (*salah satu* in
    /// *salah satu calon*).
    pub fn phrases(&self, words: &str) -> Vec<Vec<String>> {
        let stems = self.analyze(words).stems.into_iter();
        let stems: Vec<String> = stems.map(|term| term.text).collect();
        let ends = [0, stems.len().saturating_sub(1)];
        // A word alone stands in the tags as well.
        let several = stems.len() > 1;
        let mut phrases = vec![stems];
        for end in ends.into_iter().filter(|_| several) {
            if let Some(digits) = self.numbers.digits(&phrases[0][end]) {
                let mut others = phrases.clone();
                for phrase in &mut others {
                    digits.clone_into(&mut phrase[end]);
                }
                phrases.extend(others);
            }
        }
        phrases
    }

    /// Whether a word is nothing but function words, which no search needs to find.
    pub fn is_functional(&self, word: &str) -> bool {
        let Analysis { stems, tags, .. } = self.analyze(word);
        let functional = |term: &Term| self.stopwords.contains(&term.text);
        !stems.is_empty() && tags.is_empty() && stems.iter().all(functional)
    }

    /// Whether a word is for what is counted or numbered on ballots: *jari*, *paslon*.
    pub fn is_counted(&self, word: &str) -> bool {
        let stems = self.analyze(word).stems;
        stems.iter().any(|stem| self.numbers.counts(&stem.text))
    }

    /// The figures that a word means beside what is counted: `2` for *dua*.
    pub fn figures(&self, word: &str) -> Option<&str> {
        self.numbers.digits(&one_word(word)?)
    }

    /// Whether two words mean something else together than one after the other: *nomor dua*. What
    /// is counted stays a word of its own.
    pub fn joins(&self, left: &str, right: &str) -> bool {
        if self.is_counted(left) || self.is_counted(right) {
            return false;
        }
        let mut apart = self.analyze(left).stems;
        apart.extend(self.analyze(right).stems);
        let together = self.analyze(&format!("{left} {right}")).stems;
        let text = |term: &Term| term.text.clone();
        !together.iter().map(text).eq(apart.iter().map(text))
    }

    /// What becomes of one folded word.
    fn meaning(&self, word: &str) -> Standard {
        let stems = self.standard(word);
        Standard {
            numeric: self.numbers.get(word).is_some(),
            leads: stems.last().is_some_and(|stem| self.numbers.leads(stem))
                || stems.iter().any(|stem| self.numbers.counts(stem)),
            counted: stems.iter().any(|stem| self.numbers.counts(stem)),
            functional: !stems.is_empty() && stems.iter().all(|stem| self.stopwords.contains(stem)),
            stems: stems.join(" "),
        }
    }

    /// The stems of one folded word: several for slang that stands for several words or for a word
    /// with a number stuck to it (`paslon2`, `2periode`).
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
            vec![word.to_owned()]
        } else if let Some((letters, number)) = self.split_number(word) {
            let mut stems = match self.numbers.get(letters) {
                Some(NumberWord::Short(long)) => vec![long.clone()],
                _ => self.standard(letters),
            };
            stems.push(without_zeros(number).to_owned());
            stems
        } else if let Some((number, counted)) = self.split_counted(word) {
            [vec![without_zeros(number).to_owned()], counted].concat()
        } else if let Some(plain) = digits_as_letters(word) {
            self.standard(&plain)
        } else {
            vec![self.stems.stem(word).into_owned()]
        }
    }

    /// `paslon02` to `paslon` and `02`, `no2` to `no` and `2`: what is short for a number, or at
    /// least three letters, then one to three digits.
    fn split_number<'w>(&self, word: &'w str) -> Option<(&'w str, &'w str)> {
        let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
        let number = &word[letters.len()..];
        let short = || matches!(self.numbers.get(letters), Some(NumberWord::Short(_)));
        let fits = (1..=3).contains(&number.len())
            && letters.chars().all(char::is_alphabetic)
            && (letters.chars().count() > 2 || short());
        fits.then_some((letters, number))
    }

    /// `2jari` to `2` and the stems of *jari*.
    fn split_counted<'w>(&self, word: &'w str) -> Option<(&'w str, Vec<String>)> {
        let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
        let number = &word[..word.len() - letters.len()];
        let split = (1..=3).contains(&number.len()) && letters.chars().all(char::is_alphabetic);
        let stems = split.then(|| self.standard(letters))?;
        let counted = stems.iter().any(|stem| self.numbers.counts(stem));
        counted.then_some((number, stems))
    }

    /// The words that a hashtag in small letters was joined of (`pilihbanu`), all of them known;
    /// as few as possible, none where that cannot be.
    fn segments<'w>(&self, word: &'w str) -> Vec<&'w str> {
        let whole = word.len() > LONGEST_JOINED || !word.is_ascii() || self.is_known(word);
        if whole || self.standard(word) != [word] {
            return Vec::new();
        }
        // For each place: of how many words what stands before it is joined, and where the last
        // of them begins.
        let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
        best[0] = Some((0, 0));
        for end in SHORTEST_JOINED..=word.len() {
            let starts = end.saturating_sub(LONGEST_PIECE)..=end - SHORTEST_JOINED;
            let found = starts.filter_map(|start| {
                let (pieces, _) = best[start]?;
                self.is_piece(&word[start..end])
                    .then_some((pieces + 1, start))
            });
            best[end] = found.min();
        }
        let mut pieces = Vec::new();
        let mut end = word.len();
        while let Some((_, start)) = best[end].filter(|_| end > 0) {
            pieces.push(&word[start..end]);
            end = start;
        }
        pieces.reverse();
        pieces
    }

    /// Whether a joined word may hold this one: *no* only where it is short for a number.
    fn is_piece(&self, word: &str) -> bool {
        match self.numbers.get(word) {
            Some(NumberWord::Short(_)) => true,
            _ => word.len() > SHORTEST_JOINED && self.is_known(word),
        }
    }

    fn is_known(&self, word: &str) -> bool {
        self.stems.protects(word)
            || is_root(word)
            || self.slang.contains_key(word)
            || self.numbers.get(word).is_some()
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

/// Joined words that are longer, in bytes, are left alone.
const LONGEST_JOINED: usize = 40;
/// A word in a joined one has at least so many letters, and at most:
const SHORTEST_JOINED: usize = 2;
const LONGEST_PIECE: usize = 14;

/// The words of a text as written, folded; the same as [`Analysis::exact`], without word lists.
pub fn surface(text: &str) -> Vec<Term> {
    let folded = fold(text);
    let tokens = tokenize(&folded);
    tokens
        .map(|token| Term::new(token.text, token.span))
        .collect()
}

/// The terms of [`surface`] without their places.
pub fn surface_words(text: &str) -> Vec<String> {
    surface(text).into_iter().map(|term| term.text).collect()
}

/// The terms of [`surface`] on one line.
pub fn surface_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for token in tokenize(&fold(text)) {
        lengthen(&mut line, token.text);
    }
    line
}

/// The hashtags of a text, folded and without `#`, in the order of the alphabet.
pub fn hashtags(text: &str) -> BTreeSet<String> {
    if !text.contains(['#', '\u{ff03}', '\u{fe5f}']) {
        return BTreeSet::new();
    }
    let folded = fold(text);
    let tokens = tokenize(&folded);
    tokens
        .filter(|token| token.kind == TokenKind::Hashtag)
        .map(|token| token.text[1..].to_owned())
        .collect()
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

/// `c0blos` to `coblos`.
fn digits_as_letters(word: &str) -> Option<String> {
    if !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let plain = unleet(&fold(word))?;
    let letters = plain.text().bytes().all(|byte| byte.is_ascii_lowercase());
    letters.then(|| plain.text().to_owned())
}
