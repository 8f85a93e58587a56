//! Tests of score.

mod acts;
mod adversarial;
mod domain;
mod fair;
mod fit;
mod forms;
mod fresh;
mod intervals;
mod known;
mod laws;
mod lexicon;
mod lists;
mod metrics;
mod model;
mod offices;
mod pairs;
mod parts;
mod patterns;
mod regression;
pub(crate) mod sentences;
pub(crate) mod support;
mod swap;
mod texts;
mod twin;
