//! XLSX workbooks: the first sheet with a header, cell by cell, so that neither an inflated
//! archive nor a cell in the last corner of a sheet takes the memory.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use calamine::{DataRef, Dimensions, ExcelDateTime, Reader as _, Xlsx};
use jiff::civil::DateTime;

use super::table::{Cell, Row, Table};
use super::{MAX_CELLS, MAX_ROWS, RowError, header};
use crate::source::Sources;

/// Most bytes of all files of the archive, unpacked.
const MAX_UNPACKED: u64 = 64 << 20;
/// Columns further right are not read.
const MAX_COLUMNS: u32 = 256;

/// Reads the first sheet that has a header.
pub(super) fn read(bytes: &[u8], sources: &Sources) -> Result<Table, String> {
    check_unpacked(bytes)?;
    // calamine panics on some impossible cell addresses.
    let read = std::panic::AssertUnwindSafe(|| first_with_header(bytes, sources));
    std::panic::catch_unwind(read).unwrap_or_else(|_| {
        Err("is damaged; open it in a spreadsheet and save it again".to_owned())
    })
}

fn first_with_header(bytes: &[u8], sources: &Sources) -> Result<Table, String> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| format!("is not a readable XLSX file: {error}"))?;
    let names = book.sheet_names();
    let mut first = None;
    for name in names.iter().take(32) {
        let mut table = sheet(&mut book, name)?;
        if header::find(&table, sources).is_some() {
            if names.len() > 1 {
                let text = format!(
                    "read sheet {name:?}, the first with a header; it has {} sheets",
                    names.len()
                );
                table.warnings.push(RowError::file(text));
            }
            return Ok(table);
        }
        first.get_or_insert(table);
    }
    first.ok_or_else(|| "has no sheets".to_owned())
}

/// Unpacks everything once and counts, because an archive may lie about its sizes.
fn check_unpacked(bytes: &[u8]) -> Result<(), String> {
    let broken = |error: zip::result::ZipError| format!("is not a readable XLSX file: {error}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let mut left = MAX_UNPACKED;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let mut counted = file.take(left + 1);
        let read = std::io::copy(&mut counted, &mut std::io::sink())
            .map_err(|error| format!("is not a readable XLSX file: {error}"))?;
        left = left.checked_sub(read).ok_or_else(|| {
            format!(
                "unpacks to more than {} MiB; save it again without pictures, or split it",
                MAX_UNPACKED >> 20
            )
        })?;
    }
    Ok(())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Table, String> {
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let mut rows: BTreeMap<u32, BTreeMap<u32, Cell>> = BTreeMap::new();
    let (mut cells, mut formulas) = (0, 0);
    let broken =
        |error: calamine::XlsxError| format!("has a sheet {name:?} that cannot be read: {error}");
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = record.pos;
        formulas += usize::from(record.formula.is_some());
        let Some(cell) = cell(&record.value).filter(|_| column < MAX_COLUMNS) else {
            continue;
        };
        cells += 1;
        rows.entry(row).or_default().insert(column, cell);
        if rows.len() > MAX_ROWS || cells > MAX_CELLS {
            return Err(format!(
                "has more than {MAX_ROWS} rows or {MAX_CELLS} cells; split it"
            ));
        }
    }
    for area in merged.iter().take(MAX_ROWS) {
        spread(&mut rows, area);
    }
    let mut table = Table {
        rows: rows
            .into_iter()
            .map(|(number, cells)| dense(number, cells))
            .collect(),
        warnings: Vec::new(),
    };
    if formulas > 0 {
        let text = format!("{formulas} cells hold formulas; their last computed values were taken");
        table.warnings.push(RowError::file(text));
    }
    Ok(table)
}

/// A merged area means its first cell everywhere, but only in rows that hold something.
fn spread(rows: &mut BTreeMap<u32, BTreeMap<u32, Cell>>, area: &Dimensions) {
    let corner = rows
        .get(&area.start.0)
        .and_then(|row| row.get(&area.start.1));
    let Some(value) = corner.cloned() else { return };
    let last_column = area.end.1.min(MAX_COLUMNS - 1);
    if area.start.0 > area.end.0 || area.start.1 > last_column {
        return;
    }
    for (_, row) in rows.range_mut(area.start.0..=area.end.0) {
        for column in area.start.1..=last_column {
            row.entry(column).or_insert_with(|| value.clone());
        }
    }
}

fn dense(number: u32, mut cells: BTreeMap<u32, Cell>) -> Row {
    let width = cells.last_key_value().map_or(0, |(column, _)| column + 1);
    Row {
        number: number.saturating_add(1),
        cells: (0..width).map(|column| cells.remove(&column)).collect(),
    }
}

fn cell(value: &DataRef<'_>) -> Option<Cell> {
    match value {
        DataRef::Int(number) => number.to_string().parse().ok().map(Cell::Number),
        DataRef::Float(number) => Some(Cell::Number(*number)),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cell::text(text)
        }
        DataRef::SharedString(text) => Cell::text(text),
        DataRef::Bool(truth) => Cell::text(if *truth { "ya" } else { "tidak" }),
        DataRef::DateTime(date) => {
            Some(civil(*date).map_or(Cell::Number(date.as_f64()), Cell::Date))
        }
        DataRef::Error(error) => Some(Cell::Broken(error.to_string())),
        DataRef::Empty => None,
    }
}

fn civil(date: ExcelDateTime) -> Option<DateTime> {
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    let narrow = |number: u8| i8::try_from(number).ok();
    DateTime::new(
        i16::try_from(year).ok()?,
        narrow(month)?,
        narrow(day)?,
        narrow(hour)?,
        narrow(minute)?,
        narrow(second)?,
        0,
    )
    .ok()
}
