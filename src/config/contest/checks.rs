//! What must hold between the parts of a pack.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::config::diagnostics::{Findings, did_you_mean};
use crate::model::{ContestantKind, EntryKind, TargetEntry};

use super::draft::MARK;
use super::read::{ContestDraft, DraftContestant, LISTS};
use super::{office_checks, words};

/// Runs every check.
pub(super) fn all(draft: &ContestDraft, findings: &Findings<'_>) {
    dates(draft, findings);
    contestants(draft, findings);
    office_checks::all(draft, findings);
    for contestant in &draft.contestants {
        for (entry, place) in entries(contestant) {
            form(entry, place, findings);
            company(entry, place, findings);
            validity(entry, place, draft, findings);
        }
        repeated(contestant, findings);
    }
    contested(draft, findings);
    balance(draft, findings);
}

/// What `contest new` left to be filled in and is still marked so.
pub(super) fn unfilled(text: &str, findings: &Findings<'_>) {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().strip_prefix("# ");
        if let Some(rest) = comment.and_then(|comment| comment.strip_prefix(MARK)) {
            let message = format!("still to fill in: {}", rest.trim());
            let hint = "fill it in and take the line out".to_owned();
            findings.warning(&(from..from + line.len()), message, hint);
        }
        from += line.len();
    }
}

fn entries(
    contestant: &DraftContestant,
) -> impl Iterator<Item = (&TargetEntry, &Range<usize>)> + '_ {
    let entries = contestant.contestant.entries.iter();
    entries.zip(&contestant.entry_places)
}

fn dates(draft: &ContestDraft, findings: &Findings<'_>) {
    let calendar = draft.calendar();
    let mut steps = vec![
        ("opens", calendar.opens),
        ("determination", calendar.determination),
        ("the first day of campaign", calendar.campaign.from),
        ("the last day of campaign", calendar.campaign.to),
    ];
    if let Some(quiet) = calendar.quiet {
        steps.push(("the first day of quiet", quiet.from));
        steps.push(("the last day of quiet", quiet.to));
    }
    steps.push(("vote", calendar.vote));
    steps.push(("ends", calendar.ends));
    for pair in steps.windows(2) {
        let ((earlier, first), (later, second)) = (pair[0], pair[1]);
        if first > second {
            let message = format!("{later} ({second}) is before {earlier} ({first})");
            let hint = "the order is opens, determination, campaign, quiet, vote, ends";
            findings.error(&draft.calendar_place, message, Some(hint.to_owned()));
        }
    }
}

fn contestants(draft: &ContestDraft, findings: &Findings<'_>) {
    let mut ids = HashMap::new();
    let mut numbers = HashMap::new();
    for one in &draft.contestants {
        let label = one.contestant.label.as_str();
        if ids.insert(one.contestant.id.as_str(), label).is_some() {
            let message = format!("the id {:?} is taken", one.contestant.id);
            let hint = "give each contestant its own id".to_owned();
            findings.error(&one.place, message, Some(hint));
        }
        let Some(number) = one.contestant.number else {
            continue;
        };
        if let Some(other) = numbers.insert(number, label) {
            let message = format!("ballot number {number} is taken by {other}");
            let hint = "contests with numbers of their own need packs of their own".to_owned();
            findings.error(&one.number_place, message, Some(hint));
        }
    }
    for one in &draft.contestants {
        for (id, place) in one.contestant.against.iter().zip(&one.against_places) {
            if !ids.contains_key(id.as_str()) {
                let hint = did_you_mean(id, ids.keys().copied());
                findings.error(place, format!("no contestant has the id {id:?}"), hint);
            }
        }
    }
}

fn form(entry: &TargetEntry, place: &Range<usize>, findings: &Findings<'_>) {
    let bare = words::bare(&entry.form);
    let plain_letter = bare.chars().count() == 1 && bare.chars().all(char::is_alphanumeric);
    let problem = if bare.is_empty() {
        Some((
            "nothing is left of this form without signs and spaces",
            "write words or an emoji",
        ))
    } else if plain_letter {
        Some((
            "a single letter or digit is in every post",
            "write the whole word; numbers come from `number`",
        ))
    } else if entry.kind != EntryKind::Hashtag {
        None
    } else if entry.form.contains('#') {
        Some(("hashtags are written without #", "leave out the #"))
    } else if entry.form.contains(char::is_whitespace) {
        Some((
            "a hashtag has no spaces",
            "join the words, or list it under slogans",
        ))
    } else {
        None
    };
    if let Some((problem, hint)) = problem {
        let message = format!("{:?}: {problem}", entry.form);
        findings.error(place, message, Some(hint.to_owned()));
    }
}

fn company(entry: &TargetEntry, place: &Range<usize>, findings: &Findings<'_>) {
    if !entry.needs_company && words::is_everyday(&entry.form, entry.case_sensitive) {
        let message = format!("{:?} is an everyday word", entry.form);
        let hint = format!(
            "write {{ form = {:?}, needs_company = true }}, so that it counts only beside another sign of the contest",
            entry.form
        );
        findings.error(place, message, Some(hint));
    }
}

fn validity(
    entry: &TargetEntry,
    place: &Range<usize>,
    draft: &ContestDraft,
    findings: &Findings<'_>,
) {
    let contest = draft.calendar().opens..=draft.calendar().ends;
    let from = entry.validity.from.unwrap_or(*contest.start());
    let to = entry.validity.to.unwrap_or(*contest.end());
    if from > to || !contest.contains(&from) || !contest.contains(&to) {
        let message = format!(
            "{:?} holds from {from} to {to}, which is not within the contest ({} to {})",
            entry.form,
            contest.start(),
            contest.end()
        );
        let hint = "mend from and to, or the dates of the contest".to_owned();
        findings.error(place, message, Some(hint));
    }
}

fn repeated(contestant: &DraftContestant, findings: &Findings<'_>) {
    let mut seen = HashSet::new();
    for (entry, place) in entries(contestant) {
        let written = if entry.case_sensitive {
            entry.form.clone()
        } else {
            entry.form.to_lowercase()
        };
        if !seen.insert((entry.kind, written, entry.validity.from)) {
            let message = format!("{:?} is listed twice", entry.form);
            let hint = "capitals make no difference; keep one".to_owned();
            findings.error(place, message, Some(hint));
        }
    }
}

/// A form that needs no company must point to one contestant only.
fn contested(draft: &ContestDraft, findings: &Findings<'_>) {
    let mut owners: HashMap<String, (&str, &str)> = HashMap::new();
    for one in &draft.contestants {
        let (id, label) = (one.contestant.id.as_str(), one.contestant.label.as_str());
        for (entry, place) in entries(one).filter(|(entry, _)| !entry.needs_company) {
            let bare = words::bare(&entry.form);
            let owner = *owners.entry(bare).or_insert((id, label));
            if owner.0 != id {
                let message = format!("{:?} already means {}", entry.form, owner.1);
                let hint = "give it to one of them, or say needs_company = true at both";
                findings.error(place, message, Some(hint.to_owned()));
            }
        }
    }
}

/// Words of a kind for one contestant and none for another make the scores uneven. Mocking names
/// are left to [`crate::config::check`], which does not take `none_known` for an answer.
fn balance(draft: &ContestDraft, findings: &Findings<'_>) {
    let weighed = LISTS
        .into_iter()
        .filter(|(_, kind)| *kind != EntryKind::Mocking);
    for (list, kind) in weighed {
        for group in [ContestantKind::Pair, ContestantKind::Party] {
            let members = draft.contestants.iter();
            let members: Vec<_> = members.filter(|one| one.contestant.kind == group).collect();
            let rich = members.iter().find(|one| has(one, kind));
            for poor in members.iter().filter(|one| !has(one, kind)) {
                let Some(rich) = rich.filter(|_| !poor.none_known.contains(&kind)) else {
                    continue;
                };
                let message = format!(
                    "{} has no {list}, {} has",
                    poor.contestant.label, rich.contestant.label
                );
                let hint = format!("look for some, or say none_known = [\"{list}\"]");
                findings.warning(&poor.place, message, hint);
            }
        }
    }
}

fn has(contestant: &DraftContestant, kind: EntryKind) -> bool {
    let mut entries = contestant.contestant.entries.iter();
    entries.any(|entry| entry.kind == kind)
}
