//! Names and numbers in every form that people give them, and everyday text that looks like it.

use std::collections::{BTreeMap, BTreeSet};

use super::known::hold;
use super::lists::{lines, mistakes, told};

const SENTENCES: &str = include_str!("../fixtures/score/forms.jsonl");
const KNOWN: &str = include_str!("../fixtures/score/forms-known-mistakes.txt");

#[test]
fn forms_are_seen_and_what_looks_like_them_is_left_alone() {
    let held = hold(
        &mistakes(SENTENCES),
        &told(KNOWN),
        "tests/fixtures/score/forms-known-mistakes.txt, below its first line,",
        |id, why| format!("{id} {why}"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn every_kind_has_twenty_sentences_of_its_own() {
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines(SENTENCES) {
        kinds.entry(line.kind).or_default().insert(line.text);
    }
    assert!(kinds.len() >= 6);
    assert!(kinds.values().all(|texts| texts.len() >= 20), "{kinds:?}");
}
