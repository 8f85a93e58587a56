//! Needs that nothing can meet, or that are always met.

use super::Pack;
use super::clashes::name;
use crate::config::lexicon::PlacedCue;
use crate::config::{Diagnostic, FilePlace};
use crate::model::{EntryKind, Need};

/// Every need that is idle. Needs for words of packs are looked at only when packs are given.
pub(super) fn all(cues: &[PlacedCue], packs: &[Pack]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for placed in cues {
        for (need, place) in placed.cue.needs.iter().zip(&placed.needs) {
            found.extend(match need {
                Need::Cue(_) => of_cue(placed, *need, place, cues),
                Need::Target | Need::Party => of_pack(placed, *need, place, packs),
            });
        }
    }
    found
}

fn of_cue(
    placed: &PlacedCue,
    need: Need,
    place: &FilePlace,
    cues: &[PlacedCue],
) -> Option<Diagnostic> {
    let Need::Cue(kind) = need else { return None };
    let (id, kind_name) = (&placed.cue.id, name(kind));
    if kind == placed.cue.kind {
        let message = format!("{id} needs {kind_name} and is one itself: the need is always met");
        return Some(place.warning(message, "name another kind, or take the need out"));
    }
    let met = cues.iter().any(|other| other.cue.kind == kind);
    (!met).then(|| {
        let message = format!("{id} needs {kind_name}, and no entry is one: it never counts");
        place.error(
            message,
            format!("add an entry of kind {kind_name:?}, or take the need out"),
        )
    })
}

fn of_pack(
    placed: &PlacedCue,
    need: Need,
    place: &FilePlace,
    packs: &[Pack],
) -> Option<Diagnostic> {
    let (what, kind) = match need {
        Need::Party => ("party", Some(EntryKind::Party)),
        _ => ("target", None),
    };
    let mut targets = packs.iter().flat_map(Pack::targets);
    let met = targets.any(|target| kind.is_none_or(|kind| target.entry.kind == kind));
    (!met && !packs.is_empty()).then(|| {
        let message = format!(
            "{} needs {what}, and no pack has one: it never counts",
            placed.cue.id
        );
        place.warning(message, "add the words to a pack, or take the need out")
    })
}
