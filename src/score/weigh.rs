//! Adds claims up, calibrates the sum, and explains it.

use std::cmp::Ordering;

use super::opinion;
use super::rules::Claim;
use super::scene::Scene;
use crate::model::{
    Assessment, Band, CounterSignal, CueKind, Explanation, Sentence, Signal, SignalKind, Stage,
    Wording,
};
use crate::text::language;

/// Turns claims into the word of the scorer.
///
/// The total is a base value, a little for being named at all, the reasons for (the strongest in
/// full, each further one discounted), the reasons against (which cannot take away more than the
/// part of the reasons for that is not firm), and what the statistical model adds or takes. More
/// for never lowers it, more against never raises it.
pub(super) fn assess(scene: &Scene<'_>, claims: Vec<Claim>) -> Assessment {
    let (mut reasons, mut counter): (Vec<Claim>, Vec<Claim>) =
        claims.into_iter().partition(|claim| claim.kind.is_some());
    sort(&mut reasons);
    sort(&mut counter);
    discount(scene, &mut reasons);
    hold_back(scene, &reasons, &mut counter);
    let (_, rules) = frame(scene);
    for claim in reasons.iter_mut().chain(&mut counter) {
        claim.weight = round(claim.weight * rules, 1000.0);
    }
    let silent = reasons.is_empty() && scene.anchors.is_empty() && scene.refused.is_empty();
    let opinion = opinion::of(scene);
    let explanation = explain(scene, &reasons, &counter, opinion.as_ref());
    let told = opinion.filter(|_| !silent);
    if let Some(claim) = told.and_then(|branch| opinion::claim(scene, &branch)) {
        let side = if claim.kind.is_some() {
            &mut reasons
        } else {
            &mut counter
        };
        side.push(claim);
    }
    let stage = scene
        .contest
        .map_or(Stage::OffStage, |contest| scene.stage(contest));
    let score = calibrated(scene, explanation.value);
    Assessment {
        score,
        band: band(scene, score, stage, silent),
        stage,
        signals: reasons
            .into_iter()
            .map(|claim| signal(scene, claim, stage))
            .collect(),
        counter: counter.into_iter().map(counter_signal).collect(),
        language: language(scene.folded.text(), &scene.tokens).to_owned(),
        explanation,
        versions: scene.scorer.versions.clone(),
    }
}

/// Strongest first; ties by rule and place.
fn sort(claims: &mut Vec<Claim>) {
    claims.sort_by(|left, right| {
        let strength = right.weight.abs().total_cmp(&left.weight.abs());
        let rule = || left.rule.cmp(&right.rule);
        strength
            .then_with(rule)
            .then_with(|| left.spans.cmp(&right.spans))
    });
    claims.dedup_by(|later, earlier| {
        later.rule == earlier.rule && later.spans.cmp(&earlier.spans) == Ordering::Equal
    });
}

/// Support repeats support and attack repeats attack; one of each is no repetition.
fn discount(scene: &Scene<'_>, reasons: &mut [Claim]) {
    let factors = &scene.scorer.scale.repeats;
    let last = factors.last().copied().unwrap_or(1.0);
    let mut seen = [0_usize; 2];
    for claim in reasons {
        let attack = usize::from(claim.kind == Some(SignalKind::Attack));
        let factor = factors.get(seen[attack]).copied().unwrap_or(last);
        claim.weight = round(claim.weight * factor, 1000.0);
        seen[attack] += 1;
    }
}

/// Scales reasons against down to what they may take away.
///
/// What others say about the author in a post that only tags him is not his: there nothing is firm.
fn hold_back(scene: &Scene<'_>, reasons: &[Claim], counter: &mut [Claim]) {
    let own = if scene.has(CueKind::Tagged) { 0.0 } else { 1.0 };
    let soft: f64 = reasons
        .iter()
        .map(|claim| claim.weight * (1.0 - own * claim.firm))
        .sum();
    let against: f64 = counter.iter().map(|claim| -claim.weight).sum();
    let share = if against > soft { soft / against } else { 1.0 };
    for claim in counter {
        claim.weight = round(claim.weight * share, 1000.0) + 0.0;
    }
}

/// What the model adds to every post, and its factor of what the rules say.
fn frame(scene: &Scene<'_>) -> (f64, f64) {
    let table = scene.scorer.classifier.as_ref();
    table.map_or((0.0, 1.0), |table| (table.bias, table.rules))
}

fn explain(
    scene: &Scene<'_>,
    reasons: &[Claim],
    counter: &[Claim],
    opinion: Option<&Explanation>,
) -> Explanation {
    let scale = &scene.scorer.scale;
    let (bias, rules) = frame(scene);
    let base = round(bias + rules * scale.prior, 1000.0);
    let mut parts = vec![leaf(Sentence::plain(Wording::Base), base)];
    if let Some(anchor) = scene.anchors.first() {
        let named = round(rules * scale.extras.mention, 1000.0);
        let mut mention = leaf(Sentence::plain(Wording::Mention), named);
        mention.spans = vec![anchor.span];
        parts.push(mention);
    }
    parts.extend(branch(Wording::Signals, reasons));
    parts.extend(branch(Wording::CounterSignals, counter));
    parts.extend(opinion.cloned());
    sum(Wording::Total, parts)
}

fn branch(label: Wording, claims: &[Claim]) -> Option<Explanation> {
    let parts: Vec<Explanation> = claims
        .iter()
        .map(|claim| Explanation {
            label: claim.reason.clone(),
            value: claim.weight,
            spans: claim.spans.clone(),
            parts: Vec::new(),
        })
        .collect();
    (!parts.is_empty()).then(|| sum(label, parts))
}

pub(super) fn leaf(label: Sentence, value: f64) -> Explanation {
    Explanation {
        label,
        value,
        spans: Vec::new(),
        parts: Vec::new(),
    }
}

pub(super) fn sum(label: Wording, parts: Vec<Explanation>) -> Explanation {
    let value = parts.iter().map(|part| part.value).sum();
    Explanation {
        label: Sentence::plain(label),
        value: round(value, 1000.0),
        spans: Vec::new(),
        parts,
    }
}

/// With a model the total is calibrated log-odds already.
fn calibrated(scene: &Scene<'_>, total: f64) -> f64 {
    let calibration = scene.scorer.scale.calibration;
    let logit = match scene.scorer.classifier {
        Some(_) => total,
        None => calibration.slope * total + calibration.offset,
    };
    round(1.0 / (1.0 + (-logit).exp()), 10_000.0)
}

/// Off stage nothing is queued; where nobody is named who stands for election, or may, and no rule
/// says anything there is no band, whatever the model thinks of the tone.
fn band(scene: &Scene<'_>, score: f64, stage: Stage, silent: bool) -> Band {
    let bands = scene.scorer.scale.bands;
    let band = if silent || score < bands.low {
        Band::None
    } else if score < bands.medium {
        Band::Low
    } else if score < bands.high {
        Band::Medium
    } else {
        Band::High
    };
    if band.queued() && (stage == Stage::OffStage || only_tagged(scene)) {
        Band::Low
    } else {
        band
    }
}

/// Others put the author's name to it, and nothing shows that he speaks himself.
fn only_tagged(scene: &Scene<'_>) -> bool {
    use CueKind::{Call, FirstPerson, Support, Tagged};
    scene.has(Tagged)
        && ![Call, FirstPerson, Support]
            .into_iter()
            .any(|kind| scene.has(kind))
}

fn signal(scene: &Scene<'_>, claim: Claim, stage: Stage) -> Signal {
    let kind = claim
        .kind
        .expect("reasons for have a kind: they were parted by it");
    let norms = scene.scorer.norms.lookup(kind, stage);
    Signal {
        target: target(scene, &claim),
        rule: claim.rule,
        kind,
        weight: claim.weight,
        spans: claim.spans,
        norms: norms.into_iter().map(|norm| norm.code).collect(),
        reason: claim.reason,
    }
}

/// `contest/contestant`, of the likeliest contest where the words fit several.
fn target(scene: &Scene<'_>, claim: &Claim) -> Option<String> {
    let anchor = scene.anchors.get(claim.anchor?)?;
    let here = anchor
        .candidates
        .iter()
        .find(|one| Some(one.contest) == scene.contest);
    let chosen = here.or(anchor.candidates.first())?;
    let contest = &scene.scorer.contests[chosen.contest];
    let contestant = &contest.contestants[chosen.contestant];
    Some(format!("{}/{}", contest.id, contestant.id))
}

fn counter_signal(claim: Claim) -> CounterSignal {
    CounterSignal {
        rule: claim.rule,
        weight: claim.weight,
        spans: claim.spans,
        reason: claim.reason,
    }
}

pub(super) fn round(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps
}
