//! Rules: from what stands in a post to claims for and against.

pub(super) mod against;
mod alone;
mod attack;
mod event;
mod in_office;
mod material;
mod membership;
mod place;
mod pressure;
mod setting;
mod stance;
mod symbol;

pub(super) use material::is_put_up;

use crate::model::{ByteRange, CueKind, Sentence, SignalKind, TextName};

use super::anchors::Anchor;
use super::reading::CueHit;
use super::scene::{Scene, is_verb};
use super::scenes::Scenes;

/// A reason for or against, before it is weighed with the others.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RuleClaim {
    /// Name of the rule, with the entry of the lexicon where there is one.
    pub(super) rule: String,
    /// What it is about; `None` for a reason against.
    pub(super) kind: Option<SignalKind>,
    /// Which anchor it is about.
    pub(super) anchor: Option<usize>,
    /// Contribution, before repeats are discounted.
    pub(super) weight: f64,
    /// Share of the weight that reasons against cannot take away, 0 to 1.
    pub(super) firm: f64,
    /// Where in the original.
    pub(super) spans: Vec<ByteRange>,
    /// Why, for people.
    pub(super) reason: Sentence,
}

/// A way to draw claims from a text. Looks only at the scene, never at other claims.
pub(super) trait Rule: Sync {
    /// Adds its claims.
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>);
}

/// A claim with the text that it was drawn from.
#[derive(Debug, Clone)]
pub(super) struct Heard<'s> {
    pub(super) scene: &'s Scene<'s>,
    pub(super) claim: RuleClaim,
}

impl Heard<'_> {
    /// Which text it was drawn from.
    pub(super) fn name(&self) -> TextName {
        self.scene.reading.name
    }
}

/// Rules that look at one text at a time.
const OF_TEXT: [&dyn Rule; 9] = [
    &stance::Stance,
    &attack::Attack,
    &alone::Alone,
    &event::CampaignEvent,
    &symbol::Symbol,
    &membership::Membership,
    &material::CampaignMaterial,
    &pressure::Pressure,
    &against::Against,
];

/// What all rules say of a post.
pub(super) fn claims<'s>(scenes: &'s Scenes<'_>) -> Vec<Heard<'s>> {
    let mut heard = Vec::new();
    for scene in &scenes.texts {
        let claims = claims_of_text(scene).into_iter();
        heard.extend(claims.map(|claim| Heard { scene, claim }));
    }
    heard.extend(setting::claims(scenes));
    heard.extend(place::claims(scenes));
    heard.extend(in_office::claim(scenes));
    heard
}

fn claims_of_text(scene: &Scene<'_>) -> Vec<RuleClaim> {
    let mut claims = Vec::new();
    if scene.cues.is_empty() && scene.anchors.is_empty() && scene.sprung.is_empty() {
        return claims;
    }
    for rule in OF_TEXT {
        rule.claims(scene, &mut claims);
    }
    claims
}

/// The negation of a cue, if there is one.
fn negation<'s>(scene: &'s Scene<'_>, cue: &CueHit) -> Option<&'s CueHit> {
    let reach = scene.scorer().scale.joining.negation;
    scene.cues_of(CueKind::Negation).find(|negation| {
        negation.last < cue.first
            && scene.steps(negation.last, cue.first) <= reach
            && scene.clause(negation.first) == scene.clause(cue.first)
    })
}

/// How firmly a cue belongs to an anchor: by distance and by what sort of words the anchor is.
fn bond(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> f64 {
    let scale = &scene.scorer().scale;
    let joining = &scale.joining;
    let sentences = scene
        .sentence(cue.first)
        .abs_diff(scene.sentence(anchor.first));
    let step = match sentences {
        0 if scene.clause(cue.first) == scene.clause(anchor.first) => 0,
        0 => 1,
        1 => 2,
        _ => 3,
    };
    let far = gap(scene, cue, anchor) > joining.reach;
    let steps = [
        joining.clause,
        joining.sentence,
        joining.neighbour,
        joining.post,
    ];
    let distance = steps[(step + usize::from(far)).min(3)];
    let addressed = if anchor.handle { joining.handle } else { 1.0 };
    let kind = anchor
        .kind
        .filter(|_| anchor.number.is_none() || anchor.is_gesture());
    distance * addressed * scale.certainty.of(kind) * subject(scene, cue, anchor)
}

/// What is left of praise and blame outside elections.
fn frame(scene: &Scene<'_>, cue: &CueHit) -> f64 {
    let free = matches!(cue.kind, CueKind::Praise | CueKind::Wish | CueKind::Insult);
    if free && !scene.framed() {
        scene.scorer().scale.extras.unframed
    } else {
        1.0
    }
}

/// `X dukung`, `yang pilih X`: somebody else acts, and the author tells of it.
fn subject(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> f64 {
    let relative = || {
        let mut before = scene.cues_of(CueKind::Relative);
        before.any(|relative| relative.last + 1 == cue.first)
    };
    if scene.acts(cue, anchor) || (is_verb(cue) && relative()) {
        scene.scorer().scale.joining.subject
    } else {
        1.0
    }
}

/// Words between a cue and an anchor.
fn gap(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> usize {
    let after = scene.steps(cue.last, anchor.first);
    let before = scene.steps(anchor.last, cue.first);
    after.max(before).saturating_sub(1)
}

/// The anchor that a cue is most likely about: the firmest bond, then the nearest.
fn nearest(
    scene: &Scene<'_>,
    cue: &CueHit,
    fits: impl Fn(&Anchor) -> bool,
) -> Option<(usize, f64)> {
    let mut best: Option<(usize, f64, usize)> = None;
    for (index, anchor) in scene.anchors.iter().enumerate() {
        // Whom the author keeps away from is not who he speaks for elsewhere.
        if !fits(anchor) || scene.is_rejected(anchor.first) {
            continue;
        }
        let bond = bond(scene, cue, anchor);
        let gap = gap(scene, cue, anchor);
        let better = best.is_none_or(|(_, firmest, closest)| {
            bond > firmest || (bond >= firmest && gap < closest)
        });
        if better {
            best = Some((index, bond, gap));
        }
    }
    best.map(|(index, bond, _)| (index, bond))
}

/// The name of a contestant for people: of the likeliest contest where possible.
fn label<'s>(scene: &'s Scene<'_>, anchor: &'s Anchor) -> &'s str {
    let candidates = &anchor.candidates;
    let chosen = candidates
        .iter()
        .find(|one| Some(one.contest) == scene.contest)
        .or(candidates.first());
    chosen.map_or("", |one| {
        let contest = &scene.scorer().contests[one.contest];
        &contest.contestants[one.contestant].label
    })
}

/// The words for a contestant as a reader finds them, and who is meant.
fn naming<'s>(scene: &'s Scene<'_>, anchor: &'s Anchor) -> [&'s str; 2] {
    [scene.original(anchor.span), label(scene, anchor)]
}

/// The entry of the lexicon behind a cue.
fn entry<'s>(scene: &'s Scene<'_>, cue: &CueHit) -> &'s str {
    &scene.scorer().cues[cue.cue].id
}
