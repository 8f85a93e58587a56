//! Forms that can never be found in a post, or never as they are written.

use super::form::{Crossing, Form};
use super::{CueWords, Pack};
use crate::config::lexicon::PlacedCue;
use crate::config::{Diagnostic, FilePlace};
use crate::model::CueKind;

/// Names shorter than this are not looked for without the spaces between their words.
const SHORTEST_JOINED: usize = 6;

/// Dead forms of the lexicon.
pub(super) fn cues(cues: &[PlacedCue]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for placed in cues {
        for (text, place) in placed.cue.forms.iter().zip(&placed.forms) {
            found.extend(cue(text, place));
        }
        found.extend(unread_blocks(placed));
    }
    found
}

/// Forms that hold a shorter form of the same entry and bring nothing of their own: wherever
/// they stand, the entry fires already. One finding an entry.
pub(super) fn superfluous(words: &CueWords<'_>) -> Vec<Diagnostic> {
    let candidates = words.cues.iter();
    candidates
        .filter(|placed| !weighs_length(placed.cue.kind))
        .filter_map(|placed| superfluous_in(placed, words))
        .collect()
}

fn superfluous_in(placed: &PlacedCue, words: &CueWords<'_>) -> Option<Diagnostic> {
    let forms = placed.cue.forms.iter().zip(&placed.forms);
    let idle: Vec<_> = forms
        .filter(|(text, _)| brings_nothing(placed, text, words))
        .collect();
    let (_, place) = idle.first()?;
    let told: Vec<String> = idle.iter().map(|(text, _)| format!("{text:?}")).collect();
    let message = format!(
        "{} fires without {}: a shorter form of it stands inside",
        placed.cue.id,
        told.join(", ")
    );
    Some(place.warning(message, "take out what no reader needs to see marked"))
}

fn brings_nothing(placed: &PlacedCue, text: &str, words: &CueWords<'_>) -> bool {
    let form = Form::of(text);
    let whole = form.words();
    let (mut own, mut foreign) = (false, false);
    for run in form.runs().filter(|run| *run != whole) {
        for cue in words.of(&run) {
            let same = cue.entry.cue.id == placed.cue.id;
            own |= same;
            foreign |= !same; // The longer form keeps that cue from firing.
        }
    }
    own && !foreign
}

/// Kinds for which it matters where a form begins and ends: a lone verb may be somebody else's
/// deed, a trap takes away what it covers, the others work on what stands next to them.
fn weighs_length(kind: CueKind) -> bool {
    use CueKind::{Attend, Call, Honorific, Invite, Negation, Relative, Support, Trap};
    matches!(
        kind,
        Attend | Call | Honorific | Invite | Negation | Relative | Support | Trap
    )
}

fn cue(text: &str, place: &FilePlace) -> Option<Diagnostic> {
    let form = Form::of(text);
    if let Some(found) = nothing(text, &form, place) {
        return Some(found);
    }
    if form.crossing_of_words() != Crossing::None {
        let message = format!(
            "{text:?} holds a word that opens a new clause, and cues are found within one clause: it never matches"
        );
        return Some(place.error(message, "end it before that word, or begin with it"));
    }
    crossed(text, &form, place, Crossing::Clause)
}

/// Dead forms of contestants.
pub(super) fn targets(pack: &Pack) -> Vec<Diagnostic> {
    let target = |target: super::Target<'_>| {
        let form = Form::of(&target.entry.form);
        let (text, place) = (&target.entry.form, target.place);
        nothing(text, &form, place).or_else(|| {
            let joined = form.joined().len() >= SHORTEST_JOINED;
            crossed(text, &form, place, Crossing::Sentence).filter(|_| !joined)
        })
    };
    pack.targets().filter_map(target).collect()
}

fn nothing(text: &str, form: &Form, place: &FilePlace) -> Option<Diagnostic> {
    if form.is_linked() {
        let message = format!("{text:?} holds a link, and links are never matched");
        return Some(place.error(message, "write the words of the link, or leave it out"));
    }
    let blank = text.trim().is_empty(); // The loaders have said so.
    (form.is_empty() && !blank).then(|| {
        let message = format!("nothing is left of {text:?} once folded: it never matches");
        place.error(message, "write words or an emoji")
    })
}

fn crossed(text: &str, form: &Form, place: &FilePlace, from: Crossing) -> Option<Diagnostic> {
    let end = match form.crossing() {
        Crossing::Sentence => "a sentence",
        Crossing::Clause => "a clause",
        Crossing::None => return None,
    };
    (form.crossing() >= from).then(|| {
        let words = form.words();
        let message = format!("{text:?} never matches as written, because a sign in it ends {end}; only {words:?} does");
        place.warning(message, format!("write {words:?}, or its parts"))
    })
}

fn unread_blocks(placed: &PlacedCue) -> Option<Diagnostic> {
    let place = placed
        .blocks
        .first()
        .filter(|_| placed.cue.kind != CueKind::Trap)?;
    let message = format!("{} has blocks, which only traps use", placed.cue.id);
    Some(place.error(message, "make it a trap, or take blocks out"))
}
