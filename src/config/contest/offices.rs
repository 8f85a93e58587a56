//! Public offices that contestants hold.

use std::ops::Range;

use crate::config::diagnostics::Findings;
use crate::config::reader::{Keys, Placed};
use crate::model::{Contest, ContestantKind, Office};

use super::read::{ContestDraft, DraftContestant, KINDS};
use super::words::bare;

/// Reads the offices of a contestant, with their places.
pub(super) fn read(keys: &Keys<'_, '_>, findings: &Findings<'_>) -> Vec<(Office, Range<usize>)> {
    // What packs said before an office had a name and days.
    if keys.boolean("incumbent").is_some() {
        let hint = "write [[contestant.offices]] with office, region, since and until";
        let message = "incumbent is not read any more";
        findings.warning(keys.place(), message.to_owned(), hint.to_owned());
    }
    let sections = keys.sections("offices").into_iter();
    sections.filter_map(office).collect()
}

fn office(keys: Keys<'_, '_>) -> Option<(Office, Range<usize>)> {
    keys.require("office", "\"Bupati Sukaraja\"");
    keys.require("region", "\"32.04\"");
    keys.require("since", "2021-02-26");
    let title = keys.string("office").map(Placed::into_inner);
    let region = keys.region("region");
    let since = keys.date("since").map(Placed::into_inner);
    let until = keys.date("until").map(Placed::into_inner);
    let holder = keys.strings("holder").into_iter();
    let holder = holder.map(Placed::into_inner).collect();
    let place = keys.place().clone();
    keys.finish();
    let office = Office {
        title: title?,
        region: region?,
        since: since?,
        until,
        holder,
        at_stake: false,
    };
    Some((office, place))
}

/// Which offices are those that the contest is about: of the same region, and called alike
/// (`Wali Kota` as the kind `walikota`, `Wakil Bupati` as `bupati`: pairs stand for both).
pub(super) fn tell_those_at_stake(contest: &mut Contest) {
    let kind = KINDS.iter().find(|(_, kind)| *kind == contest.kind);
    let kind = kind.map_or("", |(name, _)| name);
    let offices = contest
        .contestants
        .iter_mut()
        .flat_map(|one| &mut one.offices);
    for office in offices {
        let called = office.title.replace(' ', "").to_lowercase();
        let called = called.strip_prefix("wakil").unwrap_or(&called);
        office.at_stake = office.region == contest.region && called.starts_with(kind);
    }
}

/// Checks the offices of all contestants.
pub(super) fn check(draft: &ContestDraft, findings: &Findings<'_>) {
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
