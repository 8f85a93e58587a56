//! Words that passwords are built of, and what one of them is worth.
//!
//! `guessed-words.txt` was written for this program and is under its licence: words of Indonesian
//! everyday life by kind. With it go the common passwords of `common.rs`, and the roots of the
//! stemmer, which are a dictionary.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::common::common_passwords;
use crate::text::stem::is_root;
use crate::text::{fold, latin_twin};

/// What a letter is worth that no word explains; the measure of the others.
pub(super) const LETTER: u32 = 2;
/// A word of the dictionary: one of some 27,000.
const DICTIONARY: u32 = 4 * LETTER;
/// One of the 19,640 common passwords, which are tried before the dictionary is.
const LISTED: u32 = 5;
/// A word or syllable that everybody puts between others.
const SMALL: u32 = LETTER;
/// What a word of a kind is worth by itself, by how many signs it has.
const BY_CHANCE: [u32; 5] = [0, LETTER, 3, 3, 2];
/// The first word of a kind; of what goes with it the others are worth nothing.
pub(super) const FIRST_OF_KIND: u32 = 2 * LETTER;

static LIST: &str = include_str!("guessed-words.txt");

/// Words of fewer letters are too common inside others to be looked for.
const SHORTEST: usize = 3;
/// Shorter roots are worth no less than their letters.
const SHORTEST_ROOT: usize = 5;

/// Which kind of words a word is of. Those of one kind go together, so that the first of a kind is
/// a choice, and the others are none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum WordKind {
    /// The user's own names.
    Own,
    /// Of this installation: contestants, agencies, colleagues.
    Near,
    /// Of computers, roles and this program.
    Account,
    Office,
    Place,
    Politics,
    Faith,
    Nation,
    Sport,
    Time,
    People,
    Everyday,
    /// Numbers and colours.
    Counting,
    Brand,
    /// Mottoes, songs and proverbs, each as one.
    Saying,
    /// A word or a syllable that goes with any other.
    Small,
    /// A common password.
    Common,
    /// Any other word.
    Root,
}

impl WordKind {
    /// The kinds of the list, as it names them.
    const NAMED: [(&str, Self); 14] = [
        ("account", Self::Account),
        ("office", Self::Office),
        ("place", Self::Place),
        ("politics", Self::Politics),
        ("faith", Self::Faith),
        ("nation", Self::Nation),
        ("sport", Self::Sport),
        ("time", Self::Time),
        ("people", Self::People),
        ("everyday", Self::Everyday),
        ("counting", Self::Counting),
        ("brand", Self::Brand),
        ("saying", Self::Saying),
        ("small", Self::Small),
    ];

    /// What a word of so many signs is worth beside others.
    pub(super) fn worth(self, signs: usize) -> u32 {
        match self {
            Self::Root => DICTIONARY,
            Self::Common => LISTED,
            Self::Small => SMALL,
            // It may stand in another word by chance, the shorter the likelier.
            _ => BY_CHANCE.get(signs).copied().unwrap_or_default(),
        }
    }

    /// Whether the first word of the kind is a choice.
    pub(super) fn goes_together(self) -> bool {
        !matches!(self, Self::Root | Self::Common | Self::Small)
    }
}

/// The words of everybody; read at the first question, which takes some milliseconds.
static EVERYBODYS: LazyLock<HashMap<Box<str>, WordKind>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    let mut kind = WordKind::Small;
    for line in LIST.lines().filter(|line| !line.starts_with('#')) {
        let named = |(name, _): &&(&str, WordKind)| line == format!("[{name}]");
        if let Some((_, found)) = WordKind::NAMED.iter().find(named) {
            kind = *found;
        } else {
            let more = line.split_whitespace();
            for word in more {
                words.entry(pressed_once(word).into()).or_insert(kind);
            }
        }
    }
    for word in common_passwords().lines() {
        let once = pressed_once(word).into();
        words.entry(once).or_insert(WordKind::Common);
    }
    words
});

/// All words that are known when somebody chooses a password.
#[derive(Debug, Default)]
pub(super) struct GuessedWords(HashMap<String, WordKind>);

impl GuessedWords {
    /// Those of everybody, of a user's names and of what is named around them.
    pub(super) fn of(own: &[&str], near: &[String]) -> Self {
        let of_near = near.iter().flat_map(|name| words(name));
        let mut found: HashMap<String, WordKind> =
            of_near.map(|word| (word, WordKind::Near)).collect();
        let of_own = own.iter().flat_map(|name| words(name));
        found.extend(of_own.map(|word| (word, WordKind::Own)));
        Self(found)
    }

    /// What a word is, as it is typed or backwards.
    pub(super) fn find(&self, typed: &str) -> Option<WordKind> {
        let once = pressed_once(typed);
        if once.chars().count() < SHORTEST - 1 {
            return None;
        }
        let known = |word: &str| {
            let here = self.0.get(word).copied();
            here.or_else(|| EVERYBODYS.get(word).copied())
        };
        let root = || (typed.len() >= SHORTEST_ROOT && is_root(typed)).then_some(WordKind::Root);
        known(&once)
            .or_else(|| known(&once.chars().rev().collect::<String>()))
            .or_else(root)
    }
}

/// A text with look-alikes of other scripts and marks undone, in lower case.
pub(super) fn plain(text: &str) -> String {
    let folded = fold(text);
    let latin = folded.text().chars();
    latin.map(|sign| latin_twin(sign).unwrap_or(sign)).collect()
}

/// The words of a name.
fn words(name: &str) -> Vec<String> {
    let plain = plain(name);
    let words = plain.split(|sign: char| !sign.is_alphabetic());
    let long = words.filter(|word| word.chars().count() >= SHORTEST);
    long.map(pressed_once).collect()
}

/// A word with each key pressed once, so that `passsword` is no other word than `password`.
fn pressed_once(word: &str) -> String {
    let mut signs: Vec<char> = word.chars().collect();
    signs.dedup();
    signs.into_iter().collect()
}
