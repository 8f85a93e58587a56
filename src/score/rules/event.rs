//! Campaign events: taking part, and asking others to.

use super::{Rule, RuleClaim, entry, naming, nearest, negation};
use crate::model::{CueKind, EntryKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct CampaignEvent;

impl Rule for CampaignEvent {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        let acts: Vec<&CueHit> = scene
            .cues
            .iter()
            .filter(|cue| matches!(cue.kind, CueKind::Attend | CueKind::Invite))
            .collect();
        for act in acts {
            let sentence = scene.sentence(act.first);
            // The event is often named in the sentence before or after: `Ayo hadir! Kampanye akbar
            // besok`.
            let event = scene
                .cues_of(CueKind::Event)
                .find(|event| scene.sentence(event.first).abs_diff(sentence) <= 1);
            let Some((index, bond)) = nearest(scene, act, has_events) else {
                continue;
            };
            if negation(scene, act).is_none() {
                claims.extend(claim(scene, act, event, (index, bond)));
            }
        }
    }
}

fn has_events(anchor: &Anchor) -> bool {
    !matches!(anchor.kind, Some(EntryKind::Gesture | EntryKind::Mocking))
}

/// Taking part needs an event; an invitation without one only adds a little.
fn claim(
    scene: &Scene<'_>,
    act: &CueHit,
    event: Option<&CueHit>,
    (index, bond): (usize, f64),
) -> Option<RuleClaim> {
    let anchor = &scene.anchors[index];
    let said = scene.original(act.span);
    let [named, whom] = naming(scene, anchor);
    let invites = act.kind == CueKind::Invite;
    let (weight, reason) = match event {
        Some(event) => {
            let what = scene.original(event.span);
            let wording = if invites {
                Wording::EventInvitation
            } else {
                Wording::EventAttendance
            };
            let reason = Sentence::new(wording, [what, said, named, whom]);
            (scene.weight(act) + scene.weight(event), reason)
        }
        None if invites => {
            let reason = Sentence::new(Wording::NearbyInvitation, [said, named, whom]);
            (scene.weight(act), reason)
        }
        None => return None,
    };
    let mut spans = vec![act.span];
    spans.extend(event.map(|event| event.span));
    spans.push(anchor.span);
    Some(RuleClaim {
        rule: entry(scene, act).to_owned(),
        kind: Some(SignalKind::Event),
        anchor: Some(index),
        weight: weight * bond,
        firm: if invites && event.is_some() {
            scene.scorer().scale.firm.invitation
        } else {
            0.0
        },
        spans,
        reason,
    })
}
