//! The database: one enum over the engines, one file of queries an aggregate. Only this module
//! holds SQL. Instants are stored as integer microseconds, because text timestamps with a
//! varying fraction compare wrong.

mod access;
pub mod account;
pub mod assessment;
pub mod audit;
pub mod capture;
mod engine;
pub mod lane;
pub mod ledger;
mod open;
pub mod page;
pub mod pending;
pub mod position;
pub mod post;
pub mod queue;
pub mod registry;
pub mod revision;
pub mod schedule;
pub mod session;
pub mod status;
mod strict;
pub mod user;
pub mod validator;
pub mod verdict;

pub use self::access::{Listed, Unreadable};
use self::engine::{Connection, Engine, Transaction, sql};

use jiff::Timestamp;
use serde::Serialize;
use sqlx::error::DatabaseError;
use sqlx::{PgPool, SqlitePool};

use crate::model::{Right, Scope};

/// What went wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// The engine refused or failed.
    #[error("the database failed: {0}")]
    Engine(sqlx::Error),
    /// The server or the way to it went down. A transaction that was open is taken back by the
    /// server; whether one that was just ending counts is not known.
    #[error("the connection to the database was lost: {0}; try again when it is back")]
    Lost(sqlx::Error),
    /// The same while a transaction was just ending that must not be done twice.
    #[error(
        "the connection to the database was lost while it saved ({0}); look whether this was saved before you do it again"
    )]
    Unsure(sqlx::Error),
    /// There is no connection to the server.
    #[error("the database {0} cannot be reached: {1}; see [database] in netra.toml")]
    Unreachable(String, sqlx::Error),
    /// The address of the server makes no sense.
    #[error("the address of the database cannot be read; see [database] in netra.toml")]
    Address,
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
    /// Somebody else changed the same after it was decided what this changes; nothing was saved.
    #[error("another process changed the same rows at the same time; try again")]
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

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        let code = error.as_database_error().and_then(DatabaseError::code);
        match (&error, code.as_deref()) {
            // Serialization failure and deadlock (PostgreSQL, appendix A): the transaction is
            // taken back and may be tried again.
            (_, Some("40001" | "40P01")) => Self::Overtaken,
            // The server shuts down, crashed, or is starting.
            (_, Some("57P01" | "57P02" | "57P03")) => Self::Lost(error),
            (_, Some(code)) if code.len() == 5 && code.starts_with("08") => Self::Lost(error),
            (sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut, _) => Self::Lost(error),
            _ => Self::Engine(error),
        }
    }
}

impl DbError {
    /// Whether the same work may succeed when it is done again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Overtaken)
    }

    /// The error of a transaction that was just ending and must not be done twice.
    fn while_saving(self) -> Self {
        match self {
            Self::Lost(error) => Self::Unsure(error),
            other => other,
        }
    }
}

impl From<Unreadable> for DbError {
    fn from(unreadable: Unreadable) -> Self {
        Self::Inconsistent(unreadable.broken)
    }
}

/// A connected database. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Db {
    /// SQLite file in WAL mode. All writes go through one connection, so that SQLite's single
    /// write lock is queued for in the program and never times out.
    Sqlite {
        /// One connection for all writes.
        writer: SqlitePool,
        /// Connections for reads.
        reader: SqlitePool,
    },
    /// PostgreSQL. Transactions that decide by what they read lock it first
    /// (`Engine::for_update`).
    Postgres(PgPool),
}

impl Db {
    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbError> {
        sql("SELECT seq FROM audit_head").read_one(self).await?;
        Ok(())
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// A connection for statements that each stand alone.
    pub(crate) async fn read(&self) -> Result<Connection, DbError> {
        Ok(match self {
            Self::Sqlite { reader, .. } => Connection::sqlite(reader.acquire().await?),
            Self::Postgres(pool) => Connection::postgres(pool.acquire().await?),
        })
    }

    /// A transaction that sees everything as it was at one moment.
    pub(crate) async fn snapshot(&self) -> Result<Transaction, DbError> {
        Ok(match self {
            Self::Sqlite { reader, .. } => Transaction::sqlite(reader.begin().await?),
            Self::Postgres(pool) => {
                let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
                Transaction::postgres(pool.begin_with(begin).await?)
            }
        })
    }

    /// A transaction that writes: on SQLite it is alone from its start.
    pub(crate) async fn begin(&self) -> Result<Transaction, DbError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => {
                Transaction::sqlite(writer.begin_with("BEGIN IMMEDIATE").await?)
            }
            Self::Postgres(pool) => Transaction::postgres(pool.begin().await?),
        })
    }

    /// Waits for open work and closes all connections.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, reader } => {
                reader.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
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

/// The most bytes of a text by which rows are found: PostgreSQL keeps no more than 2,704 in a row
/// of an index.
pub const LONGEST_KEY: usize = 2_000;

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
