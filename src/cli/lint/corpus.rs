//! Posts from a file, judged or not.

use std::fs;
use std::path::Path;

use serde::Deserialize;

use super::talk;
use crate::cli::Refused;
use crate::cli::scoring::Gold;

/// A post of the corpus.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Post {
    pub(super) text: String,
    pub(super) gold: Option<Gold>,
}

/// Reads plain text, one post a line, or JSON Lines when the first post begins with a brace.
pub(super) fn read(file: &Path) -> Result<Vec<Post>, Refused> {
    let name = file.display();
    let text = fs::read_to_string(file)
        .map_err(|error| Refused(format!("{name} cannot be read: {error}; check --corpus")))?;
    let lines = (1_usize..).zip(text.lines());
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    let posts: Vec<Post> = if text.trim_start().starts_with('{') {
        lines
            .filter_map(|(number, line)| object(&name, number, line))
            .collect()
    } else {
        lines.map(|(_, line)| plain(line)).collect()
    };
    if posts.is_empty() {
        let hint = "write posts one a line, or {\"text\": …} a line";
        return Err(Refused(format!("{name} holds no posts; {hint}")));
    }
    Ok(posts)
}

fn plain(line: &str) -> Post {
    Post {
        text: line.to_owned(),
        gold: None,
    }
}

fn object(file: &impl std::fmt::Display, number: usize, line: &str) -> Option<Post> {
    let read = serde_json::from_str(line);
    read.map_err(|error| talk(&format!("{file}:{number} was skipped: {error}")))
        .ok()
}
