//! A hint about the language of a post. Never a gate: the rules of all languages see every post.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use whatlang::{Detector, Lang};

use super::hash::WordHasher;
use super::stem::is_root;
use super::tokens::{Sigil, Tokens};

/// Everything that [`language`] can say.
pub const CODES: [&str; 5] = ["id", "jv", "su", "en", "und"];

/// Words that tell a language; a line that starts with blanks goes on with the one before.
const WORDS: &str = include_str!("../../index/languages.txt");

/// The languages of the list, by their place in it.
const TOLD: usize = 6;
/// What the first of them are called; posts in the others are `und`.
const NAMED: [&str; 4] = ["id", "jv", "su", "en"];

/// For each word, the languages that have it.
static TELLING: LazyLock<HashMap<&str, [bool; TOLD], BuildHasherDefault<WordHasher>>> =
    LazyLock::new(|| {
        let mut words: HashMap<_, [bool; TOLD], _> = HashMap::default();
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
                words.entry(word).or_default()[languages - 1] = true;
            }
        }
        words
    });

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
    for word in plain_words(text, tokens) {
        words += 1;
        if let Some(languages) = TELLING.get(word) {
            for (vote, has) in votes.iter_mut().zip(languages) {
                *vote += usize::from(*has);
            }
        }
    }
    if votes != [0; TOLD] {
        return by_votes(votes);
    }
    if in_dictionary(text, tokens, words) {
        return NAMED[0];
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

/// The language with most votes; of equals Indonesian, else none.
fn by_votes(votes: [usize; TOLD]) -> &'static str {
    let most = votes.into_iter().max().unwrap_or_default();
    let mut winners = (0..TOLD).filter(|language| votes[*language] == most);
    match (winners.next(), winners.next()) {
        (Some(first), None) => NAMED.get(first).copied().unwrap_or("und"),
        (Some(0), Some(_)) => NAMED[0],
        _ => "und",
    }
}

/// Whether half of the words, and at least two, are in the dictionary of Indonesian.
fn in_dictionary(text: &str, tokens: &Tokens, words: usize) -> bool {
    let known = plain_words(text, tokens)
        .filter(|word| word.len() >= SHORTEST_ROOT && is_root(word))
        .count();
    known >= ENOUGH_ROOTS && 2 * known >= words
}

fn by_letters(text: &str) -> Option<&'static str> {
    let detector = Detector::with_allowlist(vec![Lang::Ind, Lang::Jav, Lang::Eng]);
    let info = detector.detect(text).filter(whatlang::Info::is_reliable)?;
    match info.lang() {
        Lang::Ind => Some("id"),
        Lang::Jav => Some("jv"),
        Lang::Eng => Some("en"),
        _ => None,
    }
}
