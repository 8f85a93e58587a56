//! Several statements in one trip to the engine.
//!
//! A trip to SQLite's thread and back costs more than a small statement does: a page saved
//! statement by statement spent a quarter of a crawl's processor time on waking threads.

use futures_util::TryStreamExt as _;
use sqlx::sqlite::SqliteRow;
use sqlx::{Either, Executor as _, QueryBuilder, Sqlite, SqliteConnection};

use super::DbError;

/// Statements that are run together, in order. Values are bound with
/// [`QueryBuilder::push_bind`] only: a placeholder written by hand would count anew from the
/// first statement.
pub(crate) struct Script {
    builder: QueryBuilder<Sqlite>,
    statements: usize,
}

/// What one statement of a script did.
#[derive(Default)]
pub(crate) struct Ran {
    /// Rows it returned.
    pub(crate) rows: Vec<SqliteRow>,
    /// Rows it changed.
    pub(crate) affected: u64,
}

impl Script {
    pub(crate) fn new() -> Self {
        Self {
            builder: QueryBuilder::new(""),
            statements: 0,
        }
    }

    /// Begins the next statement.
    pub(crate) fn statement(&mut self, sql: &'static str) -> &mut QueryBuilder<Sqlite> {
        if self.statements > 0 {
            self.builder.push("; ");
        }
        self.statements += 1;
        self.builder.push(sql)
    }

    /// Runs all statements and returns what each did. The first that fails is the last that ran:
    /// run it in a transaction.
    pub(crate) async fn run(mut self, on: &mut SqliteConnection) -> Result<Vec<Ran>, DbError> {
        let mut ran = Vec::with_capacity(self.statements);
        if self.statements == 0 {
            return Ok(ran);
        }
        let mut current = Ran::default();
        let mut steps = on.fetch_many(self.builder.build());
        while let Some(step) = steps.try_next().await? {
            match step {
                Either::Right(row) => current.rows.push(row),
                Either::Left(done) => {
                    current.affected = done.rows_affected();
                    ran.push(std::mem::take(&mut current));
                }
            }
        }
        Ok(ran)
    }
}
