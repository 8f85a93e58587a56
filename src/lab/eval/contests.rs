//! What the pack of one contest queues alone: all packs at once are no installation.

use serde::Serialize;

use super::background::EverydayPost;
use super::readers::{ReadersVerdict, TwiceReadLines};
use crate::model::Band;
use crate::score::metrics;

/// Everyday posts under the pack of one contest.
#[derive(Debug, Serialize)]
pub struct ContestFigures {
    /// How many posts.
    pub posts: usize,
    /// Those in the queue.
    pub queued: usize,
    /// Those in the high band.
    pub high: usize,
    /// The queued per 1,000 posts.
    pub queued_per_1000: f64,
    /// The high ones per 1,000 posts.
    pub high_per_1000: f64,
    /// What two readers say of them, where they have read some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub readers: Option<ReaderFigures>,
}

/// What two readers say of the queued posts and of those that were queued when they read.
#[derive(Debug, Serialize)]
pub struct ReaderFigures {
    /// Queued posts that were read.
    pub read: usize,
    /// Of those, neutral to both.
    pub neutral: usize,
    /// Of those, neutral to one.
    pub disputed: usize,
    /// Of those, partisan to both.
    pub partisan: usize,
    /// Neutral to both, per 1,000 posts: the share among the read ones, of all queued ones.
    /// `None` where posts are queued and none of them was read.
    pub false_per_1000: Option<f64>,
    /// Partisan to both and queued when they were read.
    pub partisan_before: usize,
    /// Of those, how many are still queued.
    pub kept: usize,
}

/// Counts what a pack queues.
pub fn measure_contest(
    contest: &str,
    everyday: &[EverydayPost],
    readers: Option<&TwiceReadLines>,
) -> ContestFigures {
    let posts = everyday.len();
    let queued = everyday.iter().filter(|one| one.band.queued()).count();
    let high = everyday.iter().filter(|one| one.band == Band::High).count();
    ContestFigures {
        posts,
        queued,
        high,
        queued_per_1000: metrics::per_thousand(queued, posts),
        high_per_1000: metrics::per_thousand(high, posts),
        readers: readers.map(|read| read_figures(contest, everyday, read, queued)),
    }
}

fn read_figures(
    contest: &str,
    everyday: &[EverydayPost],
    read: &TwiceReadLines,
    queued: usize,
) -> ReaderFigures {
    let mut figures = ReaderFigures {
        read: 0,
        neutral: 0,
        disputed: 0,
        partisan: 0,
        false_per_1000: None,
        partisan_before: 0,
        kept: 0,
    };
    for post in everyday {
        let Some(one) = read.get(&post.line) else {
            continue;
        };
        let now = post.band.queued();
        let before = one.queued_by.iter().any(|id| id == contest);
        let (partisan, counted) = match one.verdict {
            ReadersVerdict::Neutral => (false, &mut figures.neutral),
            ReadersVerdict::Disputed => (false, &mut figures.disputed),
            ReadersVerdict::Partisan => (true, &mut figures.partisan),
        };
        *counted += usize::from(now);
        figures.read += usize::from(now);
        figures.partisan_before += usize::from(partisan && before);
        figures.kept += usize::from(partisan && before && now);
    }
    let all = metrics::per_thousand(queued, everyday.len());
    figures.false_per_1000 = if queued == 0 {
        Some(0.0)
    } else {
        (figures.read > 0)
            .then(|| all * metrics::per_thousand(figures.neutral, figures.read) / 1000.0)
    };
    figures
}
