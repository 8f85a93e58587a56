//! Slogans and hashtags around the name of whose they are (`Bagas for bupati`, `#BANUMenang`): what
//! campaigns for one with his name in it campaigns for every other with theirs, whether a pack
//! lists it or not. Each is a pattern for all contestants of its contest; a slogan that adds nothing
//! to the name but words of the lexicon (`dukung BANU`) is none: the rules read it for everybody.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::compile::joined;
use super::twin::{counterpart, run_together};
use crate::model::{Contest, Contestant, EntryKind, Lexicon, TargetEntry};

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
    let forms = lexicon.cues.iter().flat_map(|cue| &cue.forms);
    let known: BTreeSet<String> = forms.map(|form| joined(form)).collect();
    let filled = contests.iter().map(|contest| {
        let contest = without_plain(contest, &known);
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

/// A contest without slogans that are a name and words of the lexicon.
fn without_plain(contest: &Contest, known: &BTreeSet<String>) -> Contest {
    let mut contest = contest.clone();
    for one in &mut contest.contestants {
        let plain = |entry: &&TargetEntry| {
            let pattern = pattern(one, entry);
            pattern.is_some_and(|pattern| pattern.is_plain(known))
        };
        let plain = one.entries.iter().filter(plain);
        let plain: BTreeSet<String> = plain.map(|entry| entry.id.clone()).collect();
        one.entries.retain(|entry| !plain.contains(&entry.id));
    }
    contest
}

/// The patterns of a contest, each once.
fn patterns(contest: &Contest) -> Vec<Pattern<'_>> {
    let mut known: BTreeSet<(EntryKind, String)> = BTreeSet::new();
    let mut patterns = Vec::new();
    for whose in &contest.contestants {
        let found = whose.entries.iter().filter_map(|entry| pattern(whose, entry));
        for pattern in found {
            if known.contains(&(pattern.entry.kind, joined(&pattern.entry.form))) {
                continue;
            }
            let forms = contest.contestants.iter();
            let forms = forms.filter_map(|other| pattern.form(other));
            known.extend(forms.map(|form| (pattern.entry.kind, joined(&form))));
            patterns.push(pattern);
        }
    }
    patterns
}

/// The longest name of a contestant in words that are more than it.
fn pattern<'c>(whose: &'c Contestant, entry: &'c TargetEntry) -> Option<Pattern<'c>> {
    if !matches!(entry.kind, EntryKind::Slogan | EntryKind::Hashtag) {
        return None;
    }
    let names = whose.entries.iter().filter(|name| is_whole_name(name.kind));
    let found = names.filter_map(|name| {
        let place = place(entry, name)?;
        (place.len() < entry.form.len()).then_some((name, place))
    });
    let (name, place) = found.max_by_key(|(_, place)| place.len())?;
    Some(Pattern {
        whose,
        entry,
        name,
        place,
    })
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
    /// Whether a slogan says no more than the lexicon knows.
    fn is_plain(&self, known: &BTreeSet<String>) -> bool {
        let form = &self.entry.form;
        let rest = [&form[..self.place.start], &form[self.place.end..]].map(|part| joined(part));
        let mut said = rest.iter().filter(|part| !part.is_empty());
        self.entry.kind == EntryKind::Slogan && said.all(|part| known.contains(part))
    }

    /// The pattern with the name of another in it.
    fn form(&self, other: &Contestant) -> Option<String> {
        let name = counterpart(self.whose, other, self.name)?;
        let name = written(self.entry.kind, &name.form);
        let form = &self.entry.form;
        let [before, behind] = [&form[..self.place.start], &form[self.place.end..]];
        Some(format!("{before}{name}{behind}"))
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

fn filled(one: &Contestant, patterns: &[Pattern<'_>]) -> Contestant {
    let own = one.entries.iter();
    let own: Own<'_> = own
        .map(|entry| ((entry.kind, joined(&entry.form)), entry))
        .collect();
    let shared = patterns.iter();
    let shared = shared.filter_map(|pattern| pattern.entry(one, &own));
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut entries: Vec<TargetEntry> = shared.chain(one.entries.iter().cloned()).collect();
    entries.retain(|entry| known.insert(entry.id.clone()));
    Contestant {
        entries,
        ..one.clone()
    }
}
