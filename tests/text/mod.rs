//! Tests of text.

mod fold;
mod language;
mod tokens;
mod views;
