//! Tests of text.

mod fold;
mod inflect;
mod language;
mod stems;
mod tokens;
mod views;
