//! Several statements, run together and in order.
//!
//! A trip to SQLite's thread and back costs more than a small statement does: a page saved
//! statement by statement spent a quarter of a crawl's processor time on waking threads. So all
//! of them are one text there. PostgreSQL takes one statement at a time.

use futures_util::TryStreamExt as _;
use sqlx::{Either, Executor as _};

use super::statement::{Numbering, put};
use super::{Connection, DbRow, Engine, Statement, sql};
use crate::db::DbError;

/// Statements that are run together, in order. Values are bound with
/// [`Statement::push_bind`] only: a placeholder written by hand would count anew from the first
/// statement.
pub(crate) struct Script {
    engine: Engine,
    statements: Vec<Statement>,
}

/// What one statement of a script did.
#[derive(Default)]
pub(crate) struct Ran {
    /// Rows it returned.
    pub(crate) rows: Vec<DbRow>,
    /// Rows it changed.
    pub(crate) affected: u64,
}

impl Ran {
    /// The statement came to its end; what comes next belongs to another.
    fn done(&mut self, affected: u64) -> Self {
        Self {
            rows: std::mem::take(&mut self.rows),
            affected,
        }
    }
}

impl Script {
    /// An empty script for a connection of this engine.
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            engine,
            statements: Vec::new(),
        }
    }

    /// Begins the next statement.
    pub(crate) fn statement(&mut self, text: &'static str) -> &mut Statement {
        match (self.engine, self.statements.len()) {
            (Engine::Sqlite, 0) => self
                .statements
                .push_mut(sql(text).numbering(Numbering::InOrder)),
            (Engine::Sqlite, _) => self.statements[0].push("; ").push(text),
            (Engine::Postgres, _) => self.statements.push_mut(sql(text)),
        }
    }

    /// Runs all statements and returns what each did. The first that fails is the last that ran:
    /// run it in a transaction.
    pub(crate) async fn run(self, on: &mut Connection) -> Result<Vec<Ran>, DbError> {
        let mut ran = Vec::with_capacity(self.statements.len());
        for statement in &self.statements {
            statement.run(on, &mut ran).await?;
        }
        Ok(ran)
    }
}

impl Statement {
    /// Rows and changes of each statement that stands in the text.
    async fn run(&self, on: &mut Connection, into: &mut Vec<Ran>) -> Result<(), DbError> {
        let mut current = Ran::default();
        put!(self, on, |connection, query, row| {
            let mut steps = connection.fetch_many(query);
            while let Some(step) = steps.try_next().await? {
                match step {
                    Either::Right(next) => current.rows.push(row(next)),
                    Either::Left(done) => into.push(current.done(done.rows_affected())),
                }
            }
        });
        Ok(())
    }
}
