//! Metrics against values worked out by hand.

use netra::score::metrics::{
    Judged, at, average_precision, best_f1, brier, calibration_error, per_thousand,
    recall_at_precision,
};

fn judged(pairs: &[(f64, bool)]) -> Vec<Judged> {
    pairs
        .iter()
        .map(|(score, partisan)| Judged {
            score: *score,
            partisan: *partisan,
        })
        .collect()
}

/// In order of score: yes, no, yes, yes, no.
fn example() -> Vec<Judged> {
    judged(&[
        (0.4, true),
        (0.9, true),
        (0.2, false),
        (0.8, false),
        (0.6, true),
    ])
}

#[track_caller]
fn near(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-9, "{left} is not {right}");
}

#[test]
fn precision_and_recall_at_a_threshold() {
    let half = at(&example(), 0.5);
    near(half.precision, 2.0 / 3.0);
    near(half.recall, 2.0 / 3.0);
    near(half.f1, 2.0 / 3.0);
    assert_eq!(half.flagged, 3);
    near(at(&example(), 0.95).precision, 0.0);
}

#[test]
fn average_precision_is_the_mean_over_hits() {
    near(
        average_precision(&example()),
        (1.0 + 2.0 / 3.0 + 3.0 / 4.0) / 3.0,
    );
    near(average_precision(&[]), 0.0);
}

#[test]
fn equal_scores_enter_together() {
    near(
        average_precision(&judged(&[(0.5, true), (0.5, false)])),
        0.5,
    );
    near(
        average_precision(&judged(&[(0.5, false), (0.5, true)])),
        0.5,
    );
}

#[test]
fn the_best_f1_is_found() {
    let best = best_f1(&example());
    near(best.threshold, 0.4);
    near(best.f1, 6.0 / 7.0);
}

#[test]
fn recall_where_precision_holds() {
    near(recall_at_precision(&example(), 0.9), 1.0 / 3.0);
    near(recall_at_precision(&example(), 0.7), 1.0);
    near(recall_at_precision(&judged(&[(0.5, false)]), 0.9), 0.0);
}

#[test]
fn brier_and_calibration() {
    let two = judged(&[(0.8, true), (0.3, false)]);
    near(brier(&two), 0.065);
    near(calibration_error(&two), 0.25);
    let one_bin = judged(&[(0.72, true), (0.78, false)]);
    near(calibration_error(&one_bin), 0.5 / 2.0);
    near(calibration_error(&judged(&[(1.0, true)])), 0.0);
}

#[test]
fn shares_per_thousand() {
    near(per_thousand(3, 2000), 1.5);
    near(per_thousand(0, 0), 0.0);
}
