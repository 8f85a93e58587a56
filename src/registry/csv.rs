//! CSV in the encodings and with the separators that offices produce.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::header::recognised;
use super::table::{Cell, Row, Table};
use super::{MAX_CELLS, MAX_ROWS, RowError};
use crate::source::Sources;

/// Reads comma-, semicolon- or tab-separated text.
pub(super) fn read(bytes: &[u8], sources: &Sources) -> Result<Table, String> {
    let (text, warning) = decode(bytes);
    let best = b",;\t"
        .iter()
        .max_by_key(|separator| (score(&text, **separator, sources), **separator == b','));
    let mut table = rows(&text, *best.unwrap_or(&b','), MAX_ROWS)?;
    table.warnings.extend(warning);
    Ok(table)
}

fn decode(bytes: &[u8]) -> (String, Option<RowError>) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return (decoded(encoding, &bytes[mark..]), None);
    }
    let start = &bytes[..bytes.len().min(512)];
    let zeros = |odd: usize| {
        start
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|byte| **byte == 0)
            .count()
    };
    let encoding = if zeros(1) * 4 > start.len() {
        UTF_16LE
    } else if zeros(0) * 4 > start.len() {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1252
    };
    let warning = (encoding == WINDOWS_1252).then(|| {
        RowError::file(
            "the file is not UTF-8 and was read as Windows-1252; look at names with accents",
        )
    });
    (decoded(encoding, bytes), warning)
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// How well a separator fits: the most recognised column names in one of the first rows.
fn score(text: &str, separator: u8, sources: &Sources) -> usize {
    let start = text
        .char_indices()
        .nth(16_384)
        .map_or(text, |(end, _)| &text[..end]);
    let table = rows(start, separator, 40).unwrap_or_default();
    let known = |(_, cell): &(usize, &Cell)| recognised(cell, sources);
    let names = |row: &Row| row.filled().filter(known).count();
    table.rows.iter().map(names).max().unwrap_or(0)
}

fn rows(text: &str, separator: u8, limit: usize) -> Result<Table, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut table = Table::default();
    let (mut record, mut cells) = (csv::StringRecord::new(), 0);
    let mut lines = Lines::new(text);
    while reader.read_record(&mut record).unwrap_or(false) {
        let start = record.position().map_or(0, csv::Position::byte);
        let row = Row {
            number: lines.number_at(usize::try_from(start).unwrap_or(usize::MAX)),
            cells: record.iter().map(Cell::text).collect(),
        };
        cells += row.filled().count();
        if table.rows.len() == limit && limit < MAX_ROWS {
            break;
        }
        if table.rows.len() == limit || cells > MAX_CELLS {
            return Err(format!(
                "has more than {MAX_ROWS} rows or {MAX_CELLS} cells; split it"
            ));
        }
        if row.filled().next().is_some() {
            table.rows.push(row);
        }
    }
    Ok(table)
}

/// Counts lines up to the start of each record, because the reader's own count stands before
/// the line breaks and empty lines that it skips.
struct Lines<'a> {
    bytes: &'a [u8],
    at: usize,
    number: u32,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            at: 0,
            number: 1,
        }
    }

    fn number_at(&mut self, start: usize) -> u32 {
        while let Some(byte) = self.bytes.get(self.at) {
            let skipped = matches!(byte, b'\n' | b'\r');
            if self.at >= start && !skipped {
                break;
            }
            self.number = self.number.saturating_add(u32::from(*byte == b'\n'));
            self.at += 1;
        }
        self.number
    }
}
