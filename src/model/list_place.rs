//! Where in a list something stands.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::Language;
use super::remark::Spoken;

/// A row of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ListPlace {
    /// Sheet, where several are read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Arc<str>>,
    /// Row as the spreadsheet numbers it; in a text file the line.
    pub row: u32,
}

impl From<u32> for ListPlace {
    fn from(row: u32) -> Self {
        Self { sheet: None, row }
    }
}

impl ListPlace {
    /// `row 3`, with the sheet before it where there are several.
    pub fn told(&self, language: Language) -> String {
        let (sheet, row) = match language {
            Language::Indonesian => ("lembar", "baris"),
            Language::English => ("sheet", "row"),
        };
        match (&self.sheet, language) {
            (None, _) => format!("{row} {}", self.row),
            (Some(name), Language::Indonesian) => format!("{sheet} “{name}”, {row} {}", self.row),
            (Some(name), Language::English) => format!("{sheet} {name:?}, {row} {}", self.row),
        }
    }
}

impl fmt::Display for ListPlace {
    /// In English.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.told(Language::English))
    }
}

impl Spoken for ListPlace {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.told(language))
    }
}
