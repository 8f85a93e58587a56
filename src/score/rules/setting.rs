//! Who speaks and how: an agency's account, a post passed on.

use super::{Claim, Rule, naming};
use crate::model::{EntryKind, PostKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::scene::Scene;

pub(super) struct Setting;

impl Rule for Setting {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<Claim>) {
        let campaign = scene.anchors.iter().position(campaigns);
        let Some(index) = campaign else {
            return;
        };
        if scene.agency() {
            let weight = scene.scorer.scale.extras.institution;
            claims.push(claim(scene, index, SignalKind::Institution, weight));
        }
        if scene.subject.kind == PostKind::Share {
            let weight = scene.scorer.scale.extras.share;
            claims.push(claim(scene, index, SignalKind::Share, weight));
        }
    }
}

fn campaigns(anchor: &Anchor) -> bool {
    matches!(
        anchor.kind,
        Some(EntryKind::Slogan | EntryKind::Hashtag | EntryKind::Song)
    )
}

fn claim(scene: &Scene<'_>, index: usize, kind: SignalKind, weight: f64) -> Claim {
    let anchor = &scene.anchors[index];
    let (rule, wording) = match kind {
        SignalKind::Institution => ("institution", Wording::AgencyCampaigns),
        _ => ("share", Wording::SharedCampaign),
    };
    Claim {
        rule: rule.to_owned(),
        kind: Some(kind),
        anchor: Some(index),
        weight,
        firm: 0.5,
        spans: vec![anchor.span],
        reason: Sentence::new(wording, naming(scene, anchor)),
    }
}
