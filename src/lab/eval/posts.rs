//! Labelled posts: read, and scored.

use serde::Deserialize;

use crate::lab::{Gold, LabError, bare_subject};
use crate::model::Assessment;
use crate::score::Scorer;
use crate::score::metrics::Judged;

/// One labelled post.
#[derive(Debug, Deserialize)]
pub struct LabelledPost {
    /// Its name in the file, whatever that is.
    #[serde(default)]
    pub id: serde_json::Value,
    /// Its words.
    pub text: String,
    /// Its label.
    pub gold: Gold,
    /// A second reader might label it otherwise.
    #[serde(default)]
    pub uncertain: bool,
    /// Which kind of partisanship it is.
    pub gold_kind: Option<String>,
    /// Which part of a stratified sample it is from.
    pub stratum: Option<String>,
}

/// A labelled post with the word of the scorer.
#[derive(Debug)]
pub struct ScoredPost {
    /// The post.
    pub post: LabelledPost,
    /// The word of the scorer.
    pub assessment: Assessment,
}

impl ScoredPost {
    /// Whether people call it partisan.
    pub fn is_partisan(&self) -> bool {
        self.post.gold == Gold::Partisan
    }

    /// Whether reviewers get it.
    pub fn is_queued(&self) -> bool {
        self.assessment.band.queued()
    }

    /// Its score beside its label.
    pub fn judged(&self) -> Judged {
        Judged {
            score: self.assessment.score,
            partisan: self.is_partisan(),
        }
    }

    /// As reviewers see it: a post whose band keeps it out of the queue has no score for them.
    pub fn shown(&self) -> Judged {
        let score = if self.is_queued() {
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

/// The labelled posts of a file of JSON Lines, called `file` where it is refused. Lines that are
/// no such post go to `skipped`, with their number and what is wrong.
///
/// # Errors
///
/// There is no post in it.
pub fn parse_labelled_posts(
    file: &str,
    text: &str,
    mut skipped: impl FnMut(usize, &serde_json::Error),
) -> Result<Vec<LabelledPost>, LabError> {
    let mut posts = Vec::new();
    for (number, line) in (1_usize..).zip(text.lines()) {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(post) => posts.push(post),
            Err(error) => skipped(number, &error),
        }
    }
    if posts.is_empty() {
        return Err(LabError::NoLabelledPosts(file.to_owned()));
    }
    Ok(posts)
}

/// Scores labelled posts.
pub fn score_posts(scorer: &Scorer, posts: Vec<LabelledPost>) -> Vec<ScoredPost> {
    let with_assessment = posts.into_iter().map(|post| ScoredPost {
        assessment: assess_text(scorer, &post.text),
        post,
    });
    with_assessment.collect()
}

/// Scores a text as a person's own post inside the campaign.
pub(super) fn assess_text(scorer: &Scorer, text: &str) -> Assessment {
    scorer.assess(&bare_subject(text))
}
