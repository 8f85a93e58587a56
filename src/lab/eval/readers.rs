//! What two readers, who saw neither score nor signal, said of everyday posts.
//!
//! A line a post, parted by tabs: the line of the text, the first digits of its SHA-256, the label of
//! each reader (`E` endorsement, `P` party promotion, `A` attack, `I` invitation, `N` neutral; `?`
//! where he was unsure), and the contests whose pack queued the post when they read it, parted by
//! commas, or `-`.

use std::collections::BTreeMap;

use crate::lab::LabError;
use crate::lab::labelled::{is_digest_of, is_partisan};

/// What the two readers make of a post together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadersVerdict {
    /// Both: neutral.
    Neutral,
    /// One of each.
    Disputed,
    /// Both: partisan.
    Partisan,
}

/// A post that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TwiceReadLine {
    /// What the readers make of it.
    pub verdict: ReadersVerdict,
    /// Contests whose pack queued it when it was read.
    pub queued_by: Vec<String>,
}

/// The posts that were read, by their line, from 1.
pub type TwiceReadLines = BTreeMap<usize, TwiceReadLine>;

/// Parses the labels of `texts`; `file` is what they are called where they are refused.
///
/// # Errors
///
/// A line is no pair of labels, or not of the text that was read.
pub fn parse_readers(file: &str, labels: &str, texts: &str) -> Result<TwiceReadLines, LabError> {
    let texts: Vec<&str> = texts.lines().collect();
    let lines = (1_usize..).zip(labels.lines());
    lines
        .filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
        .map(|(number, line)| {
            read_post(line, &texts).map_err(|problem| LabError::Line {
                file: file.to_owned(),
                line: number,
                problem,
            })
        })
        .collect()
}

fn read_post(line: &str, texts: &[&str]) -> Result<(usize, TwiceReadLine), String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [at, digest, first, second, contests] = fields[..] else {
        return Err("expected line, digest, two labels and contests, parted by tabs".to_owned());
    };
    let place: usize = at
        .parse()
        .map_err(|_| format!("“{at}” is no line number"))?;
    let text = place.checked_sub(1).and_then(|index| texts.get(index));
    let text = text.ok_or_else(|| format!("the everyday posts have no line {place}"))?;
    if !is_digest_of(digest, text) {
        return Err(format!("line {place} is not the one that was read"));
    }
    let verdict = match (is_partisan(first)?, is_partisan(second)?) {
        (false, false) => ReadersVerdict::Neutral,
        (true, true) => ReadersVerdict::Partisan,
        _ => ReadersVerdict::Disputed,
    };
    let contests = contests.split(',').filter(|contest| *contest != "-");
    let queued_by = contests.map(str::to_owned).collect();
    Ok((place, TwiceReadLine { verdict, queued_by }))
}
