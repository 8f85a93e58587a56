//! A hint about the language of a post. Never a gate: the rules of all languages see every post.

use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::hash::WordHasher;
use super::stem::{Stems, is_root};
use super::tokens::{Sigil, Tokens};

/// Everything that [`language`] can say.
pub const CODES: [&str; 5] = ["id", "jv", "su", "en", "und"];

/// Words that tell a language; a line that starts with blanks goes on with the one before. What
/// starts with `*` tells it by the end of a word.
const WORDS: &str = include_str!("../../index/languages.txt");
/// How Indonesian is written in a hurry: who writes so writes Indonesian, where nothing else tells.
const SLANG: &str = include_str!("../../index/slang.txt");

/// The languages of the list, by their place in it.
const TOLD: usize = 6;
const INDONESIAN: usize = 0;
const ENGLISH: usize = 3;
/// What the first of them are called; posts in the others are `und`.
const NAMED: [&str; 4] = ["id", "jv", "su", "en"];

/// Which of the languages have a word.
type Having = [bool; TOLD];

/// What tells languages.
#[derive(Default)]
struct Telling {
    words: HashMap<&'static str, Having, BuildHasherDefault<WordHasher>>,
    endings: Vec<(&'static str, usize)>,
    slang: HashSet<&'static str, BuildHasherDefault<WordHasher>>,
}

/// Tells words with the affixes of Indonesian.
static PLAIN: LazyLock<Stems> = LazyLock::new(|| Stems::new([]));

static TELLING: LazyLock<Telling> = LazyLock::new(Telling::read);

impl Telling {
    fn read() -> Self {
        let mut telling = Self::default();
        let mut languages = 0;
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let list = match line.split_once(':') {
                Some((_, list)) => {
                    languages += 1;
                    list
                }
                None => line,
            };
            for word in list.split_whitespace() {
                telling.add(word, languages - 1);
            }
        }
        let slang = SLANG.lines().filter(|line| !line.starts_with('#'));
        let written = slang.filter_map(|line| line.split_once('='));
        telling.slang = written.map(|(word, _)| word.trim()).collect();
        telling
    }

    fn add(&mut self, word: &'static str, language: usize) {
        match word.strip_prefix('*') {
            Some(ending) => self.endings.push((ending, language)),
            None => self.words.entry(word).or_default()[language] = true,
        }
    }

    /// Counts the languages that a word tells.
    fn count(&self, word: &str, votes: &mut [usize; TOLD]) {
        if let Some(languages) = self.words.get(word) {
            for (vote, has) in votes.iter_mut().zip(languages) {
                *vote += usize::from(*has);
            }
            return;
        }
        let mut endings = self.endings.iter();
        if let Some((_, language)) = endings.find(|(ending, _)| {
            let base = word.strip_suffix(ending);
            base.is_some_and(|base| base.len() >= SHORTEST_BASE)
        }) {
            votes[*language] += 1;
        }
    }
}

/// What stands before an ending that tells a language has at least so many letters.
const SHORTEST_BASE: usize = 3;
/// Fewer words than this tell whatlang nothing.
const ENOUGH_WORDS: usize = 6;
/// Shorter words of the dictionary stand in other languages too.
const SHORTEST_ROOT: usize = 4;
/// So many words of the dictionary make a post Indonesian where nothing else tells.
const ENOUGH_ROOTS: usize = 2;

/// The language of a folded text: `id`, `jv`, `su`, `en`, or `und` where nothing can be said.
///
/// Words that tell a language decide where there are any, because they are quick to look up and
/// tell Sundanese too; then the dictionary of Indonesian; only then whatlang is asked, which takes
/// longer than all the rest.
pub fn language(text: &str, tokens: &Tokens) -> &'static str {
    let mut votes = [0_usize; TOLD];
    let mut words = 0;
    let telling = &*TELLING;
    for word in plain_words(text, tokens) {
        words += 1;
        telling.count(word, &mut votes);
    }
    // One word of it is borrowed: *all in* is said in Indonesia too.
    votes[ENGLISH] = votes[ENGLISH].saturating_sub(1);
    if votes != [0; TOLD] {
        return by_votes(votes);
    }
    if in_dictionary(text, tokens, words) {
        return NAMED[INDONESIAN];
    }
    let asked = (words >= ENOUGH_WORDS).then(|| by_letters(text));
    asked.flatten().unwrap_or("und")
}

fn plain_words<'t>(text: &'t str, tokens: &'t Tokens) -> impl Iterator<Item = &'t str> {
    let plain = tokens.list.iter();
    plain
        .filter(|token| token.sigil == Sigil::None)
        .map(move |token| &text[token.start..token.end])
        .filter(|word| word.starts_with(char::is_alphabetic))
}

/// The language with most votes; of equals Indonesian, else none. Who writes another language of
/// the country uses words of Indonesian too, so that those of the other language count twice.
fn by_votes(mut votes: [usize; TOLD]) -> &'static str {
    for (language, vote) in votes.iter_mut().enumerate() {
        let told_apart = language != INDONESIAN && language != ENGLISH;
        *vote *= if told_apart { 2 } else { 1 };
    }
    let most = votes.into_iter().max().unwrap_or_default();
    let mut winners = (0..TOLD).filter(|language| votes[*language] == most);
    match (winners.next(), winners.next()) {
        (Some(first), None) => NAMED.get(first).copied().unwrap_or("und"),
        (Some(INDONESIAN), Some(_)) => NAMED[INDONESIAN],
        _ => "und",
    }
}

/// Whether half of the words, and at least two, are in the dictionary of Indonesian, are formed of
/// its words or are its slang.
fn in_dictionary(text: &str, tokens: &Tokens, words: usize) -> bool {
    let slang = &TELLING.slang;
    let formed = |word: &str| is_root(word) || *PLAIN.stem(word) != *word;
    let known = |word: &&str| (word.len() >= SHORTEST_ROOT && formed(word)) || slang.contains(word);
    let known = plain_words(text, tokens).filter(known).count();
    known >= ENOUGH_ROOTS && 2 * known >= words
}

fn by_letters(text: &str) -> Option<&'static str> {
    let detector = Detector::with_allowlist(vec![Lang::Ind, Lang::Eng]);
    let info = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    match info.lang() {
        Lang::Ind => Some("id"),
        Lang::Eng => Some("en"),
        _ => None,
    }
}
