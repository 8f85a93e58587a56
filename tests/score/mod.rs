//! Tests of score.

mod adversarial;
mod domain;
mod fit;
mod intervals;
mod known;
mod laws;
mod lexicon;
mod metrics;
mod model;
mod pairs;
mod parts;
mod regression;
pub(crate) mod sentences;
pub(crate) mod support;
mod swap;
mod texts;
mod twin;
