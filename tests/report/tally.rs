//! Counting posts per contestant.

use netra::model::{
    Assessment, Band, CounterSignal, Decision, ReviewState, Sentence, Signal, SignalKind,
};
use netra::report::balance::{ContestantRates, Judgement, Tally};

use crate::db::support::assessment;

/// A post with signals of such rules about such contestants, and one reason against.
fn post(band: Band, signals: &[(&str, Option<&str>)]) -> Assessment {
    let signals = signals.iter().map(|(rule, target)| Signal {
        rule: (*rule).to_owned(),
        kind: SignalKind::Call,
        target: target.map(str::to_owned),
        weight: 1.0,
        spans: Vec::new(),
        norms: Vec::new(),
        reason: Sentence::as_written(""),
    });
    Assessment {
        signals: signals.collect(),
        counter: vec![CounterSignal {
            rule: "tanya".to_owned(),
            weight: -1.0,
            spans: Vec::new(),
            reason: Sentence::as_written(""),
        }],
        ..assessment(0.5, band)
    }
}

fn fired(rates: &ContestantRates) -> Vec<(&str, usize)> {
    let rules = rates.rules.iter();
    rules
        .map(|rule| (rule.rule.as_str(), rule.fired.count))
        .collect()
}

#[test]
fn a_post_counts_for_each_contestant_that_it_is_about() {
    let mut tally = Tally::over(["k/c".to_owned()]);
    let both = [
        ("ajak", Some("k/a")),
        ("ajak", Some("k/a")),
        ("ejek", Some("k/b")),
        ("umum", None),
    ];
    tally.add(&post(Band::High, &both), Judgement::Upheld, |_| true);
    let one = [("ajak", Some("k/a"))];
    tally.add(&post(Band::Low, &one), Judgement::Rejected, |_| true);
    tally.add(
        &post(Band::High, &[("umum", None)]),
        Judgement::Upheld,
        |_| true,
    );
    let elsewhere = [("ajak", Some("l/a"))];
    tally.add(&post(Band::High, &elsewhere), Judgement::Open, |one| {
        one.starts_with("k/")
    });

    let rates = tally.rates();
    let counts: Vec<_> = rates
        .iter()
        .map(|one| {
            let counts = [
                one.posts,
                one.flagged.count,
                one.upheld.count,
                one.rejected.count,
            ];
            (one.contestant.as_str(), counts, one.upheld.of)
        })
        .collect();
    assert_eq!(
        counts,
        [
            ("k/a", [2, 1, 1, 1], 2),
            ("k/b", [1, 1, 1, 0], 1),
            ("k/c", [0, 0, 0, 0], 0),
        ]
    );
    assert_eq!(fired(&rates[0]), [("ajak", 2), ("tanya", 2), ("umum", 1)]);
    assert_eq!(fired(&rates[1]), [("ejek", 1), ("tanya", 1), ("umum", 1)]);
}

#[test]
fn the_last_decision_settles_a_post_once_nobody_is_missing() {
    use Decision::{Dismissed, Suspected, Unsure};
    let table: [(&[Decision], Judgement); 6] = [
        (&[], Judgement::Open),
        (&[Suspected], Judgement::Open),
        (&[Suspected, Dismissed], Judgement::Open),
        (&[Suspected, Suspected], Judgement::Upheld),
        (&[Suspected, Dismissed, Dismissed], Judgement::Rejected),
        (&[Suspected, Dismissed, Unsure], Judgement::Unsettled),
    ];
    for (standing, judgement) in table {
        let state = ReviewState::of(standing);
        assert_eq!(Judgement::of(state, standing), judgement, "{standing:?}");
    }
}
