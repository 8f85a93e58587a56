//! Intervals and samples.

use netra::report::{Sample, Share};
use proptest::prelude::*;

fn close(left: f64, right: f64) -> bool {
    (left - right).abs() < 1e-4
}

/// Values of the published formula, worked out apart from the code.
#[test]
fn known_intervals() {
    let table = [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (50, 100, 0.4038, 0.5962),
    ];
    for (count, of, low, high) in table {
        let share = Share::of(count, of);
        assert!(
            close(share.low, low) && close(share.high, high),
            "{share:?}"
        );
    }
    let nothing = Share::of(0, 0);
    assert_eq!((nothing.rate, nothing.low, nothing.high), (None, 0.0, 1.0));
}

proptest! {
    #[test]
    fn intervals_hold_their_share((count, of) in (1_usize..10_000).prop_flat_map(|of| (0..=of, Just(of)))) {
        let share = Share::of(count, of);
        let rate = share.rate.unwrap();
        prop_assert!(0.0 <= share.low && share.low <= rate, "{share:?}");
        prop_assert!(rate <= share.high && share.high <= 1.0, "{share:?}");
        prop_assert!(share.low < share.high, "{share:?}");

        let mirrored = Share::of(of - count, of);
        prop_assert!(close(mirrored.low, 1.0 - share.high), "{share:?} {mirrored:?}");
        prop_assert!(!share.apart(&share));

        let surer = Share::of(count * 4, of * 4);
        prop_assert!(surer.high - surer.low < share.high - share.low, "{share:?} {surer:?}");
    }

    #[test]
    fn a_sample_is_the_same_in_whatever_order(
        mut keys in prop::collection::hash_set(0_u32..5_000, 0..200).prop_map(Vec::from_iter),
        limit in 0_usize..50,
    ) {
        let drawn = |keys: &[u32]| {
            let mut sample = Sample::new(limit);
            for key in keys {
                sample.offer(&key.to_string(), *key);
            }
            (sample.offered(), sample.into_items().collect::<Vec<_>>())
        };
        let (offered, forwards) = drawn(&keys);
        keys.reverse();
        prop_assert_eq!(offered, keys.len());
        prop_assert_eq!(forwards.len(), limit.min(keys.len()));
        prop_assert_eq!(drawn(&keys).1, forwards);
    }
}

#[test]
fn intervals_far_from_each_other_are_apart() {
    assert!(Share::of(10, 100).apart(&Share::of(40, 100)));
    assert!(!Share::of(10, 100).apart(&Share::of(15, 100)));
    assert!(!Share::of(1, 100).apart(&Share::of(0, 0)));
}
