//! How much of a kind, a stratum or a language is found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::posts::ScoredPost;
use crate::model::Band;
use crate::score::metrics;

/// What is flagged of a group.
#[derive(Debug, Serialize)]
pub struct GroupFigures {
    /// Its posts.
    pub posts: usize,
    /// Those that are partisan.
    pub partisan: usize,
    /// Those in the queue.
    pub queued: usize,
    /// Those in the high band.
    pub high: usize,
    /// Share of the partisan posts that reach the queue; absent without partisan posts.
    pub recall: Option<f64>,
    /// 95 %.
    pub recall_interval: Option<[f64; 2]>,
    /// Share of the partisan posts that are high; absent without partisan posts.
    pub recall_high: Option<f64>,
    /// 95 %.
    pub recall_high_interval: Option<[f64; 2]>,
}

/// The groups by name; posts without a name are in none.
pub(super) fn group_figures(
    scored: &[ScoredPost],
    name: impl Fn(&ScoredPost) -> Option<&str>,
) -> BTreeMap<String, GroupFigures> {
    let mut members: BTreeMap<String, Vec<&ScoredPost>> = BTreeMap::new();
    for one in scored {
        if let Some(name) = name(one) {
            members.entry(name.to_owned()).or_default().push(one);
        }
    }
    members
        .into_iter()
        .map(|(name, members)| (name, figures(&members)))
        .collect()
}

fn figures(members: &[&ScoredPost]) -> GroupFigures {
    let among = |fits: &dyn Fn(&ScoredPost) -> bool| members.iter().filter(|one| fits(one)).count();
    let is_high = |one: &ScoredPost| one.assessment.band == Band::High;
    let partisan = among(&ScoredPost::is_partisan);
    let found = among(&|one| one.is_partisan() && one.is_queued());
    let found_high = among(&|one| one.is_partisan() && is_high(one));
    let share = |part| (partisan > 0).then(|| metrics::share(part, partisan));
    let interval = |part| (partisan > 0).then(|| metrics::wilson(part, partisan));
    GroupFigures {
        posts: members.len(),
        partisan,
        queued: among(&ScoredPost::is_queued),
        high: among(&is_high),
        recall: share(found),
        recall_interval: interval(found),
        recall_high: share(found_high),
        recall_high_interval: interval(found_high),
    }
}
