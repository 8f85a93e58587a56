//! Place and time: the author's region, the stage of the contest.

use super::{Claim, Rule};
use crate::model::{Sentence, Stage, Wording};
use crate::score::scene::Scene;

pub(super) struct Place;

impl Rule for Place {
    fn claims(&self, scene: &Scene<'_>, claims: &mut Vec<Claim>) {
        let Some(contest) = scene.contest.filter(|_| !scene.anchors.is_empty()) else {
            return;
        };
        let title = scene.scorer.contests[contest].title.as_str();
        if !scene.at_home(contest) {
            let weight = scene.scorer.scale.extras.elsewhere;
            let reason = Sentence::new(Wording::Elsewhere, [title]);
            claims.push(against("elsewhere", weight, reason));
        }
        if scene.stage(contest) == Stage::OffStage {
            let reason = Sentence::new(Wording::OffStage, [title]);
            claims.push(against("off-stage", 0.0, reason));
        }
    }
}

fn against(rule: &str, weight: f64, reason: Sentence) -> Claim {
    Claim {
        rule: rule.to_owned(),
        kind: None,
        anchor: None,
        weight,
        firm: 0.0,
        spans: Vec::new(),
        reason,
    }
}
