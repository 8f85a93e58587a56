//! Thousands of different posts that read like real ones, the same in every run: halves of the
//! sentences that the model is taught with, put together anew. A bench of a few fixed texts
//! stays in the processor's caches and flatters.

use std::collections::BTreeSet;

use serde::Deserialize;

const SENTENCES: &str = include_str!("../../config/model/sentences.jsonl");

#[derive(Deserialize)]
struct Sentence {
    text: String,
}

/// A reproducible source of numbers; good enough to shuffle with.
pub(crate) struct Shuffle(u64);

impl Shuffle {
    pub(crate) fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0, below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }
}

/// That many different posts of some 100 to 250 bytes.
pub(crate) fn texts(number: usize) -> Vec<String> {
    let sentences: Vec<String> = SENTENCES
        .lines()
        .map(|line| serde_json::from_str::<Sentence>(line).expect("sentences.jsonl is tested"))
        .map(|sentence| sentence.text)
        .collect();
    let mut shuffle = Shuffle::seeded(1);
    let mut texts = Vec::with_capacity(number);
    let mut seen = BTreeSet::new();
    while texts.len() < number {
        let text = recombined(&sentences, &mut shuffle);
        if seen.insert(text.clone()) {
            texts.push(text);
        }
    }
    texts
}

/// The beginning of one sentence, the end of another, and as much again half of the time; now
/// and then a number, as posts have dates, prices and places.
fn recombined(sentences: &[String], shuffle: &mut Shuffle) -> String {
    let mut words = Vec::new();
    for _ in 0..=shuffle.below(2) {
        let [first, second] = [0; 2].map(|_| halves(&sentences[shuffle.below(sentences.len())]));
        words.extend([first.0, second.1]);
    }
    let text = words.join(" ");
    if shuffle.below(3) == 0 {
        format!("{text} {}", shuffle.below(100_000))
    } else {
        text
    }
}

fn halves(sentence: &str) -> (&str, &str) {
    let spaces: Vec<usize> = sentence.match_indices(' ').map(|(at, _)| at).collect();
    match spaces.get(spaces.len() / 2) {
        Some(middle) => (&sentence[..*middle], &sentence[middle + 1..]),
        None => (sentence, ""),
    }
}
