//! How much of a kind, a stratum or a language is found.

use std::collections::BTreeMap;

use serde::Serialize;

use super::posts::Scored;
use crate::model::Band;
use crate::score::metrics;

/// What is flagged of a group.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) posts: usize,
    pub(super) partisan: usize,
    pub(super) queued: usize,
    pub(super) high: usize,
    /// Share of the partisan posts that reach the queue; absent without partisan posts.
    pub(super) recall: Option<f64>,
    pub(super) recall_interval: Option<[f64; 2]>,
    /// Share of the partisan posts that are high; absent without partisan posts.
    pub(super) recall_high: Option<f64>,
    pub(super) recall_high_interval: Option<[f64; 2]>,
}

/// The groups by name; posts without a name are in none.
pub(super) fn by(
    scored: &[Scored],
    name: impl Fn(&Scored) -> Option<&str>,
) -> BTreeMap<String, Group> {
    let mut members: BTreeMap<String, Vec<&Scored>> = BTreeMap::new();
    for one in scored {
        if let Some(name) = name(one) {
            members.entry(name.to_owned()).or_default().push(one);
        }
    }
    members
        .into_iter()
        .map(|(name, members)| (name, group(&members)))
        .collect()
}

fn group(members: &[&Scored]) -> Group {
    let among = |fits: &dyn Fn(&Scored) -> bool| members.iter().filter(|one| fits(one)).count();
    let is_high = |one: &Scored| one.assessment.band == Band::High;
    let partisan = among(&Scored::partisan);
    let found = among(&|one| one.partisan() && one.queued());
    let found_high = among(&|one| one.partisan() && is_high(one));
    let share = |part| (partisan > 0).then(|| metrics::share(part, partisan));
    let interval = |part| (partisan > 0).then(|| metrics::wilson(part, partisan));
    Group {
        posts: members.len(),
        partisan,
        queued: among(&Scored::queued),
        high: among(&is_high),
        recall: share(found),
        recall_interval: interval(found),
        recall_high: share(found_high),
        recall_high_interval: interval(found_high),
    }
}
