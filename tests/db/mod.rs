//! Tests of db, on whichever engine `tests/support/database` gives.

mod authored;
mod catalogue;
mod digest;
mod hands;
mod lane;
mod laws;
mod migration;
mod opening;
mod page;
mod read;
mod schedule;
mod story;
pub(crate) mod support;
mod times;
mod together;
