//! Laws of logistic regression, held against what `fit` finds.

use netra::score::classifier::fit::{Example, Fitted, fit};
use proptest::prelude::*;

const FEATURES: usize = 4;

fn example(features: Vec<u32>, rules: f64, partisan: bool) -> Example {
    Example {
        features,
        value: 1.5,
        rules,
        partisan,
        weight: 1.0,
    }
}

/// Posts that contradict each other, so that there is a finite solution.
fn contradictions() -> Vec<Example> {
    let kinds = [(-1.0, false), (-1.0, true), (2.0, false), (2.0, true)];
    kinds
        .map(|(rules, partisan)| example(Vec::new(), rules, partisan))
        .to_vec()
}

/// Any number of different features, and rules that are right more often than not.
fn posts() -> impl Strategy<Value = Vec<Example>> {
    let features = prop::collection::btree_set(0..u32::try_from(FEATURES).unwrap(), 0..=FEATURES);
    let post = (features, -1.0..1.0_f64, any::<bool>(), 0.1..2.0_f64);
    let post = post.prop_map(|(features, noise, partisan, weight)| Example {
        weight,
        ..example(
            features.into_iter().collect(),
            noise + f64::from(u8::from(partisan)),
            partisan,
        )
    });
    prop::collection::vec(post, 1..20)
        .prop_map(|posts| posts.into_iter().chain(contradictions()).collect())
}

/// Posts with one feature or none, of which the rules say nothing.
fn plain_posts() -> impl Strategy<Value = Vec<Example>> {
    let feature = prop::option::of(0..u32::try_from(FEATURES).unwrap());
    let post = (feature, any::<bool>(), 0.1..2.0_f64);
    let post = post.prop_map(|(feature, partisan, weight)| Example {
        weight,
        ..example(feature.into_iter().collect(), 0.0, partisan)
    });
    prop::collection::vec(post, 1..20).prop_map(|posts| {
        let both = [false, true].map(|partisan| example(Vec::new(), 0.0, partisan));
        posts.into_iter().chain(both).collect()
    })
}

fn fitted(posts: &[Example], freedom: f64) -> Fitted {
    fit(&posts.iter().collect::<Vec<_>>(), FEATURES, freedom)
}

/// Minus the log-likelihood of the labels, each counted as its weight says.
fn loss<'p>(fitted: &Fitted, posts: impl IntoIterator<Item = &'p Example>) -> f64 {
    let losses = posts.into_iter().map(|post| {
        let chance = 1.0 / (1.0 + (-fitted.logit(post)).exp());
        let right = if post.partisan { chance } else { 1.0 - chance };
        -post.weight * right.ln()
    });
    losses.sum()
}

fn cost(fitted: &Fitted, posts: &[Example], freedom: f64) -> f64 {
    let squares: f64 = fitted.weights.iter().map(|weight| weight * weight).sum();
    freedom * loss(fitted, posts) + squares / 2.0
}

/// Length of the gradient by central differences.
fn steepness(at: &Fitted, posts: &[Example], freedom: f64) -> f64 {
    let step = 1e-5;
    let slope = |change: &dyn Fn(&mut Fitted, f64)| {
        let [ahead, behind] = [step, -step].map(|by| {
            let mut there = at.clone();
            change(&mut there, by);
            cost(&there, posts, freedom)
        });
        (ahead - behind) / (2.0 * step)
    };
    let mut squares = slope(&|there, by| there.bias += by).powi(2);
    squares += slope(&|there, by| there.rules += by).powi(2);
    for feature in 0..FEATURES {
        squares += slope(&|there, by| there.weights[feature] += by).powi(2);
    }
    squares.sqrt()
}

fn nothing() -> Fitted {
    Fitted {
        weights: vec![0.0; FEATURES],
        rules: 0.0,
        bias: 0.0,
    }
}

/// The same posts, with the partisan ones counting more.
fn heavier(posts: &[Example], factor: f64) -> Vec<Example> {
    let posts = posts.iter().cloned();
    posts
        .map(|post| Example {
            weight: post.weight * if post.partisan { factor } else { 1.0 },
            ..post
        })
        .collect()
}

fn partisan(posts: &[Example]) -> impl Iterator<Item = &Example> {
    posts.iter().filter(|post| post.partisan)
}

proptest! {
    /// The factor of the rules is never negative, and then the gradient need not vanish.
    #[test]
    fn the_gradient_vanishes_at_the_solution(posts in posts(), freedom in 0.2..3.0_f64) {
        let solution = fitted(&posts, freedom);
        prop_assume!(solution.rules > 0.0);
        let (before, after) = (
            steepness(&nothing(), &posts, freedom),
            steepness(&solution, &posts, freedom),
        );
        prop_assert!(after <= 2e-4 * before + 1e-6, "{after} of {before} is left: {solution:?}");
    }

    /// In general more weight on partisan posts may lower the bias and raise their words; where
    /// no post has two features it cannot.
    #[test]
    fn more_weight_on_partisan_posts_never_lowers_the_bias_of_plain_posts(
        posts in plain_posts(), freedom in 0.2..3.0_f64, factor in 1.0..5.0_f64,
    ) {
        let before = fitted(&posts, freedom).bias;
        let after = fitted(&heavier(&posts, factor), freedom).bias;
        prop_assert!(after >= before - 1e-3, "{before} becomes {after}");
    }

    #[test]
    fn more_weight_on_partisan_posts_never_fits_them_worse(
        posts in posts(), freedom in 0.2..3.0_f64, factor in 1.0..5.0_f64,
    ) {
        let before = loss(&fitted(&posts, freedom), partisan(&posts));
        let after = loss(&fitted(&heavier(&posts, factor), freedom), partisan(&posts));
        prop_assert!(after <= before + 1e-3, "{before} becomes {after}");
    }

    #[test]
    fn the_order_of_posts_plays_no_part_and_neither_do_posts_without_weight(
        posts in posts(), freedom in 0.2..3.0_f64,
    ) {
        let silent = Example { weight: 0.0, ..example(vec![0, 1], 1.0, true) };
        let turned: Vec<Example> = posts.iter().rev().cloned().chain([silent]).collect();
        let (one, other) = (fitted(&posts, freedom), fitted(&turned, freedom));
        for (one, other) in one.weights.iter().zip(&other.weights) {
            prop_assert!((one - other).abs() < 1e-2, "{one} and {other}");
        }
        prop_assert!((one.bias - other.bias).abs() < 1e-2);
    }
}

#[test]
fn without_features_the_bias_is_the_log_odds() {
    let posts: Vec<Example> = [true, true, true, false]
        .map(|partisan| example(Vec::new(), 0.0, partisan))
        .to_vec();
    let bias = fitted(&posts, 1.0).bias;
    assert!((bias - 3.0_f64.ln()).abs() < 1e-3, "{bias}");
}

#[test]
fn rules_that_speak_against_the_labels_are_not_turned_round() {
    let posts: Vec<Example> = [(-1.0, true), (1.0, false)]
        .into_iter()
        .chain([(1.0, true), (-1.0, true), (-1.0, false), (1.0, false)])
        .map(|(rules, partisan)| example(Vec::new(), rules, partisan))
        .collect();
    assert!(fitted(&posts, 1.0).rules.abs() < f64::EPSILON);
}
