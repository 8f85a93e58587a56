//! How a model came about, beside it in `manifest.toml`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::learn::{FREEDOM, Learner, MOST_WEIGHTS, OF_NO_ELECTION, RAREST, UNCERTAIN};
use super::material::{Material, TrainingPost};
use super::validate::Validation;
use crate::model::Sha256;
use crate::score::Scorer;

/// Everything that decides the bytes of a model, and how it did in validation.
#[derive(Debug, Serialize)]
pub struct ModelManifest {
    weights_sha256: String,
    seed: u64,
    folds: u16,
    engine: String,
    contests_sha256: String,
    lexicon_sha256: String,
    files: BTreeMap<String, String>,
    posts: Counts,
    settings: Settings,
    validation: Validation,
}

#[derive(Debug, Serialize)]
struct Counts {
    labelled: usize,
    partisan: usize,
    uncertain: usize,
    background: usize,
    features: usize,
}

#[derive(Debug, Serialize)]
struct Settings {
    freedom: f64,
    rarest: usize,
    most_weights: usize,
    weight_of_uncertain: f64,
    weight_of_no_election: f64,
}

impl ModelManifest {
    /// Of the model whose file is `weights`.
    pub fn new(
        scorer: &Scorer,
        material: &Material,
        learner: &Learner,
        validation: &Validation,
        weights: &str,
    ) -> Self {
        let versions = scorer.versions();
        let files = material.files.iter();
        let count = |fits: &dyn Fn(&TrainingPost) -> bool| {
            material.posts.iter().filter(|post| fits(post)).count()
        };
        Self {
            weights_sha256: Sha256::of(weights).to_string(),
            seed: validation.dealing.seed,
            folds: validation.dealing.folds,
            engine: versions.engine.clone(),
            contests_sha256: versions.contests.to_string(),
            lexicon_sha256: versions.lexicon.to_string(),
            files: files
                .map(|(name, digest)| (name.clone(), digest.to_string()))
                .collect(),
            posts: Counts {
                labelled: count(&|post| !post.background),
                partisan: count(&|post| post.partisan),
                uncertain: count(&|post| post.uncertain),
                background: count(&|post| post.background),
                features: learner.features(),
            },
            settings: Settings {
                freedom: FREEDOM,
                rarest: RAREST,
                most_weights: MOST_WEIGHTS,
                weight_of_uncertain: UNCERTAIN,
                weight_of_no_election: OF_NO_ELECTION,
            },
            validation: validation.clone(),
        }
    }

    /// As text.
    pub fn toml(&self) -> Result<String, toml::ser::Error> {
        let text = toml::to_string(self)?;
        Ok(format!("# Written by `netra train`.\n\n{text}"))
    }
}
