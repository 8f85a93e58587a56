//! Support for a contestant: calls, endorsements, praise, wishes, joined with words for it.

use super::{Rule, RuleClaim, entry, frame, naming, nearest, negation};
use crate::model::{ContestantKind, CueKind, EntryKind, Firmness, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct Stance;

impl Rule for Stance {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        for cue in &scene.cues {
            let Some(kind) = meaning(cue.kind) else {
                continue;
            };
            let Some((index, bond)) = nearest(scene, cue, can_be_supported) else {
                continue;
            };
            let anchor = &scene.anchors[index];
            match negation(scene, cue) {
                Some(negation) => claims.push(turned(scene, cue, negation, index, bond)),
                None => claims.push(RuleClaim {
                    rule: entry(scene, cue).to_owned(),
                    kind: Some(for_party(scene, anchor, kind)),
                    anchor: Some(index),
                    weight: scene.weight(cue) * bond * frame(scene, cue),
                    firm: firmness(cue.kind, &scene.scorer().scale.firm),
                    spans: vec![cue.span, anchor.span],
                    reason: reason(scene, cue, anchor),
                }),
            }
        }
        claims.extend(first_person(scene));
    }
}

fn meaning(kind: CueKind) -> Option<SignalKind> {
    match kind {
        CueKind::Call => Some(SignalKind::Call),
        CueKind::Support
        | CueKind::Possessive
        | CueKind::Win
        | CueKind::Continue
        | CueKind::Hype
        | CueKind::Wish
        | CueKind::Praise
        | CueKind::Team => Some(SignalKind::Endorsement),
        _ => None,
    }
}

fn can_be_supported(anchor: &Anchor) -> bool {
    !matches!(anchor.kind, Some(EntryKind::Gesture | EntryKind::Mocking))
}

/// Calls stand more firmly against counter-signs than praise does.
fn firmness(kind: CueKind, firm: &Firmness) -> f64 {
    match kind {
        CueKind::Call => firm.call,
        CueKind::Possessive | CueKind::Hype => firm.cheer,
        _ => 0.0,
    }
}

/// Support for a party, not for one of its candidates, has a kind of its own.
fn for_party(scene: &Scene<'_>, anchor: &Anchor, kind: SignalKind) -> SignalKind {
    let party = anchor.candidates.iter().all(|one| {
        let contestant = &scene.scorer().contests[one.contest].contestants[one.contestant];
        contestant.kind == ContestantKind::Party
    });
    if party && kind == SignalKind::Endorsement {
        SignalKind::PartyPromotion
    } else {
        kind
    }
}

fn reason(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> Sentence {
    let [named, whom] = naming(scene, anchor);
    let wording = match cue.kind {
        CueKind::Call => Wording::CallToVote,
        CueKind::Support => Wording::Support,
        CueKind::Possessive => Wording::OwnChoice,
        CueKind::Win => Wording::Victory,
        CueKind::Continue => Wording::StayInOffice,
        CueKind::Hype => Wording::Cheer,
        CueKind::Wish => Wording::GoodWish,
        CueKind::Team => Wording::SupportTeam,
        _ => Wording::Praise,
    };
    Sentence::new(wording, [scene.original(cue.span), named, whom])
}

/// A negated call is a call against; other negated support says nothing by itself, and that it
/// was negated is said for the explanation only.
fn turned(
    scene: &Scene<'_>,
    cue: &CueHit,
    negation: &CueHit,
    index: usize,
    bond: f64,
) -> RuleClaim {
    let anchor = &scene.anchors[index];
    let against = matches!(cue.kind, CueKind::Call | CueKind::Support);
    let said = scene.original(cue.span);
    let word = scene.original(negation.span);
    let [named, whom] = naming(scene, anchor);
    let (kind, weight, wording) = if against {
        let weight = scene.weight(cue) * bond * scene.weight(negation).abs();
        (Some(SignalKind::Attack), weight, Wording::NegatedCall)
    } else {
        (None, 0.0, Wording::NegatedPraise)
    };
    RuleClaim {
        rule: format!("negated.{}", entry(scene, cue)),
        kind,
        anchor: Some(index),
        weight,
        firm: 0.0,
        spans: vec![negation.span, cue.span, anchor.span],
        reason: Sentence::new(wording, [word, said, named, whom]),
    }
}

/// Speaking for oneself beside a word of support.
fn first_person(scene: &Scene<'_>) -> Option<RuleClaim> {
    let own = scene.cues_of(CueKind::FirstPerson).find(|own| {
        let sentence = scene.sentence(own.first);
        scene.cues.iter().any(|cue| {
            matches!(
                cue.kind,
                CueKind::Call | CueKind::Support | CueKind::Possessive | CueKind::Win
            ) && scene.sentence(cue.first) == sentence
                && negation(scene, cue).is_none()
        })
    })?;
    let (index, bond) = nearest(scene, own, can_be_supported)?;
    let said = scene.original(own.span);
    Some(RuleClaim {
        rule: "first-person".to_owned(),
        kind: Some(SignalKind::Endorsement),
        anchor: Some(index),
        weight: scene.scorer().scale.extras.first_person * bond,
        firm: scene.scorer().scale.firm.first_person,
        spans: vec![own.span, scene.anchors[index].span],
        reason: Sentence::new(Wording::FirstPerson, [said]),
    })
}
