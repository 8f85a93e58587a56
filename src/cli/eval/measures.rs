//! Figures over one set of posts, with their uncertainty, and at another prevalence.

use serde::Serialize;

use super::posts::Scored;
use crate::model::Thresholds;
use crate::score::metrics::{self, AtThreshold, ClassWeights, Curve, Judged, Ranking, Resampling};

/// One set of posts.
#[derive(Debug)]
pub(super) struct Sample {
    judged: Vec<Judged>,
    /// As reviewers see them.
    shown: Vec<Judged>,
}

impl Sample {
    pub(super) fn of<'s>(posts: impl Iterator<Item = &'s Scored> + Clone) -> Self {
        Self {
            judged: posts.clone().map(Scored::judged).collect(),
            shown: posts.map(Scored::shown).collect(),
        }
    }
}

/// Figures over one set of posts: of the ranking by score, and of the bands.
#[derive(Debug, Serialize)]
pub(super) struct Measures {
    pub(super) posts: usize,
    pub(super) partisan: usize,
    pub(super) average_precision: f64,
    pub(super) best_f1: AtThreshold,
    /// Of the posts in the high band.
    pub(super) high: AtThreshold,
    /// Of the posts in the review queue.
    pub(super) queue: AtThreshold,
    pub(super) recall_at_precision_90: f64,
    pub(super) recall_at_precision_95: f64,
    pub(super) calibration_error: f64,
    pub(super) brier: f64,
    pub(super) intervals: Intervals,
}

/// 95 % intervals, lower and upper bound.
#[derive(Debug, Serialize)]
pub(super) struct Intervals {
    pub(super) average_precision: [f64; 2],
    /// Of the best F1 itself, not of the threshold it is at.
    pub(super) best_f1: [f64; 2],
    pub(super) recall_at_precision_90: [f64; 2],
    pub(super) recall_at_precision_95: [f64; 2],
    pub(super) high_precision: [f64; 2],
    pub(super) high_recall: [f64; 2],
    pub(super) queue_precision: [f64; 2],
    pub(super) queue_recall: [f64; 2],
}

impl Measures {
    pub(super) fn new(sample: &Sample, bands: Thresholds, resampling: Resampling) -> Self {
        let Sample { judged, shown } = sample;
        Self {
            posts: judged.len(),
            partisan: judged.iter().filter(|one| one.partisan).count(),
            average_precision: metrics::average_precision(judged),
            best_f1: metrics::best_f1(judged),
            high: metrics::at(shown, bands.high),
            queue: metrics::at(shown, bands.medium),
            recall_at_precision_90: metrics::recall_at_precision(judged, 0.90),
            recall_at_precision_95: metrics::recall_at_precision(judged, 0.95),
            calibration_error: metrics::calibration_error(judged),
            brier: metrics::brier(judged),
            intervals: Intervals::new(sample, bands, resampling),
        }
    }
}

impl Intervals {
    fn new(sample: &Sample, bands: Thresholds, resampling: Resampling) -> Self {
        let by_score = |curve: &Curve| {
            [
                curve.average_precision(),
                curve.best_f1().and_then(|best| best.f1),
                curve.recall_at_precision(0.90),
                curve.recall_at_precision(0.95),
            ]
        };
        let by_band = |curve: &Curve| {
            let (high, queue) = (curve.at(bands.high), curve.at(bands.medium));
            [high.precision, high.recall, queue.precision, queue.recall]
        };
        let [
            average_precision,
            best_f1,
            recall_at_precision_90,
            recall_at_precision_95,
        ] = metrics::intervals(&Ranking::new(&sample.judged), resampling, by_score);
        let [high_precision, high_recall, queue_precision, queue_recall] =
            metrics::intervals(&Ranking::new(&sample.shown), resampling, by_band);
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
pub(super) struct Reweighted {
    /// The share of partisan posts that is assumed.
    pub(super) prevalence: f64,
    /// Over all posts; absent when one class is missing.
    #[serde(flatten)]
    pub(super) all: Option<AtPrevalence>,
    /// Over the certain posts.
    pub(super) certain: Option<AtPrevalence>,
}

/// Figures that depend on the prevalence.
#[derive(Debug, Serialize)]
pub(super) struct AtPrevalence {
    pub(super) average_precision: f64,
    pub(super) high: Precision,
    pub(super) queue: Precision,
    pub(super) calibration_error: f64,
}

/// Precision at a threshold; absent when nothing is flagged.
#[derive(Debug, Serialize)]
pub(super) struct Precision {
    pub(super) threshold: f64,
    pub(super) precision: Option<f64>,
}

impl Reweighted {
    pub(super) fn new(all: &Sample, certain: &Sample, bands: Thresholds, prevalence: f64) -> Self {
        Self {
            prevalence,
            all: AtPrevalence::new(all, bands, prevalence),
            certain: AtPrevalence::new(certain, bands, prevalence),
        }
    }
}

impl AtPrevalence {
    fn new(sample: &Sample, bands: Thresholds, prevalence: f64) -> Option<Self> {
        let classes = ClassWeights::new(&sample.judged, prevalence)?;
        let curve = |posts: &[Judged]| {
            let ranking = Ranking::new(posts);
            let weights: Vec<f64> = ranking.posts().iter().map(|one| classes.of(one)).collect();
            ranking.curve(&weights)
        };
        let shown = curve(&sample.shown);
        let precision = |threshold| Precision {
            threshold,
            precision: shown.at(threshold).precision,
        };
        let weight = |one: &Judged| classes.of(one);
        Some(Self {
            average_precision: curve(&sample.judged).average_precision()?,
            high: precision(bands.high),
            queue: precision(bands.medium),
            calibration_error: metrics::weighed_calibration_error(&sample.judged, weight),
        })
    }
}
