//! The worst mistakes, with all that led to them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::posts::{LabelledPost, ScoredPost};
use crate::lab::LabError;
use crate::model::{Assessment, Band, CounterSignal, Explanation, Signal};

/// A post that the scorer got wrong. Reasons and explanation are left out where it is serialised:
/// whoever prints it writes their sentences out in a language.
#[derive(Debug, Serialize)]
pub struct Mistake {
    /// The post's own; for everyday posts the line number.
    pub id: serde_json::Value,
    /// `partisan`, `neutral`, or `background` for everyday posts.
    pub gold: &'static str,
    /// Which kind of partisanship people saw.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gold_kind: Option<String>,
    /// Which part of a stratified sample it is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stratum: Option<String>,
    /// A second reader might label it otherwise.
    pub uncertain: bool,
    /// What the scorer said.
    pub score: f64,
    /// The band of that score.
    pub band: Band,
    /// Code of its language.
    pub language: String,
    /// Rules with their weights, in short.
    pub rules: Vec<String>,
    /// Its words.
    pub text: String,
    /// Reasons for the score.
    #[serde(skip)]
    pub signals: Vec<Signal>,
    /// Reasons against.
    #[serde(skip)]
    pub counter: Vec<CounterSignal>,
    /// How the score came about.
    #[serde(skip)]
    pub explanation: Explanation,
}

impl Mistake {
    pub(super) fn new(id: serde_json::Value, text: &str, assessment: &Assessment) -> Self {
        Self {
            id,
            gold: "background",
            gold_kind: None,
            stratum: None,
            uncertain: false,
            score: assessment.score,
            band: assessment.band,
            language: assessment.language.clone(),
            rules: rules(assessment),
            text: text.to_owned(),
            signals: assessment.signals.clone(),
            counter: assessment.counter.clone(),
            explanation: assessment.explanation.clone(),
        }
    }

    fn labelled(one: &ScoredPost) -> Self {
        let post = &one.post;
        Self {
            gold: if one.is_partisan() {
                "partisan"
            } else {
                "neutral"
            },
            gold_kind: post.gold_kind.clone(),
            stratum: post.stratum.clone(),
            uncertain: post.uncertain,
            ..Self::new(post.id.clone(), &post.text, &one.assessment)
        }
    }
}

fn rules(assessment: &Assessment) -> Vec<String> {
    let signals = assessment.signals.iter();
    let counter = assessment.counter.iter();
    signals
        .map(|signal| format!("{} {:+}", signal.rule, signal.weight))
        .chain(counter.map(|against| format!("{} {:+}", against.rule, against.weight)))
        .collect()
}

fn is_of(post: &LabelledPost, only: &str) -> bool {
    [&post.gold_kind, &post.stratum].contains(&&Some(only.to_owned()))
}

/// Refuses a kind or stratum that no post has.
pub fn check_group(posts: &[LabelledPost], only: Option<&str>) -> Result<(), LabError> {
    let Some(only) = only.filter(|only| !posts.iter().any(|post| is_of(post, only))) else {
        return Ok(());
    };
    let kinds = posts.iter().filter_map(|post| post.gold_kind.as_deref());
    let strata = posts.iter().filter_map(|post| post.stratum.as_deref());
    let known: BTreeSet<&str> = kinds.chain(strata).collect();
    let known: Vec<&str> = known.into_iter().collect();
    Err(LabError::NoSuchGroup {
        wanted: only.to_owned(),
        known: known.join(", "),
    })
}

/// The false alarms with the highest scores, then the missed with the lowest, `show` of each.
pub fn worst_mistakes(scored: &[ScoredPost], show: usize, only: Option<&str>) -> Vec<Mistake> {
    let wanted = |one: &&ScoredPost| only.is_none_or(|only| is_of(&one.post, only));
    let rising = |left: &&ScoredPost, right: &&ScoredPost| {
        let (left, right) = (&left.assessment, &right.assessment);
        left.score.total_cmp(&right.score)
    };
    let (mut missed, mut alarms): (Vec<&ScoredPost>, Vec<&ScoredPost>) = scored
        .iter()
        .filter(wanted)
        .filter(|one| one.is_partisan() != one.is_queued())
        .partition(|one| one.is_partisan());
    alarms.sort_by(|left, right| rising(right, left));
    missed.sort_by(rising);
    let shown = alarms
        .into_iter()
        .take(show)
        .chain(missed.into_iter().take(show));
    shown.map(Mistake::labelled).collect()
}
