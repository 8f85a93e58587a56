//! Minimal pairs made to mislead the scorer: a small edit turns what a post says.
//!
//! Those it gets wrong are known by name, so that the list stays true: one that is right again
//! has to leave it.

mod table;

use jiff::civil::Date;
use netra::model::{Assessment, SignalKind, Subject};
use netra::score::Scorer;

use super::known::{Mistakes, hold};
use super::support::{CAMPAIGN, EVERYWHERE, SCORER, subject};
use table::{FICTIONAL, PAST};

/// Pairs that the scorer gets wrong, and how.
const KNOWN: &[(&str, &str)] = &[
    ("after_the_flood", "the second is raised"),
    ("birthday", "the second is raised"),
    ("breaking", "the second is raised"),
    ("custom_kept", "the second is raised"),
    ("debate_watched", "the second is raised"),
    ("dishonest", "the attack is called something else"),
    ("news_agency", "the first is missed"),
    ("others_campaign", "the second is raised"),
    ("praise_meant_otherwise", "the first is missed"),
    ("racetrack", "the second is raised"),
    ("rejected", "the attack is called something else"),
    ("small_business", "the second is raised"),
    ("speaker_and_colon", "the second is raised"),
    ("why", "the second is raised"),
];

/// Two posts that hardly differ.
struct Pair {
    name: &'static str,
    first: &'static str,
    second: &'static str,
    edit: Edit,
}

/// What the edit does.
#[derive(Clone, Copy)]
enum Edit {
    /// Only the first is partisan.
    Flip,
    /// Both are, and the second is an attack.
    Turn,
}

const fn flips(name: &'static str, first: &'static str, second: &'static str) -> Pair {
    Pair {
        name,
        first,
        second,
        edit: Edit::Flip,
    }
}

const fn turns(name: &'static str, first: &'static str, second: &'static str) -> Pair {
    Pair {
        edit: Edit::Turn,
        ..flips(name, first, second)
    }
}

/// Whether the strongest reason that rules give is an attack.
fn attacks(assessment: &Assessment) -> bool {
    let signals = assessment.signals.iter();
    let ruled = signals.filter(|signal| signal.kind != SignalKind::Model);
    let main = ruled.max_by(|left, right| left.weight.total_cmp(&right.weight));
    main.is_some_and(|signal| signal.kind == SignalKind::Attack)
}

/// What is wrong with the scorer's word on a pair.
fn mistake(pair: &Pair, assess: impl Fn(&str) -> Assessment) -> Option<&'static str> {
    let (first, second) = (assess(pair.first), assess(pair.second));
    let queued = (first.band.queued(), second.band.queued());
    match (pair.edit, queued) {
        (_, (false, _)) => Some("the first is missed"),
        (Edit::Flip, (true, true)) => Some("the second is raised"),
        (Edit::Turn, (true, false)) => Some("the attack is missed"),
        (Edit::Turn, _) if attacks(&first) => Some("the first is called an attack"),
        (Edit::Turn, _) if !attacks(&second) => Some("the attack is called something else"),
        _ => None,
    }
}

fn mistakes(scorer: &Scorer, pairs: &[Pair], day: Option<Date>) -> Mistakes {
    let assess = |text: &str| {
        let subject = Subject {
            day,
            ..subject(text)
        };
        scorer.assess(&subject)
    };
    let wrong = pairs.iter().filter_map(|pair| {
        let why = mistake(pair, assess)?;
        Some((pair.name.to_owned(), why.to_owned()))
    });
    wrong.collect()
}

fn known() -> Mistakes {
    let known = KNOWN.iter();
    known
        .map(|(name, why)| ((*name).to_owned(), (*why).to_owned()))
        .collect()
}

#[test]
fn the_edit_is_seen_or_known_not_to_be() {
    let mut found = mistakes(&SCORER, FICTIONAL, Some(CAMPAIGN));
    found.extend(mistakes(&EVERYWHERE, PAST, None));
    let held = hold(
        &found,
        &known(),
        "tests/score/adversarial/mod.rs",
        |name, why| format!("    (\"{name}\", \"{why}\"),"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn most_pairs_are_told_apart_and_each_has_its_own_name() {
    let mut names: Vec<&str> = FICTIONAL.iter().chain(PAST).map(|pair| pair.name).collect();
    let pairs = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), pairs);
    assert!(3 * KNOWN.len() <= pairs, "{} of {pairs}", KNOWN.len());
}
