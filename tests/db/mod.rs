//! Tests of db. Each test takes a [`Db`](netra::db::Db), so that a suite can run over engines.

mod laws;
mod page;
mod read;
pub(crate) mod support;
