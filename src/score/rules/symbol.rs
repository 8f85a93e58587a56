//! Gestures and pictures beside a contestant. A gesture alone is a greeting.

use super::{Rule, RuleClaim, naming};
use crate::model::{ByteRange, CueKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::scene::Scene;

pub(super) struct Symbol;

impl Rule for Symbol {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        let own = |anchor: &Anchor| scene.is_own(anchor.first);
        let named = scene
            .anchors
            .iter()
            .position(|anchor| !anchor.is_gesture() && anchor.number.is_none() && own(anchor));
        let gestures = || {
            scene
                .anchors
                .iter()
                .filter(|anchor| anchor.is_gesture() && own(anchor))
        };
        let photo = scene
            .cues_of(CueKind::Photo)
            .find(|photo| scene.is_own(photo.first));
        let spans: Vec<ByteRange> = gestures()
            .map(|gesture| gesture.span)
            .chain(photo.map(|photo| photo.span))
            .collect();
        let Some(index) = named.filter(|_| !spans.is_empty()) else {
            return;
        };
        let both = gestures().next().is_some() && photo.is_some();
        claims.push(claim(scene, index, spans, both));
    }
}

fn claim(scene: &Scene<'_>, index: usize, mut spans: Vec<ByteRange>, both: bool) -> RuleClaim {
    let anchor = &scene.anchors[index];
    let extras = &scene.scorer().scale.extras;
    let signs = if both {
        extras.both_signs
    } else {
        extras.one_sign
    };
    let shown = spans.iter().map(|span| scene.original(*span));
    let words = naming(scene, anchor).into_iter().chain(shown);
    let reason = Sentence::new(Wording::GestureOrPhoto, words);
    spans.push(anchor.span);
    RuleClaim {
        rule: "symbol".to_owned(),
        kind: Some(SignalKind::Symbol),
        anchor: Some(index),
        weight: extras.symbol * signs,
        firm: 0.0,
        spans,
        reason,
    }
}
