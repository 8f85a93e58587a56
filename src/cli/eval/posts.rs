//! Labelled posts: read, and scored.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::super::Refused;
use super::super::scoring::{Bench, Gold, bare};
use crate::model::Assessment;
use crate::score::metrics::Judged;

/// One labelled post.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    #[serde(default)]
    pub(super) id: serde_json::Value,
    pub(super) text: String,
    pub(super) gold: Gold,
    #[serde(default)]
    pub(super) uncertain: bool,
    pub(super) gold_kind: Option<String>,
    pub(super) stratum: Option<String>,
}

/// A labelled post with the word of the scorer.
#[derive(Debug)]
pub(super) struct Scored {
    pub(super) line: Line,
    pub(super) assessment: Assessment,
}

impl Scored {
    pub(super) fn partisan(&self) -> bool {
        self.line.gold == Gold::Partisan
    }

    pub(super) fn queued(&self) -> bool {
        self.assessment.band.queued()
    }

    pub(super) fn judged(&self) -> Judged {
        Judged {
            score: self.assessment.score,
            partisan: self.partisan(),
        }
    }

    /// As reviewers see it: a post whose band keeps it out of the queue has no score for them.
    pub(super) fn shown(&self) -> Judged {
        let score = if self.queued() {
            self.assessment.score
        } else {
            0.0
        };
        Judged {
            score,
            ..self.judged()
        }
    }
}

/// The whole file; bytes that are no UTF-8 become replacement characters.
pub(super) fn read(file: &Path) -> Result<String, Refused> {
    let bytes = fs::read(file)
        .map_err(|error| Refused(format!("{} cannot be read: {error}", file.display())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The labelled posts of a file, and how many lines were skipped.
pub(super) fn read_lines(file: &Path) -> Result<(Vec<Line>, usize), Refused> {
    let text = read(file)?;
    let mut lines = Vec::new();
    let mut skipped = 0;
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(line) => lines.push(line),
            Err(error) => {
                skipped += 1;
                tracing::warn!(line = number, "line {number} was skipped: {error}");
            }
        }
    }
    if lines.is_empty() {
        let hint = "expected lines of {\"id\", \"text\", \"gold\": \"partisan\" or \"neutral\"}";
        let message = format!("{} has no labelled posts; {hint}", file.display());
        return Err(Refused(message));
    }
    Ok((lines, skipped))
}

/// Scores labelled posts.
pub(super) fn score(bench: &Bench, lines: Vec<Line>) -> Vec<Scored> {
    let scored = lines.into_iter().map(|line| Scored {
        assessment: assess(bench, &line.text),
        line,
    });
    scored.collect()
}

/// Scores a text as a person's own post inside the campaign.
pub(super) fn assess(bench: &Bench, text: &str) -> Assessment {
    bench.scorer.assess(&bare(text))
}
