//! What a file holds, before anybody knows what it means: sheets, their rows, their cells.

use jiff::civil::DateTime;

use super::cell_budget::{MAX_RAW_BYTES, beginning};
use super::{MAX_CELL_BYTES, RowError, RowRemark};
use crate::model::is_unseen;
use crate::spreadsheet::unshielded;

/// What is kept of a cell: a letter more than is taken.
const KEPT_BYTES: usize = MAX_CELL_BYTES + 4;

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words, cleaned; never empty.
    Text(String),
    /// A number of a spreadsheet.
    Number(f64),
    /// A date of a spreadsheet.
    Date(DateTime),
    /// `#N/A` and the like.
    Broken(String),
}

impl Cell {
    /// Words as typed; `None` when nothing is left. Of what is longer than any cell that is
    /// taken, enough is kept to be refused for it.
    pub(super) fn text(raw: &str) -> Option<Self> {
        let mut clean = clean(beginning(raw, MAX_RAW_BYTES));
        clean.truncate(beginning(&clean, KEPT_BYTES).len());
        (!clean.is_empty()).then_some(Self::Text(clean))
    }

    /// How many bytes its words take.
    pub(super) fn byte_count(&self) -> usize {
        match self {
            Self::Text(text) | Self::Broken(text) => text.len(),
            Self::Number(_) | Self::Date(_) => 0,
        }
    }

    /// The cell as a person reads it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.date().to_string(),
        }
    }
}

/// A row of cells, by column.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Row {
    /// As the spreadsheet counts; in a text file the line on which it begins.
    pub(super) number: u32,
    /// Missing cells are `None`.
    pub(super) cells: Vec<Option<Cell>>,
    /// Web addresses to which cells lead, by column.
    pub(super) links: Vec<(usize, String)>,
    /// Why the row cannot be trusted.
    pub(super) fault: Option<RowRemark>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column)?.as_ref()
    }

    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(|(column, cell)| Some((column, cell.as_ref()?)))
    }

    /// The web address to which a cell leads.
    pub(super) fn link(&self, column: usize) -> Option<&str> {
        let mut links = self.links.iter();
        let found = links.find(|(at, _)| *at == column)?;
        Some(&found.1)
    }

    /// How many different things its cells say; a merged area says one.
    pub(super) fn says(&self) -> usize {
        let mut seen: Vec<&Cell> = Vec::new();
        for (_, cell) in self.filled() {
            if seen.len() < 16 && !seen.contains(&cell) {
                seen.push(cell);
            }
        }
        seen.len()
    }
}

/// One sheet: its rows that hold anything and are to be read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sheet {
    /// Its name; a text file has none.
    pub(super) name: Option<String>,
    pub(super) rows: Vec<Row>,
}

/// A file: its sheets that are to be read, and what there is to say about the others.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Book {
    pub(super) sheets: Vec<Sheet>,
    pub(super) warnings: Vec<RowError>,
}

/// Takes out what copying between programs leaves: non-breaking, doubled and invisible spaces,
/// letters that turn others around,
/// line breaks, the apostrophe that keeps a spreadsheet from calculating, and the formula
/// `="1985"` that does the same.
fn clean(raw: &str) -> String {
    let spaced = raw.chars().map(|c| {
        if c.is_control() || c.is_whitespace() {
            ' '
        } else {
            c
        }
    });
    let visible = spaced.filter(|c| !is_unseen(*c));
    let visible: String = visible.collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let text = words.join(" ");
    let inner = text
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'));
    match inner.filter(|inner| !inner.contains('"')) {
        Some(inner) => inner.trim().to_owned(),
        None => unshielded(&text).trim_start().to_owned(),
    }
}
