//! Finds phrases of the lexicon and the packs among the words of a view.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use crate::text::hash::WordHasher;
use crate::text::tokens::{Sigil, Tokens};
use crate::text::{fold, tokens};

type Table<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// Endings that leave the word what it is: *-nya*, *-lah*, *-kah*, *-pun*, *-ku*, *-mu*.
pub(super) const CLITICS: [&str; 6] = ["nya", "lah", "kah", "pun", "ku", "mu"];

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
        let ids: Vec<u32> = cut
            .list
            .iter()
            .map(|token| match token.sigil {
                Sigil::Link => NONE,
                _ => self.word_id(&text[token.start..token.end]),
            })
            .collect();
        let mut found = Vec::new();
        for first in 0..ids.len() {
            self.find_from(&ids, cut, first, &mut found);
        }
        found
    }

    fn find_from(&self, ids: &[u32], cut: &Tokens, first: usize, found: &mut Vec<FoundPhrase>) {
        let mut node = 0;
        for (last, id) in ids.iter().enumerate().skip(first) {
            let apart = cut.list[last].sentence != cut.list[first].sentence;
            if *id == NONE || apart {
                return;
            }
            match self.edges.get(&edge(node, *id)) {
                Some(child) => node = *child,
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

    fn word_id(&self, word: &str) -> u32 {
        if let Some(id) = self.words.get(word) {
            return *id;
        }
        CLITICS
            .iter()
            .filter_map(|ending| word.strip_suffix(ending))
            // What would be left of a short word is another one: `buku` is not `bu` with `-ku`.
            .filter(|base| base.len() >= 4)
            .find_map(|base| self.words.get(base).copied())
            .unwrap_or(NONE)
    }
}

fn edge(node: u32, word: u32) -> u64 {
    u64::from(node) << 32 | u64::from(word)
}
