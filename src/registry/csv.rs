//! CSV in the encodings and with the separators that offices produce.

use std::collections::HashMap;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::header;
use super::records::TextRecords;
use super::table::{Book, Cell, Row, Sheet};
use super::{MAX_CELLS, MAX_ROWS, RowError, RowRemark, too_many_rows};
use crate::source::Sources;

/// Separators that programs write; of equally fitting ones the last.
const SEPARATORS: [char; 4] = ['|', '\t', ';', ','];

/// Reads text that is separated by commas, semicolons, tabs or upright strokes.
pub(super) fn read(file: &str, bytes: &[u8], sources: &Sources) -> Result<Book, RowRemark> {
    let (text, warning) = decode(bytes);
    let best = SEPARATORS
        .into_iter()
        .max_by_key(|separator| score(&text, *separator, sources));
    let rows = rows(&text, best.unwrap_or(','), sources).ok_or_else(|| too_many_rows(file))?;
    Ok(Book {
        sheets: vec![Sheet { name: None, rows }],
        warnings: warning.into_iter().collect(),
    })
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
    let foreign = encoding == WINDOWS_1252;
    let warning = foreign.then(|| RowError::file(RowRemark::NotUtf8));
    (decoded(encoding, bytes), warning)
}

fn decoded(encoding: &'static Encoding, bytes: &[u8]) -> String {
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// How well a separator fits: the most recognised column names in one of the first rows.
fn score(text: &str, separator: char, sources: &Sources) -> usize {
    let start = text
        .char_indices()
        .nth(16_384)
        .map_or(text, |(end, _)| &text[..end]);
    let known = |text: &String| {
        Cell::text(text).is_some_and(|cell| header::named(&cell, sources).is_some())
    };
    let names = TextRecords::new(start, separator).take(40).map(|record| {
        let cells = record.cells.iter().take(64).map(|cell| &cell.text);
        cells.filter(|text| known(text)).count()
    });
    names.max().unwrap_or(0)
}

/// The rows that hold anything; `None` when there are too many.
fn rows(text: &str, separator: char, sources: &Sources) -> Option<Vec<Row>> {
    let usual = usual_width(text, separator);
    let is_header = |names: &[&str]| {
        let cells = names.iter().filter_map(|name| Cell::text(name)).map(Some);
        let row = Row {
            cells: cells.collect(),
            ..Row::default()
        };
        let header = header::read(&[&row], sources);
        header.heads.len() > 2 && header.is_of_a_table()
    };
    let (mut rows, mut cells) = (Vec::new(), 0);
    for record in TextRecords::new(text, separator) {
        let row = Row {
            number: record.line,
            fault: record.fault(separator, usual, &is_header),
            cells: record
                .cells
                .iter()
                .map(|cell| Cell::text(&cell.text))
                .collect(),
            links: Vec::new(),
        };
        cells += row.filled().count();
        if rows.len() == MAX_ROWS || cells > MAX_CELLS {
            return None;
        }
        if row.filled().next().is_some() {
            rows.push(row);
        }
    }
    Some(rows)
}

/// How many cells most records have.
fn usual_width(text: &str, separator: char) -> usize {
    let mut widths: HashMap<usize, usize> = HashMap::new();
    for record in TextRecords::new(text, separator).take(MAX_ROWS) {
        *widths.entry(record.cells.len()).or_default() += 1;
    }
    let most = widths
        .into_iter()
        .max_by_key(|(width, count)| (*count, *width));
    most.map_or(0, |(width, _)| width)
}
