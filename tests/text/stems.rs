//! How often forms of a word meet in one stem, and other words do not.

use std::collections::BTreeMap;

use netra::search::SHIPPED;
use netra::text::analyze::Analyzer;

const PAIRS: &str = include_str!("../fixtures/stems/pairs.txt");

/// The goal of both kinds, in thousandths.
const GOAL: usize = 970;

#[test]
fn forms_of_a_word_meet_and_other_words_do_not() {
    let analyzer = Analyzer::new(&SHIPPED, []).unwrap();
    let mut counts: BTreeMap<(&str, &str), (usize, usize)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for line in PAIRS.lines().filter(|line| !line.starts_with('#')) {
        let [part, kind, left, right] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let [left, right] = [left, right].map(|word| analyzer.lines(word).stems);
        let right_so = (left == right) == (kind == "same");
        let count = counts.entry((part, kind)).or_default();
        count.0 += usize::from(right_so);
        count.1 += 1;
        if !right_so {
            wrong.push(format!("{line}: {left}, {right}"));
        }
    }
    for (part, (right, all)) in &counts {
        assert!(
            1000 * right >= GOAL * all,
            "{part:?}: {right} of {all}\n{}",
            wrong.join("\n")
        );
    }
    assert_eq!(counts.len(), 6);
}
