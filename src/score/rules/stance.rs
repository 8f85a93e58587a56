//! Support for a contestant: calls, endorsements, praise, wishes, joined with words for it.

use super::{Rule, RuleClaim, entry, frame, naming, nearest, negation};
use crate::model::{ContestantKind, CueKind, EntryKind, Firmness, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::frames::FORBIDS;
use crate::score::reading::CueHit;
use crate::score::scene::Scene;

pub(super) struct Stance;

impl Rule for Stance {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        for cue in &scene.cues {
            let Some(kind) = meaning(cue.kind).filter(|_| scene.is_own(cue.first)) else {
                continue;
            };
            let Some((index, bond)) = nearest(scene, cue, can_be_supported) else {
                continue;
            };
            let anchor = &scene.anchors[index];
            if is_aimless(scene, cue, anchor) {
                continue;
            }
            match negation(scene, cue) {
                Some(negation) => claims.push(turned(scene, cue, negation, index, bond)),
                None => claims.push(RuleClaim {
                    rule: entry(scene, cue).to_owned(),
                    kind: Some(for_party(scene, anchor, kind)),
                    anchor: Some(index),
                    weight: scene.weight(cue) * bond * frame(scene, cue),
                    firm: if is_open(scene, cue, anchor) {
                        scene.scorer().scale.firm.open
                    } else {
                        firmness(cue.kind, &scene.scorer().scale.firm)
                    },
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

/// Whether a call is laid at who happens to be named last: all contestants are, and none in the
/// clause of the call (`… dan Yasin-Surya. Jangan lupa coblos di TPS`).
fn is_aimless(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> bool {
    let all = |contest| scene.names_all(contest, scene.anchors.iter());
    cue.kind == CueKind::Call
        && scene.clause(cue.first) != scene.clause(anchor.first)
        && scene.contest.is_some_and(all)
}

/// Whether a call is the author's own: it heads its clause, the contestant follows at once, and
/// nothing in the post tells of others.
fn is_open(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> bool {
    use CueKind::{Everyday, News, Organiser, Question, Reported, Survey, Tagged, ThirdParty};
    const OTHERS: [CueKind; 8] = [
        Everyday, News, Organiser, Question, Reported, Survey, Tagged, ThirdParty,
    ];
    let clause = scene.clause(cue.first);
    let near = scene.scorer().scale.joining.acclaim;
    cue.kind == CueKind::Call
        && anchor.first > cue.last
        && scene.steps(cue.last, anchor.first) <= near
        && scene.clause(anchor.first) == clause
        && !OTHERS.into_iter().any(|kind| scene.has(kind))
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

/// A negated call is a call against, and so is support that is forbidden or denied with words of
/// blame. Other negated support says nothing by itself, and nothing is against anybody where all
/// contestants are spoken of.
fn turned(
    scene: &Scene<'_>,
    cue: &CueHit,
    negation: &CueHit,
    index: usize,
    bond: f64,
) -> RuleClaim {
    let anchor = &scene.anchors[index];
    let even = scene.speaks_of_all(scene.sentence(cue.first));
    let [said, word] = [cue, negation].map(|one| scene.original(one.span));
    let [named, whom] = naming(scene, anchor);
    let told = |wording| Sentence::new(wording, [word, said, named, whom]);
    let (kind, weight, reason) = if even {
        let said = scene.original([negation.span[0], cue.span[1]]);
        let reason = Sentence::new(Wording::TakesNoSide, [said, named, whom]);
        (None, 0.0, reason)
    } else if turns_against(scene, cue, negation) {
        let weight = scene.weight(cue) * bond * scene.weight(negation).abs();
        (Some(SignalKind::Attack), weight, told(Wording::NegatedCall))
    } else if cue.kind == CueKind::Support {
        (None, 0.0, told(Wording::NegatedSupport))
    } else {
        (None, 0.0, told(Wording::NegatedPraise))
    };
    RuleClaim {
        rule: format!("negated.{}", entry(scene, cue)),
        kind,
        anchor: Some(index),
        weight,
        firm: 0.0,
        spans: vec![negation.span, cue.span, anchor.span],
        reason,
    }
}

fn turns_against(scene: &Scene<'_>, cue: &CueHit, negation: &CueHit) -> bool {
    let sentence = scene.sentence(cue.first);
    let forbids = scene.weight(negation) <= FORBIDS;
    let blames = || {
        scene.cues.iter().any(|other| {
            matches!(other.kind, CueKind::Insult | CueKind::Oppose)
                && scene.weight(other) >= scene.scorer().scale.joining.blame
                && scene.sentence(other.first) == sentence
        })
    };
    match cue.kind {
        CueKind::Call => true,
        CueKind::Support => forbids || blames(),
        _ => false,
    }
}

/// Speaking for oneself beside a word of support.
fn first_person(scene: &Scene<'_>) -> Option<RuleClaim> {
    let own = scene.cues_of(CueKind::FirstPerson).find(|own| {
        let sentence = scene.sentence(own.first);
        scene.is_own(own.first)
            && scene.cues.iter().any(|cue| {
                matches!(
                    cue.kind,
                    CueKind::Call | CueKind::Support | CueKind::Possessive | CueKind::Win
                ) && scene.sentence(cue.first) == sentence
                    && scene.is_own(cue.first)
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
