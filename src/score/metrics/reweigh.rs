//! Figures as if another share of the posts were partisan.

use super::Judged;

/// What a post of each class counts.
///
/// With the share *s* of the labelled posts partisan and the wanted share *p*, a partisan post
/// counts *p* / *s* and a neutral one (1 − *p*) / (1 − *s*): recall and the share *a* of the
/// neutral that is flagged stay as they are, and precision becomes
/// *p*·recall / (*p*·recall + (1 − *p*)·*a*).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ClassWeights {
    /// Of a partisan post.
    pub partisan: f64,
    /// Of a neutral post.
    pub neutral: f64,
}

impl ClassWeights {
    /// Weights that make `prevalence` of the posts partisan. `None` when one class is missing:
    /// no weight makes up for that.
    pub fn new(judged: &[Judged], prevalence: f64) -> Option<Self> {
        let partisan = judged.iter().filter(|one| one.partisan).count();
        let neutral = judged.len() - partisan;
        let share = super::share(partisan, judged.len());
        (partisan > 0 && neutral > 0).then(|| Self {
            partisan: prevalence / share,
            neutral: (1.0 - prevalence) / (1.0 - share),
        })
    }

    /// What the post counts.
    pub const fn of(&self, one: &Judged) -> f64 {
        if one.partisan {
            self.partisan
        } else {
            self.neutral
        }
    }
}
