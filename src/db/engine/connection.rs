//! Connections and transactions of either engine.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{Database, Postgres, Sqlite};

use super::Engine;
use crate::db::DbError;

/// A connection on which statements run, in a transaction or each for itself.
#[derive(Debug)]
pub(crate) enum Connection {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// A connection that belongs to the program until it is dropped.
#[derive(Debug)]
pub(crate) enum Held<D: Database> {
    Pooled(PoolConnection<D>),
    /// In a transaction, which is taken back when this is dropped.
    Open(sqlx::Transaction<'static, D>),
}

impl<D: Database> Deref for Held<D> {
    type Target = D::Connection;

    fn deref(&self) -> &D::Connection {
        match self {
            Self::Pooled(connection) => connection,
            Self::Open(transaction) => transaction,
        }
    }
}

impl<D: Database> DerefMut for Held<D> {
    fn deref_mut(&mut self) -> &mut D::Connection {
        match self {
            Self::Pooled(connection) => connection,
            Self::Open(transaction) => transaction,
        }
    }
}

impl Connection {
    pub(crate) fn sqlite(pooled: PoolConnection<Sqlite>) -> Self {
        Self::Sqlite(Held::Pooled(pooled))
    }

    pub(crate) fn postgres(pooled: PoolConnection<Postgres>) -> Self {
        Self::Postgres(Held::Pooled(pooled))
    }

    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

/// A connection in a transaction: nothing counts before [`commit`](Self::commit).
#[derive(Debug)]
pub(crate) struct Transaction(Connection);

impl Transaction {
    pub(crate) fn sqlite(open: sqlx::Transaction<'static, Sqlite>) -> Self {
        Self(Connection::Sqlite(Held::Open(open)))
    }

    pub(crate) fn postgres(open: sqlx::Transaction<'static, Postgres>) -> Self {
        Self(Connection::Postgres(Held::Open(open)))
    }

    /// Makes everything that the transaction did durable.
    pub(crate) async fn commit(self) -> Result<(), DbError> {
        match self.0 {
            Connection::Sqlite(Held::Open(transaction)) => transaction.commit().await?,
            Connection::Postgres(Held::Open(transaction)) => transaction.commit().await?,
            Connection::Sqlite(Held::Pooled(_)) | Connection::Postgres(Held::Pooled(_)) => {}
        }
        Ok(())
    }

    /// Takes everything back.
    pub(crate) async fn rollback(self) -> Result<(), DbError> {
        match self.0 {
            Connection::Sqlite(Held::Open(transaction)) => transaction.rollback().await?,
            Connection::Postgres(Held::Open(transaction)) => transaction.rollback().await?,
            Connection::Sqlite(Held::Pooled(_)) | Connection::Postgres(Held::Pooled(_)) => {}
        }
        Ok(())
    }
}

impl Deref for Transaction {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.0
    }
}

impl DerefMut for Transaction {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.0
    }
}
