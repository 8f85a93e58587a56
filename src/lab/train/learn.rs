//! From labelled posts to weights.

use std::collections::BTreeMap;

use super::material::{Material, TrainingPost};
use crate::lab::bare_subject;
use crate::score::Scorer;
use crate::score::classifier::fit::{Example, Fitted, fit};
use crate::score::classifier::value;

/// A feature in fewer posts than this says more about its author than about the language.
pub(super) const RAREST: usize = 3;
/// How far the examples are trusted against the penalty.
pub(super) const FREEDOM: f64 = 0.7;
/// What a post counts whose label a second reader might dispute.
pub(super) const UNCERTAIN: f64 = 0.2;
/// What a post counts that belongs to no election: written for training, or everyday and labelled.
pub(super) const OF_NO_ELECTION: f64 = 0.5;
/// So many weights are kept, the largest ones; more brought nothing in validation.
pub(super) const MOST_WEIGHTS: usize = 30_000;

/// Labelled posts as examples.
pub struct Learner {
    names: Vec<String>,
    pub(super) examples: Vec<Example>,
}

/// A model before it is written.
pub struct LearntModel {
    /// Added to every post.
    pub bias: f64,
    /// How much the word of the rules counts.
    pub rules: f64,
    /// What each feature adds to the log-odds.
    pub weights: Vec<(String, f64)>,
}

impl Learner {
    /// Reads every post once.
    pub fn new(scorer: &Scorer, material: &Material) -> Self {
        let read: Vec<(f64, Vec<String>)> = material
            .posts
            .iter()
            .map(|post| scorer.example(&bare_subject(&post.text)))
            .collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for name in read.iter().flat_map(|(_, names)| names) {
            *counts.entry(name).or_default() += 1;
        }
        let kept = counts.into_iter().filter(|(_, count)| *count >= RAREST);
        let names: Vec<String> = kept.map(|(name, _)| name.to_owned()).collect();
        let examples = material.posts.iter().zip(&read);
        let examples = examples
            .map(|(post, (rules, features))| example(post, *rules, features, &names))
            .collect();
        Self { names, examples }
    }

    /// Learns from some of the examples.
    pub(super) fn fit(&self, chosen: impl Iterator<Item = usize>) -> Fitted {
        let chosen: Vec<&Example> = chosen.map(|index| &self.examples[index]).collect();
        prune(fit(&chosen, self.names.len(), FREEDOM))
    }

    /// Learns from all, and brings the log-odds to those that held in validation.
    pub fn model(&self, (slope, offset): (f64, f64)) -> LearntModel {
        let fitted = self.fit(0..self.examples.len());
        let weights = self.names.iter().zip(&fitted.weights);
        let weights = weights
            .filter(|(_, weight)| **weight != 0.0)
            .map(|(name, weight)| (name.clone(), weight * slope))
            .collect();
        LearntModel {
            bias: fitted.bias * slope + offset,
            rules: fitted.rules * slope,
            weights,
        }
    }

    pub(super) fn features(&self) -> usize {
        self.names.len()
    }
}

fn example(post: &TrainingPost, rules: f64, features: &[String], names: &[String]) -> Example {
    let known = features
        .iter()
        .filter_map(|name| names.binary_search(name).ok());
    Example {
        features: known.filter_map(|at| u32::try_from(at).ok()).collect(),
        value: value(features.len()),
        rules,
        partisan: post.partisan,
        weight: weight(post),
    }
}

fn weight(post: &TrainingPost) -> f64 {
    let of_none = post.source.is_none() && post.election.is_none() && !post.background;
    let sure = if post.uncertain { UNCERTAIN } else { 1.0 };
    if of_none { OF_NO_ELECTION * sure } else { sure }
}

/// Keeps the largest weights.
fn prune(mut fitted: Fitted) -> Fitted {
    let mut sizes: Vec<f64> = fitted.weights.iter().map(|weight| weight.abs()).collect();
    sizes.sort_unstable_by(|left, right| right.total_cmp(left));
    let least = sizes.get(MOST_WEIGHTS).copied().unwrap_or(0.0);
    for weight in &mut fitted.weights {
        if weight.abs() <= least {
            *weight = 0.0;
        }
    }
    fitted
}
