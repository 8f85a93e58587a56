//! Campaign material: who puts it up, hands it out, or asks others to.

use super::{Rule, RuleClaim, entry, naming, nearest, negation};
use crate::model::{CueKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct CampaignMaterial;

impl Rule for CampaignMaterial {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        let acts = scene.cues_of(CueKind::Distribute);
        let acts = acts.filter(|act| scene.is_own(act.first) && negation(scene, act).is_none());
        // One act is often told in several words: the first of the strongest.
        let mut found: Vec<RuleClaim> = acts.filter_map(|act| claim(scene, act)).collect();
        found.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        found.truncate(1);
        claims.extend(found);
    }
}

/// Whether the author himself puts up or hands out campaign material, and nothing that people own
/// otherwise too.
pub(in crate::score) fn is_put_up(scene: &Scene<'_>) -> bool {
    let least = scene.scorer().scale.joining.campaign;
    let plain = |cue: &&CueHit| scene.weight(cue) >= least;
    let mut acts = scene.cues_of(CueKind::Distribute);
    acts.any(|act| {
        let sentence = scene.sentence(act.first);
        let mut materials = scene.cues_of(CueKind::Material).filter(plain);
        materials.any(|cue| scene.sentence(cue.first) == sentence)
            && is_own_act(scene, sentence)
            && !tells_of_others(scene, sentence)
            && !keeps_away(scene, sentence)
    })
}

/// Whether a sentence speaks for the author, asks or gives.
fn is_own_act(scene: &Scene<'_>, sentence: u32) -> bool {
    use CueKind::{FirstPerson, Gift, Invite};
    let mut kinds = [FirstPerson, Gift, Invite].into_iter();
    kinds.any(|kind| scene.sentence_has(sentence, kind))
}

/// Whether a sentence tells of what others do, or asks.
fn tells_of_others(scene: &Scene<'_>, sentence: u32) -> bool {
    use CueKind::{Official, Question, Reported, ThirdParty};
    let mut kinds = [Official, Question, Reported, ThirdParty].into_iter();
    kinds.any(|kind| scene.sentence_has(sentence, kind))
}

/// Whoever takes material down, forbids it, keeps away from it or has it for all contestants says
/// so in the same sentence.
fn keeps_away(scene: &Scene<'_>, sentence: u32) -> bool {
    use CueKind::{Apart, Cease, News, Nobody, Organiser, Prohibition, Refusal};
    let kinds = [Apart, Cease, News, Nobody, Organiser, Prohibition, Refusal];
    let mut kinds = kinds.into_iter();
    scene.voice.apart.is_some() || kinds.any(|kind| scene.sentence_has(sentence, kind))
}

fn is_named(anchor: &Anchor) -> bool {
    !anchor.is_gesture() && !anchor.handle
}

/// What people own otherwise too is material only where an election is spoken of.
fn is_campaigns(scene: &Scene<'_>, material: &CueHit) -> bool {
    let plain = scene.weight(material) >= scene.scorer().scale.joining.campaign;
    plain || scene.framed()
}

/// The material, and whose it is, stand in the sentence of the act or in one beside it.
fn claim(scene: &Scene<'_>, act: &CueHit) -> Option<RuleClaim> {
    let sentence = scene.sentence(act.first);
    let mut materials = scene.cues_of(CueKind::Material);
    let material =
        materials.find(|cue| scene.sentence(cue.first) == sentence && is_campaigns(scene, cue))?;
    let (index, bond) = nearest(scene, act, is_named)?;
    let anchor = &scene.anchors[index];
    let near = scene.sentence(anchor.first).abs_diff(sentence) <= 1;
    let plain = scene.weight(act) >= scene.scorer().scale.joining.campaign;
    let own = plain || (is_own_act(scene, sentence) && !tells_of_others(scene, sentence));
    if !near || !own || keeps_away(scene, sentence) {
        return None;
    }
    let [named, whom] = naming(scene, anchor);
    let [what, said] = [material, act].map(|cue| scene.original(cue.span));
    Some(RuleClaim {
        rule: entry(scene, act).to_owned(),
        kind: Some(SignalKind::Material),
        anchor: Some(index),
        weight: (scene.weight(act) + scene.weight(material)) * bond,
        firm: 0.0,
        spans: vec![material.span, act.span, anchor.span],
        reason: Sentence::new(Wording::Material, [what, said, named, whom]),
    })
}
