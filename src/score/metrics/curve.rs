//! What is found as the threshold falls from the highest score to the lowest.

use super::Judged;

/// Judged posts in falling order of score: sorted once, measured under many weights.
#[derive(Debug, Clone)]
pub struct Ranking(Vec<Judged>);

impl Ranking {
    /// Sorts.
    pub fn new(judged: &[Judged]) -> Self {
        let mut posts = judged.to_vec();
        posts.sort_by(|left, right| right.score.total_cmp(&left.score));
        Self(posts)
    }

    /// The posts, highest score first.
    pub fn posts(&self) -> &[Judged] {
        &self.0
    }

    /// The curve in which every post counts once.
    pub fn plain(&self) -> Curve {
        self.curve(&vec![1.0; self.0.len()])
    }

    /// The curve in which each post counts as its weight says: one weight a post, in the order
    /// of [`Ranking::posts`].
    pub fn curve(&self, weights: &[f64]) -> Curve {
        let mut curve = Curve(Vec::with_capacity(self.0.len()));
        let (mut flagged, mut hits) = (0.0, 0.0);
        for (one, weight) in self.0.iter().zip(weights) {
            flagged += weight;
            hits += if one.partisan { *weight } else { 0.0 };
            curve.push(Step {
                score: one.score,
                flagged,
                hits,
            });
        }
        curve
    }
}

/// Weight of the flagged, and of the partisan among them, when posts from `score` on are.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    score: f64,
    flagged: f64,
    hits: f64,
}

/// One step for each distinct score, from the highest down.
#[derive(Debug, Clone)]
pub struct Curve(Vec<Step>);

/// Shares at a threshold; `None` where there is nothing to take a share of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shares {
    /// Posts from this score on are flagged.
    pub threshold: f64,
    /// Share of the flagged that is partisan.
    pub precision: Option<f64>,
    /// Share of the partisan that is flagged.
    pub recall: Option<f64>,
    /// Harmonic mean of the two.
    pub f1: Option<f64>,
}

impl Curve {
    /// Posts with one score enter together.
    fn push(&mut self, step: Step) {
        match self.0.last_mut() {
            Some(last) if last.score.total_cmp(&step.score).is_eq() => *last = step,
            _ => self.0.push(step),
        }
    }

    fn partisan(&self) -> f64 {
        self.0.last().map_or(0.0, |last| last.hits)
    }

    fn shares(&self, threshold: f64, step: Step) -> Shares {
        let partisan = self.partisan();
        Shares {
            threshold,
            precision: share(step.hits, step.flagged),
            recall: share(step.hits, partisan),
            f1: share(2.0 * step.hits, step.flagged + partisan),
        }
    }

    /// Precision, recall and F1 when posts from `threshold` on are flagged.
    pub fn at(&self, threshold: f64) -> Shares {
        let flagged = self.0.partition_point(|step| step.score >= threshold);
        let step = self.0[..flagged].last().copied().unwrap_or_default();
        self.shares(threshold, step)
    }

    /// The sum over falling thresholds of the gain in recall times the precision there. `None`
    /// when nothing is partisan.
    pub fn average_precision(&self) -> Option<f64> {
        let partisan = self.partisan();
        let mut before = 0.0;
        let mut sum = 0.0;
        for step in self.0.iter().filter(|step| step.flagged > 0.0) {
            sum += (step.hits - before) * (step.hits / step.flagged);
            before = step.hits;
        }
        share(sum, partisan)
    }

    /// The place with the best F1, the highest threshold of several. `None` when nothing is
    /// partisan.
    pub fn best_f1(&self) -> Option<Shares> {
        let places = self.0.iter().map(|step| self.shares(step.score, *step));
        places
            .filter(|place| place.recall.is_some())
            .reduce(|best, one| if one.f1 > best.f1 { one } else { best })
    }

    /// The highest recall at which precision is still `floor` or more; 0 where it never is.
    /// `None` when nothing is partisan.
    pub fn recall_at_precision(&self, floor: f64) -> Option<f64> {
        let precise = self
            .0
            .iter()
            .filter(|step| share(step.hits, step.flagged).is_some_and(|found| found >= floor));
        let hits = precise.map(|step| step.hits).fold(0.0, f64::max);
        share(hits, self.partisan())
    }
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}
