//! What the statistical model says of a post, in words.

use super::explain::{leaf, rounded_weight, sum};
use super::reading::covers_or_is;
use super::rules::RuleClaim;
use super::scene::Scene;
use crate::model::{ByteRange, Explanation, Sentence, SignalKind, Wording};

/// So many shares are told one by one; the others as one sum.
const TOLD: usize = 6;

/// The model's branch of the explanation; `None` without a model.
pub(super) fn model_branch(scene: &Scene<'_>) -> Option<Explanation> {
    let opinion = scene.scorer().classifier.as_ref()?.opinion(scene, TOLD);
    let mut parts: Vec<Explanation> = opinion
        .shares
        .iter()
        // The sign of a hashtag has no words of its own to show.
        .filter(|(span, _)| span[0] < span[1])
        .map(|(span, share)| Explanation {
            spans: scene.spans(&[*span]),
            ..leaf(quoted_words(scene, *span), rounded_weight(*share))
        })
        .collect();
    let told: f64 = parts.iter().map(|part| part.value).sum();
    let others = Sentence::plain(Wording::OtherWords);
    parts.push(leaf(others, rounded_weight(opinion.total - told)));
    Some(sum(Wording::Model, parts))
}

fn quoted_words(scene: &Scene<'_>, span: ByteRange) -> Sentence {
    let said: Vec<&str> = scene.original(span).split_whitespace().collect();
    Sentence::new(Wording::Quoted, [said.join(" ").as_str()])
}

/// Whether the words are nothing but those for a contestant: being named is no reason by itself.
fn only_names(scene: &Scene<'_>, span: ByteRange) -> bool {
    let mut named = scene.anchors.iter().chain(&scene.refused);
    named.any(|anchor| covers_or_is(anchor.span, span))
}

/// The branch as a reason for or against; `None` when it says nothing.
pub(super) fn model_claim(scene: &Scene<'_>, branch: &Explanation) -> Option<RuleClaim> {
    if branch.value.abs() < scene.scorer().scale.extras.opinion {
        return None;
    }
    let speaks_for = branch.value > 0.0;
    let heard: Vec<&Explanation> = branch
        .parts
        .iter()
        .filter(|part| !part.spans.is_empty() && (part.value > 0.0) == speaks_for)
        .filter(|part| !part.spans.iter().all(|span| only_names(scene, span.range)))
        // As many as a sentence can name; the tree has the others.
        .take(3)
        .collect();
    let wording = match (speaks_for, heard.is_empty()) {
        (true, true) => Wording::ModelFor,
        (true, false) => Wording::ModelForLike,
        (false, true) => Wording::ModelAgainst,
        (false, false) => Wording::ModelAgainstLike,
    };
    let said = heard.iter().flat_map(|part| part.label.words());
    let ranges = heard
        .iter()
        .flat_map(|part| &part.spans)
        .map(|span| span.range);
    Some(RuleClaim {
        rule: "model".to_owned(),
        kind: speaks_for.then_some(SignalKind::Model),
        anchor: (!scene.anchors.is_empty()).then_some(0),
        weight: branch.value,
        firm: 0.0,
        spans: ranges.collect(),
        reason: Sentence::new(wording, said),
    })
}
