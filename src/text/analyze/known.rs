//! What became of words that were seen before.

use std::sync::{Mutex, PoisonError};

use crate::text::hash::quick;

/// Words that are remembered at most, in 32 bytes each.
const MOST: u64 = 1 << 16;
/// Bytes that a remembered word and what it became take at most. What is longer is found out again
/// each time: no word that comes back often is so long.
const LONGEST: usize = 29;

/// What becomes of a word in the index.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that say nothing of each other"
)]
pub(super) struct Standard {
    /// Its stems, parted by blanks, which no stem has: none, one or several.
    pub(super) stems: String,
    /// Whether it is in the list of how numbers are written.
    pub(super) numeric: bool,
    /// Whether a number is likely to follow.
    pub(super) leads: bool,
    /// Whether it is counted or numbered on ballots.
    pub(super) counted: bool,
    /// Whether it is nothing but function words.
    pub(super) functional: bool,
}

/// The same, borrowed.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that say nothing of each other"
)]
pub(super) struct StandardView<'k> {
    pub(super) stems: &'k str,
    /// Whether there are several stems.
    pub(super) several: bool,
    pub(super) numeric: bool,
    pub(super) leads: bool,
    pub(super) counted: bool,
    pub(super) functional: bool,
}

/// Remembers what became of words. Finding it out, stemming above all, took more than half of the
/// time of indexing, and posts say the same words again and again.
///
/// Whoever reads a text has a memory of their own meanwhile, so that nobody waits; there are as
/// many as texts were ever read at once.
#[derive(Debug, Default)]
pub(super) struct KnownWords(Mutex<Vec<Memory>>);

/// A table with one place for each digest: a word takes the place of the one that was there.
/// Nothing is allocated for a word, and looking one up touches one line of the processor's cache.
#[derive(Debug)]
struct Memory {
    places: Box<[Place]>,
    /// Of the last word that is not remembered.
    passing: Standard,
}

/// A word and what it became, side by side.
#[derive(Debug, Clone, Copy)]
#[repr(align(32))]
struct Place {
    word: u8,
    stems: u8,
    facts: Facts,
    bytes: [u8; LONGEST],
}

/// What is known of a word beside its stems.
#[derive(Debug, Clone, Copy)]
struct Facts(u8);

impl Facts {
    /// The word is its own stem; it is not written twice.
    const ITSELF: u8 = 1;
    const SEVERAL: u8 = 2;
    const NUMERIC: u8 = 4;
    const LEADS: u8 = 8;
    const COUNTED: u8 = 16;
    const FUNCTIONAL: u8 = 32;

    fn of(word: &str, standard: &Standard) -> Self {
        let facts = [
            (Self::ITSELF, standard.stems == word),
            (Self::SEVERAL, standard.stems.contains(' ')),
            (Self::NUMERIC, standard.numeric),
            (Self::LEADS, standard.leads),
            (Self::COUNTED, standard.counted),
            (Self::FUNCTIONAL, standard.functional),
        ];
        let facts = facts.into_iter().filter(|(_, holds)| *holds);
        Self(facts.map(|(bit, _)| bit).sum())
    }

    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    fn view(self, stems: &str) -> StandardView<'_> {
        StandardView {
            stems,
            several: self.has(Self::SEVERAL),
            numeric: self.has(Self::NUMERIC),
            leads: self.has(Self::LEADS),
            counted: self.has(Self::COUNTED),
            functional: self.has(Self::FUNCTIONAL),
        }
    }
}

impl Place {
    const EMPTY: Self = Self {
        word: 0,
        stems: 0,
        facts: Facts(0),
        bytes: [0; LONGEST],
    };

    fn holds(&self, word: &str) -> bool {
        usize::from(self.word) == word.len() && self.bytes.starts_with(word.as_bytes())
    }

    /// Takes the word in, if it is short enough.
    fn take(&mut self, word: &str, standard: &Standard) -> bool {
        let facts = Facts::of(word, standard);
        let stems = if facts.has(Facts::ITSELF) {
            ""
        } else {
            &standard.stems
        };
        let both = word.len() + stems.len();
        let lengths = (u8::try_from(word.len()), u8::try_from(stems.len()));
        let ((Ok(word_length), Ok(stems_length)), true) = (lengths, both <= LONGEST) else {
            return false;
        };
        self.bytes[..word.len()].copy_from_slice(word.as_bytes());
        self.bytes[word.len()..both].copy_from_slice(stems.as_bytes());
        (self.word, self.stems, self.facts) = (word_length, stems_length, facts);
        true
    }

    fn standard<'s>(&'s self, word: &'s str) -> StandardView<'s> {
        if self.facts.has(Facts::ITSELF) {
            return self.facts.view(word);
        }
        let from = usize::from(self.word);
        let stems = &self.bytes[from..from + usize::from(self.stems)];
        self.facts.view(str::from_utf8(stems).unwrap_or_default())
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            places: (0..MOST).map(|_| Place::EMPTY).collect(),
            passing: Standard::default(),
        }
    }
}

impl KnownWords {
    /// A memory for one text.
    pub(super) fn lend(&self) -> LentWords<'_> {
        let mut idle = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        LentWords {
            home: self,
            memory: Some(idle.pop().unwrap_or_default()),
        }
    }
}

/// A memory that goes back when it is dropped.
#[derive(Debug)]
pub(super) struct LentWords<'k> {
    home: &'k KnownWords,
    /// There until it is given back.
    memory: Option<Memory>,
}

impl LentWords<'_> {
    /// What is known of a word, or what `find` finds. The same word must always give the same.
    pub(super) fn standard<'s>(
        &'s mut self,
        word: &'s str,
        find: impl FnOnce() -> Standard,
    ) -> StandardView<'s> {
        let Memory { places, passing } = self.memory.get_or_insert_default();
        let digest = quick(word.as_bytes()) % MOST;
        let place = &mut places[usize::try_from(digest).unwrap_or_default()];
        if !place.holds(word) {
            let found = find();
            if !place.take(word, &found) {
                *passing = found;
                return Facts::of(word, passing).view(&passing.stems);
            }
        }
        place.standard(word)
    }
}

impl Drop for LentWords<'_> {
    fn drop(&mut self) {
        if let Some(memory) = self.memory.take() {
            let mut idle = self.home.0.lock().unwrap_or_else(PoisonError::into_inner);
            idle.push(memory);
        }
    }
}
