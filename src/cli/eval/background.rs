//! False alarms among everyday posts, all of which are taken as neutral.

use serde::Serialize;

use super::super::scoring::Bench;
use super::mistakes::Mistake;
use super::posts;
use crate::model::{Assessment, Band};
use crate::score::metrics::{self, Judged};

/// What is flagged among everyday posts.
#[derive(Debug, Serialize)]
pub(super) struct Background {
    pub(super) posts: usize,
    pub(super) queued: usize,
    pub(super) high: usize,
    pub(super) queued_per_1000: f64,
    pub(super) high_per_1000: f64,
    /// Over these and all labelled posts together.
    pub(super) calibration_error: f64,
    /// Over these and all labelled posts together.
    pub(super) brier: f64,
    /// Score and text of those with the highest scores in the queue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) flagged: Vec<String>,
    /// The same in full.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) errors: Vec<Mistake>,
}

/// An everyday post; its words are kept only when it reaches the queue.
#[derive(Debug)]
pub(super) struct Everyday {
    score: f64,
    band: Band,
    queued: Option<(usize, String, Assessment)>,
}

/// Scores one post a line; blank lines are none.
pub(super) fn score(bench: &Bench, text: &str) -> Vec<Everyday> {
    let lines = (1_usize..).zip(text.lines());
    let posts = lines.filter(|(_, line)| !line.trim().is_empty());
    let scored = posts.map(|(number, line)| {
        let assessment = posts::assess(bench, line);
        Everyday {
            score: assessment.score,
            band: assessment.band,
            queued: assessment
                .band
                .queued()
                .then(|| (number, line.to_owned(), assessment)),
        }
    });
    scored.collect()
}

/// Counts, and shows the `show` with the highest scores. `labelled`: the labelled posts, for the
/// figures over both.
pub(super) fn measure(everyday: Vec<Everyday>, labelled: &[Judged], show: usize) -> Background {
    let posts = everyday.len();
    let high = everyday.iter().filter(|one| one.band == Band::High).count();
    let neutral = everyday.iter().map(|one| Judged {
        score: one.score,
        partisan: false,
    });
    let together: Vec<Judged> = labelled.iter().copied().chain(neutral).collect();
    let mut alarms: Vec<_> = everyday.into_iter().filter_map(|one| one.queued).collect();
    let queued = alarms.len();
    alarms.sort_by(|(.., left), (.., right)| right.score.total_cmp(&left.score));
    alarms.truncate(show);
    Background {
        posts,
        queued,
        high,
        queued_per_1000: metrics::per_thousand(queued, posts),
        high_per_1000: metrics::per_thousand(high, posts),
        calibration_error: metrics::calibration_error(&together),
        brier: metrics::brier(&together),
        flagged: alarms
            .iter()
            .map(|(_, text, assessment)| format!("{:.2} {text}", assessment.score))
            .collect(),
        errors: alarms
            .iter()
            .map(|(number, text, assessment)| Mistake::new((*number).into(), text, assessment))
            .collect(),
    }
}
