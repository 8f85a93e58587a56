//! Splitting text into records of cells (RFC 4180), with an eye on quotation marks: one too many
//! makes the rows after it part of a cell, and an account the account of somebody else.

use super::{RowRemark, RowsTorn};

/// Most cells of one record that are kept.
const MOST_CELLS: usize = 1_024;

/// A cell as written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RawCell {
    pub(super) text: String,
    /// What stood within quotation marks.
    quoted: Option<Quoted>,
}

/// How a quotation was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quoted {
    /// Before a separator or the end of the line, as the rule has it.
    Well,
    /// Before other letters.
    BeforeLetters,
    /// Never.
    Open,
}

/// A record with the lines that it spans.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct TextRecord {
    /// First line, from 1.
    pub(super) line: u32,
    /// Last line.
    pub(super) last_line: u32,
    pub(super) cells: Vec<RawCell>,
    /// Whether it has more cells than are kept.
    too_wide: bool,
}

/// Goes through a text record by record; empty lines are passed over.
pub(super) struct TextRecords<'a> {
    rest: &'a str,
    separator: char,
    line: u32,
}

impl<'a> TextRecords<'a> {
    pub(super) fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text,
            separator,
            line: 1,
        }
    }

    /// Takes a line end, `\n`, `\r\n` or `\r`; whether there was one.
    fn line_end(&mut self) -> bool {
        let ends = ["\r\n", "\n", "\r"];
        let Some(rest) = ends.iter().find_map(|end| self.rest.strip_prefix(end)) else {
            return false;
        };
        self.rest = rest;
        self.line = self.line.saturating_add(1);
        true
    }

    fn cell(&mut self) -> RawCell {
        let after_blanks = self.rest.trim_start_matches(' ');
        match after_blanks.strip_prefix('"') {
            Some(rest) => {
                self.rest = rest;
                self.quoted_cell()
            }
            None => RawCell {
                text: self.plain().to_owned(),
                quoted: None,
            },
        }
    }

    /// Up to the separator or the end of the line.
    fn plain(&mut self) -> &'a str {
        let separator = self.separator;
        let ends = |c: char| c == separator || c == '\n' || c == '\r';
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text
    }

    fn quoted_cell(&mut self) -> RawCell {
        let mut text = String::new();
        loop {
            let end = self.rest.find(['"', '\n', '\r']).unwrap_or(self.rest.len());
            let (before, rest) = self.rest.split_at(end);
            text.push_str(before);
            self.rest = rest;
            if let Some(after) = rest.strip_prefix("\"\"") {
                text.push('"');
                self.rest = after;
            } else if let Some(after) = rest.strip_prefix('"') {
                self.rest = after;
                break;
            } else if self.line_end() {
                text.push('\n');
            } else {
                return RawCell {
                    text,
                    quoted: Some(Quoted::Open),
                };
            }
        }
        let after = self.plain();
        let well = after.trim().is_empty();
        text.push_str(after);
        RawCell {
            text,
            quoted: Some(if well {
                Quoted::Well
            } else {
                Quoted::BeforeLetters
            }),
        }
    }
}

impl Iterator for TextRecords<'_> {
    type Item = TextRecord;

    fn next(&mut self) -> Option<TextRecord> {
        while self.line_end() {}
        if self.rest.is_empty() {
            return None;
        }
        let mut record = TextRecord {
            line: self.line,
            ..TextRecord::default()
        };
        loop {
            let cell = self.cell();
            if record.cells.len() < MOST_CELLS {
                record.cells.push(cell);
            } else {
                record.too_wide = true;
            }
            match self.rest.strip_prefix(self.separator) {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        record.last_line = self.line;
        self.line_end();
        Some(record)
    }
}

impl TextRecord {
    /// Why the record cannot be trusted: a quotation mark that is never closed, or within which
    /// other cells or rows seem to stand. `usual` is how many cells most records have;
    /// `is_header` tells whether cells are the names of columns.
    pub(super) fn fault(
        &self,
        separator: char,
        usual: usize,
        is_header: &dyn Fn(&[&str]) -> bool,
    ) -> Option<RowRemark> {
        if self.too_wide {
            return Some(RowRemark::TooManyCells(MOST_CELLS));
        }
        let suspect = |cell: &&RawCell| self.hides(cell, separator, usual, is_header);
        let cell = self.cells.iter().find(suspect)?;
        let start: String = cell.text.chars().take(20).collect();
        let start = start.split(['\n', '\r']).next().unwrap_or_default();
        let rows = RowsTorn {
            first: self.line,
            last: self.last_line,
        };
        Some(if cell.quoted == Some(Quoted::Open) {
            RowRemark::QuoteOpen(start.into(), rows)
        } else {
            RowRemark::QuoteAroundCells(start.into(), rows)
        })
    }

    fn hides(
        &self,
        cell: &RawCell,
        separator: char,
        usual: usize,
        is_header: &dyn Fn(&[&str]) -> bool,
    ) -> bool {
        let Some(quoted) = cell.quoted else {
            return false;
        };
        let inside = cell.text.matches(separator).count();
        let spans = cell.text.contains('\n');
        if quoted == Quoted::Open {
            return true;
        }
        if inside == 0 && !spans {
            return false;
        }
        let width = self.cells.len();
        let swallowed = inside > 0 && width < usual && (spans || width + inside >= usual);
        let whole_row = spans && usual > 1 && inside + 1 >= usual;
        let torn = spans && inside > 0 && width > usual;
        // A record with the usual number of cells has none too few; what it holds without a
        // separator is several lines of one cell, a name and a number say.
        let may_hold_rows = (spans && inside > 0) || width != usual;
        quoted == Quoted::BeforeLetters
            || swallowed
            || whole_row
            || torn
            || (may_hold_rows && holds_rows(&cell.text, separator, is_header))
    }
}

/// Whether a part of a text is a NIP, or a line of it the names of columns.
fn holds_rows(text: &str, separator: char, is_header: &dyn Fn(&[&str]) -> bool) -> bool {
    let mut pieces = text.split([separator, '\n']);
    pieces.any(is_like_a_nip)
        || text.split('\n').any(|line| {
            let names: Vec<&str> = line.split(separator).take(64).collect();
            is_header(&names)
        })
}

/// Whether a cell of a workbook holds rows of a text file, which a stray quotation mark made part
/// of it before the file was saved as a workbook.
pub(super) fn holds_lines_of_a_file(text: &str) -> bool {
    let separators = [',', ';', '\t', '|'];
    let mut below = text.split('\n').skip(1);
    text.len() > 17
        && below.any(|line| {
            let mut pieces = line.split(separators);
            line.matches(separators).count() > 1 && pieces.any(is_like_a_nip)
        })
}

/// Eighteen digits, as a NIP has, give or take what typing loses.
fn is_like_a_nip(piece: &str) -> bool {
    let bare: String = piece
        .chars()
        .filter(|c| !" '\".\u{a0}".contains(*c))
        .take(24)
        .collect();
    (17..=19).contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit())
}
