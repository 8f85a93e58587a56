//! Tests of score.

mod domain;
mod intervals;
mod laws;
mod lexicon;
mod metrics;
mod pairs;
mod support;
mod swap;
mod twin;
