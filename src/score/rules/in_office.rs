//! Somebody in office is spoken of, or to, and no election.

use super::{Heard, RuleClaim};
use crate::model::{ByteRange, CueKind, Sentence, Wording};
use crate::score::scene::Scene;
use crate::score::scenes::Scenes;

/// Says so, once of a passage, with the words for him and for his office.
pub(super) fn claim<'s>(scenes: &'s Scenes<'_>) -> Option<Heard<'s>> {
    let found = scenes.in_office.as_ref()?;
    let office = found.office(&scenes.scorer.offices, scenes.subject.day);
    let scene = &scenes.texts[found.text];
    let named = scene.original(found.span);
    let titles = scene.cues_of(CueKind::Office).map(|cue| cue.span);
    let spans: Vec<ByteRange> = [found.span].into_iter().chain(titles).collect();
    let wording = if scenes.texts.iter().any(blames) {
        Wording::OfficeBlamed
    } else {
        Wording::InOffice
    };
    let claim = RuleClaim {
        rule: "office".to_owned(),
        kind: None,
        anchor: None,
        weight: scene.scorer().scale.extras.office,
        firm: 0.0,
        spans,
        reason: Sentence::new(wording, [named, office.title.as_str()]),
    };
    Some(Heard { scene, claim })
}

fn blames(scene: &Scene<'_>) -> bool {
    scene.has(CueKind::Insult) || scene.has(CueKind::Oppose)
}
