//! Tests of cli.

mod score;
