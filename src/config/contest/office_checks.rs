//! Offices that nobody could hold as a pack says.

use std::ops::Range;

use crate::config::diagnostics::Findings;
use crate::model::{ContestantKind, Office};

use super::read::{ContestDraft, DraftContestant};
use super::words::bare;

/// Checks the offices of all contestants.
pub(super) fn all(draft: &ContestDraft, findings: &Findings<'_>) {
    for one in &draft.contestants {
        let offices = one.contestant.offices.iter().zip(&one.office_places);
        for (office, place) in offices {
            let problem = ends_first(office).or_else(|| unknown_holder(office, one));
            if let Some((message, hint)) = problem {
                findings.error(place, message, Some(hint.to_owned()));
            }
            not_held(office, draft, place, findings);
        }
    }
}

fn ends_first(office: &Office) -> Option<(String, &'static str)> {
    let (title, since) = (&office.title, office.since);
    let until = office.until.filter(|until| *until < since)?;
    let message = format!("{title:?} ends ({until}) before it begins ({since})");
    Some((message, "since is the first day in office, until the last"))
}

/// No mistake, but of no use: posts of other days are not about the contest.
fn not_held(office: &Office, draft: &ContestDraft, place: &Range<usize>, findings: &Findings<'_>) {
    let days = draft.days();
    if !office.is_held(days) {
        let message = format!(
            "{:?} is held on no day of the contest ({} to {})",
            office.title, days.from, days.to
        );
        let hint = "leave it out: only offices held while the contest lasts count";
        findings.warning(place, message, hint.to_owned());
    }
}

fn unknown_holder(office: &Office, one: &DraftContestant) -> Option<(String, &'static str)> {
    let contestant = &one.contestant;
    if contestant.kind != ContestantKind::Pair {
        let message = format!(
            "{} is nobody who could be {:?}",
            contestant.label, office.title
        );
        return Some((message, "give offices to pairs and single candidates only"));
    }
    let unnamed = |word: &&String| {
        let word = bare(word);
        let mut entries = contestant.entries.iter();
        word.is_empty() || !entries.any(|entry| bare(&entry.form).contains(&word))
    };
    let unknown = office.holder.iter().find(unnamed)?;
    let message = format!("no word of {} holds {unknown:?}", contestant.label);
    Some((
        message,
        "holder has words out of the names of whoever holds the office",
    ))
}
