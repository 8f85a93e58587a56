//! The same words for two contestants, in one pack or in two.

use std::collections::{BTreeMap, BTreeSet};

use super::{Form, Pack, Target};
use crate::config::Diagnostic;
use crate::model::{Contest, ContestantKind, EntryKind};

type ByWords<'p> = BTreeMap<String, Vec<Target<'p>>>;

/// Words that two contestants of one contest share, at least one of them without company.
pub(super) fn within(pack: &Pack) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for targets in by_words(pack).values() {
        for (index, later) in targets.iter().enumerate() {
            let mut earlier = targets[..index].iter();
            found.extend(earlier.find_map(|earlier| shared(earlier, later)));
        }
    }
    found
}

fn by_words(pack: &Pack) -> ByWords<'_> {
    let mut by_words = ByWords::new();
    for target in pack.targets() {
        let words = Form::of(&target.entry.form).words();
        by_words.entry(words).or_default().push(target);
    }
    by_words
}

fn shared(earlier: &Target<'_>, later: &Target<'_>) -> Option<Diagnostic> {
    let both_in_company = earlier.entry.needs_company && later.entry.needs_company;
    if earlier.contestant.id == later.contestant.id
        || both_in_company
        || spelt_apart(earlier, later)
    {
        return None;
    }
    let (form, was) = (&later.entry.form, &earlier.entry.form);
    let (label, place) = (&earlier.contestant.label, earlier.place);
    let message = format!("{form:?} means {label} too, as {was:?} ({place})");
    if earlier.entry.needs_company || later.entry.needs_company {
        let message = format!("{message}, and only one of the two needs company");
        return Some(
            later
                .place
                .warning(message, "say needs_company = true at both"),
        );
    }
    let hint = "give it to one of them, or say needs_company = true at both";
    Some(later.place.error(message, hint))
}

/// Capitals tell them apart: `AMIN` and `Amin`.
fn spelt_apart(one: &Target<'_>, other: &Target<'_>) -> bool {
    one.entry.case_sensitive && other.entry.case_sensitive && one.entry.form != other.entry.form
}

/// Packs with one id, and words that stand for one contestant in this pack and for another in
/// that one, where people of one region vote in both at the same time.
pub(super) fn between(packs: &[Pack]) -> Vec<Diagnostic> {
    let words: Vec<ByWords<'_>> = packs.iter().map(by_words).collect();
    let mut found = Vec::new();
    for (index, (pack, mine)) in packs.iter().zip(&words).enumerate() {
        for (other, theirs) in packs[..index].iter().zip(&words) {
            found.extend(one_id(other, pack));
            if meet(&other.contest, &pack.contest) {
                found.extend(claimed_twice(theirs, mine));
            }
        }
    }
    found
}

fn one_id(earlier: &Pack, later: &Pack) -> Option<Diagnostic> {
    let (first, second) = (earlier.places.first()?, later.places.first()?);
    let id = &later.contest.id;
    (earlier.contest.id == *id).then(|| {
        let message = format!("the id {id:?} is that of {} too", first.contestant.file);
        let file = second.contestant.file.clone();
        Diagnostic::of_file(file, message).with_hint("give each contest its own id")
    })
}

/// Whether somebody may vote in both on the same stage.
fn meet(one: &Contest, other: &Contest) -> bool {
    let region = one.region.contains(&other.region) || other.region.contains(&one.region);
    let (first, second) = (&one.calendar, &other.calendar);
    region && first.opens <= second.ends && second.opens <= first.ends
}

/// One finding for two packs, at the first form that they share.
fn claimed_twice(theirs: &ByWords<'_>, mine: &ByWords<'_>) -> Option<Diagnostic> {
    let pairs = claims(theirs, mine);
    let (first, other) = pairs.first()?;
    let told = pairs.iter().map(|(one, other)| {
        let (form, label, line) = (&one.entry.form, &other.contestant.label, other.place.line);
        format!("{form:?} means {label} (line {line})")
    });
    let told: Vec<String> = told.collect();
    let (contest, file, told) = (&other.contest.id, &other.place.file, told.join(", "));
    let message = format!("in {contest} ({file}), of the same region and time, {told}");
    let hint = "say needs_company = true at both, or give each to one of them";
    Some(first.place.warning(message, hint))
}

/// Forms without company that mean different people, mine first, in the order of my file.
fn claims<'p>(theirs: &ByWords<'p>, mine: &ByWords<'p>) -> Vec<(Target<'p>, Target<'p>)> {
    let plain = |target: &&Target<'_>| !target.entry.needs_company;
    let mut pairs = Vec::new();
    for (words, targets) in mine {
        let others = theirs.get(words).into_iter().flatten();
        let pair = targets
            .iter()
            .find(plain)
            .zip(others.into_iter().find(plain));
        let apart = pair.filter(|(one, other)| !kin(one, other) && !spelt_apart(one, other));
        pairs.extend(apart.map(|(one, other)| (*one, *other)));
    }
    pairs.sort_by_key(|(one, _)| one.place);
    pairs
}

/// Whether both are the same people: a party on two ballots, a party behind a pair, or
/// contestants that share a full name.
fn kin(one: &Target<'_>, other: &Target<'_>) -> bool {
    let party = |target: &Target<'_>| {
        target.entry.kind == EntryKind::Party || target.contestant.kind == ContestantKind::Party
    };
    let shared = names(one).intersection(&names(other)).next().is_some();
    shared || (party(one) && party(other))
}

fn names(target: &Target<'_>) -> BTreeSet<String> {
    let entries = target.contestant.entries.iter();
    let named = entries.filter(|entry| entry.kind == EntryKind::Name);
    named.map(|entry| Form::of(&entry.form).words()).collect()
}
