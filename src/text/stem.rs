//! Stems of Indonesian words, for the index. Names are never stemmed.
//!
//! Every way of taking a word apart that ends in a word of the dictionary is weighed, and the
//! cheapest wins: few affixes, those of the written language before those of the spoken one, and
//! of equals the longer stem. So *berikan* is *beri* and not *ikan*, *mengeringkan* is *kering*.

mod affixes;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use sastrawi::Dictionary;

use self::affixes::{PREFIX_LAYERS, StemCost, each_base, each_colloquial, each_prefix};
use super::hash::WordHasher;

static ROOTS: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

/// Longer words than this are not taken apart: no Indonesian word with all its affixes is.
const LONGEST: usize = 32;
/// Shorter stems than this need a cheap way to them: most are there by chance.
const SHORT: usize = 4;
/// What a way to a short stem may cost.
const CHEAP: StemCost = 230;

/// A stemmer with lists of words that are treated otherwise than the rules say.
pub struct Stems {
    /// One table for all lists: each word that is tried is looked up once.
    special: HashMap<String, Special, BuildHasherDefault<WordHasher>>,
}

/// What the lists say of a word.
#[derive(Default)]
struct Special {
    /// A name: it stays as it is.
    protected: bool,
    /// The stem of a word that the dictionary lists as if it had none; an empty one for a word of
    /// the dictionary that nobody uses and that others would be cut to.
    irregular: Option<String>,
    /// A function word or slang.
    functional: bool,
}

/// The cheapest way to a stem so far.
#[derive(Default)]
struct Best {
    cost: StemCost,
    stem: String,
}

impl Best {
    /// Whether something at that cost may be better.
    fn may(&self, cost: StemCost) -> bool {
        self.stem.is_empty() || cost <= self.cost
    }

    fn offer(&mut self, cost: StemCost, stem: &str) {
        let better = cost < self.cost || (cost == self.cost && stem.len() > self.stem.len());
        if self.stem.is_empty() || better {
            self.cost = cost;
            stem.clone_into(&mut self.stem);
        }
    }
}

impl Stems {
    /// A stemmer that leaves the given folded words alone: names, parties, slogans.
    pub fn new(protected: impl IntoIterator<Item = String>) -> Self {
        let mut stems = Self {
            special: HashMap::default(),
        };
        for word in protected {
            stems.special.entry(word).or_default().protected = true;
        }
        stems
    }

    /// The same, with stems that no rule finds.
    #[must_use]
    pub fn with_irregular(mut self, irregular: impl IntoIterator<Item = (String, String)>) -> Self {
        for (word, stem) in irregular {
            self.special.entry(word).or_default().irregular = Some(stem);
        }
        self
    }

    /// The same, with words that nothing is cut to by taking off an ending only: function words
    /// and slang.
    #[must_use]
    pub fn with_functional(mut self, functional: impl IntoIterator<Item = String>) -> Self {
        for word in functional {
            self.special.entry(word).or_default().functional = true;
        }
        self
    }

    /// Whether the word is one of those that stay as they are.
    pub fn protects(&self, word: &str) -> bool {
        self.special.get(word).is_some_and(|word| word.protected)
    }

    /// The stem of one folded word: `mendukung` gives `dukung`. Protected words, and words with
    /// anything but Latin letters, come back unchanged.
    ///
    /// With *Sahaja* protected, *sahajanya* and *sahajalah* give `sahaja`; but *bersahaja* is
    /// another word, however the stemmer sees it, and stays.
    pub fn stem<'w>(&'w self, word: &'w str) -> Cow<'w, str> {
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
        if !plain || word.len() < 4 || word.len() > LONGEST || self.protects(word) {
            return Cow::Borrowed(word);
        }
        if let Some(name) = self.name_with_clitic(word) {
            return Cow::Borrowed(name);
        }
        if let Some(stem) = self.listed(word) {
            return Cow::Borrowed(stem);
        }
        let best = self.best(word);
        if !best.stem.is_empty() {
            return Cow::Owned(best.stem);
        }
        match self.other_spelling(word) {
            Some(stem) => Cow::Owned(stem),
            None => Cow::Borrowed(word),
        }
    }

    /// The stem of a word that the dictionary has.
    fn listed<'w>(&'w self, word: &'w str) -> Option<&'w str> {
        match self.special.get(word) {
            Some(Special {
                protected: true, ..
            }) => None,
            Some(Special {
                irregular: Some(stem),
                ..
            }) => Some(stem.as_str()).filter(|stem| !stem.is_empty()),
            _ => is_root(word).then_some(word),
        }
    }

    fn best(&self, word: &str) -> Best {
        let mut best = Best::default();
        each_base(word, |base, cost| {
            self.offer(base, cost, true, &mut best);
            each_colloquial(base, |rest, more| {
                self.offer(rest, cost + more, true, &mut best);
            });
            self.without_prefixes(base, cost, PREFIX_LAYERS, &mut best);
        });
        best
    }

    fn without_prefixes(&self, base: &str, cost: StemCost, layers: usize, best: &mut Best) {
        let Some((more, layers)) = affixes::layer(layers).filter(|(more, _)| best.may(cost + more))
        else {
            return;
        };
        each_prefix(base, |rest, rank| {
            let cost = cost + more + rank;
            self.offer(rest, cost, false, best);
            self.without_prefixes(rest, cost - rank, layers, best);
        });
    }

    /// Weighs a word that may be the stem; `bare` when no prefix of the written language was
    /// taken off.
    fn offer(&self, word: &str, cost: StemCost, bare: bool, best: &mut Best) {
        if !best.may(cost) {
            return;
        }
        let Some(stem) = self.listed(word) else {
            return;
        };
        let chance = stem.len() < SHORT && (stem.len() < SHORT - 1 || cost >= CHEAP);
        let functional = bare && self.is_functional(stem);
        if !chance && !functional {
            best.offer(cost, stem);
        }
    }

    fn is_functional(&self, word: &str) -> bool {
        self.special.get(word).is_some_and(|word| word.functional)
    }

    /// What a word is that is said or spelt otherwise than the dictionary has it: *denger*,
    /// *menangg*, *aktifis*.
    fn other_spelling(&self, word: &str) -> Option<String> {
        let mut found = None;
        each_base(word, |base, _| {
            if found.is_none()
                && let Some(heard) = with_a(base)
            {
                found = self.listed(&heard).map(str::to_owned);
            }
        });
        let doubled = || {
            let single = word.strip_suffix(&word[word.len() - 1..])?;
            let doubled = single.ends_with(&word[word.len() - 1..]);
            doubled.then(|| self.stem(single).into_owned())
        };
        let labial = || {
            let written = word.contains('f').then(|| word.replace('f', "v"))?;
            self.listed(&written).map(str::to_owned)
        };
        found.or_else(doubled).or_else(labial)
    }

    fn name_with_clitic<'w>(&self, word: &'w str) -> Option<&'w str> {
        ["nya", "lah", "kah", "pun", "ku", "mu"]
            .iter()
            .filter_map(|clitic| word.strip_suffix(clitic))
            .find(|name| self.protects(name))
    }
}

/// The last syllable with the *a* that is heard as *e* in Jakarta: *denger*, *bener*.
fn with_a(word: &str) -> Option<String> {
    let at = word.len().checked_sub(2).filter(|at| *at > 1)?;
    (word.as_bytes()[at] == b'e').then(|| format!("{}a{}", &word[..at], &word[at + 1..]))
}

/// Whether the folded word is a root of the dictionary.
pub fn is_root(word: &str) -> bool {
    ROOTS.find(word)
}

impl fmt::Debug for Stems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Stems")
            .field("special", &self.special.len())
            .finish_non_exhaustive()
    }
}
