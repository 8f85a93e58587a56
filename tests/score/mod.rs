//! Tests of score.

mod domain;
mod laws;
mod lexicon;
mod metrics;
mod pairs;
mod support;
mod swap;
mod twin;
