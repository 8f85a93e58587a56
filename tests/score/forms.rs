//! Names and numbers in every form that people give them, and everyday text that looks like it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use netra::score::Scorer;
use serde::Deserialize;

use super::known::{Mistakes, hold};
use super::support::{classifier, lexicon, norms, packs, subject};

const SENTENCES: &str = include_str!("../fixtures/score/forms.jsonl");
const KNOWN: &str = include_str!("../fixtures/score/forms-known-mistakes.txt");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    id: String,
    kind: String,
    pack: String,
    exp: Expected,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Expected {
    #[serde(rename = "q")]
    Queued,
    #[serde(rename = "n")]
    Nothing,
}

static SCORERS: LazyLock<BTreeMap<String, Scorer>> = LazyLock::new(|| {
    let asked: BTreeSet<String> = lines().map(|line| line.pack).collect();
    let packs = packs()
        .into_iter()
        .filter(|pack| asked.contains(pack.id.as_str()));
    let (lexicon, norms, model) = (lexicon(), norms(), classifier());
    packs
        .map(|pack| {
            let scorer = Scorer::compile(&[pack.clone()], &lexicon, &norms, model.as_ref());
            (pack.id.to_string(), scorer)
        })
        .collect()
});

fn lines() -> impl Iterator<Item = Line> {
    SENTENCES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
}

/// As inside the campaign of the contest: the sentences have no days.
fn mistake(line: &Line) -> Option<String> {
    let mut post = subject(&line.text);
    post.day = None;
    let queued = SCORERS[&line.pack].assess(&post).band.queued();
    match (line.exp, queued) {
        (Expected::Queued, false) => Some("missed".to_owned()),
        (Expected::Nothing, true) => Some("raised".to_owned()),
        _ => None,
    }
}

#[test]
fn forms_are_seen_and_what_looks_like_them_is_left_alone() {
    let known: Mistakes = KNOWN
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
        .map(|(id, why)| (id.to_owned(), why.to_owned()))
        .collect();
    let found = lines().filter_map(|line| Some((line.id.clone(), mistake(&line)?)));
    let held = hold(
        &found.collect(),
        &known,
        "tests/fixtures/score/forms-known-mistakes.txt, below its first line,",
        |id, why| format!("{id} {why}"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn every_kind_has_twenty_sentences_of_its_own() {
    let mut kinds: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in lines() {
        kinds.entry(line.kind).or_default().insert(line.text);
    }
    assert!(kinds.len() >= 6);
    assert!(kinds.values().all(|texts| texts.len() >= 20), "{kinds:?}");
}
