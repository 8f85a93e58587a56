//! How much of what is found is still found when people disguise it.

use serde::Serialize;

use super::disguise::DISGUISES;
use super::ordered::OrderedMap;
use super::posts::{ScoredPost, assess_text};
use crate::score::{Scorer, metrics};

/// The partisan posts in one disguise.
#[derive(Debug, Serialize)]
pub struct Disguised {
    /// Partisan posts.
    pub posts: usize,
    /// Those in which the disguise changes nothing.
    pub unchanged: usize,
    /// In the queue as they were written.
    pub queued: usize,
    /// In the queue in disguise, whether or not they were before.
    pub queued_in_disguise: usize,
    /// In the queue both as written and in disguise.
    pub kept: usize,
    /// Share of the queued that is kept; absent when nothing was queued.
    pub recall_kept: Option<f64>,
    /// Of the share kept.
    pub interval: [f64; 2],
}

/// Scores the partisan posts in every disguise.
pub fn in_disguises(scorer: &Scorer, posts: &[ScoredPost]) -> OrderedMap<Disguised> {
    let partisan: Vec<&ScoredPost> = posts.iter().filter(|one| one.is_partisan()).collect();
    let in_each = DISGUISES
        .iter()
        .map(|(name, change)| ((*name).to_owned(), disguised(scorer, &partisan, *change)));
    OrderedMap(in_each.collect())
}

fn disguised(scorer: &Scorer, partisan: &[&ScoredPost], change: fn(&str) -> String) -> Disguised {
    let (mut unchanged, mut queued_in_disguise, mut kept) = (0, 0, 0);
    for one in partisan {
        let text = change(&one.post.text);
        let found = assess_text(scorer, &text).band.queued();
        unchanged += usize::from(text == one.post.text);
        queued_in_disguise += usize::from(found);
        kept += usize::from(found && one.is_queued());
    }
    let queued = partisan.iter().filter(|one| one.is_queued()).count();
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
