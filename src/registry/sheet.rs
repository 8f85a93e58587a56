//! From sheets of cells to entries: blocks, rows, and what only shows across rows.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::blocks::{self, Block};
use super::column::Column;
use super::header;
use super::missing::Missing;
use super::pieces;
use super::row::{self, SheetTerms};
use super::table::{Book, Cell, Row, Sheet};
use super::values::is_nip;
use super::{Defaults, MAX_CELL_BYTES, RowError, RowRemark, SheetColumns, SheetReading};
use crate::model::{LONGEST_KEY, ListPlace, Platform, RegistryEntry, hide_written_numbers};
use crate::source::Sources;

/// Most names of columns that are told of a sheet.
const MAX_NAMES: usize = 1_000;
/// Most addresses that all cells may name: six in each row of the longest list. Each of them is
/// shown to every source.
const MAX_ADDRESSES: usize = 1_000_000;

/// Reads all rows of all sheets.
pub(super) fn read(book: Book, defaults: &Defaults, sources: &Sources) -> SheetReading {
    let mut reader = BookReader {
        reading: SheetReading {
            warnings: book.warnings,
            ..SheetReading::default()
        },
        seen: Seen::default(),
        missing: Missing::default(),
        unused: HashSet::new(),
        addresses: 0,
        sheet: None,
        defaults,
        sources,
    };
    let found: Vec<(Sheet, Vec<Block>)> = book
        .sheets
        .into_iter()
        .map(|sheet| {
            let blocks = blocks::find(&sheet.rows, sources);
            (sheet, blocks)
        })
        .collect();
    let is_read = |blocks: &[Block]| blocks.iter().any(|block| block.header.is_usable());
    let sheets_read = found.iter().filter(|(_, blocks)| is_read(blocks)).count();
    if sheets_read == 0 {
        reader.nothing_to_read(&found);
        return reader.reading;
    }
    for (sheet, blocks) in &found {
        let name = sheet.name.clone();
        if is_read(blocks) {
            reader.note_columns(name.clone(), blocks);
            // One sheet needs no name beside its rows.
            reader.sheet = name.filter(|_| sheets_read > 1).map(Arc::from);
            reader.read_sheet(&sheet.rows, blocks);
        } else if !sheet.rows.is_empty() {
            let name = name.unwrap_or_default();
            let what = RowRemark::SheetUnread(name.into(), sheet.rows.len());
            reader.reading.warnings.push(RowError::file(what));
        }
    }
    reader.finish()
}

struct BookReader<'a> {
    reading: SheetReading,
    seen: Seen,
    missing: Missing,
    /// What was said of columns that are not used, so that it is said once.
    unused: HashSet<(Option<Arc<str>>, String)>,
    /// How many addresses the rows may name so far.
    addresses: usize,
    /// Named where several are read.
    sheet: Option<Arc<str>>,
    defaults: &'a Defaults,
    sources: &'a Sources,
}

impl BookReader<'_> {
    fn nothing_to_read(&mut self, found: &[(Sheet, Vec<Block>)]) {
        let tables = found.iter().flat_map(|(_, blocks)| blocks);
        let table = tables.map(|block| block.header.seen()).next();
        let nearest = || {
            let rows = found.iter().map(|(sheet, _)| sheet.rows.as_slice());
            let mut headers = rows.filter_map(|rows| blocks::nearest_header(rows, self.sources));
            headers.next().map(|header| header.seen())
        };
        let what = match table.or_else(nearest) {
            Some(columns) => RowRemark::NoHeaderAmong(shortened(&columns)),
            None => RowRemark::NoHeader,
        };
        self.reading.errors.push(RowError::file(what));
        // A quotation mark may have swallowed the header.
        let rows = found.iter().flat_map(|(sheet, _)| &sheet.rows);
        let faults = rows.filter_map(|row| Some(RowError::row(row.number, row.fault.clone()?)));
        self.reading.errors.extend(faults.take(20));
    }

    fn note_columns(&mut self, name: Option<String>, blocks: &[Block]) {
        let mut sheet = SheetColumns {
            name,
            ..SheetColumns::default()
        };
        let headers = || {
            let headers = blocks.iter().map(|block| &block.header);
            headers.filter(|header| header.is_usable())
        };
        let used = headers().flat_map(|header| header.heads.iter().map(|head| &head.name));
        sheet.used = each_once(used);
        sheet.unused = each_once(headers().flat_map(|header| &header.unused));
        self.reading.sheets.push(sheet);
    }

    fn read_sheet(&mut self, rows: &[Row], blocks: &[Block]) {
        let first = blocks.first().map_or(rows.len(), |block| {
            rows.partition_point(|row| row.number < block.number)
        });
        for row in &rows[..first] {
            self.look_above(row);
        }
        for block in blocks {
            self.read_block(block, &rows[block.rows.clone()]);
        }
    }

    /// Titles stand above a header; what says more may be a row that was meant to be read.
    fn look_above(&mut self, row: &Row) {
        if let Some(fault) = &row.fault {
            self.torn(row, fault);
        } else if row.says() > 2 || row.filled().any(|(_, cell)| is_nip(cell)) {
            self.warn(RowError::row(row.number, RowRemark::AboveHeader));
        }
    }

    /// A row outside of what is read that may hold others.
    fn torn(&mut self, row: &Row, fault: &RowRemark) {
        self.reading.rows += 1;
        self.error(RowError::row(row.number, fault.clone()));
    }

    fn read_block(&mut self, block: &Block, rows: &[Row]) {
        let header = &block.header;
        if !header.is_usable() {
            for row in rows {
                if let Some(fault) = &row.fault {
                    self.torn(row, fault);
                }
            }
            if !rows.is_empty() {
                let what = RowRemark::TableUnread(shortened(&header.seen()), rows.len());
                self.warn(RowError::row(block.number, what));
            }
            return;
        }
        if !header.unused.is_empty() {
            let names = shortened(&header.unused.join(", "));
            if self.unused.insert((self.sheet.clone(), names.clone())) {
                self.warn(RowError::file(RowRemark::ColumnsUnused(names)));
            }
        }
        let terms = SheetTerms {
            header,
            defaults: self.defaults,
            sources: self.sources,
        };
        for row in rows.iter().filter(|row| !header::numbers_columns(row)) {
            self.read_row(row, terms);
        }
    }

    fn read_row(&mut self, row: &Row, terms: SheetTerms<'_>) {
        self.reading.rows += 1;
        if let Some(error) = too_long(row, terms) {
            self.error(error);
            return;
        }
        let heads = terms.header.heads.iter();
        let accounts = heads.filter(|head| head.column.holds_accounts());
        let cells = accounts.filter_map(|head| row.cell(head.index));
        self.addresses += cells
            .map(|cell| pieces::count(&cell.shown()))
            .sum::<usize>();
        if self.addresses > MAX_ADDRESSES {
            self.error(RowError::row(
                row.number,
                RowRemark::AddressesBeyond(MAX_ADDRESSES),
            ));
            return;
        }
        let read = row::read(row, terms);
        for error in read.errors {
            self.error(error);
        }
        for told in read.told {
            self.warn(told);
        }
        let place = ListPlace {
            sheet: self.sheet.clone(),
            row: row.number,
        };
        self.missing.add(&place, &read.missing);
        if !read.missing.is_empty() {
            self.reading.refused.insert(place.clone());
        }
        for entry in read.entries {
            match self.seen.add(&entry, &self.reading.entries) {
                Ok(true) => self.reading.entries.push((place.clone(), entry)),
                Ok(false) => {
                    let what = RowRemark::Repeated(entry.address);
                    self.warn(RowError::row(row.number, what));
                }
                Err(what) => {
                    self.error(RowError::row(row.number, what));
                    self.seen.contradict(&entry, &place);
                }
            }
        }
    }

    /// Which of two rows is right nobody knows: neither is taken, nor what else they say.
    fn drop_contradicted(&mut self) {
        let contradicted = self.reading.entries.iter().filter_map(|(place, entry)| {
            let what = self.seen.contradiction(entry)?;
            Some((place.clone(), what))
        });
        for (place, what) in contradicted.collect::<Vec<_>>() {
            if self.reading.refused.insert(place.clone()) {
                let sheet = place.sheet;
                let error = RowError::row(place.row, what);
                self.reading.errors.push(RowError { sheet, ..error });
            }
        }
        self.in_order_of_the_file();
        let refused = &self.reading.refused;
        let kept = |(place, _): &(ListPlace, RegistryEntry)| !refused.contains(place);
        self.reading.entries.retain(kept);
    }

    fn in_order_of_the_file(&mut self) {
        let names = self.reading.sheets.iter().enumerate();
        let ranks: HashMap<Option<&str>, usize> = names
            .map(|(rank, sheet)| (sheet.name.as_deref(), rank))
            .collect();
        let errors = &mut self.reading.errors;
        errors.sort_by_key(|error| (ranks.get(&error.sheet.as_deref()).copied(), error.row));
    }

    fn located(&self, mut told: RowError) -> RowError {
        told.sheet.clone_from(&self.sheet);
        told
    }

    fn error(&mut self, error: RowError) {
        let error = self.located(error);
        let sheet = error.sheet.clone();
        let place = error.row.map(|row| ListPlace { sheet, row });
        self.reading.refused.extend(place);
        self.reading.errors.push(error);
    }

    fn warn(&mut self, warning: RowError) {
        let warning = self.located(warning);
        self.reading.warnings.push(warning);
    }

    fn finish(mut self) -> SheetReading {
        self.drop_contradicted();
        let missing = std::mem::take(&mut self.missing).errors();
        self.reading.errors.splice(0..0, missing);
        if self.reading.entries.is_empty() && self.reading.errors.is_empty() {
            let what = RowError::file(RowRemark::NothingBelow);
            self.reading.errors.push(what);
        }
        self.reading
    }
}

/// The first names, each once; a header may be repeated on every page.
fn each_once<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen = HashSet::new();
    let new = names.filter(|name| seen.insert(*name));
    let told = new.map(|name| hide_written_numbers(name));
    told.take(MAX_NAMES).collect()
}

/// Names of columns for a message. What was taken for one may be a NIP.
fn shortened(columns: &str) -> String {
    let columns = hide_written_numbers(columns);
    match columns.char_indices().nth(400) {
        Some((end, _)) => format!("{} …", &columns[..end]),
        None => columns,
    }
}

fn too_long(row: &Row, terms: SheetTerms<'_>) -> Option<RowError> {
    let long = |head: &&header::ColumnHead| {
        row.cell(head.index)
            .is_some_and(|cell| cell.shown().len() > most_bytes(head.column))
    };
    let head = terms.header.heads.iter().find(long)?;
    let most = most_bytes(head.column);
    let says = row.cell(head.index).map(Cell::shown);
    let what = RowRemark::TooLong(most);
    Some(RowError::cell(row.number, &head.name, says, what))
}

/// The longest cell of a column. An agency is found by its name and what it belongs to, both
/// together in one index.
fn most_bytes(column: Column) -> usize {
    match column {
        Column::Name | Column::Agency | Column::Unit => LONGEST_KEY / 2,
        _ => MAX_CELL_BYTES,
    }
}

/// What earlier rows said, to find contradictions: positions of their entries.
#[derive(Debug, Default)]
struct Seen {
    accounts: HashMap<(Platform, String), usize>,
    persons: HashMap<String, usize>,
    /// The first row that contradicts what others say of an account.
    contradicted_accounts: HashMap<(Platform, String), ListPlace>,
    /// The first row that contradicts what others say of a number.
    contradicted_persons: HashMap<String, ListPlace>,
}

impl Seen {
    /// Whether the entry is new, and then the next of `entries`; an entry that contradicts an
    /// earlier row is an error.
    fn add(
        &mut self,
        entry: &RegistryEntry,
        entries: &[(ListPlace, RegistryEntry)],
    ) -> Result<bool, RowRemark> {
        let key = (entry.platform, entry.address.clone());
        if let Some((earlier, known)) = self.accounts.get(&key).and_then(|at| entries.get(*at)) {
            if same_person(known, entry) && known.proof == entry.proof {
                return Ok(false);
            }
            let address = entry.address.clone();
            return Err(RowRemark::Contradicted(address, earlier.clone()));
        }
        if let Some(nip) = &entry.nip {
            let known = self
                .persons
                .get(nip.as_str())
                .and_then(|at| entries.get(*at));
            if let Some((earlier, known)) = known
                && !same_person(known, entry)
            {
                let earlier = earlier.clone();
                return Err(RowRemark::NipContradicted(nip.masked(), earlier));
            }
            self.persons.insert(nip.as_str().to_owned(), entries.len());
        }
        self.accounts.insert(key, entries.len());
        Ok(true)
    }

    /// Notes a row that says otherwise than an earlier one.
    fn contradict(&mut self, entry: &RegistryEntry, place: &ListPlace) {
        let key = (entry.platform, entry.address.clone());
        if self.accounts.contains_key(&key) {
            let known = self.contradicted_accounts.entry(key);
            known.or_insert_with(|| place.clone());
        } else if let Some(nip) = &entry.nip {
            let known = self.contradicted_persons.entry(nip.as_str().to_owned());
            known.or_insert_with(|| place.clone());
        }
    }

    /// What another row says otherwise than this entry.
    fn contradiction(&self, entry: &RegistryEntry) -> Option<RowRemark> {
        let key = (entry.platform, entry.address.clone());
        if let Some(place) = self.contradicted_accounts.get(&key) {
            let address = entry.address.clone();
            return Some(RowRemark::Contradicted(address, place.clone()));
        }
        let nip = entry.nip.as_ref()?;
        let place = self.contradicted_persons.get(nip.as_str())?;
        Some(RowRemark::NipContradicted(nip.masked(), place.clone()))
    }
}

fn same_person(one: &RegistryEntry, other: &RegistryEntry) -> bool {
    let person = |entry: &RegistryEntry| RegistryEntry {
        platform: Platform::Feed,
        address: String::new(),
        proof: None,
        ..entry.clone()
    };
    person(one) == person(other)
}
