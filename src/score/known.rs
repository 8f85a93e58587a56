//! Which phrases were found where: asked of each that another view shows.

use std::collections::BTreeMap;

/// Stretches of words by what was found there. Of those of one meaning only such are kept as lie
/// in no other, so that of all that begin no later than a word the last one reaches furthest.
#[derive(Debug, Default)]
pub(super) struct KnownPlaces {
    /// Meaning and first word, to last word.
    ends: BTreeMap<(u32, usize), usize>,
}

impl KnownPlaces {
    /// Adds a stretch of words, unless it lies in a known one of the same meaning. Gives whether
    /// it was added.
    pub(super) fn add(&mut self, meaning: u32, first: usize, last: usize) -> bool {
        let mut before = self.ends.range((meaning, 0)..=(meaning, first));
        if before.next_back().is_some_and(|(_, end)| last <= *end) {
            return false;
        }
        while let Some((inner, end)) = self.next_from(meaning, first)
            && end <= last
        {
            self.ends.remove(&(meaning, inner));
        }
        self.ends.insert((meaning, first), last);
        true
    }

    fn next_from(&self, meaning: u32, first: usize) -> Option<(usize, usize)> {
        let mut behind = self.ends.range((meaning, first)..=(meaning, usize::MAX));
        behind.next().map(|((_, inner), end)| (*inner, *end))
    }
}
