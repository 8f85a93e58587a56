//! A sample that is the same whoever draws it.

use std::collections::BTreeMap;

use crate::model::Sha256;

/// At most so many items: those whose keys have the smallest digests. Which they are depends on
/// the keys alone, not on the order in which they come, and says nothing about the items.
#[derive(Debug, Clone)]
pub struct Sample<T> {
    limit: usize,
    kept: BTreeMap<(Sha256, String), T>,
    offered: usize,
}

impl<T> Sample<T> {
    /// An empty sample.
    pub fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: BTreeMap::new(),
            offered: 0,
        }
    }

    /// Takes an item, and lets go of one if there are too many. Keys are different.
    pub fn offer(&mut self, key: &str, item: T) {
        self.offered += 1;
        self.kept.insert((Sha256::of(key), key.to_owned()), item);
        if self.kept.len() > self.limit {
            self.kept.pop_last();
        }
    }

    /// How many items were offered.
    pub fn offered(&self) -> usize {
        self.offered
    }

    /// What was kept.
    pub fn into_items(self) -> impl Iterator<Item = T> {
        self.kept.into_values()
    }
}
