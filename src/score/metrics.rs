//! Measures of a scorer against labelled posts. Pure arithmetic over (score, truth) pairs.

/// A scored post with the label people gave it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Probability-like score, 0 to 1.
    pub score: f64,
    /// Whether people called it partisan.
    pub partisan: bool,
}

/// Precision and recall at a threshold.
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct AtThreshold {
    /// Posts from this score on are flagged.
    pub threshold: f64,
    /// Share of the flagged that are partisan; 0 when nothing is flagged.
    pub precision: f64,
    /// Share of the partisan that are flagged; 0 when there are none.
    pub recall: f64,
    /// Harmonic mean of the two; 0 when both are 0.
    pub f1: f64,
    /// How many are flagged.
    pub flagged: usize,
}

fn ratio(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        return 0.0;
    }
    count(part) / count(whole)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of posts stay far below 2^52"
)]
fn count(number: usize) -> f64 {
    number as f64
}

/// Precision, recall and F1 when posts from `threshold` on are flagged.
pub fn at(judged: &[Judged], threshold: f64) -> AtThreshold {
    let flagged = judged.iter().filter(|one| one.score >= threshold);
    let (hits, flagged) = flagged.fold((0, 0), |(hits, all), one| {
        (hits + usize::from(one.partisan), all + 1)
    });
    let partisan = judged.iter().filter(|one| one.partisan).count();
    AtThreshold {
        threshold,
        precision: ratio(hits, flagged),
        recall: ratio(hits, partisan),
        f1: ratio(2 * hits, flagged + partisan),
        flagged,
    }
}

/// Numbers after each distinct score, from the highest down: (score, flagged, hits).
fn steps(judged: &[Judged]) -> Vec<(f64, usize, usize)> {
    let mut sorted = judged.to_vec();
    sorted.sort_by(|left, right| right.score.total_cmp(&left.score));
    let mut steps: Vec<(f64, usize, usize)> = Vec::new();
    let mut hits = 0;
    for (index, one) in sorted.iter().enumerate() {
        hits += usize::from(one.partisan);
        let step = (one.score, index + 1, hits);
        match steps.last_mut() {
            Some(last) if last.0.total_cmp(&one.score).is_eq() => *last = step,
            _ => steps.push(step),
        }
    }
    steps
}

/// Average precision: the sum over falling thresholds of the gain in recall times the precision
/// there. Posts with one score enter together. 0 when nothing is partisan.
pub fn average_precision(judged: &[Judged]) -> f64 {
    let steps = steps(judged);
    let partisan = steps.last().map_or(0, |last| last.2);
    let mut before = 0;
    let mut sum = 0.0;
    for (_, flagged, hits) in steps {
        sum += ratio(hits - before, partisan) * ratio(hits, flagged);
        before = hits;
    }
    sum
}

/// The threshold with the best F1, the highest of several.
pub fn best_f1(judged: &[Judged]) -> AtThreshold {
    let start = AtThreshold {
        threshold: 1.0,
        precision: 0.0,
        recall: 0.0,
        f1: 0.0,
        flagged: 0,
    };
    let candidates = steps(judged).into_iter().map(|(score, _, _)| score);
    candidates.map(|score| at(judged, score)).fold(
        start,
        |best, one| {
            if one.f1 > best.f1 { one } else { best }
        },
    )
}

/// The highest recall at which precision is still `floor` or more.
pub fn recall_at_precision(judged: &[Judged], floor: f64) -> f64 {
    let steps = steps(judged);
    let partisan = steps.last().map_or(0, |last| last.2);
    steps
        .into_iter()
        .filter(|(_, flagged, hits)| ratio(*hits, *flagged) >= floor)
        .map(|(_, _, hits)| ratio(hits, partisan))
        .fold(0.0, f64::max)
}

/// Expected calibration error over ten bins of equal width: the mean distance between score and
/// truth in a bin, weighed by its size.
pub fn calibration_error(judged: &[Judged]) -> f64 {
    let mut bins = [(0_usize, 0.0_f64, 0_usize); 10];
    for one in judged {
        let bin = (1..10).filter(|edge| one.score >= f64::from(*edge) / 10.0);
        let (size, scores, partisan) = &mut bins[bin.count()];
        *size += 1;
        *scores += one.score;
        *partisan += usize::from(one.partisan);
    }
    let distance = bins
        .iter()
        .map(|(_, scores, partisan)| (scores - count(*partisan)).abs());
    distance.sum::<f64>() / count(judged.len().max(1))
}

/// Brier score: the mean squared distance between score and truth.
pub fn brier(judged: &[Judged]) -> f64 {
    let squares = judged.iter().map(|one| {
        let truth = f64::from(u8::from(one.partisan));
        (one.score - truth).powi(2)
    });
    squares.sum::<f64>() / count(judged.len().max(1))
}

/// Share of `part` in `whole`, per thousand.
pub fn per_thousand(part: usize, whole: usize) -> f64 {
    1000.0 * ratio(part, whole)
}

/// Chance that is the same on every machine: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    /// Chance from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap_or(1);
        usize::try_from(self.number() % end).unwrap_or(0)
    }
}
