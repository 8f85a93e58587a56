//! Figures over one set of posts, with their uncertainty, and at another prevalence.

use serde::Serialize;

use super::posts::ScoredPost;
use crate::model::Thresholds;
use crate::score::metrics::{self, AtThreshold, ClassWeights, Curve, Judged, Ranking, Resampling};

/// Figures over one set of posts.
#[derive(Debug, Serialize)]
pub struct Measures {
    /// How many posts.
    pub posts: usize,
    /// Those that are partisan.
    pub partisan: usize,
    /// Area under precision over recall.
    pub average_precision: f64,
    /// At the threshold where F1 is largest.
    pub best_f1: AtThreshold,
    /// At the threshold of the high band.
    pub high: AtThreshold,
    /// At the threshold of the queue.
    pub queue: AtThreshold,
    /// What reviewers get: at the same threshold without the posts whose band keeps them out,
    /// because nobody who stands for election is named, or others only tagged the author.
    pub reviewed: AtThreshold,
    /// The largest recall at which precision is 0.90.
    pub recall_at_precision_90: f64,
    /// The largest recall at which precision is 0.95.
    pub recall_at_precision_95: f64,
    /// Expected calibration error.
    pub calibration_error: f64,
    /// Mean squared error of the scores as probabilities.
    pub brier: f64,
    /// How far chance could have moved them.
    pub intervals: MeasureIntervals,
}

/// 95 % intervals, lower and upper bound.
#[derive(Debug, Serialize)]
pub struct MeasureIntervals {
    /// Of the average precision.
    pub average_precision: [f64; 2],
    /// Of the best F1 itself, not of the threshold it is at.
    pub best_f1: [f64; 2],
    /// Of the recall at a precision of 0.90.
    pub recall_at_precision_90: [f64; 2],
    /// Of the recall at a precision of 0.95.
    pub recall_at_precision_95: [f64; 2],
    /// Of the precision from the threshold of the high band.
    pub high_precision: [f64; 2],
    /// Of the recall from the threshold of the high band.
    pub high_recall: [f64; 2],
    /// Of the precision from the threshold of the queue.
    pub queue_precision: [f64; 2],
    /// Of the recall from the threshold of the queue.
    pub queue_recall: [f64; 2],
}

fn judged(posts: &[&ScoredPost]) -> Vec<Judged> {
    posts.iter().map(|one| one.judged()).collect()
}

impl Measures {
    /// Of these posts.
    pub fn new(posts: &[&ScoredPost], bands: Thresholds, resampling: Resampling) -> Self {
        let judged: &[Judged] = &judged(posts);
        let shown: Vec<Judged> = posts.iter().map(|one| one.shown()).collect();
        Self {
            posts: judged.len(),
            partisan: judged.iter().filter(|one| one.partisan).count(),
            average_precision: metrics::average_precision(judged),
            best_f1: metrics::best_f1(judged),
            high: metrics::at(judged, bands.high),
            queue: metrics::at(judged, bands.medium),
            reviewed: metrics::at(&shown, bands.medium),
            recall_at_precision_90: metrics::recall_at_precision(judged, 0.90),
            recall_at_precision_95: metrics::recall_at_precision(judged, 0.95),
            calibration_error: metrics::calibration_error(judged),
            brier: metrics::brier(judged),
            intervals: MeasureIntervals::new(judged, bands, resampling),
        }
    }
}

impl MeasureIntervals {
    fn new(judged: &[Judged], bands: Thresholds, resampling: Resampling) -> Self {
        let figures = |curve: &Curve| {
            let (high, queue) = (curve.at(bands.high), curve.at(bands.medium));
            [
                curve.average_precision(),
                curve.best_f1().and_then(|best| best.f1),
                curve.recall_at_precision(0.90),
                curve.recall_at_precision(0.95),
                high.precision,
                high.recall,
                queue.precision,
                queue.recall,
            ]
        };
        let [
            average_precision,
            best_f1,
            recall_at_precision_90,
            recall_at_precision_95,
            high_precision,
            high_recall,
            queue_precision,
            queue_recall,
        ] = metrics::intervals(&Ranking::new(judged), resampling, figures);
        Self {
            average_precision,
            best_f1,
            recall_at_precision_90,
            recall_at_precision_95,
            high_precision,
            high_recall,
            queue_precision,
            queue_recall,
        }
    }
}

/// Figures as if another share of the posts were partisan; see [`ClassWeights`].
#[derive(Debug, Serialize)]
pub struct Reweighted {
    /// The share of partisan posts that is assumed.
    pub prevalence: f64,
    /// Over all posts; absent when one class is missing.
    #[serde(flatten)]
    pub all: Option<AtPrevalence>,
    /// Over the certain posts.
    pub certain: Option<AtPrevalence>,
}

/// Figures that depend on the prevalence.
#[derive(Debug, Serialize)]
pub struct AtPrevalence {
    /// Area under precision over recall.
    pub average_precision: f64,
    /// From the threshold of the high band.
    pub high: PrecisionAt,
    /// From the threshold of the queue.
    pub queue: PrecisionAt,
    /// Expected calibration error.
    pub calibration_error: f64,
}

/// Precision at a threshold; absent when nothing is flagged.
#[derive(Debug, Serialize)]
pub struct PrecisionAt {
    /// The threshold.
    pub threshold: f64,
    /// Share of the flagged posts that are partisan.
    pub precision: Option<f64>,
}

impl Reweighted {
    /// Of these posts, as if `prevalence` of them were partisan.
    pub fn new(
        all: &[&ScoredPost],
        certain: &[&ScoredPost],
        bands: Thresholds,
        prevalence: f64,
    ) -> Self {
        Self {
            prevalence,
            all: AtPrevalence::new(&judged(all), bands, prevalence),
            certain: AtPrevalence::new(&judged(certain), bands, prevalence),
        }
    }
}

impl AtPrevalence {
    fn new(judged: &[Judged], bands: Thresholds, prevalence: f64) -> Option<Self> {
        let classes = ClassWeights::new(judged, prevalence)?;
        let ranking = Ranking::new(judged);
        let weights: Vec<f64> = ranking.posts().iter().map(|one| classes.of(one)).collect();
        let curve = ranking.curve(&weights);
        let precision = |threshold| PrecisionAt {
            threshold,
            precision: curve.at(threshold).precision,
        };
        Some(Self {
            average_precision: curve.average_precision()?,
            high: precision(bands.high),
            queue: precision(bands.medium),
            calibration_error: metrics::weighed_calibration_error(judged, |one| classes.of(one)),
        })
    }
}
