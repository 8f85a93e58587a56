//! Tests of search.

mod analyze;
mod corpus;
mod fields;
mod language;
mod laws;
mod storage;
mod words;
