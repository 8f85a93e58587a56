//! What the count of a corpus says of words: they fire too often, nowhere, or on the wrong posts.

use super::firing::{WordCount, WordTally};
use crate::config::check::{self, Target};
use crate::config::lexicon::PlacedCue;
use crate::config::{Diagnostic, FilePlace};
use crate::model::EntryKind;
use crate::score::metrics::per_thousand;

/// A word must fire on so many judged posts before it is called wrong.
const FEWEST_JUDGED: usize = 3;
/// Plain names may stand in so many times as many everyday posts.
const NAMES: f64 = 4.0;

/// Whose words are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordSide {
    /// The entries of the lexicon.
    Cues,
    /// The forms of contestants.
    Targets,
}

/// A word with what was counted of it.
struct Counted<'c> {
    name: String,
    place: &'c FilePlace,
    count: &'c WordCount,
}

/// Words that fire too often, or on the wrong posts.
pub fn judge_words(tally: &WordTally<'_>, side: WordSide, most_per_1000: f64) -> Vec<Diagnostic> {
    match side {
        WordSide::Cues => of_cues(tally, most_per_1000),
        WordSide::Targets => of_targets(tally, most_per_1000),
    }
}

fn of_cues(tally: &WordTally<'_>, most: f64) -> Vec<Diagnostic> {
    let hint = "add needs, write longer forms, lower its weight, or add a trap";
    let mut found = Vec::new();
    for (placed, count) in &tally.cues {
        if check::signals(placed.cue.kind) {
            let word = Counted {
                name: placed.cue.id.clone(),
                place: &placed.place,
                count,
            };
            found.extend(word.frequent(tally.everyday, most, hint));
            found.extend(word.wrong(hint));
        }
    }
    found
}

fn of_targets(tally: &WordTally<'_>, most: f64) -> Vec<Diagnostic> {
    let hint = "say needs_company = true, write a longer form, or add a trap";
    let mut found = Vec::new();
    for (target, count) in &tally.targets {
        let word = Counted {
            name: format!("{:?} ({})", target.entry.form, target.contestant.label),
            place: target.place,
            count,
        };
        let factor = if campaigns(target.entry.kind) {
            1.0
        } else {
            NAMES
        };
        found.extend(word.frequent(tally.everyday, factor * most, hint));
        found.extend(word.wrong(hint));
    }
    found
}

impl Counted<'_> {
    fn frequent(&self, posts: usize, most: f64, hint: &str) -> Option<Diagnostic> {
        let (name, fired) = (&self.name, self.count.everyday);
        let rate = per_thousand(fired, posts);
        (rate > most).then(|| {
            let message = format!(
                "{name} fires on {rate:.1} of 1,000 everyday posts ({fired} of {posts}), more than {most}"
            );
            self.place.warning(message, hint)
        })
    }

    fn wrong(&self, hint: &str) -> Option<Diagnostic> {
        let (name, right, wrong) = (&self.name, self.count.right, self.count.wrong);
        (wrong > right && right + wrong >= FEWEST_JUDGED).then(|| {
            let message = format!(
                "signals of {name} are wrong more often than right: {wrong} neutral posts, {right} partisan ones"
            );
            self.place.warning(message, hint)
        })
    }
}

/// Words that do nothing in the corpus, a line for each entry or contestant; information only.
pub fn silent_words(tally: &WordTally<'_>, side: WordSide) -> Vec<String> {
    match side {
        WordSide::Cues => {
            let cues = tally.cues.iter();
            cues.filter_map(|(placed, count)| silent_cue(placed, count))
                .collect()
        }
        WordSide::Targets => silent_targets(tally),
    }
}

fn silent_cue(placed: &PlacedCue, count: &WordCount) -> Option<String> {
    let (place, id) = (&placed.place, &placed.cue.id);
    match (check::signals(placed.cue.kind), count.stands, count.fires) {
        (_, 0, 0) => Some(format!("{place}: {id} stands in no post of the corpus")),
        (true, posts, 0) => Some(format!(
            "{place}: {id} fires nowhere in the corpus, though its words stand there (posts: {posts})"
        )),
        _ => None,
    }
}

fn silent_targets(tally: &WordTally<'_>) -> Vec<String> {
    let silent = tally.targets.iter().filter(|(_, count)| count.fires == 0);
    let silent: Vec<&Target<'_>> = silent.map(|(target, _)| target).collect();
    let of_one = silent.chunk_by(|one, next| std::ptr::eq(one.contestant, next.contestant));
    let told = of_one.map(|group| {
        let forms: Vec<String> = group
            .iter()
            .map(|one| format!("{:?}", one.entry.form))
            .collect();
        let label = &group[0].contestant.label;
        let (file, forms) = (&group[0].place.file, forms.join(", "));
        format!("{file}: {label} is nowhere in the corpus as {forms}")
    });
    told.collect()
}

/// Kinds that campaign by themselves; other kinds name, and naming alerts nobody.
fn campaigns(kind: EntryKind) -> bool {
    use EntryKind as E;
    matches!(kind, E::Mocking | E::Slogan | E::Hashtag | E::Song)
}
