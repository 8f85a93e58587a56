//! Shares with their uncertainty.

use serde::Serialize;

use crate::score::metrics::{per_thousand, wilson};

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
        let [low, high] = wilson(count, of);
        Self {
            count,
            of,
            rate: Some(per_thousand(count, of) / 1000.0),
            low,
            high,
        }
    }

    /// Whether the intervals have no share in common: the two differ by more than chance
    /// explains.
    pub fn apart(&self, other: &Self) -> bool {
        self.high < other.low || other.high < self.low
    }
}
