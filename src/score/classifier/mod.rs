//! The statistical model: a linear model over the words of a post, in which everybody who
//! stands for election is masked. It adds what rules miss and takes away where the tone is that
//! of news or small talk.
//!
//! `words` masks, `features` names what stands there, [`fit`] learns, and `ModelTable` looks up. A
//! post's part is the sum of its features' weights over the root of their number, so that long
//! posts do not weigh more; every share leads back to words of the original.

mod features;
pub mod fit;
mod words;

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use self::features::{FeatureSort, NamePiece, Sink, extract};
use crate::model::{ByteRange, Classifier};
use crate::score::scene::Scene;
use crate::text::hash::{START, fnv};

/// Sets the size of the weights; it only has to be the same in training and in use.
const SCALE: f64 = 3.0;

/// What one feature is worth in a post with that many different ones.
pub fn value(features: usize) -> f64 {
    let features = u32::try_from(features.max(1)).unwrap_or(u32::MAX);
    SCALE / f64::from(features).sqrt()
}

/// The names of all features of a post, sorted, each once.
pub(super) fn names(scene: &Scene<'_>) -> Vec<String> {
    struct Names(Vec<String>);
    impl Sink for Names {
        fn feature(&mut self, sort: FeatureSort, words: &[NamePiece<'_>], _span: ByteRange) {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.0.push(format!("{}:{}", sort.name, words.join(" ")));
        }
    }
    let mut sink = Names(Vec::new());
    extract(scene, &mut sink);
    sink.0.sort_unstable();
    sink.0.dedup();
    sink.0
}

/// A model ready for use.
#[derive(Debug)]
pub(super) struct ModelTable {
    pub(super) bias: f64,
    pub(super) rules: f64,
    weights: Weights,
}

/// What the model says of a post.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Opinion {
    /// Sum over all features.
    pub(super) total: f64,
    /// Words with their share, the largest share first: not all, where there are many.
    pub(super) shares: Vec<(ByteRange, f64)>,
}

impl ModelTable {
    pub(super) fn new(classifier: &Classifier) -> Self {
        let weights = classifier.weights.iter();
        Self {
            bias: classifier.bias,
            rules: classifier.rules,
            weights: weights
                .map(|(name, weight)| (digest(name), *weight))
                .collect(),
        }
    }

    /// The model's part of a post, with at most so many shares. Shares of features over the same
    /// words are one; of a feature that stands in several places the first counts.
    pub(super) fn opinion(&self, scene: &Scene<'_>, most: usize) -> Opinion {
        let mut sink = Weigher {
            weights: &self.weights,
            seen: HashSet::with_capacity_and_hasher(
                8 * scene.reading.tokens.list.len() + 16,
                BuildHasherDefault::default(),
            ),
            shares: Vec::with_capacity(4 * scene.reading.tokens.list.len() + 16),
        };
        extract(scene, &mut sink);
        let value = value(sink.seen.len()) * scene.trust;
        let mut shares = sink.shares;
        shares.sort_by_key(|(span, _)| *span);
        let total: f64 = shares.iter().map(|(_, share)| share).sum();
        shares.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 += later.1;
            }
            same
        });
        keep_largest(&mut shares, most);
        for (_, share) in &mut shares {
            *share *= value;
        }
        Opinion {
            total: total * value,
            shares,
        }
    }
}

/// The largest shares, the largest first, ties in the order of the text.
fn keep_largest(shares: &mut Vec<(ByteRange, f64)>, most: usize) {
    let order = |left: &(ByteRange, f64), right: &(ByteRange, f64)| {
        let size = right.1.abs().total_cmp(&left.1.abs());
        size.then_with(|| left.0.cmp(&right.0))
    };
    if shares.len() > most {
        shares.select_nth_unstable_by(most, order);
        shares.truncate(most);
    }
    shares.sort_unstable_by(order);
}

type Weights = HashMap<u64, f64, BuildHasherDefault<Already>>;

/// Looks features up as they come.
struct Weigher<'t> {
    weights: &'t Weights,
    seen: HashSet<u64, BuildHasherDefault<Already>>,
    shares: Vec<(ByteRange, f64)>,
}

impl Sink for Weigher<'_> {
    fn feature(&mut self, sort: FeatureSort, words: &[NamePiece<'_>], span: ByteRange) {
        let words = words.iter();
        let digest = words.fold(sort.hash, |sum, (_, word)| join(sum, *word));
        if self.seen.insert(digest)
            && let Some(weight) = self.weights.get(&digest)
        {
            self.shares.push((span, *weight));
        }
    }
}

const fn hash(text: &str) -> u64 {
    fnv(START, text.as_bytes())
}

/// Adds a word's digest to that of the words before it.
const fn join(sum: u64, word: u64) -> u64 {
    let mixed = (sum.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed ^ (mixed >> 29)
}

/// The digest of a feature by its name in the file.
fn digest(name: &str) -> u64 {
    let (sort, words) = name.split_once(':').unwrap_or((name, ""));
    words
        .split(' ')
        .fold(hash(sort), |sum, word| join(sum, hash(word)))
}

/// The keys are hashes already.
#[derive(Debug, Clone, Copy, Default)]
struct Already(u64);

impl Hasher for Already {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = number;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
