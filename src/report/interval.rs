//! Shares with their uncertainty.

use serde::Serialize;

/// The 97.5th percentile of the normal distribution: 95 % lie within.
const Z: f64 = 1.959_963_984_540_054;

/// A part of a whole, with the 95 % Wilson interval of the share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Share {
    /// How many.
    pub count: usize,
    /// Of how many.
    pub of: usize,
    /// The share, 0 to 1; absent when there is nothing to share.
    pub rate: Option<f64>,
    /// Lower bound; 0 when there is nothing.
    pub low: f64,
    /// Upper bound; 1 when there is nothing.
    pub high: f64,
}

impl Share {
    /// So many of so many. More than all counts as all.
    pub fn of(count: usize, of: usize) -> Self {
        if of == 0 {
            return Self {
                high: 1.0,
                ..Self::default()
            };
        }
        let count = count.min(of);
        let (n, rate) = (number(of), number(count) / number(of));
        let widened = 1.0 + Z * Z / n;
        let middle = (rate + Z * Z / (2.0 * n)) / widened;
        let spread = (rate * (1.0 - rate) / n + Z * Z / (4.0 * n * n)).sqrt();
        let half = Z * spread / widened;
        Self {
            count,
            of,
            rate: Some(rate),
            low: (middle - half).clamp(0.0, rate),
            high: (middle + half).clamp(rate, 1.0),
        }
    }

    /// Whether the intervals have no share in common: the two differ by more than chance
    /// explains.
    pub fn apart(&self, other: &Self) -> bool {
        self.high < other.low || other.high < self.low
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of posts stay far below 2^52"
)]
fn number(count: usize) -> f64 {
    count as f64
}
