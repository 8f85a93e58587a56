//! Tests of db. Each test takes a [`Db`](netra::db::Db), so that a suite can run over engines.

mod catalogue;
mod lane;
mod laws;
mod migration;
mod page;
mod read;
mod schedule;
mod story;
pub(crate) mod support;
mod times;
mod together;
