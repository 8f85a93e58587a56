//! The database: one enum over the engines, one file of queries an aggregate. Only this module
//! holds SQL. Instants are stored as integer microseconds, because text timestamps with a
//! varying fraction compare wrong.

mod access;
pub mod account;
pub mod assessment;
pub mod audit;
pub mod capture;
pub mod device;
pub mod draft;
mod ending;
mod engine;
mod error;
pub mod factor;
mod fault;
pub mod lane;
pub mod ledger;
mod migrations;
pub mod names;
mod open;
pub mod page;
pub mod pass;
pub mod pending;
pub mod position;
pub mod post;
pub mod proof;
pub mod queue;
pub mod registry;
pub mod revision;
pub mod schedule;
pub mod session;
pub mod status;
mod strict;
pub mod tally;
pub mod user;
pub mod validator;
pub mod verdict;

pub use self::access::{Listed, Unreadable};
use self::engine::{Connection, Engine, Transaction, sql};
pub use self::error::{BrokenRow, DbError};
pub use self::fault::DiskFault;
pub use self::open::WhenAbsent;

use jiff::Timestamp;
use sqlx::{PgPool, SqlitePool};

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

    /// A transaction that writes: on SQLite it is alone from its start. Of PostgreSQL it asks for
    /// what the locks are made for, whatever the server's settings say: each statement sees what
    /// others have committed by then.
    pub(crate) async fn begin(&self) -> Result<Transaction, DbError> {
        let sqlite = "PRAGMA synchronous = FULL; BEGIN IMMEDIATE";
        let postgres = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE";
        self.begin_with(sqlite, postgres).await
    }

    /// The same, for what may be lost when the machine stops: its end waits for no disk.
    /// Whatever is committed later takes it along.
    pub(crate) async fn begin_lightly(&self) -> Result<Transaction, DbError> {
        let sqlite = "PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE";
        let postgres = "BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE; \
                        SET LOCAL synchronous_commit = off";
        self.begin_with(sqlite, postgres).await
    }

    /// SQLite is told each time how much to wait for, because a connection keeps what it was told
    /// last.
    async fn begin_with(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> Result<Transaction, DbError> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Transaction::sqlite(writer.begin_with(sqlite).await?),
            Self::Postgres(pool) => Transaction::postgres(pool.begin_with(postgres).await?),
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

/// Rows a statement: 15 columns of it stay under SQLite's 32,766 bound values.
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
