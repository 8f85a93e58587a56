//! What became of words that were seen before.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Words that are remembered at most.
const MOST: usize = 65_536;
/// Longer words, in bytes, are not remembered: with the above, a few megabytes at most. No
/// word that comes back often is so long.
const LONGEST: usize = 32;

/// The standard words of a word: none, one or several.
pub(super) type Standard = Box<[Box<str>]>;

/// Remembers the standard words of words. Finding them, stemming above all, took more than half
/// of the time of indexing, and posts say the same words again and again. Forgotten all at once
/// when full: common words are back soon, and rare ones are not worth a place.
#[derive(Debug, Default)]
pub(super) struct KnownWords(Mutex<HashMap<Box<str>, Standard>>);

impl KnownWords {
    /// Hands on what is known of a word, or what `find` finds. The same word must always give
    /// the same. `take` must be quick: nobody else is told anything meanwhile.
    pub(super) fn standard(
        &self,
        word: &str,
        find: impl FnOnce() -> Standard,
        mut take: impl FnMut(&str),
    ) {
        let mut each = |standard: &Standard| standard.iter().for_each(|word| take(word));
        // Numbers are endless.
        if word.len() > LONGEST || word.bytes().any(|byte| byte.is_ascii_digit()) {
            return each(&find());
        }
        let known = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(standard) = known().get(word) {
            return each(standard);
        }
        let standard = find();
        each(&standard);
        let mut known = known();
        if known.len() >= MOST {
            known.clear();
        }
        known.insert(word.into(), standard);
    }
}
