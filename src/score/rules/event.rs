//! Campaign events: taking part, asking others to, and what is given to those who come.

use super::{Rule, RuleClaim, entry, naming, nearest, negation};
use crate::model::{ByteRange, CueKind, EntryKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct CampaignEvent;

impl Rule for CampaignEvent {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        use CueKind::{Attend, Gather, Invite};
        let acts = scene.cues.iter();
        let acts = acts.filter(|cue| matches!(cue.kind, Attend | Invite | Gather));
        for act in acts.filter(|cue| scene.is_own(cue.first)) {
            let occasion = Occasion::of(scene, act);
            let Some((index, bond)) = nearest(scene, act, has_events) else {
                continue;
            };
            // People come together for other matters too.
            let campaigns = act.kind != Gather
                || (!keeps_away(scene, act) && (scene.framed() || occasion.campaigns(scene)));
            if campaigns && negation(scene, act).is_none() {
                claims.extend(claim(scene, act, &occasion, (index, bond)));
            }
        }
    }
}

/// Whether the sentence turns something down.
fn keeps_away(scene: &Scene<'_>, act: &CueHit) -> bool {
    use CueKind::{Apart, Cease, Refusal};
    let sentence = scene.sentence(act.first);
    let kinds = [Apart, Cease, Refusal];
    scene.voice.apart.is_some()
        || kinds
            .into_iter()
            .any(|kind| scene.sentence_has(sentence, kind))
}

fn has_events(anchor: &Anchor) -> bool {
    !matches!(anchor.kind, Some(EntryKind::Gesture | EntryKind::Mocking))
}

/// What an act is about.
struct Occasion<'s> {
    event: Option<&'s CueHit>,
    gift: Option<&'s CueHit>,
}

impl<'s> Occasion<'s> {
    /// The event is often named in the sentence before or after: `Ayo hadir! Kampanye akbar
    /// besok`.
    fn of(scene: &'s Scene<'_>, act: &CueHit) -> Self {
        let sentence = scene.sentence(act.first);
        let near = |kind| {
            let mut cues = scene.cues_of(kind);
            cues.find(|cue| scene.sentence(cue.first).abs_diff(sentence) <= 1)
        };
        // An office holder has guests and gives aid as well.
        let gift = near(CueKind::Gift).filter(|_| scene.framed());
        Self {
            event: near(CueKind::Event),
            gift,
        }
    }

    /// Whether the event is one of campaigns by itself.
    fn campaigns(&self, scene: &Scene<'_>) -> bool {
        let least = scene.scorer().scale.joining.campaign;
        self.event.is_some_and(|event| scene.weight(event) >= least)
    }

    fn weight(&self, scene: &Scene<'_>) -> f64 {
        let both = self.event.into_iter().chain(self.gift);
        both.map(|cue| scene.weight(cue)).sum()
    }

    fn spans(&self) -> impl Iterator<Item = ByteRange> {
        let both = self.event.into_iter().chain(self.gift);
        both.map(|cue| cue.span)
    }
}

/// Taking part needs an event, coming together an event or a gift; an invitation without one only
/// adds a little.
fn claim(
    scene: &Scene<'_>,
    act: &CueHit,
    occasion: &Occasion<'_>,
    (index, bond): (usize, f64),
) -> Option<RuleClaim> {
    let anchor = &scene.anchors[index];
    let said = scene.original(act.span);
    let [named, whom] = naming(scene, anchor);
    let (invites, attends) = (act.kind == CueKind::Invite, act.kind == CueKind::Attend);
    let reason = match (occasion.event, occasion.gift) {
        (Some(event), _) => {
            let wording = match act.kind {
                CueKind::Attend => Wording::EventAttendance,
                CueKind::Invite => Wording::EventInvitation,
                _ => Wording::EventGathering,
            };
            Sentence::new(wording, [scene.original(event.span), said, named, whom])
        }
        (None, Some(gift)) if !attends => {
            let what = scene.original(gift.span);
            Sentence::new(Wording::GiftInvitation, [what, said, named, whom])
        }
        (None, None) if invites => Sentence::new(Wording::NearbyInvitation, [said, named, whom]),
        _ => return None,
    };
    let mut spans = vec![act.span];
    spans.extend(occasion.spans());
    spans.push(anchor.span);
    Some(RuleClaim {
        rule: entry(scene, act).to_owned(),
        kind: Some(SignalKind::Event),
        anchor: Some(index),
        weight: (scene.weight(act) + occasion.weight(scene)) * bond,
        firm: if !attends && occasion.event.is_some() {
            scene.scorer().scale.firm.invitation
        } else {
            0.0
        },
        spans,
        reason,
    })
}
