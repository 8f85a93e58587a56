//! Sentences by writers who had not seen the rules: declarations, numbers and names, forms. What is
//! still wrong is known by name, and the list may only become shorter.

use super::known::{Mistakes, hold};
use super::lists::{mistakes, told};

const LISTS: [&str; 7] = [
    include_str!("../fixtures/score/fresh/declarations.jsonl"),
    include_str!("../fixtures/score/fresh/numbers.jsonl"),
    include_str!("../fixtures/score/fresh/forms.jsonl"),
    include_str!("../fixtures/score/fresh/declarations2.jsonl"),
    include_str!("../fixtures/score/fresh/numbers2.jsonl"),
    include_str!("../fixtures/score/fresh/forms2.jsonl"),
    // By who made the rules, before looking at what they do with them.
    include_str!("../fixtures/score/structures.jsonl"),
];
const KNOWN: &str = include_str!("../fixtures/score/fresh-known-mistakes.txt");

/// Names of sentences come again in another list: its number tells them apart.
fn found() -> Mistakes {
    let lists = (1..).zip(LISTS);
    lists
        .flat_map(|(number, list)| {
            let mistakes = mistakes(list).into_iter();
            mistakes.map(move |(id, why)| (format!("{number}:{id}"), why))
        })
        .collect()
}

#[test]
fn fresh_sentences_are_on_their_side_or_known_not_to_be() {
    let held = hold(
        &found(),
        &told(KNOWN),
        "tests/fixtures/score/fresh-known-mistakes.txt, below its first lines,",
        |id, why| format!("{id} {why}"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}
