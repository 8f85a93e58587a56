//! What the scorer says as it is printed: its sentences written out in a language.

use serde::Serialize;

use crate::model::{CounterSignal, Explanation, Language, Signal, SignalKind, Span};

/// A reason for the score.
#[derive(Debug, Serialize)]
pub(super) struct ToldSignal<'a> {
    rule: &'a str,
    kind: SignalKind,
    target: Option<&'a str>,
    weight: f64,
    spans: &'a [Span],
    norms: &'a [String],
    reason: String,
}

/// A reason against.
#[derive(Debug, Serialize)]
pub(super) struct ToldCounterSignal<'a> {
    rule: &'a str,
    weight: f64,
    spans: &'a [Span],
    /// What civil servants are allowed, where the reason shows it.
    allowed: Option<&'static str>,
    reason: String,
}

/// A node of the explanation.
#[derive(Debug, Serialize)]
pub(super) struct ToldExplanation<'a> {
    label: String,
    value: f64,
    spans: &'a [Span],
    parts: Vec<ToldExplanation<'a>>,
}

pub(super) fn signals(signals: &[Signal], language: Language) -> Vec<ToldSignal<'_>> {
    let told = signals.iter().map(|signal| ToldSignal {
        rule: &signal.rule,
        kind: signal.kind,
        target: signal.target.as_deref(),
        weight: signal.weight,
        spans: &signal.spans,
        norms: &signal.norms,
        reason: signal.reason.text(language),
    });
    told.collect()
}

pub(super) fn counter(counter: &[CounterSignal], language: Language) -> Vec<ToldCounterSignal<'_>> {
    let told = counter.iter().map(|against| ToldCounterSignal {
        rule: &against.rule,
        weight: against.weight,
        spans: &against.spans,
        allowed: against.reason.wording().allowance(),
        reason: against.reason.text(language),
    });
    told.collect()
}

pub(super) fn explanation(node: &Explanation, language: Language) -> ToldExplanation<'_> {
    let parts = node.parts.iter().map(|part| explanation(part, language));
    ToldExplanation {
        label: node.label.text(language),
        value: node.value,
        spans: &node.spans,
        parts: parts.collect(),
    }
}
