//! Calls against a contestant, and words that demean one.

use super::{Rule, RuleClaim, entry, frame, naming, nearest, negation};
use crate::model::{CueKind, EntryKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct Attack;

impl Rule for Attack {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        for cue in &scene.cues {
            if !matches!(cue.kind, CueKind::Oppose | CueKind::Insult) {
                continue;
            }
            let Some((index, bond)) =
                nearest(scene, cue, can_be_attacked).filter(|_| scene.is_own(cue.first))
            else {
                continue;
            };
            let anchor = &scene.anchors[index];
            if let Some(negation) = negation(scene, cue) {
                claims.push(denied(scene, cue, negation, index));
                continue;
            }
            if cue.kind == CueKind::Oppose && scene.speaks_of_all(scene.sentence(cue.first)) {
                claims.push(takes_no_side(scene, cue, index));
                continue;
            }
            claims.push(RuleClaim {
                rule: entry(scene, cue).to_owned(),
                kind: Some(SignalKind::Attack),
                anchor: Some(index),
                weight: scene.weight(cue) * bond * frame(scene, cue),
                // As with support: calls are firm, opinions are not.
                firm: if cue.kind == CueKind::Oppose {
                    scene.scorer().scale.firm.oppose
                } else {
                    0.0
                },
                spans: vec![cue.span, anchor.span],
                reason: reason(scene, cue, anchor),
            });
        }
    }
}

fn can_be_attacked(anchor: &Anchor) -> bool {
    !matches!(
        anchor.kind,
        Some(EntryKind::Gesture | EntryKind::Hashtag | EntryKind::Song)
    )
}

fn reason(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> Sentence {
    let [named, whom] = naming(scene, anchor);
    let wording = if cue.kind == CueKind::Oppose {
        Wording::CallAgainst
    } else {
        Wording::Insult
    };
    Sentence::new(wording, [scene.original(cue.span), named, whom])
}

/// Whoever rejects all contestants takes no side among them.
fn takes_no_side(scene: &Scene<'_>, cue: &CueHit, index: usize) -> RuleClaim {
    let anchor = &scene.anchors[index];
    let [named, whom] = naming(scene, anchor);
    let said = scene.original(cue.span);
    RuleClaim {
        rule: format!("even.{}", entry(scene, cue)),
        kind: None,
        anchor: Some(index),
        weight: 0.0,
        firm: 0.0,
        spans: vec![cue.span, anchor.span],
        reason: Sentence::new(Wording::TakesNoSide, [said, named, whom]),
    }
}

/// Said for the explanation only: whoever denies an insult mostly defends.
fn denied(scene: &Scene<'_>, cue: &CueHit, negation: &CueHit, index: usize) -> RuleClaim {
    let word = scene.original(negation.span);
    let said = scene.original(cue.span);
    RuleClaim {
        rule: format!("negated.{}", entry(scene, cue)),
        kind: None,
        anchor: Some(index),
        weight: 0.0,
        firm: 0.0,
        spans: vec![negation.span, cue.span],
        reason: Sentence::new(Wording::DeniedInsult, [word, said]),
    }
}
