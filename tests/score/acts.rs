//! Attacks, invitations, attendance, campaign material, pressure, and languages of regions: a list of each, with
//! everyday text that looks like it. Half of each list is by people who have not seen the rules.

use super::known::hold;
use super::lists::{lines, mistakes, told};

const KNOWN: &str = include_str!("../fixtures/score/acts/known-mistakes.txt");

const LISTS: [&str; 6] = [
    include_str!("../fixtures/score/acts/attack.jsonl"),
    include_str!("../fixtures/score/acts/attendance.jsonl"),
    include_str!("../fixtures/score/acts/invitation.jsonl"),
    include_str!("../fixtures/score/acts/material.jsonl"),
    include_str!("../fixtures/score/acts/pressure.jsonl"),
    include_str!("../fixtures/score/acts/regional.jsonl"),
];

#[test]
fn acts_are_seen_and_what_looks_like_them_is_left_alone() {
    let held = hold(
        &mistakes(&LISTS.concat()),
        &told(KNOWN),
        "tests/fixtures/score/acts/known-mistakes.txt, below its first line,",
        |id, why| format!("{id} {why}"),
    );
    held.unwrap_or_else(|told| panic!("{told}"));
}

#[test]
fn every_list_has_eighty_sentences_of_its_own() {
    for list in LISTS {
        let texts: std::collections::BTreeSet<String> = lines(list).map(|line| line.text).collect();
        assert_eq!(texts.len(), lines(list).count());
        assert!(texts.len() >= 80);
    }
}
