//! Opening a database and bringing its schema up to date.

use std::path::Path;
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use tokio::time::timeout;

use super::engine::again;
use super::error::Said;
use super::fault::{DiskFault, FaultyPlace};
use super::{Db, DbError, migrations};
use crate::model::DiskRefusal;

/// How long a connection is waited for: longer than a database server takes to start again, so
/// that a restart costs time and nothing else.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long it is waited for in silence.
const SOON: Duration = Duration::from_secs(1);

/// Twice the rows of a statement on a batch.
const ROWS_AHEAD: usize = 2 * super::BATCH;

/// The first version that the tests run on, as the server numbers it.
const OLDEST: u32 = 150_000;

/// Whether netra has made its tables in a file, or in the schema of a server that it would use.
const SQLITE_STEPS: &str =
    "SELECT count(*) > 0 FROM sqlite_master WHERE type = 'table' AND name = '_sqlx_migrations'";
const POSTGRES_STEPS: &str = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";

/// What to do where there is no database yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WhenAbsent {
    /// Say so and leave everything as it is: an empty one in place of one whose disk is not
    /// mounted would say that all is well.
    Refuse,
    /// Make one.
    Make,
}

impl Db {
    /// Opens the SQLite database at `path` and brings its schema up to date.
    pub async fn open_sqlite(path: &Path, absent: WhenAbsent) -> Result<Self, DbError> {
        match Self::sqlite(path, absent).await {
            Ok(db) => Ok(db),
            Err(error) => Err(see_through(error, path).await.in_file(path)),
        }
    }

    async fn sqlite(path: &Path, absent: WhenAbsent) -> Result<Self, DbError> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(absent == WhenAbsent::Make)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(30))
            // Rows that the engine's thread may be ahead by: with fewer, both threads wake each
            // other within every statement.
            .row_buffer_size(ROWS_AHEAD);
        let for_writing = options
            .clone()
            // Every page writes to the same leaves of the indices again: copying them back into
            // the database file every 16 MiB and not every 4 copies them a quarter as often.
            .pragma("wal_autocheckpoint", "4000")
            // A statement of 40 posts keeps more to be able to take itself back than SQLite
            // keeps in memory by itself; a file would be made for it.
            .pragma("temp_store", "memory");
        // A connection to a file does not break while it rests: testing it only costs a trip.
        let writer = SqlitePoolOptions::new()
            .test_before_acquire(false)
            .max_connections(1)
            .connect_with(for_writing)
            .await?;
        if absent == WhenAbsent::Refuse
            && !sqlx::query_scalar::<_, bool>(SQLITE_STEPS)
                .fetch_one(&writer)
                .await?
        {
            return Err(DbError::Absent(path.display().to_string()));
        }
        migrations::sqlite().run(&writer).await?;
        let reader = SqlitePoolOptions::new()
            .test_before_acquire(false)
            .max_connections(4)
            .connect_with(options)
            .await?;
        Ok(Self::Sqlite { writer, reader })
    }

    /// Connects to the PostgreSQL database at `postgres://user:password@host:port/database`,
    /// which must exist, and brings its schema up to date. One without Netra's tables counts as
    /// absent.
    pub async fn open_postgres(url: &str, absent: WhenAbsent) -> Result<Self, DbError> {
        let options = options(url)?.application_name("netra");
        let connecting = PgPoolOptions::new()
            .max_connections(10)
            .acquire_timeout(PATIENCE)
            .connect_with(options.clone());
        let pool = match told_of(&options, connecting).await {
            Ok(pool) => pool,
            Err(error) => {
                let why = reason(&options, error).await;
                return Err(DbError::Unreachable(shown(&options), why));
            }
        };
        again!({
            check(&pool).await?;
            if absent == WhenAbsent::Refuse
                && !sqlx::query_scalar::<_, bool>(POSTGRES_STEPS)
                    .fetch_one(&pool)
                    .await?
            {
                return Err(DbError::Absent(shown(&options)));
            }
            migrations::postgres().run(&pool).await?;
            Ok(())
        })?;
        Ok(Self::Postgres(pool))
    }
}

/// The engine says of a disk that is mounted read-only that it could not open a file: the log that
/// it keeps beside the database. The system says which of both it is.
async fn see_through(error: DbError, path: &Path) -> DbError {
    let DbError::Disk(_, DiskFault::Refused(DiskRefusal::Denied)) = error else {
        return error;
    };
    let opened = tokio::fs::File::options().write(true).open(path).await;
    let refusal = opened.err().as_ref().and_then(DiskRefusal::of);
    refusal.map_or(error, |refusal| {
        DbError::Disk(FaultyPlace::default(), refusal.into())
    })
}

/// Waits for the pool, and says so in the log when it takes longer than a moment: what is wrong
/// is often known to whoever reads it, who need not wait then.
async fn told_of<T>(options: &PgConnectOptions, connecting: impl Future<Output = T>) -> T {
    // Boxed, for else whoever opens a database were too large to hand about.
    let mut connecting = Box::pin(connecting);
    if let Ok(connected) = timeout(SOON, &mut connecting).await {
        return connected;
    }
    let (place, trying) = (shown(options), PATIENCE.as_secs());
    match timeout(SOON, Box::pin(options.connect())).await {
        Ok(Ok(_)) => {}
        Ok(Err(error)) => tracing::warn!(
            "the database {place} cannot be reached: {}; trying for up to {trying} s",
            Said(&error)
        ),
        Err(_) => {
            tracing::warn!("the database {place} does not answer; trying for up to {trying} s");
        }
    }
    connecting.await
}

/// How to reach the server.
fn options(url: &str) -> Result<PgConnectOptions, DbError> {
    // What the library says of a wrong address may hold the password.
    let options: PgConnectOptions = url.parse().map_err(|_| DbError::Address)?;
    let host = options.get_host();
    // The library keeps the brackets of an IPv6 address, with which nobody finds it.
    let bare = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    Ok(match bare.map(str::to_owned) {
        Some(bare) => options.host(&bare),
        None => options,
    })
}

/// Refuses a server that is too old, and a database that has not every letter: most posts would
/// go in, and the first with a letter that is missing would not.
async fn check(pool: &PgPool) -> Result<(), DbError> {
    let mut connection = pool.acquire().await?;
    let version = connection.server_version_num();
    if let Some(old) = version.filter(|version| *version < OLDEST) {
        let major = old / 10_000;
        let problem = format!("is on PostgreSQL {major} and not on 15 or later");
        return Err(DbError::Unfit(problem));
    }
    let encoding: String = sqlx::query_scalar("SHOW server_encoding")
        .fetch_one(&mut *connection)
        .await?;
    if encoding != "UTF8" {
        let problem = format!("keeps its texts in {encoding} and not in UTF8");
        return Err(DbError::Unfit(problem));
    }
    Ok(())
}

/// Why there is no connection: a pool that gave up says only that it did.
async fn reason(options: &PgConnectOptions, error: sqlx::Error) -> sqlx::Error {
    match error {
        sqlx::Error::PoolTimedOut => options.connect().await.err().unwrap_or(error),
        error => error,
    }
}

/// Where a database is, without user and password.
fn shown(options: &PgConnectOptions) -> String {
    let database = options.get_database().unwrap_or(options.get_username());
    match options.get_socket() {
        Some(folder) => format!("{database} in {}", folder.display()),
        None => format!(
            "{database} at {}:{}",
            options.get_host(),
            options.get_port()
        ),
    }
}
