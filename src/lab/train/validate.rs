//! Cross-validation: what the model says of posts that it has not learnt from.

use std::collections::BTreeSet;

use serde::Serialize;

use super::learn::Learner;
use super::material::{Material, TrainingPost};
use crate::score::classifier::fit::{Example, fit};
use crate::score::metrics::{self, Judged};

/// How posts are dealt into the parts that are left out in turn.
#[derive(Debug, Clone, Copy)]
pub struct Dealing {
    /// Where the random numbers start.
    pub seed: u64,
    /// In how many parts.
    pub folds: u16,
}

/// What came out.
#[derive(Debug, Clone, Serialize)]
pub struct Validation {
    /// Every source of the labelled posts left out in turn, in groups.
    pub by_source: ValidationFigures,
    /// Every election left out in turn, with all labelled texts of it.
    pub by_election: ValidationFigures,
    /// Posts left out by chance, background too.
    pub by_chance: ValidationFigures,
    /// Everyday posts left out by chance, from the largest log-odds down: which log-odds one in a
    /// thousand, two in a thousand and so on reach.
    pub background: Vec<f64>,
    #[serde(skip)]
    scores: Vec<Score>,
    /// Slope and offset that calibrate the log-odds of posts of sources left out.
    pub calibration: (f64, f64),
    #[serde(skip)]
    pub(super) dealing: Dealing,
}

/// What was said of a post by models that had not seen it.
#[derive(Debug, Clone, Serialize)]
struct Score {
    by_source: Option<f64>,
    by_chance: Option<f64>,
}

/// A score with its post.
#[derive(Serialize)]
struct Line<'v> {
    #[serde(flatten)]
    score: &'v Score,
    partisan: bool,
    uncertain: bool,
    source: Option<&'v str>,
    text: &'v str,
}

impl Validation {
    /// The scores as JSON Lines.
    pub fn scores(&self, material: &Material) -> serde_json::Result<String> {
        let mut text = String::new();
        for (score, post) in self.scores.iter().zip(&material.posts) {
            text.push_str(&serde_json::to_string(&Line {
                score,
                partisan: post.partisan,
                uncertain: post.uncertain,
                source: post.source.as_deref(),
                text: &post.text,
            })?);
            text.push('\n');
        }
        Ok(text)
    }
}

/// Figures on labelled posts that were left out.
#[derive(Debug, Clone, Serialize)]
pub struct ValidationFigures {
    /// On those whose label nobody disputes.
    pub certain: MeasuredLeftOut,
    /// On all.
    pub all: MeasuredLeftOut,
}

/// Figures over one set of them, to four digits.
#[derive(Debug, Clone, Serialize)]
pub struct MeasuredLeftOut {
    /// How many posts.
    pub posts: usize,
    /// Area under precision over recall.
    pub average_precision: f64,
    /// The largest F1.
    pub best_f1: f64,
    /// The largest recall at which precision is 0.90.
    pub recall_at_precision_90: f64,
    /// The largest recall at which precision is 0.95.
    pub recall_at_precision_95: f64,
    /// Expected calibration error.
    pub calibration_error: f64,
    /// Score from which recall is 0.95, 0.93, 0.90, and precision there.
    pub thresholds: Vec<[f64; 3]>,
}

/// Leaves out by source, by election and by chance.
pub fn validate(learner: &Learner, material: &Material, dealing: Dealing) -> Validation {
    let posts = &material.posts;
    let sources: Vec<_> = posts.iter().map(|post| post.source.clone()).collect();
    let sources = deal(&sources, dealing);
    let by_source = left_out(learner, &sources);
    let calibration = calibrate(learner, posts, &by_source);
    let elections: BTreeSet<&str> = posts
        .iter()
        .filter(|post| post.source.is_some())
        .filter_map(|post| post.election.as_deref())
        .collect();
    let elections: Vec<&str> = elections.into_iter().collect();
    let election = |post: &TrainingPost| {
        let name = post.election.as_deref()?;
        elections.iter().position(|other| *other == name)
    };
    let by_election = left_out(learner, &posts.iter().map(election).collect::<Vec<_>>());
    let alone: Vec<_> = (0..posts.len())
        .map(|number| Some(number.to_string()))
        .collect();
    let chance = deal(&alone, dealing);
    let by_chance = left_out(learner, &chance);
    Validation {
        by_source: figures(posts, &by_source, calibration),
        by_election: figures(posts, &by_election, calibration),
        by_chance: figures(posts, &by_chance, calibration),
        background: background(posts, &by_chance, calibration),
        scores: by_source
            .iter()
            .zip(&by_chance)
            .map(|(source, chance)| Score {
                by_source: source.map(|logit| probability(logit, calibration)),
                by_chance: chance.map(|logit| probability(logit, calibration)),
            })
            .collect(),
        calibration,
        dealing,
    }
}

/// Deals posts into parts, those of one group together; a post without a group is never left out.
fn deal(groups: &[Option<String>], dealing: Dealing) -> Vec<Option<usize>> {
    let distinct: BTreeSet<&String> = groups.iter().flatten().collect();
    let mut order: Vec<&String> = distinct.into_iter().collect();
    let mut chance = metrics::SplitMix64::new(dealing.seed);
    for index in (1..order.len()).rev() {
        order.swap(index, chance.below(index + 1));
    }
    let parts: std::collections::BTreeMap<&String, usize> = order
        .into_iter()
        .enumerate()
        .map(|(index, group)| (group, index % usize::from(dealing.folds)))
        .collect();
    groups
        .iter()
        .map(|group| group.as_ref().and_then(|group| parts.get(group).copied()))
        .collect()
}

/// Log-odds of each post by a model that has not seen its part; `None` where it was never left out.
fn left_out(learner: &Learner, parts: &[Option<usize>]) -> Vec<Option<f64>> {
    let mut logits = vec![None; parts.len()];
    let last = parts.iter().flatten().max().copied();
    for part in 0..last.map_or(0, |last| last + 1) {
        let rest = (0..parts.len()).filter(|index| parts[*index] != Some(part));
        let fitted = learner.fit(rest);
        for (index, logit) in logits.iter_mut().enumerate() {
            if parts[index] == Some(part) {
                *logit = Some(fitted.logit(&learner.examples[index]));
            }
        }
    }
    logits
}

/// Platt's calibration on the labelled posts: the log-odds are the only feature.
fn calibrate(learner: &Learner, posts: &[TrainingPost], logits: &[Option<f64>]) -> (f64, f64) {
    let examples: Vec<Example> = measured(posts, logits)
        .map(|(index, logit)| Example {
            features: Vec::new(),
            value: 0.0,
            rules: logit,
            partisan: posts[index].partisan,
            weight: learner.examples[index].weight.max(1.0),
        })
        .collect();
    let fitted = fit(&examples.iter().collect::<Vec<_>>(), 0, 1.0);
    (fitted.rules, fitted.bias)
}

/// The posts that figures are about: those with a source.
fn measured<'p>(
    posts: &'p [TrainingPost],
    logits: &'p [Option<f64>],
) -> impl Iterator<Item = (usize, f64)> + 'p {
    let labelled = posts.iter().zip(logits).enumerate();
    labelled.filter_map(|(index, (post, logit))| {
        post.source.as_ref()?;
        Some((index, (*logit)?))
    })
}

fn probability(logit: f64, (slope, offset): (f64, f64)) -> f64 {
    1.0 / (1.0 + (-(slope * logit + offset)).exp())
}

fn figures(
    posts: &[TrainingPost],
    logits: &[Option<f64>],
    calibration: (f64, f64),
) -> ValidationFigures {
    let judged = |uncertain: bool| -> Vec<Judged> {
        measured(posts, logits)
            .filter(|(index, _)| uncertain || !posts[*index].uncertain)
            .map(|(index, logit)| Judged {
                score: probability(logit, calibration),
                partisan: posts[index].partisan,
            })
            .collect()
    };
    ValidationFigures {
        certain: measure(&judged(false)),
        all: measure(&judged(true)),
    }
}

fn measure(judged: &[Judged]) -> MeasuredLeftOut {
    MeasuredLeftOut {
        posts: judged.len(),
        average_precision: short(metrics::average_precision(judged)),
        best_f1: short(metrics::best_f1(judged).f1),
        recall_at_precision_90: short(metrics::recall_at_precision(judged, 0.90)),
        recall_at_precision_95: short(metrics::recall_at_precision(judged, 0.95)),
        calibration_error: short(metrics::calibration_error(judged)),
        thresholds: [0.95, 0.93, 0.90]
            .map(|recall| threshold(judged, recall))
            .to_vec(),
    }
}

/// The highest score from which recall is reached, that recall, and precision there.
fn threshold(judged: &[Judged], recall: f64) -> [f64; 3] {
    let mut scores: Vec<f64> = judged.iter().map(|one| one.score).collect();
    scores.sort_unstable_by(|left, right| right.total_cmp(left));
    let reached = scores
        .into_iter()
        .map(|score| metrics::at(judged, score))
        .find(|at| at.recall >= recall);
    reached.map_or([0.0, 1.0, 0.0], |at| {
        [short(at.threshold), short(at.recall), short(at.precision)]
    })
}

fn background(posts: &[TrainingPost], logits: &[Option<f64>], calibration: (f64, f64)) -> Vec<f64> {
    let everyday = posts.iter().zip(logits).filter(|(post, _)| post.background);
    let mut scores: Vec<f64> = everyday
        .filter_map(|(_, logit)| Some(probability((*logit)?, calibration)))
        .collect();
    scores.sort_unstable_by(|left, right| right.total_cmp(left));
    let steps = (1..=6_usize).map(|per| scores.get(per * scores.len() / 1000));
    steps.flatten().map(|score| short(*score)).collect()
}

fn short(figure: f64) -> f64 {
    (figure * 10_000.0).round() / 10_000.0
}
