//! Who speaks and how: an agency's account, a post passed on.

use super::{Heard, RuleClaim, naming};
use crate::model::{EntryKind, PersonKind, PostKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::scene::Scene;
use crate::score::scenes::Scenes;

/// Said once of a post, at the first campaign words in any of its texts.
pub(super) fn claims<'s>(scenes: &'s Scenes<'_>) -> Vec<Heard<'s>> {
    let mut campaign = scenes.texts.iter().filter_map(|scene| {
        let index = scene
            .anchors
            .iter()
            .position(|anchor| campaigns(anchor) && scene.is_own(anchor.first))?;
        Some((scene, index))
    });
    let Some((scene, index)) = campaign.next() else {
        return Vec::new();
    };
    let extras = &scenes.scorer.scale.extras;
    let agency = scenes.subject.account == PersonKind::Agency;
    let shared = scenes.subject.kind == PostKind::Share;
    let kinds = [
        (agency, SignalKind::Institution, extras.institution),
        (shared, SignalKind::Share, extras.share),
    ];
    let holding = kinds.into_iter().filter(|(holds, _, _)| *holds);
    holding
        .map(|(_, kind, weight)| Heard {
            scene,
            claim: claim(scene, index, kind, weight),
        })
        .collect()
}

fn campaigns(anchor: &Anchor) -> bool {
    matches!(
        anchor.kind,
        Some(EntryKind::Slogan | EntryKind::Hashtag | EntryKind::Song)
    )
}

fn claim(scene: &Scene<'_>, index: usize, kind: SignalKind, weight: f64) -> RuleClaim {
    let anchor = &scene.anchors[index];
    let (rule, wording) = match kind {
        SignalKind::Institution => ("institution", Wording::AgencyCampaigns),
        _ => ("share", Wording::SharedCampaign),
    };
    RuleClaim {
        rule: rule.to_owned(),
        kind: Some(kind),
        anchor: Some(index),
        weight,
        firm: scene.scorer().scale.firm.setting,
        spans: vec![anchor.span],
        reason: Sentence::new(wording, naming(scene, anchor)),
    }
}
