//! The linter of words: what the loaders let pass, because each file by itself is fine.
//!
//! [`lexicon`] looks at the entries of the lexicon, [`packs`] at election packs; both look at
//! them beside each other too. [`balance`] counts the words of each contestant. All compare
//! words as the scorer does, folded and cut. Pure, and total; loading a configuration never
//! depends on it. What only a scorer can tell (`--corpus`) is in `lab`.
//!
//! Adding a finding: a function in the file of its topic, one line in [`lexicon`] or [`packs`],
//! and a small broken file with the exact message in the tests.

pub mod balance;
mod clashes;
mod dead;
mod form;
mod needs;
mod pull;
mod rivals;
mod targets;
mod traps;

pub use form::Form;
pub use pull::signals;

use std::collections::BTreeMap;

use super::contest::{self, ContestantPlaces};
use super::lexicon::PlacedCue;
use super::{Diagnostic, FilePlace};
use crate::model::{Contest, Contestant, TargetEntry};

/// A pack without errors, with the places of its words.
#[derive(Debug, Clone)]
pub struct Pack {
    /// The pack.
    pub contest: Contest,
    /// Where its contestants stand, in their order.
    pub places: Vec<ContestantPlaces>,
}

/// A form of a contestant, with where it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Target<'p> {
    /// The contest.
    pub contest: &'p Contest,
    /// The contestant.
    pub contestant: &'p Contestant,
    /// The entry.
    pub entry: &'p TargetEntry,
    /// Where the form stands.
    pub place: &'p FilePlace,
}

impl Pack {
    /// All forms of all contestants, in the order of the file.
    pub fn targets(&self) -> impl Iterator<Item = Target<'_>> {
        let contestants = self.contest.contestants.iter().zip(&self.places);
        contestants.flat_map(move |(contestant, places)| {
            let entries = contestant.entries.iter().zip(&places.entries);
            entries.map(move |(entry, place)| Target {
                contest: &self.contest,
                contestant,
                entry,
                place,
            })
        })
    }
}

/// Reads pack files, each given as name and text; packs with errors are left out of the packs.
pub fn read_packs(texts: &[(String, String)]) -> (Vec<Pack>, Vec<Diagnostic>) {
    let (mut packs, mut found): (Vec<Pack>, _) = (Vec::new(), Vec::new());
    for (file, text) in texts {
        let checked = contest::check(file, text);
        found.extend(checked.diagnostics);
        let places = checked.places;
        packs.extend(checked.contest.map(|contest| Pack { contest, places }));
    }
    (packs, found)
}

/// What is wrong with the entries of a lexicon, by themselves and beside the packs given.
pub fn lexicon(cues: &[PlacedCue], packs: &[Pack]) -> Vec<Diagnostic> {
    let words = CueWords::new(cues);
    let mut found = clashes::all(&words);
    found.extend(dead::cues(cues));
    found.extend(needs::all(cues, packs));
    found.extend(traps::all(&words, packs));
    found.extend(targets::of_open_packs(&words, packs));
    found.extend(dead::superfluous(&words));
    sorted(found)
}

/// What is wrong with packs, by themselves, beside each other and beside the lexicon given.
pub fn packs(packs: &[Pack], cues: &[PlacedCue]) -> Vec<Diagnostic> {
    let mut found = rivals::between(packs);
    let words = CueWords::new(cues);
    for pack in packs {
        found.extend(dead::targets(pack));
        found.extend(rivals::within(pack));
        found.extend(targets::that_are_cues(pack, &words));
        found.extend(balance::findings(pack));
    }
    sorted(found)
}

fn sorted(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    found.sort_by(|left, right| {
        let place = |one: &Diagnostic| (one.file.clone(), one.line, one.column);
        place(left).cmp(&place(right))
    });
    found
}

/// A form of an entry of the lexicon.
#[derive(Debug, Clone, Copy)]
struct CueForm<'c> {
    entry: &'c PlacedCue,
    text: &'c str,
    place: &'c FilePlace,
}

/// The forms of a lexicon by their folded words.
#[derive(Debug)]
struct CueWords<'c> {
    cues: &'c [PlacedCue],
    by_words: BTreeMap<String, Vec<CueForm<'c>>>,
}

impl<'c> CueWords<'c> {
    fn new(cues: &'c [PlacedCue]) -> Self {
        let mut by_words: BTreeMap<String, Vec<CueForm<'c>>> = BTreeMap::new();
        for entry in cues {
            for (text, place) in entry.cue.forms.iter().zip(&entry.forms) {
                let words = Form::of(text).words();
                if !words.is_empty() {
                    let form = CueForm { entry, text, place };
                    by_words.entry(words).or_default().push(form);
                }
            }
        }
        Self { cues, by_words }
    }

    fn of(&self, words: &str) -> &[CueForm<'c>] {
        self.by_words.get(words).map_or(&[], Vec::as_slice)
    }
}
