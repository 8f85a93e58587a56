//! Stems of Indonesian words, for the index. Names are never stemmed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::LazyLock;

use sastrawi::{Dictionary, Stemmer};

static ROOTS: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// A stemmer with a list of words that stay as they are.
pub struct Stems {
    stemmer: Stemmer<'static>,
    protected: BTreeSet<String>,
}

impl Stems {
    /// A stemmer that leaves the given folded words alone: names, parties, slogans.
    pub fn new(protected: impl IntoIterator<Item = String>) -> Self {
        Self {
            stemmer: Stemmer::new(&ROOTS),
            protected: protected.into_iter().collect(),
        }
    }

    /// The stem of one folded word: `mendukung` gives `dukung`. Protected words, and words with
    /// anything but Latin letters, come back unchanged.
    pub fn stem(&self, word: &str) -> String {
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || word.len() < 4 || self.protected.contains(word) {
            return word.to_owned();
        }
        self.stemmer.stem_word(word).into_owned()
    }
}

impl fmt::Debug for Stems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Stems")
            .field("protected", &self.protected.len())
            .finish_non_exhaustive()
    }
}
