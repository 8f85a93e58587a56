//! Tests of the crawler, through the built program and real HTTP.

mod kill;
mod pass;
