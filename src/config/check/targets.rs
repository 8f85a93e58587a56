//! Words of contestants that are words of the lexicon too, and which of the two wins.

use std::collections::BTreeSet;

use super::clashes::name;
use super::{CueForm, CueWords, Form, Pack, Target};
use crate::config::Diagnostic;
use crate::model::CueKind;

/// Every form that is a cue as well, told at the form. A trap of the same words wins always;
/// every other cue loses where the form stands for its contestant.
pub(super) fn that_are_cues(pack: &Pack, words: &CueWords<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for target in pack.targets() {
        let cues = words.of(&Form::of(&target.entry.form).words());
        found.extend(match trap_among(cues) {
            Some(trap) => Some(trapped(target, trap)),
            None => cues.first().map(|_| shared(target, cues)),
        });
    }
    found
}

/// The same for open packs, told at the cue.
pub(super) fn of_open_packs(words: &CueWords<'_>, packs: &[Pack]) -> Vec<Diagnostic> {
    let open = packs.iter().filter(|pack| !pack.contest.closed);
    let mut found = Vec::new();
    let mut told = BTreeSet::new();
    for target in open.flat_map(Pack::targets) {
        for cue in words.of(&Form::of(&target.entry.form).words()) {
            if told.insert((cue.place, &target.contest.id, &target.contestant.id)) {
                found.push(taken(cue, target));
            }
        }
    }
    found
}

fn trap_among<'f, 'c>(cues: &'f [CueForm<'c>]) -> Option<&'f CueForm<'c>> {
    let mut cues = cues.iter();
    cues.find(|cue| cue.entry.cue.kind == CueKind::Trap)
}

fn trapped(target: Target<'_>, trap: &CueForm<'_>) -> Diagnostic {
    let (form, id, place) = (&target.entry.form, &trap.entry.cue.id, trap.place);
    let label = &target.contestant.label;
    let message = format!(
        "{form:?} is the trap {id} too ({place}), and the trap wins: it never stands for {label}"
    );
    let hint = "take it out here, or make the trap longer";
    if target.contest.closed {
        target.place.warning(message, hint)
    } else {
        target.place.error(message, hint)
    }
}

fn taken(cue: &CueForm<'_>, target: Target<'_>) -> Diagnostic {
    let (text, label, place) = (cue.text, &target.contestant.label, target.place);
    let message = format!("{text:?} stands for {label} too ({place})");
    if cue.entry.cue.kind == CueKind::Trap {
        let message = format!("{message}, and the trap wins: it never does");
        return cue
            .place
            .error(message, "make the trap longer, or take it out of the pack");
    }
    let message = if target.entry.needs_company {
        format!("{message}: in company the contestant wins, elsewhere this cue counts")
    } else {
        format!("{message}, and the contestant wins: this cue is silent in that contest")
    };
    let hint = "leave it so if that is meant, or take it out of one of the two";
    cue.place.warning(message, hint)
}

fn shared(target: Target<'_>, cues: &[CueForm<'_>]) -> Diagnostic {
    let told = |cue: &CueForm<'_>| {
        let cue_read = &cue.entry.cue;
        format!("{} in {} ({})", name(cue_read.kind), cue_read.id, cue.place)
    };
    let cues: Vec<String> = cues.iter().map(told).collect();
    let (form, cues) = (&target.entry.form, cues.join(" and "));
    let label = &target.contestant.label;
    let (winner, hint) = if target.entry.needs_company {
        (
            format!("in company the form wins and stands for {label}, elsewhere the cue counts"),
            "leave it so if that is meant, or take it out of one of the two",
        )
    } else {
        (
            format!("the form wins, so the cue is silent wherever {label} stands for election"),
            "say needs_company = true, or take it out of the lexicon",
        )
    };
    let message = format!("{form:?} is {cues} too: {winner}");
    target.place.warning(message, hint)
}
