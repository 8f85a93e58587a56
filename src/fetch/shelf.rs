//! What the door holds of many hosts, as far as it is in use.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Entries beyond which those that nobody holds are dropped.
const MOST: usize = 4096;

/// Entries by key, made at their first use and shared by all who ask at the same time. Entries
/// that nobody holds may be dropped at any time, so nothing that matters may live here alone.
#[derive(Debug)]
pub(super) struct Shelf<K, V>(Mutex<HashMap<K, Arc<V>>>);

impl<K, V> Default for Shelf<K, V> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<K: Eq + Hash + Clone, V: Default> Shelf<K, V> {
    /// The entry of a key.
    pub(super) fn entry(&self, key: &K) -> Arc<V> {
        let mut entries = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= MOST && !entries.contains_key(key) {
            entries.retain(|_, entry| Arc::strong_count(entry) > 1);
        }
        Arc::clone(entries.entry(key.clone()).or_default())
    }
}
