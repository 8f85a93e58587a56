//! Stems of Indonesian words, for the index. Names are never stemmed.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::sync::LazyLock;

use sastrawi::{Dictionary, Stemmer};

static ROOTS: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// Longer words than this are not taken apart: no Indonesian word with all its affixes is.
const LONGEST: usize = 32;

/// A stemmer with a list of words that stay as they are.
pub struct Stems {
    stemmer: Stemmer<'static>,
    protected: HashSet<String>,
}

impl Stems {
    /// A stemmer that leaves the given folded words alone: names, parties, slogans.
    pub fn new(protected: impl IntoIterator<Item = String>) -> Self {
        Self {
            stemmer: Stemmer::new(&ROOTS),
            protected: protected.into_iter().collect(),
        }
    }

    /// Whether the word is one of those that stay as they are.
    pub fn protects(&self, word: &str) -> bool {
        self.protected.contains(word)
    }

    /// The stem of one folded word: `mendukung` gives `dukung`. Protected words, and words with
    /// anything but Latin letters, come back unchanged.
    ///
    /// With *Sahaja* protected, *sahajanya* and *sahajalah* give `sahaja`; but *bersahaja* is
    /// another word, however the stemmer sees it, and stays.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || word.len() < 4 || word.len() > LONGEST || self.protects(word) {
            return Cow::Borrowed(word);
        }
        if let Some(name) = self.name_with_clitic(word) {
            return Cow::Borrowed(name);
        }
        let stem = self.stemmer.stem_word(word);
        if self.protects(&stem) {
            return Cow::Borrowed(word);
        }
        match colloquial_base(word) {
            Some(base) if stem == word => Cow::Borrowed(base),
            _ => stem,
        }
    }

    fn name_with_clitic<'w>(&self, word: &'w str) -> Option<&'w str> {
        ["nya", "lah", "kah", "pun", "ku", "mu"]
            .iter()
            .filter_map(|clitic| word.strip_suffix(clitic))
            .find(|name| self.protects(name))
    }
}

/// `dukungin` to `dukung`: the colloquial -in for -kan and -i.
fn colloquial_base(word: &str) -> Option<&str> {
    let base = word.strip_suffix("in")?;
    (base.len() > 3 && is_root(base)).then_some(base)
}

/// Whether the folded word is a root of the dictionary.
pub fn is_root(word: &str) -> bool {
    ROOTS.find(word)
}

impl fmt::Debug for Stems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Stems")
            .field("protected", &self.protected.len())
            .finish_non_exhaustive()
    }
}
