//! Rows of a result, read the same way whichever engine gave them.

use sqlx::Row as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

/// A row of a result.
pub(crate) enum DbRow {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl DbRow {
    /// The value of a column.
    pub(crate) fn get<'r, T: FromCell<'r>>(&'r self, column: &str) -> Result<T, sqlx::Error> {
        T::read(self, ColumnKey::Named(column))
    }

    /// The value of a column, counted from 0.
    pub(crate) fn at<'r, T: FromCell<'r>>(&'r self, column: usize) -> Result<T, sqlx::Error> {
        T::read(self, ColumnKey::Numbered(column))
    }
}

/// How a column is asked for.
#[derive(Clone, Copy)]
pub(crate) enum ColumnKey<'a> {
    Named(&'a str),
    Numbered(usize),
}

/// What can be read from a column.
pub(crate) trait FromCell<'r>: Sized {
    fn read(row: &'r DbRow, column: ColumnKey<'_>) -> Result<Self, sqlx::Error>;
}

macro_rules! stored_types {
    ($($stored:ty),*) => {$(
        impl<'r> FromCell<'r> for $stored {
            fn read(row: &'r DbRow, column: ColumnKey<'_>) -> Result<Self, sqlx::Error> {
                match (row, column) {
                    (DbRow::Sqlite(row), ColumnKey::Named(name)) => row.try_get(name),
                    (DbRow::Sqlite(row), ColumnKey::Numbered(number)) => row.try_get(number),
                    (DbRow::Postgres(row), ColumnKey::Named(name)) => row.try_get(name),
                    (DbRow::Postgres(row), ColumnKey::Numbered(number)) => row.try_get(number),
                }
            }
        }
    )*};
}

stored_types!(
    i64,
    f64,
    String,
    &'r str,
    Vec<u8>,
    Option<i64>,
    Option<f64>,
    Option<String>,
    Option<&'r str>,
    Option<Vec<u8>>
);

/// Smaller numbers are stored as `i64`.
macro_rules! smaller_numbers {
    ($($number:ty),*) => {$(
        impl<'r> FromCell<'r> for $number {
            fn read(row: &'r DbRow, column: ColumnKey<'_>) -> Result<Self, sqlx::Error> {
                smaller(i64::read(row, column)?, column)
            }
        }

        impl<'r> FromCell<'r> for Option<$number> {
            fn read(row: &'r DbRow, column: ColumnKey<'_>) -> Result<Self, sqlx::Error> {
                let stored: Option<i64> = FromCell::read(row, column)?;
                stored.map(|stored| smaller(stored, column)).transpose()
            }
        }
    )*};
}

smaller_numbers!(u16, u32);

fn smaller<T>(stored: i64, column: ColumnKey<'_>) -> Result<T, sqlx::Error>
where
    T: TryFrom<i64, Error = std::num::TryFromIntError>,
{
    T::try_from(stored).map_err(|error| sqlx::Error::ColumnDecode {
        index: match column {
            ColumnKey::Named(name) => name.to_owned(),
            ColumnKey::Numbered(number) => number.to_string(),
        },
        source: error.into(),
    })
}

impl<'r> FromCell<'r> for bool {
    /// Flags are stored as 0 and 1; what PostgreSQL compares has a type of its own.
    fn read(row: &'r DbRow, column: ColumnKey<'_>) -> Result<Self, sqlx::Error> {
        if let DbRow::Postgres(row) = row {
            let compared = match column {
                ColumnKey::Named(name) => row.try_get(name),
                ColumnKey::Numbered(number) => row.try_get(number),
            };
            if compared.is_ok() {
                return compared;
            }
        }
        Ok(i64::read(row, column)? != 0)
    }
}
