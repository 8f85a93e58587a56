//! XLSX workbooks, cell by cell, so that neither an inflated archive nor a cell in the last
//! corner of a sheet takes the memory.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use calamine::{
    DataRef, Dimensions, ExcelDateTime, Reader as _, Sheet as SheetEntry, SheetType, SheetVisible,
    Xlsx, XlsxFormulaMetadata,
};
use jiff::civil::DateTime;

use super::archive::{MAX_MEMBERS, members};
use super::cell_budget::{CellBudget, MAX_RAW_BYTES, OverBudget};
use super::records::holds_lines_of_a_file;
use super::table::{Book, Cell, Row, Sheet};
use super::visibility::{Hidden, MAX_UNPACKED, Visibility};
use super::{MAX_CELL_BYTES, MAX_CELLS, MAX_ROWS, RowError, RowRemark, SheetCount, too_many_rows};

/// Most of these that are not sheets; they are held in memory, sheets are not.
const MAX_BESIDE_SHEETS: u64 = 64 << 20;
/// Columns further right are not read.
const MAX_COLUMNS: u32 = 256;
/// Most sheets that are read.
const MAX_SHEETS: usize = 64;

type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;
type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads all sheets that are shown; hidden rows and columns only `with_hidden`.
pub(super) fn read(file: &str, bytes: &[u8], with_hidden: bool) -> Result<Book, RowRemark> {
    check_unpacked(file, bytes)?;
    // calamine panics on some impossible cell addresses.
    let read = std::panic::AssertUnwindSafe(|| shown_sheets(file, bytes, with_hidden));
    std::panic::catch_unwind(read).unwrap_or_else(|_| Err(RowRemark::Damaged(file.to_owned())))
}

fn no_workbook(file: &str, error: &dyn std::fmt::Display) -> RowRemark {
    RowRemark::NoWorkbook(file.to_owned(), error.to_string())
}

fn shown_sheets(file: &str, bytes: &[u8], with_hidden: bool) -> Result<Book, RowRemark> {
    let mut workbook: Workbook<'_> = calamine::open_workbook_from_rs(Cursor::new(bytes))
        .map_err(|error: calamine::XlsxError| no_workbook(file, &error))?;
    let mut visibility = Visibility::of(bytes);
    let mut book = Book::default();
    let (mut rows, mut cells, mut budget) = (0, 0, CellBudget::new());
    let entries = workbook.sheets_metadata().to_vec();
    for entry in entries.iter().take(MAX_SHEETS) {
        if let Some(why) = why_passed_over(entry) {
            book.warnings.push(RowError::file(why));
            continue;
        }
        let hidden = visibility
            .as_mut()
            .and_then(|known| known.hidden(&entry.name));
        let named = (file, &*entry.name);
        let (sheet, told) = sheet(&mut workbook, named, &mut budget, hidden, with_hidden)?;
        rows += sheet.rows.len();
        cells += sheet
            .rows
            .iter()
            .map(|row| row.filled().count())
            .sum::<usize>();
        if rows > MAX_ROWS || cells > MAX_CELLS {
            return Err(too_many_rows(file));
        }
        book.warnings.extend(told.into_iter().map(RowError::file));
        book.sheets.push(sheet);
    }
    let beyond = entries.len().saturating_sub(MAX_SHEETS);
    if beyond > 0 {
        let what = RowRemark::SheetsBeyond(MAX_SHEETS, beyond);
        book.warnings.push(RowError::file(what));
    }
    Ok(book)
}

fn why_passed_over(entry: &SheetEntry) -> Option<RowRemark> {
    let name = || entry.name.as_str().into();
    if entry.typ != SheetType::WorkSheet {
        Some(RowRemark::ChartSheet(name()))
    } else if entry.visible != SheetVisible::Visible {
        Some(RowRemark::SheetHidden(name()))
    } else {
        None
    }
}

/// Unpacks everything once and counts, because an archive may lie about its sizes.
fn check_unpacked(path: &str, bytes: &[u8]) -> Result<(), RowRemark> {
    if members(bytes) > MAX_MEMBERS {
        return Err(RowRemark::Members(path.to_owned(), MAX_MEMBERS));
    }
    let broken = |error: zip::result::ZipError| no_workbook(path, &error);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let (mut sheets, mut beside) = (MAX_UNPACKED - MAX_BESIDE_SHEETS, MAX_BESIDE_SHEETS);
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(broken)?;
        let of_sheet = file
            .name()
            .is_ok_and(|name| name.contains("worksheets/sheet"));
        let left = if of_sheet { &mut sheets } else { &mut beside };
        let mut counted = file.take(*left + 1);
        let read = std::io::copy(&mut counted, &mut std::io::sink())
            .map_err(|error| no_workbook(path, &error))?;
        let most = if of_sheet {
            MAX_UNPACKED
        } else {
            MAX_BESIDE_SHEETS
        };
        *left = left
            .checked_sub(read)
            .ok_or_else(|| RowRemark::Unpacks(path.to_owned(), most >> 20))?;
    }
    Ok(())
}

/// Reads a sheet, and says what was done with what is hidden in it.
fn sheet(
    book: &mut Workbook<'_>,
    (file, name): (&str, &str),
    budget: &mut CellBudget,
    hidden: Option<Hidden>,
    with_hidden: bool,
) -> Result<(Sheet, Vec<RowRemark>), RowRemark> {
    let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
    let CellsRead {
        mut rows,
        mut links,
        faults,
        formulas,
        beyond,
    } = cells(book, file, name, budget)?;
    let mut left = MAX_CELLS;
    for area in merged.iter().take(MAX_ROWS) {
        spread(&mut rows, area, &mut left, budget).map_err(|_| says_too_much(file))?;
        if left == 0 {
            return Err(too_many_rows(file));
        }
    }
    links.extend(hyperlinks(book, name, &rows, budget).map_err(|_| says_too_much(file))?);
    let mut told = Vec::new();
    match hidden {
        Some(hidden) => told.extend(without_hidden(&mut rows, &hidden, name, with_hidden)),
        None => told.push(RowRemark::VisibilityUnknown(name.into())),
    }
    if formulas > 0 {
        told.push(RowRemark::Formulas(
            name.into(),
            SheetCount::Cells(formulas),
        ));
    }
    if beyond {
        told.push(RowRemark::ColumnsBeyond(name.into(), MAX_COLUMNS));
    }
    let rows = rows.into_iter().map(|(number, cells)| Row {
        fault: faults.get(&number).cloned(),
        ..dense(number, cells, &links)
    });
    let sheet = Sheet {
        name: Some(name.to_owned()),
        rows: rows.collect(),
    };
    Ok((sheet, told))
}

/// Web addresses to which cells lead, by row and column.
type Links = BTreeMap<(u32, u32), String>;

/// The cells of a sheet and what else stands in them.
#[derive(Default)]
struct CellsRead {
    rows: Cells,
    /// Addresses of formulas that make links.
    links: Links,
    /// Rows that cannot be trusted: they hold others within a cell, or a cell that goes on and on.
    faults: BTreeMap<u32, RowRemark>,
    /// How many formulas compute something.
    formulas: usize,
    /// Whether cells stand too far right to be read.
    beyond: bool,
}

fn cells(
    book: &mut Workbook<'_>,
    file: &str,
    name: &str,
    budget: &mut CellBudget,
) -> Result<CellsRead, RowRemark> {
    let broken = |error: calamine::XlsxError| {
        RowRemark::SheetBroken(file.to_owned(), name.into(), error.to_string())
    };
    let mut read = CellsRead::default();
    let mut count = 0;
    let mut reader = book.worksheet_cells_reader(name).map_err(broken)?;
    while let Some(record) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        let (row, column) = record.pos;
        let written = words(&record.value).unwrap_or_default();
        let counted = budget.take(written.len());
        counted.map_err(|_| says_too_much(file))?;
        let linked = record.formula.as_ref().and_then(linked_by);
        // A link is what it shows and where it leads, nothing that was computed.
        read.formulas += usize::from(record.formula.is_some() && linked.is_none());
        let Some(cell) = cell(&record.value) else {
            continue;
        };
        if column >= MAX_COLUMNS {
            read.beyond = true;
            continue;
        }
        read.links
            .extend(linked.map(|address| ((row, column), address)));
        read.faults
            .extend(fault_of(written).map(|fault| (row, fault)));
        count += 1;
        read.rows.entry(row).or_default().insert(column, cell);
        if read.rows.len() > MAX_ROWS || count > MAX_CELLS {
            return Err(too_many_rows(file));
        }
    }
    Ok(read)
}

fn says_too_much(file: &str) -> RowRemark {
    RowRemark::Unpacks(file.to_owned(), CellBudget::most())
}

/// Why a row with such a cell cannot be trusted.
fn fault_of(written: &str) -> Option<RowRemark> {
    if written.len() > MAX_RAW_BYTES {
        return Some(RowRemark::TooLong(MAX_CELL_BYTES));
    }
    holds_lines_of_a_file(written).then_some(RowRemark::CellOfRows)
}

/// The address of `HYPERLINK("https://…";"words")`.
fn linked_by(formula: &XlsxFormulaMetadata) -> Option<String> {
    let XlsxFormulaMetadata::Normal { formula } = formula else {
        return None;
    };
    let name = formula.get(.."HYPERLINK(\"".len())?;
    let rest = formula.get(name.len()..)?;
    let address = rest.split('"').next()?;
    (name.eq_ignore_ascii_case("HYPERLINK(\"") && is_web(address)).then(|| address.to_owned())
}

/// Whether it is a web address, and no longer than a cell may be.
fn is_web(address: &str) -> bool {
    let web = address.starts_with("http://") || address.starts_with("https://");
    web && address.len() <= MAX_CELL_BYTES
}

/// The links of filled cells; a link may lie on a whole area.
fn hyperlinks(
    book: &mut Workbook<'_>,
    name: &str,
    rows: &Cells,
    budget: &mut CellBudget,
) -> Result<Links, OverBudget> {
    let mut found = Links::new();
    let links = book.hyperlinks_by_sheet_name(name).unwrap_or_default();
    let mut left = MAX_CELLS;
    for link in links.into_iter().take(MAX_ROWS) {
        let (from, to) = (link.range.start, link.range.end);
        let Some(target) = link.target.filter(|target| is_web(target)) else {
            continue;
        };
        if from.0 > to.0 || from.1 > to.1 {
            continue;
        }
        for (row, cells) in rows.range(from.0..=to.0) {
            left = left.saturating_sub(1);
            for (column, _) in cells.range(from.1..=to.1) {
                left = left.saturating_sub(1);
                budget.take(target.len())?;
                found.insert((*row, *column), target.clone());
            }
            if left == 0 {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// Takes out what is hidden, unless it was asked for, and says so.
fn without_hidden(
    rows: &mut Cells,
    hidden: &Hidden,
    sheet: &str,
    with_hidden: bool,
) -> Vec<RowRemark> {
    let hidden_rows = rows.keys().filter(|row| hidden.rows.contains(row));
    let numbers: Vec<String> = hidden_rows.map(|row| (row + 1).to_string()).collect();
    let filled: BTreeSet<u32> = rows
        .values()
        .flat_map(|cells| cells.keys().copied())
        .collect();
    let columns = hidden.columns.intersection(&filled);
    let letters: Vec<String> = columns.map(|column| letters(*column)).collect();
    if !with_hidden {
        rows.retain(|row, _| !hidden.rows.contains(row));
        for cells in rows.values_mut() {
            cells.retain(|column, _| !hidden.columns.contains(column));
        }
        rows.retain(|_, cells| !cells.is_empty());
    }
    let told = |count: SheetCount, names: Vec<String>| {
        let shown = names[..names.len().min(12)].join(", ");
        let more = if names.len() > 12 { ", …" } else { "" };
        let which = format!("{shown}{more}");
        (!names.is_empty()).then(|| {
            if with_hidden {
                RowRemark::HiddenRead(sheet.into(), count, which)
            } else {
                RowRemark::HiddenUnread(sheet.into(), count, which)
            }
        })
    };
    let rows = told(SheetCount::Rows(numbers.len()), numbers);
    let columns = told(SheetCount::Columns(letters.len()), letters);
    rows.into_iter().chain(columns).collect()
}

/// A column as spreadsheets call it: A, B, …, AA.
fn letters(column: u32) -> String {
    let mut name = Vec::new();
    let mut left = column + 1;
    while left > 0 {
        left -= 1;
        name.push(char::from(
            b'A' + u8::try_from(left % 26).unwrap_or_default(),
        ));
        left /= 26;
    }
    name.iter().rev().collect()
}

/// A merged area means its first cell everywhere, but only in rows that hold something, and no
/// more than `left` cells of all areas.
fn spread(
    rows: &mut Cells,
    area: &Dimensions,
    left: &mut usize,
    budget: &mut CellBudget,
) -> Result<(), OverBudget> {
    let corner = rows
        .get(&area.start.0)
        .and_then(|row| row.get(&area.start.1));
    let Some(value) = corner.cloned() else {
        return Ok(());
    };
    let last_column = area.end.1.min(MAX_COLUMNS - 1);
    if area.start.0 > area.end.0 || area.start.1 > last_column {
        return Ok(());
    }
    for (_, row) in rows.range_mut(area.start.0..=area.end.0) {
        for column in area.start.1..=last_column {
            *left = left.saturating_sub(1);
            if *left == 0 {
                return Ok(());
            }
            if let Entry::Vacant(place) = row.entry(column) {
                budget.take(value.byte_count())?;
                place.insert(value.clone());
            }
        }
    }
    Ok(())
}

fn dense(number: u32, mut cells: BTreeMap<u32, Cell>, links: &Links) -> Row {
    let width = cells.last_key_value().map_or(0, |(column, _)| column + 1);
    let linked = links.range((number, 0)..=(number, MAX_COLUMNS));
    Row {
        number: number.saturating_add(1),
        cells: (0..width).map(|column| cells.remove(&column)).collect(),
        links: linked
            .map(|((_, column), address)| (*column as usize, address.clone()))
            .collect(),
        fault: None,
    }
}

/// The words of a cell as written.
fn words<'a>(value: &'a DataRef<'_>) -> Option<&'a str> {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Some(text)
        }
        DataRef::SharedString(text) => Some(text),
        _ => None,
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
