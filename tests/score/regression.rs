//! Real labelled posts: each stays on its side of the queue's threshold.

use std::collections::BTreeSet;

use netra::model::{Assessment, Subject};
use netra::score::metrics::{Judged, average_precision};
use serde::Deserialize;

use super::known::{Mistakes, hold};
use super::support::{EVERYWHERE, subject};

const POSTS: &str = include_str!("../fixtures/labelled/posts.jsonl");
const KNOWN: &str = include_str!("../fixtures/labelled/known-mistakes.txt");
const README: &str = include_str!("../fixtures/labelled/README.md");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Post {
    id: String,
    text: String,
    gold: Gold,
    gold_kind: String,
    uncertain: bool,
    source: String,
    #[expect(dead_code, reason = "named so that nothing else slips in")]
    election: Option<String>,
    licence: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Gold {
    Partisan,
    Neutral,
}

impl Post {
    fn partisan(&self) -> bool {
        self.gold == Gold::Partisan
    }

    /// As inside the campaign of every contest: the collections tell no days.
    fn assess(&self) -> Assessment {
        EVERYWHERE.assess(&Subject {
            day: None,
            ..subject(&self.text)
        })
    }
}

fn posts() -> Vec<Post> {
    let lines = POSTS.lines().map(serde_json::from_str);
    lines.collect::<Result<_, _>>().unwrap()
}

fn certain() -> impl Iterator<Item = Post> {
    posts().into_iter().filter(|post| !post.uncertain)
}

fn known() -> Mistakes {
    let lines = KNOWN.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| {
            let (id, why) = line
                .split_once(' ')
                .unwrap_or_else(|| panic!("{line}: an id and a word why"));
            (id.to_owned(), why.to_owned())
        })
        .collect()
}

fn mistake(post: &Post) -> Option<String> {
    match (post.partisan(), post.assess().band.queued()) {
        (true, false) => Some(format!("missed: {}", post.gold_kind)),
        (false, true) => Some("raised".to_owned()),
        _ => None,
    }
}

#[test]
fn every_certain_post_is_on_its_side_or_known_not_to_be() {
    let found = certain().filter_map(|post| Some((post.id.clone(), mistake(&post)?)));
    let held = hold(
        &found.collect(),
        &known(),
        "tests/fixtures/labelled/known-mistakes.txt, below its first line,",
        |id, why| format!("{id} {why}"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn average_precision_keeps_its_floor() {
    let judged: Vec<Judged> = certain()
        .map(|post| Judged {
            score: post.assess().score,
            partisan: post.partisan(),
        })
        .collect();
    let reached = average_precision(&judged);
    assert!(reached >= 0.9, "average precision {reached:.4}");
}

#[test]
fn only_posts_that_may_be_copied_are_here_each_once_and_attributed() {
    let mut ids = BTreeSet::new();
    for post in posts() {
        let licences = ["MIT", "Apache-2.0", "CC-BY-SA-4.0"];
        assert!(licences.contains(&post.licence.as_str()), "{}", post.id);
        assert!(ids.insert(post.id.clone()), "{} is twice there", post.id);
        let collection = post.source.split('-').next().unwrap_or_default();
        let told = README
            .lines()
            .any(|line| line.contains(&format!("`{collection}-")) && line.contains(&post.licence));
        assert!(told, "the README attributes no {}", post.source);
    }
    assert_eq!(ids.len(), 212);
}
