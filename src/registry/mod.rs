//! Reading what a personnel office sends: a CSV or XLSX file, as found in the wild.
//!
//! The bytes become sheets of cells (`csv`, `xlsx`), of which blocks are found (`blocks`): a
//! header, read by its words (`header`, `words`), and the rows below it, each of which becomes
//! entries (`row`, `address`). Reading is pure and total: what is wrong or left out is reported
//! with its row and column, and nothing is guessed.

mod address;
mod blocks;
mod column;
mod csv;
mod dates;
mod export;
mod header;
mod known;
mod missing;
mod nothing;
mod pieces;
mod records;
mod row;
mod rules;
mod sheet;
mod table;
mod values;
mod visibility;
mod words;
mod xlsx;

use std::fmt;

use jiff::civil::Date;

pub use self::export::write_csv;
pub use self::known::KnownAccounts;
use crate::model::{RegionCode, RegistryEntry};
use crate::source::Sources;

/// Largest file that is read, in bytes.
pub const MAX_BYTES: usize = 64 << 20;
/// Most rows that are read.
pub const MAX_ROWS: usize = 150_000;
/// Most filled cells that are read.
pub const MAX_CELLS: usize = 3_000_000;
/// Longest cell, in bytes; of names and agencies half of [`LONGEST_KEY`](crate::model::LONGEST_KEY).
pub const MAX_CELL_BYTES: usize = 4_096;

/// What holds for rows that do not say otherwise, and which rows are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defaults {
    /// Assignment (*surat tugas*).
    pub basis: Option<String>,
    /// Last day of watching.
    pub ends_on: Option<Date>,
    /// Where the persons serve.
    pub region: Option<RegionCode>,
    /// Whether hidden and filtered rows and columns of a workbook are read too.
    pub with_hidden: bool,
}

/// Something to say about a row, or about the whole file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct RowError {
    /// Sheet, where several are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row as the spreadsheet numbers it (in a CSV file: the line); `None` is the whole file.
    pub row: Option<u32>,
    /// Column as the file names it.
    pub column: Option<String>,
    /// One sentence.
    pub message: String,
}

impl RowError {
    pub(crate) fn file(message: impl Into<String>) -> Self {
        Self {
            sheet: None,
            row: None,
            column: None,
            message: message.into(),
        }
    }

    /// Something about one row.
    pub fn row(row: u32, message: impl Into<String>) -> Self {
        Self {
            sheet: None,
            row: Some(row),
            column: None,
            message: message.into(),
        }
    }

    pub(crate) fn cell(row: u32, column: &str, message: impl Into<String>) -> Self {
        Self {
            sheet: None,
            row: Some(row),
            column: Some(column.to_owned()),
            message: message.into(),
        }
    }
}

impl fmt::Display for RowError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(formatter, "sheet {sheet:?}, ")?;
        }
        match (self.row, &self.column) {
            (Some(row), Some(column)) => write!(formatter, "row {row}, {column}: ")?,
            (Some(row), None) => write!(formatter, "row {row}: ")?,
            (None, _) => {}
        }
        formatter.write_str(&self.message)
    }
}

/// What was read from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetReading {
    /// Accounts with their persons, and the row each came from.
    pub entries: Vec<(u32, RegistryEntry)>,
    /// Rows that cannot be taken over, or why the file cannot.
    pub errors: Vec<RowError>,
    /// What the operator should know: passed-over rows, unused columns, which sheet was read.
    pub warnings: Vec<RowError>,
}

/// Reads a registry file. Its kind is told by its first bytes; the name is for messages only.
/// The sources say how each account is spelt.
pub fn read(file_name: &str, bytes: &[u8], defaults: &Defaults, sources: &Sources) -> SheetReading {
    let book = if bytes.len() > MAX_BYTES {
        Err(format!(
            "{file_name} is larger than {} MiB; split it",
            MAX_BYTES >> 20
        ))
    } else if bytes.starts_with(b"PK") {
        xlsx::read(bytes, defaults.with_hidden).map_err(|problem| format!("{file_name} {problem}"))
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Err(format!(
            "{file_name} is an old .xls or a password-protected file; save it as .xlsx without a password"
        ))
    } else {
        csv::read(bytes, sources).map_err(|problem| format!("{file_name} {problem}"))
    };
    match book {
        Ok(book) => sheet::read(book, defaults, sources),
        Err(problem) => SheetReading {
            errors: vec![RowError::file(problem)],
            ..SheetReading::default()
        },
    }
}
