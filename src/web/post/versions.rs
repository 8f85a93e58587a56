//! Versions of a post and what changed between them.

use crate::db::item::ReviewItem;
use crate::review::diff::{Change, words};
use crate::web::frame::Frame;
use crate::web::times;

/// One version, newest first on the page.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) number: i64,
    pub(super) seen: String,
    pub(super) edited: Option<String>,
    pub(super) payload: String,
    /// What changed since the version before; empty for the first.
    pub(super) changes: Vec<Piece>,
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
    let zone = times::zone(&item.region);
    let written = |at| times::full(at, zone, frame.language);
    let mut before: Option<&str> = None;
    let mut versions = Vec::new();
    for revision in &item.revisions {
        let changes = before.map_or_else(Vec::new, |old| words(old, &revision.text));
        versions.push(Version {
            number: revision.number,
            seen: written(revision.seen_at),
            edited: revision.edited_at.map(written),
            payload: revision.payload.clone(),
            same_text: before == Some(revision.text.as_str()),
            changes: changes.into_iter().map(piece).collect(),
        });
        before = Some(&revision.text);
    }
    versions.reverse();
    versions
}

fn piece(change: Change) -> Piece {
    let (tag, text) = match change {
        Change::Same(text) => ("", text),
        Change::Removed(text) => ("del", text),
        Change::Added(text) => ("ins", text),
    };
    Piece { tag, text }
}
