//! Words of remarks that read differently by number and language.

use std::fmt;

use crate::model::{Language, ListPlace, Spoken};

/// How many of something: `1 row`, `2 rows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetCount {
    /// Rows of a sheet.
    Rows(usize),
    /// Columns of a sheet.
    Columns(usize),
    /// Cells of a sheet.
    Cells(usize),
}

impl Spoken for SheetCount {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, indonesian, english) = match *self {
            Self::Rows(count) => (count, "baris", "row"),
            Self::Columns(count) => (count, "kolom", "column"),
            Self::Cells(count) => (count, "sel", "cell"),
        };
        match (language, count) {
            (Language::Indonesian, _) => write!(out, "{count} {indonesian}"),
            (Language::English, 1) => write!(out, "1 {english}"),
            (Language::English, _) => write!(out, "{count} {english}s"),
        }
    }
}

/// The rows that a quotation mark tears: from the first line to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowsTorn {
    /// First line.
    pub first: u32,
    /// Last line.
    pub last: u32,
}

impl Spoken for RowsTorn {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, last } = *self;
        match language {
            Language::Indonesian if first == last => out.write_str("baris ini"),
            Language::English if first == last => out.write_str("this row"),
            Language::Indonesian => write!(out, "baris {first} sampai {last}"),
            Language::English => write!(out, "rows {first} to {last}"),
        }
    }
}

/// Rows that do not name something; what, follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowsLacking {
    /// The first of them.
    pub first: ListPlace,
    /// How many there are.
    pub count: usize,
}

impl Spoken for RowsLacking {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, count } = self;
        let first = first.told(language);
        match (language, count) {
            (Language::Indonesian, 1) => write!(out, "{first} tidak menyebut"),
            (Language::Indonesian, _) => {
                write!(out, "{count} baris, mulai {first}, tidak menyebut")
            }
            (Language::English, 1) => write!(out, "{first} names"),
            (Language::English, _) => write!(out, "{count} rows, from {first} on, name"),
        }
    }
}
