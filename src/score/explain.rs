//! The tree that explains a score: its parts sum to the total.

use crate::model::{Explanation, Sentence, Wording};

/// A part without parts.
pub(super) fn leaf(label: Sentence, value: f64) -> Explanation {
    Explanation {
        label,
        value,
        spans: Vec::new(),
        parts: Vec::new(),
    }
}

/// A part that is the sum of its parts.
pub(super) fn sum(label: Wording, parts: Vec<Explanation>) -> Explanation {
    let value = parts.iter().map(|part| part.value).sum();
    Explanation {
        label: Sentence::plain(label),
        value: rounded_weight(value),
        spans: Vec::new(),
        parts,
    }
}

/// A weight as it is told: to three decimals, so that the parts that a reader sees add up, and
/// that no machine's last bit shows.
pub(super) fn rounded_weight(value: f64) -> f64 {
    round(value, 1000.0)
}

/// A score as it is told: to four decimals.
pub(super) fn rounded_score(value: f64) -> f64 {
    round(value, 10_000.0)
}

fn round(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}
