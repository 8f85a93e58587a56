//! Tests of search.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod analyze;
mod command;
mod corpus;
mod examples;
mod fields;
mod indonesian;
mod language;
mod laws;
mod standing;
mod storage;
mod told;
mod words;
