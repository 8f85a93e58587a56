//! The statistical model as data.

use super::Sha256;

/// A linear model over masked words: what each feature adds to the log-odds.
#[derive(Debug, Clone, PartialEq)]
pub struct Classifier {
    /// Log-odds of a post without features, before the rules.
    pub bias: f64,
    /// Factor of the total of the rules; never negative, so that a reason for never lowers the
    /// score.
    pub rules: f64,
    /// Feature and weight, by name.
    pub weights: Vec<(Box<str>, f64)>,
    /// Digest of the file.
    pub hash: Sha256,
}
