//! A remark with its place in the file.

use std::fmt;
use std::sync::Arc;

use super::remarks::RowRemark;
use crate::model::{Language, ListPlace, hide_written_numbers};

/// The most letters of a cell that are shown beside what is wrong with it.
const MOST_SHOWN: usize = 80;

/// Something to say about a row, or about the whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Sheet, where several are read.
    pub sheet: Option<Arc<str>>,
    /// Row as the spreadsheet numbers it (in a CSV file: the line); `None` is the whole file.
    pub row: Option<u32>,
    /// Column as the file names it.
    pub column: Option<String>,
    /// What the cell says, shortened and without NIPs, where it is about one that is filled.
    pub written: Option<String>,
    /// What there is to say.
    pub what: RowRemark,
}

impl RowError {
    pub(super) fn file(what: RowRemark) -> Self {
        Self {
            sheet: None,
            row: None,
            column: None,
            written: None,
            what,
        }
    }

    /// Something about one row.
    pub(super) fn row(row: u32, what: RowRemark) -> Self {
        Self {
            row: Some(row),
            ..Self::file(what)
        }
    }

    /// Something about one row, which may be one of several sheets.
    pub(super) fn at(place: &ListPlace, what: RowRemark) -> Self {
        Self {
            sheet: place.sheet.clone(),
            ..Self::row(place.row, what)
        }
    }

    /// Something about a cell and what it says; an empty one says nothing.
    pub(super) fn cell(row: u32, column: &str, says: Option<String>, what: RowRemark) -> Self {
        Self {
            column: Some(hide_written_numbers(column)),
            written: says.map(|says| shortened(hide_written_numbers(&says))),
            ..Self::row(row, what)
        }
    }

    /// Where it is and what there is to say, in one sentence.
    pub fn told(&self, language: Language) -> String {
        format!("{}{}", self.place(language), self.what.told(language))
    }

    /// Where it is, with a colon and a blank behind; empty for the whole file.
    pub fn place(&self, language: Language) -> String {
        let place = self.row.map(|row| ListPlace {
            sheet: self.sheet.clone(),
            row,
        });
        let sheet = || match (&self.sheet, language) {
            (None, _) => String::new(),
            (Some(name), Language::Indonesian) => format!("lembar “{name}”, "),
            (Some(name), Language::English) => format!("sheet {name:?}, "),
        };
        match (place, &self.column) {
            (Some(place), Some(column)) => format!("{}, {column}: ", place.told(language)),
            (Some(place), None) => format!("{}: ", place.told(language)),
            (None, _) => sheet(),
        }
    }
}

impl fmt::Display for RowError {
    /// In English.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.told(Language::English))
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
