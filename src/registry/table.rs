//! Cells, before anybody knows what they mean.

use jiff::civil::DateTime;

use super::RowError;
use crate::spreadsheet::unshielded;

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
    /// Words as typed; `None` when nothing is left.
    pub(super) fn text(raw: &str) -> Option<Self> {
        let clean = clean(raw);
        (!clean.is_empty()).then_some(Self::Text(clean))
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
    /// As the spreadsheet counts.
    pub(super) number: u32,
    /// Missing cells are `None`.
    pub(super) cells: Vec<Option<Cell>>,
}

impl Row {
    pub(super) fn cell(&self, column: usize) -> Option<&Cell> {
        self.cells.get(column)?.as_ref()
    }

    pub(super) fn filled(&self) -> impl Iterator<Item = (usize, &Cell)> {
        let cells = self.cells.iter().enumerate();
        cells.filter_map(|(column, cell)| Some((column, cell.as_ref()?)))
    }
}

/// One sheet: its rows that hold anything.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Table {
    pub(super) rows: Vec<Row>,
    pub(super) warnings: Vec<RowError>,
}

/// Takes out what copying between programs leaves: non-breaking, doubled and invisible spaces,
/// line breaks, and the apostrophe that keeps a spreadsheet from calculating.
fn clean(raw: &str) -> String {
    let visible = raw
        .chars()
        .filter(|c| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'))
        .map(|c| if c.is_control() { ' ' } else { c });
    let visible: String = visible.collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let text = words.join(" ");
    unshielded(&text).trim_start().to_owned()
}
