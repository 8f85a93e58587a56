//! What is known from the labelled posts alone.

use std::collections::BTreeMap;

use serde::Serialize;

use super::groups::{GroupFigures, group_figures};
use super::measures::{Measures, Reweighted};
use super::ordered::OrderedMap;
use super::posts::ScoredPost;
use super::rules::{self, CounterReport, RuleReport};
use crate::model::Thresholds;
use crate::score::metrics::Resampling;

/// The figures over labelled posts.
#[derive(Debug, Serialize)]
pub struct LabelledFigures {
    /// Over all posts.
    pub all: Measures,
    /// Over those whose label nobody disputes.
    pub certain: Measures,
    /// As if another share of the posts were partisan.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reweighted: Option<Reweighted>,
    /// By kind of partisanship.
    pub kinds: BTreeMap<String, GroupFigures>,
    /// By part of a stratified sample.
    pub strata: BTreeMap<String, GroupFigures>,
    /// By language.
    pub languages: BTreeMap<String, GroupFigures>,
    /// How often each rule is right.
    pub rules: OrderedMap<RuleReport>,
    /// How often each reason against is right.
    pub counter_rules: OrderedMap<CounterReport>,
}

impl LabelledFigures {
    /// Counts; with a `prevalence`, also as if that share of the posts were partisan.
    pub fn new(
        scored: &[ScoredPost],
        bands: Thresholds,
        resampling: Resampling,
        prevalence: Option<f64>,
    ) -> Self {
        let all: Vec<&ScoredPost> = scored.iter().collect();
        let certain = scored.iter().filter(|one| !one.post.uncertain);
        let certain: Vec<&ScoredPost> = certain.collect();
        let reweigh = |prevalence| Reweighted::new(&all, &certain, bands, prevalence);
        Self {
            all: Measures::new(&all, bands, resampling),
            certain: Measures::new(&certain, bands, resampling),
            reweighted: prevalence.map(reweigh),
            kinds: group_figures(scored, |one| one.post.gold_kind.as_deref()),
            strata: group_figures(scored, |one| one.post.stratum.as_deref()),
            languages: group_figures(scored, |one| Some(&one.assessment.language)),
            rules: rules::signal_rules(scored),
            counter_rules: rules::counter_rules(scored),
        }
    }
}
