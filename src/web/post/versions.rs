//! Versions of a post and what changed between them.

use crate::db::post::{ReviewItem, Revision};
use crate::db::revision::RevisionCause;
use crate::review::diff::{TextChange, words};
use crate::web::frame::Frame;
use crate::web::times;

/// One version, newest first on the page.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) number: u32,
    pub(super) seen: String,
    pub(super) edited: Option<String>,
    pub(super) payload: String,
    /// What changed since the version before; empty for the first.
    pub(super) changes: Vec<Piece>,
    /// What must be known before anybody says that the author changed it.
    pub(super) note: Option<&'static str>,
    /// Whether only media, links or context changed.
    pub(super) same_text: bool,
}

/// A stretch of a comparison.
#[derive(Debug)]
pub(super) struct Piece {
    /// `ins`, `del` or empty.
    pub(super) tag: &'static str,
    pub(super) text: String,
}

/// All versions, newest first.
pub(super) fn all(item: &ReviewItem, frame: &Frame) -> Vec<Version> {
    let zone = item.post.region.time_zone();
    let written = |at| times::full(at, zone, frame.language);
    let mut before: Option<&str> = None;
    let mut versions = Vec::new();
    for revision in &item.revisions {
        let said = &revision.said;
        let changes = before.map_or_else(Vec::new, |old| words(old, &said.text));
        versions.push(Version {
            number: said.number,
            seen: written(said.seen_at),
            edited: said.edited_at.map(written),
            note: note(said, frame),
            payload: revision.payload.to_string(),
            same_text: before == Some(said.text.as_str()),
            changes: changes.into_iter().map(piece).collect(),
        });
        before = Some(&said.text);
    }
    versions.reverse();
    versions
}

fn note(said: &Revision, frame: &Frame) -> Option<&'static str> {
    match said.cause {
        RevisionCause::Reading => Some(frame.text.read_otherwise),
        RevisionCause::Author if said.excerpt => Some(frame.text.excerpt),
        RevisionCause::Author => None,
    }
}

fn piece(change: TextChange) -> Piece {
    let (tag, text) = match change {
        TextChange::Same(text) => ("", text),
        TextChange::Removed(text) => ("del", text),
        TextChange::Added(text) => ("ins", text),
    };
    Piece { tag, text }
}
