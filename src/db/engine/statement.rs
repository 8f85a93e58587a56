//! One statement with its values, in a text that both engines read.

use std::borrow::Cow;
use std::fmt::Write as _;

use futures_util::TryStreamExt as _;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use sqlx::{AssertSqlSafe, Executor as _, Postgres, Sqlite};

use super::{BoundValue, Connection, DbRow, FromCell, IntoValue};
use crate::db::DbError;

/// A statement and the values of its placeholders `$1`, `$2`, …
///
/// Its text is made of texts that stand in the program and of placeholders: there is no way for
/// a value to get into it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statement {
    text: Cow<'static, str>,
    values: Vec<BoundValue>,
    numbering: Numbering,
}

/// How placeholders are written that come with their value.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Numbering {
    /// `$1`, `$2`, …: both engines read it, also beside placeholders written by hand.
    #[default]
    Numbered,
    /// `?`, in the order of the values: SQLite only. It looks for the name of a numbered
    /// placeholder among all names, one by one, so that a thousand values cost a million steps.
    InOrder,
}

/// Puts a statement to the engine of a connection; `$row` makes a row of the engine's own.
macro_rules! put {
    ($statement:expr, $on:expr, |$connection:ident, $query:ident, $row:ident| $work:block) => {
        match $on {
            $crate::db::engine::Connection::Sqlite(held) => {
                let $query = sqlx::query_with($statement.safe(), $statement.sqlite()?);
                let ($connection, $row) = (&mut **held, $crate::db::engine::DbRow::Sqlite);
                $work
            }
            $crate::db::engine::Connection::Postgres(held) => {
                let $query = sqlx::query_with($statement.safe(), $statement.postgres()?);
                let ($connection, $row) = (&mut **held, $crate::db::engine::DbRow::Postgres);
                $work
            }
        }
    };
}

pub(super) use put;

/// A statement that begins with this text.
pub(crate) fn sql(text: &'static str) -> Statement {
    Statement {
        text: Cow::Borrowed(text),
        ..Statement::default()
    }
}

impl Statement {
    /// The same with this way of writing placeholders.
    pub(super) fn numbering(mut self, numbering: Numbering) -> Self {
        self.numbering = numbering;
        self
    }

    /// The same with more text.
    pub(crate) fn also(mut self, text: &'static str) -> Self {
        self.push(text);
        self
    }

    /// The value of the next placeholder that the text has already.
    pub(crate) fn bind(mut self, value: impl IntoValue) -> Self {
        self.values.push(IntoValue::into_value(Some(value)));
        self
    }

    /// Goes on with more text.
    pub(crate) fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.to_mut().push_str(text);
        self
    }

    /// Goes on with a placeholder for this value.
    pub(crate) fn push_bind(&mut self, value: impl IntoValue) -> &mut Self {
        self.values.push(IntoValue::into_value(Some(value)));
        if self.numbering == Numbering::InOrder {
            return self.push("?");
        }
        let number = self.values.len();
        // Writing to a text cannot fail.
        let _ = write!(self.text.to_mut(), "${number}");
        self
    }

    /// Goes on with ` IN ($4, $5, …)`.
    pub(crate) fn push_list<T: IntoValue>(&mut self, values: impl IntoIterator<Item = T>) {
        self.push(" IN ");
        let mut row = self.row();
        for value in values {
            row.bind(value);
        }
        row.end();
    }

    /// Goes on with `VALUES ($4, $5), ($6, $7), …`.
    pub(crate) fn push_values<T>(
        &mut self,
        items: impl IntoIterator<Item = T>,
        mut each: impl FnMut(&mut RowOfValues<'_>, T),
    ) {
        let mut between = "VALUES ";
        for item in items {
            self.push(between);
            let mut row = self.row();
            each(&mut row, item);
            row.end();
            between = ", ";
        }
    }

    /// Goes on with one row of values; [`RowOfValues::end`] closes it.
    pub(crate) fn row(&mut self) -> RowOfValues<'_> {
        RowOfValues {
            statement: self,
            between: "(",
        }
    }

    /// Runs it; how many rows it changed.
    pub(crate) async fn execute(&self, on: &mut Connection) -> Result<u64, DbError> {
        Ok(put!(self, on, |connection, query, _row| {
            connection.execute(query).await?.rows_affected()
        }))
    }

    /// All rows.
    pub(crate) async fn fetch_all(&self, on: &mut Connection) -> Result<Vec<DbRow>, DbError> {
        Ok(put!(self, on, |connection, query, row| {
            let rows = connection.fetch_all(query).await?;
            rows.into_iter().map(row).collect()
        }))
    }

    /// Shows every row, one after the other, without keeping them.
    pub(crate) async fn fetch_each(
        &self,
        on: &mut Connection,
        mut seen: impl FnMut(DbRow) -> Result<(), DbError>,
    ) -> Result<(), DbError> {
        put!(self, on, |connection, query, row| {
            let mut rows = connection.fetch(query);
            while let Some(next) = rows.try_next().await? {
                seen(row(next))?;
            }
        });
        Ok(())
    }

    /// The first row, if there is one.
    pub(crate) async fn fetch_optional(
        &self,
        on: &mut Connection,
    ) -> Result<Option<DbRow>, DbError> {
        Ok(put!(self, on, |connection, query, row| {
            connection.fetch_optional(query).await?.map(row)
        }))
    }

    /// The first row.
    pub(crate) async fn fetch_one(&self, on: &mut Connection) -> Result<DbRow, DbError> {
        let row = self.fetch_optional(on).await?;
        Ok(row.ok_or(sqlx::Error::RowNotFound)?)
    }

    /// The first column of the first row.
    pub(crate) async fn fetch_value<T>(&self, on: &mut Connection) -> Result<T, DbError>
    where
        T: for<'r> FromCell<'r>,
    {
        Ok(self.fetch_one(on).await?.at(0)?)
    }

    /// The first column of the first row, if there is one.
    pub(crate) async fn find_value<T>(&self, on: &mut Connection) -> Result<Option<T>, DbError>
    where
        T: for<'r> FromCell<'r>,
    {
        let row = self.fetch_optional(on).await?;
        Ok(row.map(|row| row.at(0)).transpose()?)
    }

    pub(super) fn safe(&self) -> AssertSqlSafe<Cow<'static, str>> {
        AssertSqlSafe(self.text.clone())
    }

    pub(super) fn sqlite(&self) -> Result<SqliteArguments, DbError> {
        let mut arguments = SqliteArguments::default();
        for value in &self.values {
            value.add::<Sqlite>(&mut arguments)?;
        }
        Ok(arguments)
    }

    pub(super) fn postgres(&self) -> Result<PgArguments, DbError> {
        let mut arguments = PgArguments::default();
        for value in &self.values {
            value.add::<Postgres>(&mut arguments)?;
        }
        Ok(arguments)
    }
}

/// A row of values in the making.
pub(crate) struct RowOfValues<'s> {
    statement: &'s mut Statement,
    between: &'static str,
}

impl RowOfValues<'_> {
    /// The next value.
    pub(crate) fn bind(&mut self, value: impl IntoValue) -> &mut Self {
        self.statement.push(self.between).push_bind(value);
        self.between = ", ";
        self
    }

    /// The next value as the result of a text of SQL, which may have placeholders of its own.
    pub(crate) fn expression(&mut self, write: impl FnOnce(&mut Statement)) -> &mut Self {
        self.statement.push(self.between);
        write(self.statement);
        self.between = ", ";
        self
    }

    /// Closes the row. One without values is written as one that holds nothing.
    pub(crate) fn end(self) {
        if self.between == "(" {
            self.statement.push("(NULL");
        }
        self.statement.push(")");
    }
}
