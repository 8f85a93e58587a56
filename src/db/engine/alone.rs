//! Statements and transactions that stand alone: what a lost connection or another process broke
//! off is done again, where that comes to the same as doing it once.

use super::{DbRow, FromCell, Statement};
use crate::db::{Db, DbError};

/// How often something is tried in all. Each time a connection is waited for, so this outlasts a
/// server that starts again more than once.
pub(crate) const TIMES: usize = 4;

/// Does work until it succeeds or fails for good. These are macros because a function that takes
/// asynchronous closures cannot promise that its future may move between threads.
macro_rules! again {
    ($work:expr) => {{
        let mut tried = 1;
        loop {
            // Boxed, for else whatever awaits several of these were too large to hand about.
            let done: Result<_, $crate::db::DbError> = Box::pin(async { $work }).await;
            match done {
                Err(error) if error.is_passing() && tried < $crate::db::engine::TIMES => {
                    tracing::warn!(%error, "trying again");
                    tried += 1;
                }
                done => break done,
            }
        }
    }};
}

/// Writes in one transaction what may be written twice: when the connection is lost while the
/// transaction ends, nobody knows whether it counts.
macro_rules! write_freely {
    ($db:expr, |$transaction:ident| $work:block) => {
        $crate::db::engine::write!($db.begin(), std::convert::identity, |$transaction| $work)
    };
}

/// Writes in one transaction what may be written twice, and may be lost when the machine stops:
/// nothing waits for the disk. What comes later is not kept without it.
macro_rules! write_lightly {
    ($db:expr, |$transaction:ident| $work:block) => {
        $crate::db::engine::write!(
            $db.begin_lightly(),
            std::convert::identity,
            |$transaction| $work
        )
    };
}

/// Writes in one transaction what must not be written twice. Fails with
/// [`DbError::Unsure`](crate::db::DbError::Unsure) where it is not known whether it was written.
macro_rules! write_once {
    ($db:expr, |$transaction:ident| $work:block) => {
        $crate::db::engine::write!(
            $db.begin(),
            $crate::db::DbError::while_saving,
            |$transaction| $work
        )
    };
}

/// Those above, which differ in how they begin and in what an error of the end comes to.
macro_rules! write {
    ($begin:expr, $at_end:path, |$transaction:ident| $work:block) => {
        $crate::db::engine::again!({
            let mut open = $begin.await?;
            let $transaction = &mut open;
            let done: Result<_, $crate::db::DbError> = async { $work }.await;
            let done = done?;
            open.commit().await.map_err($at_end)?;
            Ok(done)
        })
    };
}

pub(crate) use {again, write, write_freely, write_lightly, write_once};

/// Reading outside of a transaction.
impl Statement {
    /// All rows.
    pub(crate) async fn read_all(&self, db: &Db) -> Result<Vec<DbRow>, DbError> {
        again!(self.fetch_all(&mut db.read().await?).await)
    }

    /// The first row, if there is one.
    pub(crate) async fn read_first(&self, db: &Db) -> Result<Option<DbRow>, DbError> {
        again!(self.fetch_optional(&mut db.read().await?).await)
    }

    /// The first row.
    pub(crate) async fn read_one(&self, db: &Db) -> Result<DbRow, DbError> {
        again!(self.fetch_one(&mut db.read().await?).await)
    }

    /// The first column of the first row.
    pub(crate) async fn read_value<T>(&self, db: &Db) -> Result<T, DbError>
    where
        T: for<'r> FromCell<'r>,
    {
        Ok(self.read_one(db).await?.at(0)?)
    }

    /// The first column of the first row, if there is one.
    pub(crate) async fn read_found<T>(&self, db: &Db) -> Result<Option<T>, DbError>
    where
        T: for<'r> FromCell<'r>,
    {
        let row = self.read_first(db).await?;
        Ok(row.map(|row| row.at(0)).transpose()?)
    }
}
