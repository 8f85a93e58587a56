//! Tests of text.

mod fold;
mod language;
mod stems;
mod tokens;
mod views;
