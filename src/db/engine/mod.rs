//! The two engines behind one text of SQL: statements are written once, run on a connection of
//! either, and give rows that are read the same way. All that differs between the engines stands
//! in this folder; what differs in SQL itself stands in [`dialect`].
//!
//! The library's own `Any` driver does the same for single statements, but its builder writes
//! placeholders that PostgreSQL refuses, and it knows nothing of statements sent together.

mod alone;
mod connection;
pub(crate) mod dialect;
mod row;
mod script;
mod statement;
mod value;

pub(crate) use self::alone::{TIMES, again, write, write_freely, write_lightly, write_once};
pub(crate) use self::connection::{Connection, Transaction};
pub(crate) use self::row::{DbRow, FromCell};
pub(crate) use self::script::{Ran, Script};
pub(crate) use self::statement::{RowOfValues, Statement, sql};
pub(crate) use self::value::{BoundValue, IntoValue};

/// Which engine holds the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}
