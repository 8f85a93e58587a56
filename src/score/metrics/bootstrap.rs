//! How much a figure would move with other posts of the same sort.

use super::curve::{Curve, Ranking};
use super::random::SplitMix64;

/// How to resample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Resampling {
    /// Where the random numbers start: the same seed gives the same intervals.
    pub seed: u64,
    /// How many samples are drawn.
    pub rounds: usize,
}

/// 95 % intervals of figures, by the percentiles of a bootstrap over posts: each round draws as
/// many posts as there are, with replacement, and measures anew.
///
/// A round in which a figure is not defined (no partisan post was drawn) does not count for it;
/// without any round the interval is `[0, 1]`. An interval holds the measured figure: it is
/// widened where all rounds lie to one side. A share without a single miss stays so in every
/// round; how sure that is, [`super::wilson`] says.
pub fn intervals<const N: usize>(
    ranking: &Ranking,
    resampling: Resampling,
    figures: impl Fn(&Curve) -> [Option<f64>; N],
) -> [[f64; 2]; N] {
    let mut random = SplitMix64::new(resampling.seed);
    let mut found: [Vec<f64>; N] = std::array::from_fn(|_| Vec::with_capacity(resampling.rounds));
    for _ in 0..resampling.rounds {
        let curve = ranking.curve(&draws(ranking.posts().len(), &mut random));
        for (values, value) in found.iter_mut().zip(figures(&curve)) {
            values.extend(value);
        }
    }
    let mut measured = figures(&ranking.plain()).into_iter();
    found.map(|values| interval(values, measured.next().flatten()))
}

/// How often each of `posts` is drawn in as many draws.
fn draws(posts: usize, random: &mut SplitMix64) -> Vec<f64> {
    let mut times = vec![0.0; posts];
    for _ in 0..posts {
        times[random.below(posts)] += 1.0;
    }
    times
}

/// The 2.5th and the 97.5th percentile, rounded outwards.
fn interval(mut values: Vec<f64>, measured: Option<f64>) -> [f64; 2] {
    values.sort_by(f64::total_cmp);
    let last = values.len().saturating_sub(1);
    let low = values.get(last * 25 / 1000).copied();
    let high = values.get((last * 975).div_ceil(1000)).copied();
    let (Some(low), Some(high)) = (low, high) else {
        return [0.0, 1.0];
    };
    let measured = measured.unwrap_or(low);
    [low.min(measured), high.max(measured)]
}
