//! How much of what is found is still found when people disguise it.

use serde::Serialize;

use super::super::scoring::Bench;
use super::disguise;
use super::ordered::Ordered;
use super::posts::{self, Scored};
use crate::score::metrics;

/// The partisan posts in one disguise.
#[derive(Debug, Serialize)]
pub(super) struct Disguised {
    /// Partisan posts.
    pub(super) posts: usize,
    /// Those in which the disguise changes nothing.
    pub(super) unchanged: usize,
    /// In the queue as they were written.
    pub(super) queued: usize,
    /// In the queue in disguise, whether or not they were before.
    pub(super) queued_in_disguise: usize,
    /// In the queue both as written and in disguise.
    pub(super) kept: usize,
    /// Share of the queued that is kept; absent when nothing was queued.
    pub(super) recall_kept: Option<f64>,
    /// Of the share kept.
    pub(super) interval: [f64; 2],
}

/// Scores the partisan posts in every disguise.
pub(super) fn run(bench: &Bench, scored: &[Scored]) -> Ordered<Disguised> {
    let partisan: Vec<&Scored> = scored.iter().filter(|one| one.partisan()).collect();
    let in_each = disguise::ALL
        .iter()
        .map(|(name, change)| ((*name).to_owned(), disguised(bench, &partisan, *change)));
    Ordered(in_each.collect())
}

fn disguised(bench: &Bench, partisan: &[&Scored], change: fn(&str) -> String) -> Disguised {
    let (mut unchanged, mut queued_in_disguise, mut kept) = (0, 0, 0);
    for one in partisan {
        let text = change(&one.line.text);
        let found = posts::assess(bench, &text).band.queued();
        unchanged += usize::from(text == one.line.text);
        queued_in_disguise += usize::from(found);
        kept += usize::from(found && one.queued());
    }
    let queued = partisan.iter().filter(|one| one.queued()).count();
    Disguised {
        posts: partisan.len(),
        unchanged,
        queued,
        queued_in_disguise,
        kept,
        recall_kept: (queued > 0).then(|| metrics::share(kept, queued)),
        interval: metrics::wilson(kept, queued),
    }
}
