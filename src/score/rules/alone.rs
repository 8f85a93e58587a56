//! Words that campaign by themselves: slogans, campaign hashtags, songs, mocking names.

use super::{Rule, RuleClaim, naming};
use crate::model::{EntryKind, Sentence, SignalKind, Wording};
use crate::score::anchors::Anchor;
use crate::score::number::Plainness;
use crate::score::scene::Scene;

pub(super) struct Alone;

impl Rule for Alone {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<RuleClaim>) {
        for (index, anchor) in scene.anchors.iter().enumerate() {
            // A hashtag that holds two names, and a slogan said twice, campaign once.
            let repeated = scene.anchors[..index].iter().any(|before| {
                let one_tag = before.tag && anchor.tag && before.first == anchor.first;
                one_tag || scene.anchor_words(before) == scene.anchor_words(anchor)
            });
            let own = scene.is_own(anchor.first);
            if own && !repeated && is_ballot_number(anchor) && !is_named(scene, anchor) {
                claims.push(number(scene, index, anchor));
            }
            let Some(kind) = anchor.kind.filter(|_| own && !repeated) else {
                continue;
            };
            let weight = weight(scene, anchor, kind);
            if weight <= 0.0 {
                continue;
            }
            claims.push(claim(scene, index, anchor, kind, weight));
        }
    }
}

fn is_ballot_number(anchor: &Anchor) -> bool {
    use Plainness::{Ballot, Numbered};
    matches!(anchor.number, Some((_, Ballot | Numbered)))
}

/// Whether whose number it is stands beside it: so news and lists tell it.
fn is_named(scene: &Scene<'_>, number: &Anchor) -> bool {
    let mut named = scene.anchors.iter().filter(|other| other.number.is_none());
    named.any(|other| {
        let mut candidates = number.candidates.iter();
        candidates.any(|one| other.means(one.contest, one.contestant))
    })
}

/// Who says which number to look for, and no name, says enough.
fn number(scene: &Scene<'_>, index: usize, anchor: &Anchor) -> RuleClaim {
    RuleClaim {
        rule: "alone.number".to_owned(),
        kind: Some(SignalKind::Slogan),
        anchor: Some(index),
        weight: scene.scorer().scale.alone.number,
        firm: 0.0,
        spans: vec![anchor.span],
        reason: Sentence::new(Wording::BallotNumber, naming(scene, anchor)),
    }
}

/// Hashtags weigh more than the same words in a sentence: nobody writes them by the way. A party's
/// name is what the news is tagged with.
fn weight(scene: &Scene<'_>, anchor: &Anchor, kind: EntryKind) -> f64 {
    let scale = &scene.scorer().scale;
    let listed = scale.alone.of(Some(kind));
    if !anchor.tag || anchor.is_campaign_speech() {
        return listed;
    }
    let made = if more_than_a_name(scene, anchor) {
        scale.extras.campaign_tag
    } else if kind == EntryKind::Pair {
        scale.extras.pair_tag
    } else if kind == EntryKind::Party {
        0.0
    } else {
        scale.extras.name_tag
    };
    made.max(listed)
}

fn more_than_a_name(scene: &Scene<'_>, anchor: &Anchor) -> bool {
    let tag = &scene.reading.tokens.list[anchor.first];
    let letters = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count();
    let whole = letters(&scene.reading.folded.text()[tag.start..tag.end]);
    let named: usize = scene
        .anchors
        .iter()
        .filter(|other| other.tag && other.first == anchor.first)
        .map(|other| letters(scene.original(other.span)))
        .sum();
    whole >= named + scene.scorer().scale.hashtags.further
}

fn claim(
    scene: &Scene<'_>,
    index: usize,
    anchor: &Anchor,
    kind: EntryKind,
    weight: f64,
) -> RuleClaim {
    let (signal, wording) = match kind {
        EntryKind::Mocking => (SignalKind::Attack, Wording::MockingName),
        EntryKind::Hashtag => (SignalKind::Slogan, Wording::CampaignHashtag),
        _ if anchor.tag => (SignalKind::Slogan, Wording::NameHashtag),
        EntryKind::Song => (SignalKind::Slogan, Wording::CampaignSong),
        EntryKind::Symbol => (SignalKind::Symbol, Wording::CampaignSymbol),
        _ => (SignalKind::Slogan, Wording::CampaignSlogan),
    };
    let scale = &scene.scorer().scale;
    let listed = scale.alone.of(Some(kind)) > 0.0;
    let common = anchor.candidates.iter().all(|one| one.needs_company);
    RuleClaim {
        rule: format!("alone.{}", rule_name(kind)),
        kind: Some(signal),
        anchor: Some(index),
        weight: if common {
            weight * scale.extras.common
        } else {
            weight
        },
        firm: match (common, listed) {
            (false, true) => scale.firm.alone,
            (true, true) => scale.firm.alone_common,
            // Weighs only for standing in a hashtag, which news does too.
            (_, false) => 0.0,
        },
        spans: vec![anchor.span],
        reason: Sentence::new(wording, naming(scene, anchor)),
    }
}

fn rule_name(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Mocking => "mocking",
        EntryKind::Hashtag => "hashtag",
        EntryKind::Name
        | EntryKind::ShortName
        | EntryKind::Nickname
        | EntryKind::Party
        | EntryKind::Pair => "name-tag",
        EntryKind::Song => "song",
        EntryKind::Symbol => "symbol",
        _ => "slogan",
    }
}
