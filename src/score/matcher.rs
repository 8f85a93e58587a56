//! Finds phrases of the lexicon and the packs among the words of a view.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::text::hash::WordHasher;
use crate::text::tokens::{Sigil, Tokens};
use crate::text::{fold, tokens};

type Table<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Endings that leave the word what it is: *-nya*, *-lah*, *-kah*, *-pun*, *-ku*, *-mu*; Minangkabau
/// *-nyo*, Betawi *-nye*, Javanese *-ne*, *-e* and *-ipun*, Sundanese *-na*.
pub(super) const CLITICS: [&str; 12] = [
    "nya", "lah", "kah", "pun", "ku", "mu", "nyo", "nye", "nipun", "ne", "na", "e",
];

const NONE: u32 = u32::MAX;

/// A phrase that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct FoundPhrase {
    /// First token.
    pub(super) first: usize,
    /// Last token.
    pub(super) last: usize,
    /// What was registered with the phrase.
    pub(super) meaning: u32,
}

/// A trie over words.
#[derive(Debug, Default)]
pub(super) struct Matcher {
    words: Table<Box<str>, u32>,
    edges: Table<u64, u32>,
    meanings: Vec<Vec<u32>>,
}

impl Matcher {
    /// A matcher without phrases.
    pub(super) fn new() -> Self {
        Self {
            meanings: vec![Vec::new()],
            ..Self::default()
        }
    }

    /// Registers a phrase as people write it. Phrases without words are ignored.
    pub(super) fn add(&mut self, phrase: &str, meaning: u32) {
        let folded = fold(phrase);
        let cut = tokens(folded.text());
        let mut node = 0;
        for token in &cut.list {
            let word = &folded.text()[token.start..token.end];
            node = self.child(node, word);
        }
        if node != 0 && !self.meanings[node as usize].contains(&meaning) {
            self.meanings[node as usize].push(meaning);
        }
    }

    fn child(&mut self, node: u32, word: &str) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(NONE);
        let word = *self.words.entry(word.into()).or_insert(next);
        let fresh = u32::try_from(self.meanings.len()).unwrap_or(NONE);
        let child = *self.edges.entry(edge(node, word)).or_insert(fresh);
        if child == fresh {
            self.meanings.push(Vec::new());
        }
        child
    }

    /// All phrases within one sentence each, in order of their first word.
    pub(super) fn find(&self, text: &str, cut: &Tokens) -> Vec<FoundPhrase> {
        let ids: Vec<WordId> = cut
            .list
            .iter()
            .map(|token| match token.sigil {
                Sigil::Link => WordId::UNKNOWN,
                _ => self.word_ids(&text[token.start..token.end]),
            })
            .collect();
        let mut found = Vec::new();
        for first in 0..ids.len() {
            self.find_from(&ids, cut, first, &mut found);
        }
        found
    }

    fn find_from(&self, ids: &[WordId], cut: &Tokens, first: usize, found: &mut Vec<FoundPhrase>) {
        let mut node = 0;
        for (last, id) in ids.iter().enumerate().skip(first) {
            let apart = cut.list[last].sentence != cut.list[first].sentence;
            match self.step(node, *id).filter(|_| !apart) {
                Some(child) => node = child,
                None => return,
            }
            let meanings = &self.meanings[node as usize];
            found.extend(meanings.iter().map(|meaning| FoundPhrase {
                first,
                last,
                meaning: *meaning,
            }));
        }
    }

    /// Where a word leads: as it stands, otherwise without its ending.
    fn step(&self, node: u32, id: WordId) -> Option<u32> {
        let known = [id.whole, id.base].into_iter().filter(|id| *id != NONE);
        let mut children = known.filter_map(|id| self.edges.get(&edge(node, id)));
        children.next().copied()
    }

    /// Whether a word stands in a phrase.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.word_id(word) != NONE
    }

    /// What a word means that is a phrase by itself.
    pub(super) fn meanings_of(&self, word: &str) -> &[u32] {
        let node = self.edges.get(&edge(0, self.word_id(word)));
        node.map_or(&[], |node| &self.meanings[*node as usize])
    }

    fn word_id(&self, word: &str) -> u32 {
        match self.words.get(word) {
            Some(id) => *id,
            None => self.base_id(word),
        }
    }

    fn word_ids(&self, word: &str) -> WordId {
        WordId {
            whole: self.words.get(word).copied().unwrap_or(NONE),
            base: self.base_id(word),
        }
    }

    fn base_id(&self, word: &str) -> u32 {
        CLITICS
            .iter()
            .filter_map(|ending| word.strip_suffix(ending))
            // What would be left of a short word is another one: `buku` is not `bu` with `-ku`.
            .filter(|base| base.len() >= 4)
            .find_map(|base| self.words.get(base).copied())
            .unwrap_or(NONE)
    }
}

/// A word as it stands, and without an ending that leaves it what it is.
#[derive(Debug, Clone, Copy)]
struct WordId {
    whole: u32,
    base: u32,
}

impl WordId {
    const UNKNOWN: Self = Self {
        whole: NONE,
        base: NONE,
    };
}

fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}
