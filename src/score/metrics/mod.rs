//! Measures of a scorer against labelled posts. Pure arithmetic over (score, truth) pairs.

mod bootstrap;
mod curve;
mod random;
mod reweigh;

pub use bootstrap::{Resampling, intervals};
pub use curve::{Curve, Ranking, Shares};
pub use random::SplitMix64;
pub use reweigh::ClassWeights;

/// The 97.5th percentile of the normal distribution: 95 % lie within.
const Z: f64 = 1.959_963_984_540_054;

/// A scored post with the label people gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Probability-like score, 0 to 1.
    pub score: f64,
    /// Whether people called it partisan.
    pub partisan: bool,
}

/// Precision and recall at a threshold.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct AtThreshold {
    /// Posts from this score on are flagged.
    pub threshold: f64,
    /// Share of the flagged that are partisan; 0 when nothing is flagged.
    pub precision: f64,
    /// Share of the partisan that are flagged; 0 when there are none.
    pub recall: f64,
    /// Harmonic mean of the two; 0 when both are 0.
    pub f1: f64,
    /// How many are flagged.
    pub flagged: usize,
}

impl AtThreshold {
    const fn nothing(threshold: f64) -> Self {
        Self {
            threshold,
            precision: 0.0,
            recall: 0.0,
            f1: 0.0,
            flagged: 0,
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of posts stay far below 2^52"
)]
fn count(number: usize) -> f64 {
    number as f64
}

/// Precision, recall and F1 when posts from `threshold` on are flagged.
pub fn at(judged: &[Judged], threshold: f64) -> AtThreshold {
    let flagged = judged.iter().filter(|one| one.score >= threshold);
    let (hits, flagged) = flagged.fold((0, 0), |(hits, all), one| {
        (hits + usize::from(one.partisan), all + 1)
    });
    let partisan = judged.iter().filter(|one| one.partisan).count();
    AtThreshold {
        threshold,
        precision: share(hits, flagged),
        recall: share(hits, partisan),
        f1: share(2 * hits, flagged + partisan),
        flagged,
    }
}

/// Average precision: the sum over falling thresholds of the gain in recall times the precision
/// there. Posts with one score enter together. 0 when nothing is partisan.
pub fn average_precision(judged: &[Judged]) -> f64 {
    let curve = Ranking::new(judged).plain();
    curve.average_precision().unwrap_or(0.0)
}

/// The threshold with the best F1, the highest of several; 1 when nothing is partisan.
pub fn best_f1(judged: &[Judged]) -> AtThreshold {
    let best = Ranking::new(judged).plain().best_f1();
    best.map_or(AtThreshold::nothing(1.0), |best| at(judged, best.threshold))
}

/// The highest recall at which precision is still `floor` or more.
pub fn recall_at_precision(judged: &[Judged], floor: f64) -> f64 {
    let curve = Ranking::new(judged).plain();
    curve.recall_at_precision(floor).unwrap_or(0.0)
}

/// Expected calibration error over ten bins of equal width: the mean distance between score and
/// truth in a bin, weighed by its size.
pub fn calibration_error(judged: &[Judged]) -> f64 {
    weighed_calibration_error(judged, |_| 1.0)
}

/// [`calibration_error`] in which each post counts as its weight says.
pub fn weighed_calibration_error(judged: &[Judged], weight: impl Fn(&Judged) -> f64) -> f64 {
    let mut bins = [(0.0_f64, 0.0_f64); 10];
    let mut total = 0.0;
    for one in judged {
        let edges = (1..10).filter(|edge| one.score >= f64::from(*edge) / 10.0);
        let (scores, partisan) = &mut bins[edges.count()];
        let weight = weight(one);
        total += weight;
        *scores += weight * one.score;
        *partisan += weight * f64::from(u8::from(one.partisan));
    }
    let distance = bins
        .iter()
        .map(|(scores, partisan)| (scores - partisan).abs());
    if total > 0.0 {
        distance.sum::<f64>() / total
    } else {
        0.0
    }
}

/// Brier score: the mean squared distance between score and truth.
pub fn brier(judged: &[Judged]) -> f64 {
    let squares = judged.iter().map(|one| {
        let truth = f64::from(u8::from(one.partisan));
        (one.score - truth).powi(2)
    });
    squares.sum::<f64>() / count(judged.len().max(1))
}

/// Share of `part` in `whole`; 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    count(part) / count(whole)
}

/// Share of `part` in `whole`, per thousand.
pub fn per_thousand(part: usize, whole: usize) -> f64 {
    1000.0 * share(part, whole)
}

/// The 95 % Wilson interval of the share `hits` of `of`. More than all counts as all; of nothing,
/// nothing is known: `[0, 1]`.
pub fn wilson(hits: usize, of: usize) -> [f64; 2] {
    if of == 0 {
        return [0.0, 1.0];
    }
    let (n, rate) = (count(of), share(hits.min(of), of));
    let widened = 1.0 + Z * Z / n;
    let middle = (rate + Z * Z / (2.0 * n)) / widened;
    let spread = (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
    let half = Z * spread / widened;
    [
        (middle - half).clamp(0.0, rate),
        (middle + half).clamp(rate, 1.0),
    ]
}
