//! Words that campaign by themselves: slogans, campaign hashtags, songs, mocking names.

use super::{Claim, Rule, naming};
use crate::model::{EntryKind, SignalKind};
use crate::score::anchors::Anchor;
use crate::score::scene::Scene;

pub(super) struct Alone;

impl Rule for Alone {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<Claim>) {
        for (index, anchor) in scene.anchors.iter().enumerate() {
            let repeated = scene.anchors[..index]
                .iter()
                .any(|before| scene.words(before) == scene.words(anchor));
            let Some(kind) = anchor.kind.filter(|_| !repeated) else {
                continue;
            };
            let weight = scene.scorer.scale.alone.of(Some(kind));
            if weight <= 0.0 {
                continue;
            }
            claims.push(claim(scene, index, anchor, kind, weight));
        }
    }
}

fn claim(scene: &Scene<'_>, index: usize, anchor: &Anchor, kind: EntryKind, weight: f64) -> Claim {
    let named = naming(scene, anchor);
    let (signal, what) = match kind {
        EntryKind::Mocking => (SignalKind::Attack, "Nama ejekan"),
        EntryKind::Hashtag => (SignalKind::Slogan, "Tagar kampanye"),
        EntryKind::Song => (SignalKind::Slogan, "Lagu kampanye"),
        EntryKind::Symbol => (SignalKind::Symbol, "Simbol"),
        _ => (SignalKind::Slogan, "Slogan kampanye"),
    };
    let common = anchor.candidates.iter().all(|one| one.needs_company);
    Claim {
        rule: format!("alone.{}", rule_name(kind)),
        kind: Some(signal),
        anchor: Some(index),
        weight: if common { weight * 0.5 } else { weight },
        firm: if common { 0.2 } else { 0.6 },
        spans: vec![anchor.span],
        reason: format!("{what} {named} dipakai."),
    }
}

fn rule_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Mocking => "mocking",
        EntryKind::Hashtag => "hashtag",
        EntryKind::Song => "song",
        EntryKind::Symbol => "symbol",
        _ => "slogan",
    }
}
