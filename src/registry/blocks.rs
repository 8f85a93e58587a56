//! The blocks of a sheet: a header and the rows below it, up to the next header. Offices put
//! several below each other, one for each kecamatan, or repeat the header on every page.

use std::ops::Range;

use super::header::{self, Header};
use super::table::{Cell, Row};
use crate::source::Sources;

/// A header with its rows.
#[derive(Debug)]
pub(super) struct Block {
    /// Row of the header as the spreadsheet numbers it.
    pub(super) number: u32,
    pub(super) header: Header,
    /// Positions of its rows.
    pub(super) rows: Range<usize>,
}

/// Finds all blocks. What stands above the first belongs to none.
pub(super) fn find(rows: &[Row], sources: &Sources) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut at = 0;
    while at < rows.len() {
        let Some((header, lines)) = header_at(rows, at, sources) else {
            at += 1;
            continue;
        };
        if let Some(before) = blocks.last_mut() {
            before.rows.end = at;
        }
        blocks.push(Block {
            number: rows[at].number,
            header,
            rows: at + lines..rows.len(),
        });
        at += lines;
    }
    blocks
}

/// The header that begins at a row, and of how many lines it is.
fn header_at(rows: &[Row], at: usize, sources: &Sources) -> Option<(Header, usize)> {
    if !names_an_owner(&rows[at]) {
        return None;
    }
    let mut lines: Vec<&Row> = vec![&rows[at]];
    // A header of two lines names the details in its second, a third says no more.
    let below = rows.get(at + 1..).into_iter().flatten().take(2);
    for row in below {
        if !continues(row, lines[lines.len() - 1], sources) {
            break;
        }
        lines.push(row);
    }
    let header = header::read(&lines, sources);
    (header.is_usable() || header.is_of_a_table()).then_some((header, lines.len()))
}

/// Whether a row can be a header at all; asked of every row, and therefore cheap.
fn names_an_owner(row: &Row) -> bool {
    row.filled().any(|(_, cell)| match cell {
        Cell::Text(text) if text.len() <= 60 => {
            let lower = text.to_ascii_lowercase();
            ["nam", "nip", "induk", "pemilik"]
                .iter()
                .any(|word| lower.contains(word))
        }
        _ => false,
    })
}

/// Whether a row is a further line of the header above it: each cell names a column, or says
/// what stands above it, as merged cells do.
fn continues(row: &Row, above: &Row, sources: &Sources) -> bool {
    let names = |(index, cell): (usize, &Cell)| {
        above.cell(index) == Some(cell) || header::named(cell, sources).is_some()
    };
    row.filled().all(names)
}

/// Of the first rows, the header that somebody may have meant: the one with the most names of
/// columns; of equals the first without figures.
pub(super) fn nearest_header(rows: &[Row], sources: &Sources) -> Option<Header> {
    let wide = rows.iter().take(40).filter(|row| row.says() > 1);
    let rated = wide.map(|row| {
        let header = header::read(&[row], sources);
        let figures = row
            .filled()
            .any(|(_, cell)| cell.shown().contains(|c: char| c.is_ascii_digit()));
        ((header.heads.len(), !figures), header)
    });
    // Of equals the last is taken, which is the first of the rows from below.
    let rated: Vec<_> = rated.collect();
    let best = rated.into_iter().rev().max_by_key(|(rate, _)| *rate);
    best.map(|(_, header)| header)
}
