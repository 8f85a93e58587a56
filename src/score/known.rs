//! Which phrases were found where: asked of each that another view shows.

use std::collections::BTreeMap;

use super::matcher::FoundPhrase;

/// So many are looked through one by one, which is faster than to put them in order. Few posts
/// have more.
const FEW: usize = 64;

/// Phrases in their places.
#[derive(Debug)]
pub(super) struct KnownPlaces {
    found: Vec<FoundPhrase>,
    /// The same in order, where they are many.
    ordered: Option<OrderedPlaces>,
}

impl KnownPlaces {
    pub(super) fn new(found: Vec<FoundPhrase>) -> Self {
        Self {
            found,
            ordered: None,
        }
    }

    /// Adds a phrase, unless it lies in a known one of the same meaning. Gives whether it was
    /// added.
    pub(super) fn add(&mut self, phrase: FoundPhrase) -> bool {
        if self.found.len() >= FEW {
            let ordered = self.ordered.get_or_insert_with(|| {
                let mut ordered = OrderedPlaces::default();
                for known in &self.found {
                    ordered.add(known);
                }
                ordered
            });
            return ordered.add(&phrase);
        }
        let known = self.found.iter().any(|known| {
            known.meaning == phrase.meaning
                && known.first <= phrase.first
                && phrase.last <= known.last
        });
        if !known {
            self.found.push(phrase);
        }
        !known
    }
}

/// Meaning and first word, to last word. Of those of one meaning only such are kept as lie in no
/// other, so that of all that begin no later than a word the last one reaches furthest.
#[derive(Debug, Default)]
struct OrderedPlaces(BTreeMap<(u32, usize), usize>);

impl OrderedPlaces {
    fn add(&mut self, phrase: &FoundPhrase) -> bool {
        let (meaning, first) = (phrase.meaning, phrase.first);
        let mut before = self.0.range((meaning, 0)..=(meaning, first));
        if before
            .next_back()
            .is_some_and(|(_, last)| phrase.last <= *last)
        {
            return false;
        }
        while let Some((inner, last)) = self.next_from(meaning, first)
            && last <= phrase.last
        {
            self.0.remove(&(meaning, inner));
        }
        self.0.insert((meaning, first), phrase.last);
        true
    }

    fn next_from(&self, meaning: u32, first: usize) -> Option<(usize, usize)> {
        let mut behind = self.0.range((meaning, first)..=(meaning, usize::MAX));
        behind.next().map(|((_, inner), last)| (*inner, *last))
    }
}
