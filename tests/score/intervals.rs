//! Laws of the intervals, and of weights on classes.

use netra::score::metrics::{
    ClassWeights, Curve, Judged, Ranking, Resampling, SplitMix64, calibration_error, intervals,
    share, weighed_calibration_error, wilson,
};
use proptest::prelude::*;

fn figures(curve: &Curve) -> [Option<f64>; 4] {
    [
        curve.average_precision(),
        curve.best_f1().and_then(|best| best.f1),
        curve.recall_at_precision(0.9),
        curve.at(0.5).precision,
    ]
}

fn measure(judged: &[Judged], seed: u64, rounds: usize) -> [[f64; 2]; 4] {
    intervals(&Ranking::new(judged), Resampling { seed, rounds }, figures)
}

/// Scores in steps of a twentieth, so that there are ties.
fn posts() -> impl Strategy<Value = Vec<Judged>> {
    let post = (0..=20_u32, any::<bool>()).prop_map(|(score, partisan)| Judged {
        score: f64::from(score) / 20.0,
        partisan,
    });
    prop::collection::vec(post, 0..60)
}

/// Posts whose scores tell something, but not all.
fn mixed(copies: usize) -> Vec<Judged> {
    let one = |number: u32| Judged {
        score: f64::from(number % 20) / 20.0,
        partisan: (number * 7) % 20 < number % 20,
    };
    let posts: Vec<Judged> = (0..40).map(one).collect();
    posts.repeat(copies)
}

#[test]
fn random_numbers_are_those_of_the_published_generator() {
    let mut random = SplitMix64::new(1_234_567);
    let drawn: Vec<u64> = (0..5).map(|_| random.draw()).collect();
    let published = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    assert_eq!(drawn, published);
}

#[test]
fn draws_reach_every_place_and_none_beyond() {
    let mut random = SplitMix64::new(3);
    let mut times = [0_u32; 7];
    for _ in 0..7000 {
        times[random.below(7)] += 1;
    }
    assert!(
        times.iter().all(|times| (850..1150).contains(times)),
        "{times:?}"
    );
    assert_eq!(random.below(0), 0);
}

#[test]
fn more_posts_make_intervals_narrower() {
    let few = measure(&mixed(1), 1, 500);
    let many = measure(&mixed(16), 1, 500);
    for ([low, high], [low_of_many, high_of_many]) in few.into_iter().zip(many) {
        assert!(
            high_of_many - low_of_many < 0.6 * (high - low),
            "{few:?} {many:?}"
        );
    }
}

/// For a share the bootstrap and the formula must agree.
#[test]
fn resampling_a_share_gives_about_the_wilson_interval() {
    let judged: Vec<Judged> = (0..400)
        .map(|number| Judged {
            score: 0.8,
            partisan: number % 4 != 0,
        })
        .collect();
    let [.., resampled] = measure(&judged, 5, 2000);
    let formula = wilson(300, 400);
    for (left, right) in resampled.into_iter().zip(formula) {
        assert!((left - right).abs() < 0.01, "{resampled:?} {formula:?}");
    }
}

#[test]
fn nothing_is_known_of_nothing() {
    assert_eq!(measure(&[], 1, 10), [[0.0, 1.0]; 4]);
    let neutral = vec![
        Judged {
            score: 0.2,
            partisan: false
        };
        5
    ];
    assert_eq!(measure(&neutral, 1, 10), [[0.0, 1.0]; 4]);
    assert_eq!([wilson(0, 0)], [[0.0, 1.0]]);
}

/// Values of the textbook example, to four digits: 8 of 10.
#[test]
fn wilson_by_hand() {
    let [low, high] = wilson(8, 10);
    assert!(
        (low - 0.4902).abs() < 5e-5 && (high - 0.9433).abs() < 5e-5,
        "{low} {high}"
    );
    assert_eq!([wilson(12, 10)], [wilson(10, 10)]);
}

proptest! {
    #[test]
    fn the_same_seed_gives_the_same_bytes(posts in posts(), seed in any::<u64>()) {
        let bits = |bounds: [[f64; 2]; 4]| bounds.map(|bounds| bounds.map(f64::to_bits));
        prop_assert_eq!(bits(measure(&posts, seed, 40)), bits(measure(&posts, seed, 40)));
    }

    #[test]
    fn an_interval_holds_its_figure(posts in posts(), seed in any::<u64>(), rounds in 1..60_usize) {
        let measured = figures(&Ranking::new(&posts).plain());
        for ([low, high], value) in measure(&posts, seed, rounds).into_iter().zip(measured) {
            prop_assert!(0.0 <= low && low <= high && high <= 1.0 + 1e-9, "{} {}", low, high);
            if let Some(value) = value {
                prop_assert!(low <= value && value <= high, "{} {} {}", low, value, high);
            }
        }
    }

    /// Drawing a post twice is the same as having it twice.
    #[test]
    fn a_weight_of_two_is_a_post_twice(posts in posts()) {
        let once = Ranking::new(&posts);
        let twice = Ranking::new(&[posts.clone(), posts.clone()].concat()).plain();
        let weighed = once.curve(&vec![2.0; posts.len()]);
        for (left, right) in figures(&weighed).into_iter().zip(figures(&twice)) {
            prop_assert_eq!(left.is_some(), right.is_some());
            prop_assert!((left.unwrap_or(0.0) - right.unwrap_or(0.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn wilson_holds_the_share_and_narrows(of in 1_usize..500, part in 0.0..=1.0_f64) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "small")]
        let hits = (of as f64 * part) as usize;
        let ([low, high], rate) = (wilson(hits, of), share(hits, of));
        prop_assert!(0.0 <= low && low <= rate && rate <= high && high <= 1.0);
        prop_assert!(low < high);
        let [low_of_more, high_of_more] = wilson(4 * hits, 4 * of);
        prop_assert!(high_of_more - low_of_more < high - low);
        let [mirrored_low, mirrored_high] = wilson(of - hits, of);
        prop_assert!((mirrored_low - (1.0 - high)).abs() < 1e-12);
        prop_assert!((mirrored_high - (1.0 - low)).abs() < 1e-12);
    }

    #[test]
    fn class_weights_make_the_prevalence(posts in posts(), prevalence in 0.001..0.999_f64) {
        let partisan = posts.iter().filter(|one| one.partisan).count();
        let Some(weights) = ClassWeights::new(&posts, prevalence) else {
            prop_assert!(partisan == 0 || partisan == posts.len());
            return Ok(());
        };
        let weight = |one: &&Judged| weights.of(one);
        let total: f64 = posts.iter().map(|one| weight(&one)).sum();
        let of_partisan: f64 = posts.iter().filter(|one| one.partisan).map(|one| weight(&one)).sum();
        prop_assert!((of_partisan / total - prevalence).abs() < 1e-9);
        let own = ClassWeights::new(&posts, share(partisan, posts.len())).unwrap();
        let weighed = weighed_calibration_error(&posts, |one| own.of(one));
        prop_assert!((weighed - calibration_error(&posts)).abs() < 1e-9);
    }
}
