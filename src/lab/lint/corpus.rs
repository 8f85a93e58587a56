//! Posts to try words on, judged or not.

use serde::Deserialize;

use crate::lab::{Gold, LabError};

/// A post of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CorpusPost {
    /// Its words.
    pub text: String,
    /// What somebody said of it.
    pub gold: Option<Gold>,
}

/// Reads plain text, one post a line, or JSON Lines when the first post begins with a brace.
/// The file is called `file` where it is refused. Objects that are no post go to `skipped`, with
/// the number of their line and what is wrong.
///
/// # Errors
///
/// There is no post in it.
pub fn parse_corpus(
    file: &str,
    text: &str,
    mut skipped: impl FnMut(usize, &serde_json::Error),
) -> Result<Vec<CorpusPost>, LabError> {
    let lines = (1_usize..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let posts: Vec<CorpusPost> = if text.trim_start().starts_with('{') {
        let objects = lines.filter_map(|(number, line)| {
            let read = serde_json::from_str(line);
            read.map_err(|error| skipped(number, &error)).ok()
        });
        objects.collect()
    } else {
        lines.map(|(_, line)| plain(line)).collect()
    };
    if posts.is_empty() {
        return Err(LabError::NoPosts(file.to_owned()));
    }
    Ok(posts)
}

fn plain(line: &str) -> CorpusPost {
    CorpusPost {
        text: line.to_owned(),
        gold: None,
    }
}
