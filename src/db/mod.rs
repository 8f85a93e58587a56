//! The database: one enum over the engines, one file of queries an aggregate. Only this module
//! holds SQL. Instants are stored as integer microseconds, because text timestamps with a
//! varying fraction compare wrong.

mod access;
pub mod account;
pub mod assessment;
pub mod audit;
pub mod capture;
pub mod lane;
pub mod ledger;
pub mod page;
pub mod pending;
pub mod position;
pub mod post;
pub mod queue;
pub mod registry;
pub mod revision;
pub mod schedule;
mod script;
pub mod session;
pub mod status;
mod strict;
pub mod user;
pub mod validator;
pub mod verdict;

use std::path::Path;

pub use self::access::{Listed, Unreadable};

use jiff::Timestamp;
use serde::Serialize;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

use crate::model::{Right, Scope};

/// What went wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The engine refused or failed.
    #[error("the database failed: {0}")]
    Engine(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error(
        "the database schema could not be brought up to date: {0}; was the file made by a newer netra?"
    )]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// Something was asked for by a number that the database does not know.
    #[error("there is no {what} {id} in the database; list them to see the numbers")]
    Unknown {
        /// What was looked for: `account`, `post`.
        what: &'static str,
        /// The number given.
        id: i64,
    },
    /// The reader lacks a right.
    #[error("{actor} may not {deed}; ask an administrator", deed = .right.deed())]
    Forbidden {
        /// Who asked.
        actor: String,
        /// The right that is lacking.
        right: Right,
    },
    /// The reader may not let anybody read so far.
    #[error("{actor} reads {own} and cannot give {given} to anybody; ask for a wider scope first")]
    Wider {
        /// Who asked.
        actor: String,
        /// How far they read themselves.
        own: Scope,
        /// What they wanted to give.
        given: Scope,
    },
    /// Somebody else saved a page of the account after it was decided what this one changes.
    #[error("another process saved posts of this account at the same time; try again")]
    Overtaken,
    /// A row that this version cannot read.
    #[error(transparent)]
    Inconsistent(#[from] BrokenRow),
}

/// A row that this version cannot read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("row {row} of table {table} holds {problem}; restore from a backup or ask for help")]
pub struct BrokenRow {
    /// Table.
    pub table: &'static str,
    /// Row identifier.
    pub row: i64,
    /// What is wrong.
    pub problem: String,
}

impl From<Unreadable> for DbError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Inconsistent(unreadable.broken)
    }
}

/// A connected database. Cheap to clone.
///
/// Writes go through `writer`, a pool of one connection, so that SQLite's single write lock is
/// queued for in the program and never times out; reads go through `reader`.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite file in WAL mode.
    Sqlite {
        /// One connection for all writes.
        writer: SqlitePool,
        /// Connections for reads.
        reader: SqlitePool,
    },
}

impl Db {
    /// Opens (or creates) the SQLite database at `path` and brings its schema up to date.
    pub async fn open_sqlite(path: &Path) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(std::time::Duration::from_secs(30));
        // A connection to a file does not break while it rests: testing it only costs a trip.
        let writer = SqlitePoolOptions::new()
            .test_before_acquire(false)
            .max_connections(1)
            .connect_with(options.clone())
            .await?;
        sqlx::migrate!("src/db/migrations/sqlite")
            .run(&writer)
            .await?;
        let reader = SqlitePoolOptions::new()
            .test_before_acquire(false)
            .max_connections(4)
            .connect_with(options)
            .await?;
        Ok(Self::Sqlite { writer, reader })
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        sqlx::query("SELECT seq FROM audit_head")
            .fetch_one(self.reader())
            .await?;
        Ok(())
    }

    pub(crate) fn reader(&self) -> &SqlitePool {
        let Self::Sqlite { reader, .. } = self;
        reader
    }

    /// Starts a transaction that takes the write lock at once.
    pub(crate) async fn begin(&self) -> Result<sqlx::Transaction<'static, sqlx::Sqlite>, DbError> {
        let Self::Sqlite { writer, .. } = self;
        Ok(writer.begin_with("BEGIN IMMEDIATE").await?)
    }

    /// Waits for open work and closes all connections.
    pub async fn close(&self) {
        let Self::Sqlite { writer, reader } = self;
        reader.close().await;
        writer.close().await;
    }
}

/// Microseconds as stored.
pub(crate) fn micros(instant: Timestamp) -> i64 {
    instant.as_microsecond()
}

/// The instant of stored microseconds; absurd values are clamped, never a panic.
pub(crate) fn instant(micros: i64) -> Timestamp {
    Timestamp::from_microsecond(micros).unwrap_or(if micros < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// A count or number as stored.
pub(crate) fn stored(number: impl TryInto<i64>) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

/// Rows a statement: 13 columns of it stay under SQLite's 32,766 bound values.
pub(crate) const BATCH: usize = 500;

/// The error for a row that makes no sense.
pub(crate) fn inconsistent(table: &'static str, row: i64, problem: impl Into<String>) -> DbError {
    DbError::Inconsistent(BrokenRow {
        table,
        row,
        problem: problem.into(),
    })
}

/// JSON as stored.
pub(crate) fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("model types have string keys only")
}

/// The name under which a variant without fields is stored: the one it has in JSON.
pub(crate) fn name_of(variant: impl serde::Serialize) -> String {
    json(&variant).trim_matches('"').to_owned()
}

/// The value of stored JSON.
pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    table: &'static str,
    row: i64,
    text: &str,
) -> Result<T, DbError> {
    serde_json::from_str(text)
        .map_err(|error| inconsistent(table, row, format!("JSON that cannot be read ({error})")))
}

/// Appends ` IN (…)` with bound values.
pub(crate) fn push_list<'a, T>(
    query: &mut sqlx::QueryBuilder<sqlx::Sqlite>,
    values: impl IntoIterator<Item = T>,
) where
    T: 'a + sqlx::Encode<'a, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite>,
{
    query.push(" IN (");
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value);
    }
    query.push(")");
}
