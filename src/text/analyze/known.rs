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
/// of the time of indexing, and posts say the same words again and again.
///
/// Whoever reads a text has a memory of their own meanwhile, so that nobody waits; there are as
/// many as texts were ever read at once.
#[derive(Debug, Default)]
pub(super) struct KnownWords(Mutex<Vec<Memory>>);

/// Forgotten all at once when full: common words are back soon, and rare ones are not worth a
/// place.
#[derive(Debug, Default)]
struct Memory {
    words: HashMap<Box<str>, Standard>,
    /// Of the last word that is not remembered.
    passing: Standard,
}

impl KnownWords {
    /// A memory for one text.
    pub(super) fn lend(&self) -> LentWords<'_> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        LentWords {
            home: self,
            memory: idle.pop().unwrap_or_default(),
        }
    }
}

/// A memory that goes back when it is dropped.
#[derive(Debug)]
pub(super) struct LentWords<'k> {
    home: &'k KnownWords,
    memory: Memory,
}

impl LentWords<'_> {
    /// What is known of a word, or what `find` finds. The same word must always give the same.
    pub(super) fn standard(&mut self, word: &str, find: impl FnOnce() -> Standard) -> &[Box<str>] {
        let Memory { words, passing } = &mut self.memory;
        // Numbers are endless.
        if word.len() > LONGEST || word.bytes().any(|byte| byte.is_ascii_digit()) {
            *passing = find();
            return passing;
        }
        if !words.contains_key(word) {
            if words.len() >= MOST {
                words.clear();
            }
            words.insert(word.into(), find());
        }
        words.get(word).map_or(&[], |standard| standard)
    }
}

impl Drop for LentWords<'_> {
    fn drop(&mut self) {
        let memory = std::mem::take(&mut self.memory);
        let mut idle = self.home.0.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push(memory);
    }
}
