//! Place and time: the author's region, the stage of the contest.

use super::{Heard, RuleClaim};
use crate::model::{Sentence, Stage, Wording};
use crate::score::scenes::Scenes;

/// Said once of the whole post, whichever of its texts names somebody.
pub(super) fn claims<'s>(scenes: &'s Scenes<'_>) -> Vec<Heard<'s>> {
    let named = scenes.texts.iter().any(|scene| !scene.anchors.is_empty());
    let Some(contest) = scenes.contest.filter(|_| named) else {
        return Vec::new();
    };
    let title = scenes.scorer.contests[contest].title.as_str();
    let mut claims = Vec::new();
    if !scenes.at_home(contest) {
        let weight = scenes.scorer.scale.extras.elsewhere;
        let reason = Sentence::new(Wording::Elsewhere, [title]);
        claims.push(against("elsewhere", weight, reason));
    }
    if scenes.stage(contest) == Stage::OffStage {
        let reason = Sentence::new(Wording::OffStage, [title]);
        claims.push(against("off-stage", 0.0, reason));
    }
    let scene = scenes.own();
    let heard = claims.into_iter().map(|claim| Heard { scene, claim });
    heard.collect()
}

fn against(rule: &str, weight: f64, reason: Sentence) -> RuleClaim {
    RuleClaim {
        rule: rule.to_owned(),
        kind: None,
        anchor: None,
        weight,
        firm: 0.0,
        spans: Vec::new(),
        reason,
    }
}
