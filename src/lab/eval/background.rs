//! False alarms among everyday posts, all of which are taken as neutral.

use serde::Serialize;

use super::mistakes::Mistake;
use super::posts::assess_text;
use crate::model::{Assessment, Band};
use crate::score::Scorer;
use crate::score::metrics::{self, Judged};

/// What is flagged among everyday posts.
#[derive(Debug, Serialize)]
pub struct BackgroundFigures {
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
    /// Over these and all labelled posts together.
    pub calibration_error: f64,
    /// Over these and all labelled posts together.
    pub brier: f64,
    /// Score and text of those with the highest scores in the queue.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub flagged: Vec<String>,
    /// The same in full, for whoever prints them to write out in a language.
    #[serde(skip)]
    pub errors: Vec<Mistake>,
}

/// An everyday post; its words are kept only when it reaches the queue.
#[derive(Debug)]
pub struct EverydayPost {
    pub(super) line: usize,
    score: f64,
    pub(super) band: Band,
    queued: Option<(String, Assessment)>,
}

/// Scores one post a line; blank lines are none.
pub fn score_everyday(scorer: &Scorer, text: &str) -> Vec<EverydayPost> {
    let lines = (1_usize..).zip(text.lines());
    let posts = lines.filter(|(_, line)| !line.trim().is_empty());
    let everyday = posts.map(|(number, line)| {
        let assessment = assess_text(scorer, line);
        EverydayPost {
            line: number,
            score: assessment.score,
            band: assessment.band,
            queued: assessment
                .band
                .queued()
                .then(|| (line.to_owned(), assessment)),
        }
    });
    everyday.collect()
}

/// Counts, and shows the `show` with the highest scores. `labelled`: the labelled posts, for the
/// figures over both.
pub fn measure_background(
    everyday: Vec<EverydayPost>,
    labelled: &[Judged],
    show: usize,
) -> BackgroundFigures {
    let posts = everyday.len();
    let high = everyday.iter().filter(|one| one.band == Band::High).count();
    let neutral = everyday.iter().map(|one| Judged {
        score: one.score,
        partisan: false,
    });
    let together: Vec<Judged> = labelled.iter().copied().chain(neutral).collect();
    let with_line = |one: EverydayPost| {
        let (text, assessment) = one.queued?;
        Some((one.line, text, assessment))
    };
    let mut alarms: Vec<_> = everyday.into_iter().filter_map(with_line).collect();
    let queued = alarms.len();
    alarms.sort_by(|(.., left), (.., right)| right.score.total_cmp(&left.score));
    alarms.truncate(show);
    BackgroundFigures {
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
