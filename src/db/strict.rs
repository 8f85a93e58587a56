//! Reading rows strictly: a value that cannot be read is an error with its table and row, never
//! a default and never left out.

use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::engine::{DbRow, FromCell};
use super::{DbError, inconsistent};

/// A row of a result, read as a row of one of the tables that it was joined from.
#[derive(Clone, Copy)]
pub(crate) struct RowOf<'r> {
    row: &'r DbRow,
    table: &'static str,
    id: i64,
}

impl<'r> RowOf<'r> {
    /// The part of the row that comes from `table`, whose row identifier is in the column `id`.
    pub(crate) fn new(row: &'r DbRow, table: &'static str, id: &str) -> Result<Self, DbError> {
        Ok(Self {
            row,
            table,
            id: row.get(id)?,
        })
    }

    /// The same for a table of an outer join: nothing if it has no row here.
    pub(crate) fn optional(
        row: &'r DbRow,
        table: &'static str,
        id: &str,
    ) -> Result<Option<Self>, DbError> {
        let id: Option<i64> = row.get(id)?;
        Ok(id.map(|id| Self { row, table, id }))
    }

    /// The row identifier.
    pub(crate) fn id(self) -> i64 {
        self.id
    }

    /// The error for this row.
    pub(crate) fn broken(self, problem: impl Into<String>) -> DbError {
        inconsistent(self.table, self.id, problem)
    }

    /// The value of a column.
    pub(crate) fn get<T>(self, column: &str) -> Result<T, DbError>
    where
        T: FromCell<'r>,
    {
        self.row.get(column).map_err(|error| match error {
            sqlx::Error::ColumnDecode { source, .. } => self.broken(format!(
                "a value as {column} that cannot be read ({source})"
            )),
            other => other.into(),
        })
    }

    /// A finite number.
    pub(crate) fn finite(self, column: &str) -> Result<f64, DbError> {
        let number: f64 = self.get(column)?;
        if number.is_finite() {
            return Ok(number);
        }
        Err(self.broken(format!("{number} as {column}")))
    }

    /// An instant.
    pub(crate) fn instant(self, column: &str) -> Result<Timestamp, DbError> {
        self.to_instant(column, self.get(column)?)
    }

    /// An instant that may be missing.
    pub(crate) fn optional_instant(self, column: &str) -> Result<Option<Timestamp>, DbError> {
        let micros: Option<i64> = self.get(column)?;
        micros
            .map(|micros| self.to_instant(column, micros))
            .transpose()
    }

    fn to_instant(self, column: &str, micros: i64) -> Result<Timestamp, DbError> {
        Timestamp::from_microsecond(micros)
            .map_err(|_| self.broken(format!("{micros} as {column}, which is no instant")))
    }

    /// The variant whose name is stored.
    pub(crate) fn named<T: DeserializeOwned>(self, column: &str) -> Result<T, DbError> {
        let name: String = self.get(column)?;
        serde_json::from_value(serde_json::Value::String(name.clone()))
            .map_err(|_| self.broken(format!("the unknown name {name:?} as {column}")))
    }

    /// A value that is stored as text.
    pub(crate) fn parsed<T>(self, column: &str) -> Result<T, DbError>
    where
        T: FromStr<Err: Display>,
    {
        let text: &str = self.get(column)?;
        text.parse()
            .map_err(|error| self.broken(format!("a value as {column} that is wrong: {error}")))
    }

    /// The same where nothing may be stored.
    pub(crate) fn optional_parsed<T>(self, column: &str) -> Result<Option<T>, DbError>
    where
        T: FromStr<Err: Display>,
    {
        let text: Option<&str> = self.get(column)?;
        text.map(|_| self.parsed(column)).transpose()
    }

    /// A value that is stored as JSON.
    pub(crate) fn json<T: DeserializeOwned>(self, column: &str) -> Result<T, DbError> {
        let text: &str = self.get(column)?;
        super::from_json(self.table, self.id, text)
    }

    /// The same where nothing may be stored.
    pub(crate) fn optional_json<T: DeserializeOwned>(
        self,
        column: &str,
    ) -> Result<Option<T>, DbError> {
        let text: Option<&str> = self.get(column)?;
        text.map(|text| super::from_json(self.table, self.id, text))
            .transpose()
    }

    /// A digest, in hexadecimal.
    pub(crate) fn digest(self, column: &str) -> Result<crate::model::Sha256, DbError> {
        let hex: &str = self.get(column)?;
        crate::model::Sha256::from_hex(hex)
            .ok_or_else(|| self.broken(format!("{hex:?} as {column}, which is no SHA-256")))
    }
}
