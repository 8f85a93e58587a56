//! The worst mistakes, with all that led to them.

use std::collections::BTreeSet;

use serde::Serialize;

use super::super::{Refused, told};
use super::posts::{Line, Scored};
use crate::model::{Assessment, Band, CounterSignal, Explanation, Signal};

/// A post that the scorer got wrong.
#[derive(Debug, Serialize)]
pub(super) struct Mistake {
    /// The post's own; for everyday posts the line number.
    pub(super) id: serde_json::Value,
    /// `partisan`, `neutral`, or `background` for everyday posts.
    pub(super) gold: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) gold_kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) stratum: Option<String>,
    pub(super) uncertain: bool,
    pub(super) score: f64,
    pub(super) band: Band,
    pub(super) language: String,
    /// Rules with their weights, in short.
    pub(super) rules: Vec<String>,
    pub(super) text: String,
    #[serde(serialize_with = "told::indonesian::signals")]
    pub(super) signals: Vec<Signal>,
    #[serde(serialize_with = "told::indonesian::counter")]
    pub(super) counter: Vec<CounterSignal>,
    #[serde(serialize_with = "told::indonesian::explanation")]
    pub(super) explanation: Explanation,
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

    fn labelled(one: &Scored) -> Self {
        let line = &one.line;
        Self {
            gold: if one.partisan() {
                "partisan"
            } else {
                "neutral"
            },
            gold_kind: line.gold_kind.clone(),
            stratum: line.stratum.clone(),
            uncertain: line.uncertain,
            ..Self::new(line.id.clone(), &line.text, &one.assessment)
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

fn is_of(line: &Line, only: &str) -> bool {
    [&line.gold_kind, &line.stratum].contains(&&Some(only.to_owned()))
}

/// Refuses a kind or stratum that no post has.
pub(super) fn check_only(lines: &[Line], only: Option<&str>) -> Result<(), Refused> {
    let Some(only) = only.filter(|only| !lines.iter().any(|line| is_of(line, only))) else {
        return Ok(());
    };
    let kinds = lines.iter().filter_map(|line| line.gold_kind.as_deref());
    let strata = lines.iter().filter_map(|line| line.stratum.as_deref());
    let known: BTreeSet<&str> = kinds.chain(strata).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let known = known.join(", ");
    let message =
        format!("no labelled post is of the kind or stratum {only:?}; there are: {known}");
    Err(Refused(message))
}

/// The false alarms with the highest scores, then the missed with the lowest, `show` of each.
pub(super) fn worst(scored: &[Scored], show: usize, only: Option<&str>) -> Vec<Mistake> {
    let wanted = |one: &&Scored| only.is_none_or(|only| is_of(&one.line, only));
    let rising = |left: &&Scored, right: &&Scored| {
        let (left, right) = (&left.assessment, &right.assessment);
        left.score.total_cmp(&right.score)
    };
    let (mut missed, mut alarms): (Vec<&Scored>, Vec<&Scored>) = scored
        .iter()
        .filter(wanted)
        .filter(|one| one.partisan() != one.queued())
        .partition(|one| one.partisan());
    alarms.sort_by(|left, right| rising(right, left));
    missed.sort_by(rising);
    let shown = alarms
        .into_iter()
        .take(show)
        .chain(missed.into_iter().take(show));
    shown.map(Mistake::labelled).collect()
}
