//! The same words in two entries of the lexicon.

use super::pull::{Conflict, Pull, conflict, of};
use super::{CueForm, CueWords};
use crate::config::Diagnostic;
use crate::model::CueKind;

/// Every form that clashes with an earlier one.
pub(super) fn all(words: &CueWords<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for forms in words.by_words.values() {
        for (index, later) in forms.iter().enumerate() {
            let mut earlier = forms[..index].iter();
            found.extend(earlier.find_map(|earlier| clash(earlier, later)));
        }
    }
    found
}

fn clash(earlier: &CueForm<'_>, later: &CueForm<'_>) -> Option<Diagnostic> {
    let (one, other) = (&earlier.entry.cue, &later.entry.cue);
    if one.kind != other.kind {
        return unlike(earlier, later);
    }
    if earlier.text == later.text {
        return None; // The loader has said so.
    }
    let (text, was, place) = (later.text, earlier.text, earlier.place);
    if one.id == other.id {
        let message = format!("{text:?} is the same as {was:?} of this entry once folded");
        return Some(later.place.warning(
            message,
            "capitals, signs and accents make no difference; keep one",
        ));
    }
    let kind = name(one.kind);
    let message = format!(
        "{text:?} stands twice among {kind}: as {was:?} in {} ({place}); both would count",
        one.id
    );
    let hint = "keep it in one of the two entries";
    // Two languages may spell one word apart, and each has its own file and keeper.
    if one.language == other.language {
        Some(later.place.error(message, hint))
    } else {
        Some(later.place.warning(message, hint))
    }
}

fn unlike(earlier: &CueForm<'_>, later: &CueForm<'_>) -> Option<Diagnostic> {
    let (one, other) = (&earlier.entry.cue, &later.entry.cue);
    let told = format!(
        "{:?} is {} here and {} in {} ({})",
        later.text,
        name(other.kind),
        name(one.kind),
        one.id,
        earlier.place
    );
    match conflict(one.kind, other.kind) {
        Some(Conflict::Contrary(why)) => {
            let hint = "keep it in one of the two entries, or write longer forms that are plain";
            Some(later.place.error(format!("{told}: {why}"), hint))
        }
        Some(Conflict::Weakening(why)) => {
            let hint = "keep it in one of the two entries, unless that is meant";
            Some(later.place.warning(format!("{told}: {why}"), hint))
        }
        None if speaks(one.kind) && speaks(other.kind) => {
            let hint = "keep it in one of the two entries";
            Some(
                later
                    .place
                    .warning(format!("{told}: the same words would count twice"), hint),
            )
        }
        None => None,
    }
}

fn speaks(kind: CueKind) -> bool {
    matches!(of(kind), Pull::For | Pull::Against | Pull::Excuse)
}

/// The name of a kind in files.
pub(super) fn name(kind: CueKind) -> &'static str {
    let known = CueKind::ALL.iter().find(|(_, known)| *known == kind);
    known.map_or("", |(name, _)| name)
}
