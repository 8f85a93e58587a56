//! The author as member or officer of a party. The gravest norm, so it always needs a second
//! reader; news about others' offices is left out.

use super::{Rule, RuleClaim, entry, negation};
use crate::model::{CueKind, Sentence, SignalKind, Wording};
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct Membership;

impl Rule for Membership {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        for cue in scene.cues_of(CueKind::Membership) {
            let sentence = scene.sentence(cue.first);
            let own = scene.cues.iter().find(|own| {
                matches!(own.kind, CueKind::Milestone | CueKind::FirstPerson)
                    && scene.sentence(own.first) == sentence
            });
            let denied = negation(scene, cue).is_some() || !scene.is_own(cue.first);
            if let Some(own) = own.filter(|_| !denied) {
                claims.push(claim(scene, cue, own));
            }
        }
    }
}

fn claim(scene: &Scene<'_>, cue: &CueHit, own: &CueHit) -> RuleClaim {
    let said = scene.original(cue.span);
    let about = scene.original(own.span);
    RuleClaim {
        rule: entry(scene, cue).to_owned(),
        kind: Some(SignalKind::Membership),
        anchor: None,
        weight: scene.weight(cue) + scene.weight(own),
        firm: scene.scorer().scale.firm.membership,
        spans: vec![own.span, cue.span],
        reason: Sentence::new(Wording::Membership, [said, about]),
    }
}
