//! Reading what a personnel office sends: a CSV or XLSX file, as found in the wild.
//!
//! The bytes become sheets of cells (`csv`, `xlsx`), of which blocks are found (`blocks`): a
//! header, read by its words (`header`, `words`), and the rows below it, each of which becomes
//! entries (`row`, `address`). Reading is pure and total: what is wrong or left out is reported
//! with its row and column, and nothing is guessed.

mod address;
mod archive;
mod blocks;
mod cell_budget;
mod column;
mod combined;
mod csv;
mod dates;
mod export;
mod file_kind;
mod header;
mod known;
mod missing;
mod nothing;
mod pieces;
mod records;
mod remark_words;
mod remarks;
mod row;
mod row_error;
mod rules;
mod sheet;
mod table;
mod values;
mod visibility;
mod words;
mod xlsx;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use self::export::write_csv;
pub use self::file_kind::FileKind;
pub use self::known::KnownAccounts;
pub use self::remark_words::{RowsLacking, RowsTorn, SheetCount};
pub use self::remarks::RowRemark;
pub use self::row_error::RowError;
use crate::model::{ListPlace, RegionCode, RegistryEntry};
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
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

/// What was read from a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetReading {
    /// Accounts with their persons, and the row each came from.
    pub entries: Vec<(ListPlace, RegistryEntry)>,
    /// Rows that cannot be taken over, or why the file cannot.
    pub errors: Vec<RowError>,
    /// What the operator should know: passed-over rows, unused columns, which sheet was read.
    pub warnings: Vec<RowError>,
    /// Rows below headers, and others that cannot be told apart.
    pub rows: usize,
    /// Those of them that cannot be taken over, each once.
    pub refused: BTreeSet<ListPlace>,
    /// The sheets that were read, with their columns.
    pub sheets: Vec<SheetColumns>,
}

/// The columns of a sheet, as it names them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SheetColumns {
    /// Name of the sheet; a text file has none.
    pub name: Option<String>,
    /// Columns that mean something here.
    pub used: Vec<String>,
    /// Columns that mean nothing here.
    pub unused: Vec<String>,
}

/// Reads a registry file. Its kind is told by its first bytes; the name is for messages only.
/// The sources say how each account is spelt.
pub fn read(file_name: &str, bytes: &[u8], defaults: &Defaults, sources: &Sources) -> SheetReading {
    let file = || file_name.to_owned();
    let book = if bytes.len() > MAX_BYTES {
        Err(RowRemark::TooLarge(file(), MAX_BYTES >> 20))
    } else if file_kind::is_empty(bytes) {
        Err(RowRemark::EmptyFile(file()))
    } else if let Some(kind) = file_kind::find(bytes) {
        Err(RowRemark::NoList(file(), kind))
    } else if bytes.starts_with(b"PK") {
        xlsx::read(file_name, bytes, defaults.with_hidden)
    } else if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Err(RowRemark::OldFormat(file()))
    } else {
        csv::read(file_name, bytes, sources)
    };
    match book {
        Ok(book) => sheet::read(book, defaults, sources),
        Err(problem) => SheetReading {
            errors: vec![RowError::file(problem)],
            ..SheetReading::default()
        },
    }
}

/// A file that holds more than is read.
fn too_many_rows(file: &str) -> RowRemark {
    RowRemark::TooManyRows(file.to_owned(), MAX_ROWS, MAX_CELLS)
}
