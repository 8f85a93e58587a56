//! Sentences of people who declare, deny and tell, of namesakes and everyday numbers, beside open
//! calls that look alike: each stays on its side of the queue, or is known not to.

use std::collections::BTreeSet;

use super::known::{Mistakes, hold};
use super::support::assess;

const SENTENCES: &str = include_str!("../fixtures/labelled/fair.tsv");

/// Sentences on the wrong side, by their line.
const KNOWN: &[(&str, &str)] = &[];

struct Sentence {
    line: usize,
    kind: &'static str,
    queued: bool,
    text: &'static str,
}

fn sentences() -> impl Iterator<Item = Sentence> {
    let lines = (1..).zip(SENTENCES.lines());
    let lines = lines.filter(|(_, line)| !line.starts_with('#'));
    lines.map(|(line, row)| {
        let columns: Vec<&str> = row.split('\t').collect();
        let [kind, side, text] = columns[..] else {
            panic!("line {line}: kind, side and text");
        };
        Sentence {
            line,
            kind,
            queued: side == "q",
            text,
        }
    })
}

#[test]
fn each_is_on_its_side_or_known_not_to_be() {
    let wrong = sentences().filter(|one| assess(one.text).band.queued() != one.queued);
    let found: Mistakes = wrong
        .map(|one| (format!("{} {}", one.kind, one.line), one.text.to_owned()))
        .collect();
    let known = KNOWN.iter();
    let known = known.map(|(name, why)| ((*name).to_owned(), (*why).to_owned()));
    let held = hold(
        &found,
        &known.collect(),
        "tests/score/fair.rs",
        |name, why| format!("    ({name:?}, {why:?}),"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn no_sentence_stands_twice() {
    let mut texts = BTreeSet::new();
    assert!(sentences().all(|one| texts.insert(one.text)));
}
