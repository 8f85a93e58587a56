//! Slogans and hashtags around the name of whose they are (`Bagas for bupati`, `#BANUMenang`): what
//! campaigns for one with his name in it campaigns for every other with theirs, whether a pack
//! lists it or not. Each is a pattern for all contestants of its contest; a slogan that adds nothing
//! to the name but a call of the lexicon (`dukung BANU`) is none: the rules read it for everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::compile::joined;
use super::twin::run_together;
use crate::model::{Contest, Contestant, CueKind, EntryKind, Lexicon, TargetEntry};

/// A slogan or hashtag with the name in it.
struct Pattern<'c> {
    whose: &'c Contestant,
    entry: &'c TargetEntry,
    name: &'c TargetEntry,
    place: Range<usize>,
}

/// The contests with all patterns filled in for each of their contestants. They come first among
/// the words of each, in the same order, so that who is looked up for another finds the same.
pub(super) fn shared(contests: &[Contest], lexicon: &Lexicon) -> Vec<Contest> {
    let calls = lexicon.cues.iter();
    let calls = calls.filter(|cue| matches!(cue.kind, CueKind::Call | CueKind::Support));
    let calls = calls.flat_map(|cue| &cue.forms);
    let calls: BTreeSet<String> = calls.map(|form| joined(form)).collect();
    let filled = contests.iter().map(|contest| {
        let contest = without_calls(contest, &calls);
        let patterns = patterns(&contest);
        let contestants = contest.contestants.iter();
        let contestants = contestants.map(|one| filled(one, &patterns)).collect();
        Contest {
            contestants,
            ..contest
        }
    });
    filled.collect()
}

/// A contest without slogans that are a name and a call.
fn without_calls(contest: &Contest, calls: &BTreeSet<String>) -> Contest {
    let mut contest = contest.clone();
    for one in &mut contest.contestants {
        let calls =
            |entry: &TargetEntry| pattern(one, entry).is_some_and(|pattern| pattern.is_call(calls));
        let kept = one.entries.iter().filter(|entry| !calls(entry));
        one.entries = kept.cloned().collect();
    }
    contest
}

/// The patterns of a contest that can be filled in for all who have names, each once.
fn patterns(contest: &Contest) -> Vec<Pattern<'_>> {
    let owns: Vec<Own<'_>> = contest.contestants.iter().map(own).collect();
    let mut known: BTreeSet<(EntryKind, String)> = BTreeSet::new();
    let mut patterns = Vec::new();
    for whose in &contest.contestants {
        let found = whose
            .entries
            .iter()
            .filter_map(|entry| pattern(whose, entry));
        for pattern in found {
            let others = contest.contestants.iter().zip(&owns);
            let others = others.filter(|(one, _)| of_shape(one, pattern.name).next().is_some());
            let entries = others.map(|(one, own)| pattern.entry(one, own));
            let entries: Option<Vec<TargetEntry>> = entries.collect();
            let entries = entries.filter(|all| all.iter().all(|one| pattern.is_like(one)));
            if let Some(entries) = entries.filter(|_| !known.contains(&key(pattern.entry))) {
                known.extend(entries.iter().map(key));
                patterns.push(pattern);
            }
        }
    }
    patterns
}

fn key(entry: &TargetEntry) -> (EntryKind, String) {
    (entry.kind, joined(&entry.form))
}

/// The words of a contestant like a name of another: of its kind, and of as many words.
fn of_shape<'c>(one: &'c Contestant, name: &TargetEntry) -> impl Iterator<Item = &'c TargetEntry> {
    let (kind, words) = (name.kind, words(&name.form));
    let entries = one.entries.iter();
    entries.filter(move |entry| entry.kind == kind && self::words(&entry.form) == words)
}

fn words(form: &str) -> usize {
    let words = form.split(|letter: char| !letter.is_alphanumeric());
    words.filter(|word| !word.is_empty()).count()
}

/// The longest name of a contestant in words that are more than it.
fn pattern<'c>(whose: &'c Contestant, entry: &'c TargetEntry) -> Option<Pattern<'c>> {
    if !matches!(entry.kind, EntryKind::Slogan | EntryKind::Hashtag) {
        return None;
    }
    let names = whose.entries.iter().filter(|name| is_whole_name(name.kind));
    let found = names.filter_map(|name| Some((name, place(entry, name)?)));
    // Of equally long ones the first.
    let (name, place) = found.rev().max_by_key(|(_, place)| place.len())?;
    let pattern = Pattern {
        whose,
        entry,
        name,
        place,
    };
    // A hashtag may be nothing but a name; a slogan that is names.
    let says_more = pattern.place.len() < entry.form.len() || entry.kind == EntryKind::Hashtag;
    says_more.then_some(pattern)
}

fn is_whole_name(kind: EntryKind) -> bool {
    use EntryKind::{Name, Nickname, Pair, Party, ShortName};
    matches!(kind, Name | Nickname | Pair | Party | ShortName)
}

/// Where the name stands as a word of its own, or several.
fn place(entry: &TargetEntry, name: &TargetEntry) -> Option<Range<usize>> {
    if !entry.form.is_ascii() || !name.form.is_ascii() {
        return None;
    }
    let name = written(entry.kind, &name.form).to_ascii_lowercase();
    let form = entry.form.to_ascii_lowercase();
    let found = form.match_indices(&name);
    let mut places = found.map(|(at, name)| at..at + name.len());
    places.find(|place| {
        let bytes = entry.form.as_bytes();
        begins(bytes, place.start) && begins(bytes, place.end)
    })
}

/// As a name is written in words of a kind: run together in hashtags.
fn written(kind: EntryKind, name: &str) -> String {
    match kind {
        EntryKind::Hashtag => run_together(name),
        _ => name.to_owned(),
    }
}

/// Whether a word begins at a place, or none goes on there.
fn begins(form: &[u8], at: usize) -> bool {
    let [before, here] = [at.checked_sub(1).and_then(|at| form.get(at)), form.get(at)];
    match (before, here) {
        (Some(before), Some(here)) => {
            !before.is_ascii_alphabetic()
                || !here.is_ascii_alphabetic()
                || here.is_ascii_uppercase()
        }
        _ => true,
    }
}

impl Pattern<'_> {
    /// Whether a slogan only calls for somebody whose name is nothing else.
    fn is_call(&self, calls: &BTreeSet<String>) -> bool {
        let form = &self.entry.form;
        let [before, behind] = [&form[..self.place.start], &form[self.place.end..]];
        self.entry.kind == EntryKind::Slogan
            && !self.name.needs_company
            && !self.name.case_sensitive
            && calls.contains(&joined(before))
            && joined(behind).is_empty()
    }

    /// The pattern with the name of another in it.
    fn form(&self, other: &Contestant) -> Option<String> {
        let place = of_shape(self.whose, self.name).position(|one| one.id == self.name.id)?;
        let name = of_shape(other, self.name).nth(place)?;
        let name = written(self.entry.kind, &name.form);
        let form = &self.entry.form;
        let [before, behind] = [&form[..self.place.start], &form[self.place.end..]];
        Some(format!("{before}{name}{behind}"))
    }

    /// Whether words count under the same conditions.
    fn is_like(&self, one: &TargetEntry) -> bool {
        one.needs_company == self.entry.needs_company
            && one.case_sensitive == self.entry.case_sensitive
    }

    /// The words of a contestant for the pattern: as its pack has them, where it does.
    fn entry(&self, one: &Contestant, own: &Own<'_>) -> Option<TargetEntry> {
        let form = self.form(one)?;
        let listed = own.get(&(self.entry.kind, joined(&form)));
        Some(listed.map_or_else(
            || TargetEntry {
                id: format!("{}.{}", self.entry.id, one.id),
                form,
                ..self.entry.clone()
            },
            |entry| (*entry).clone(),
        ))
    }
}

/// What a pack has for a contestant, by kind and letters.
type Own<'c> = BTreeMap<(EntryKind, String), &'c TargetEntry>;

fn own(one: &Contestant) -> Own<'_> {
    let entries = one.entries.iter();
    entries.map(|entry| (key(entry), entry)).collect()
}

fn filled(one: &Contestant, patterns: &[Pattern<'_>]) -> Contestant {
    let own = own(one);
    let shared = patterns.iter();
    let shared = shared.filter_map(|pattern| pattern.entry(one, &own));
    let mut entries: Vec<TargetEntry> = shared.collect();
    let first: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let rest = one
        .entries
        .iter()
        .filter(|entry| !first.contains(&entry.id));
    entries.extend(rest.cloned());
    Contestant {
        entries,
        ..one.clone()
    }
}
