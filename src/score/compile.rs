//! Packs and lexicon into automata.

use aho_corasick::{AhoCorasick, MatchKind};

use super::matcher::Matcher;
use crate::model::{Contest, Contestant, CueKind, EntryKind, Lexicon, TargetEntry};
use crate::text::fold;
use crate::text::inflect::inflected;

/// What a phrase stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// An entry of the lexicon, by its place.
    Cue(usize),
    /// A form of a contestant.
    Target(TargetPlace),
}

/// Where a form stands in the packs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TargetPlace {
    pub(super) contest: usize,
    pub(super) contestant: usize,
    pub(super) entry: usize,
}

impl TargetPlace {
    pub(super) fn contestant(self, contests: &[Contest]) -> &Contestant {
        &contests[self.contest].contestants[self.contestant]
    }

    pub(super) fn entry(self, contests: &[Contest]) -> &TargetEntry {
        &self.contestant(contests).entries[self.entry]
    }
}

/// The trie over all phrases, and what each stands for.
pub(super) fn build_matcher(contests: &[Contest], lexicon: &Lexicon) -> (Matcher, Vec<Meaning>) {
    let cues = &lexicon.cues;
    let mut matcher = Matcher::new();
    let mut meanings = Vec::new();
    for (index, cue) in cues.iter().enumerate() {
        let meaning = add_meaning(&mut meanings, Meaning::Cue(index));
        for form in &cue.forms {
            matcher.add(form, meaning);
        }
        for form in cue.stems.iter().flat_map(|stem| inflected(stem)) {
            matcher.add(&form, meaning);
        }
    }
    for target in target_places(contests) {
        let meaning = add_meaning(&mut meanings, Meaning::Target(target));
        let entry = target.entry(contests);
        matcher.add(&entry.form, meaning);
        let joined = joined(&entry.form);
        // Longer than inside a hashtag: here nothing but the letters says that a name is meant.
        if joined.len() > lexicon.scale.hashtags.name {
            matcher.add(&joined, meaning);
        }
    }
    (matcher, meanings)
}

fn add_meaning(meanings: &mut Vec<Meaning>, meaning: Meaning) -> u32 {
    meanings.push(meaning);
    u32::try_from(meanings.len() - 1).expect("packs and lexicon hold fewer than 2^32 entries")
}

fn target_places(contests: &[Contest]) -> Vec<TargetPlace> {
    let mut places = Vec::new();
    for (contest, pack) in contests.iter().enumerate() {
        for (contestant, one) in pack.contestants.iter().enumerate() {
            places.extend((0..one.entries.len()).map(|entry| TargetPlace {
                contest,
                contestant,
                entry,
            }));
        }
    }
    places
}

/// The folded form without anything between its words.
pub(super) fn joined(form: &str) -> String {
    let folded = fold(form);
    let letters = folded
        .text()
        .chars()
        .filter(|letter| letter.is_alphanumeric());
    letters.collect()
}

/// Finds names and stance words inside hashtags written without capitals.
#[derive(Debug)]
pub(super) struct TagParts {
    automaton: Option<AhoCorasick>,
    meanings: Vec<Vec<u32>>,
}

impl TagParts {
    pub(super) fn new(contests: &[Contest], lexicon: &Lexicon, meanings: &[Meaning]) -> Self {
        let (cues, shortest) = (&lexicon.cues, lexicon.scale.hashtags);
        let mut parts: Vec<(String, u32)> = Vec::new();
        for (number, meaning) in (0_u32..).zip(meanings) {
            match meaning {
                Meaning::Cue(cue) if speaks_in_tags(cues[*cue].kind) => {
                    let forms = cues[*cue].forms.iter().map(|form| joined(form));
                    let long = forms.filter(|form| form.len() >= shortest.cue);
                    parts.extend(long.map(|form| (form, number)));
                }
                Meaning::Target(place) => {
                    let entry = place.entry(contests);
                    let form = joined(&entry.form);
                    if form.len() >= shortest.name && names_in_tags(entry) {
                        parts.push((form, number));
                    }
                }
                Meaning::Cue(_) => {}
            }
        }
        parts.sort();
        Self::of_parts(parts)
    }

    fn of_parts(parts: Vec<(String, u32)>) -> Self {
        let mut forms: Vec<String> = Vec::new();
        let mut meanings: Vec<Vec<u32>> = Vec::new();
        for (form, meaning) in parts {
            if forms.last() != Some(&form) {
                forms.push(form);
                meanings.push(Vec::new());
            }
            if let Some(last) = meanings.last_mut() {
                last.push(meaning);
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&forms)
            .ok();
        Self {
            automaton,
            meanings,
        }
    }

    /// Byte ranges in the hashtag, with what they stand for.
    pub(super) fn find(&self, tag: &str) -> Vec<(std::ops::Range<usize>, u32)> {
        let Some(automaton) = &self.automaton else {
            return Vec::new();
        };
        automaton
            .find_iter(tag)
            .flat_map(|found| {
                let meanings = &self.meanings[found.pattern().as_usize()];
                meanings
                    .iter()
                    .map(move |meaning| (found.range(), *meaning))
            })
            .collect()
    }
}

impl TagParts {
    /// What the whole of a handle stands for, whatever joins its parts.
    pub(super) fn named(&self, handle: &str) -> Vec<u32> {
        let name: String = handle
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect();
        let found = self.find(&name).into_iter();
        let whole = found.filter(|(range, _)| range.len() == name.len());
        whole.map(|(_, meaning)| meaning).collect()
    }
}

fn speaks_in_tags(kind: CueKind) -> bool {
    use CueKind::{Call, Continue, Hype, Oppose, Possessive, Support, Win};
    matches!(
        kind,
        Call | Continue | Hype | Oppose | Possessive | Support | Win
    )
}

/// A name that many have, inside longer words, is one only where the words around it are known.
fn names_in_tags(entry: &TargetEntry) -> bool {
    use EntryKind::{Name, Nickname, ShortName};
    let common = entry.needs_company && matches!(entry.kind, Name | Nickname | ShortName);
    !entry.case_sensitive
        && !common
        && !matches!(
            entry.kind,
            EntryKind::Gesture | EntryKind::Symbol | EntryKind::Song
        )
}
