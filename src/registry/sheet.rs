//! From a table of cells to entries: header, rows, and what only shows across rows.

use std::collections::HashMap;

use super::header::{self, Column};
use super::row::{self, Reading, SheetTerms};
use super::table::{Row, Table};
use super::{Defaults, MAX_CELL_BYTES, RowError, SheetReading};
use crate::model::{LONGEST_KEY, Platform, RegistryEntry};
use crate::source::Sources;

/// Reads all rows below the header.
pub(super) fn read(table: &Table, defaults: &Defaults, sources: &Sources) -> SheetReading {
    let mut reading = SheetReading {
        warnings: table.warnings.clone(),
        ..SheetReading::default()
    };
    let Some(header) = header::find(table, sources) else {
        reading.errors.push(RowError::file(
            "no header was found: one of the first rows must name a column NIP or Nama and a \
             column Akun or Tautan",
        ));
        return reading;
    };
    if !header.unused.is_empty() {
        let text = format!("columns that were not used: {}", header.unused.join(", "));
        reading.warnings.push(RowError::file(text));
    }
    let mut seen = Seen::default();
    let terms = SheetTerms {
        header: &header,
        defaults,
        sources,
    };
    for row in &table.rows[header.at + 1..] {
        if !header::numbers_columns(row) {
            read_row(&mut reading, &mut seen, row, terms);
        }
    }
    if reading.entries.is_empty() && reading.errors.is_empty() {
        reading
            .errors
            .push(RowError::file("no row below the header holds an account"));
    }
    reading
}

fn read_row(reading: &mut SheetReading, seen: &mut Seen, row: &Row, terms: SheetTerms<'_>) {
    let long = |head: &&header::ColumnHead| {
        row.cell(head.index)
            .is_some_and(|cell| cell.shown().len() > most_bytes(head.column))
    };
    if let Some(head) = terms.header.heads.iter().find(long) {
        let most = most_bytes(head.column);
        let text = format!("longer than {most} bytes; is a quotation mark missing?");
        reading
            .errors
            .push(RowError::cell(row.number, &head.name, text));
        return;
    }
    match row::read(row, terms) {
        Reading::Entries(entries) => {
            for entry in entries {
                match seen.add(row.number, &entry) {
                    Ok(true) => reading.entries.push((row.number, entry)),
                    Ok(false) => reading.warnings.push(RowError::row(
                        row.number,
                        format!("{} is repeated and was taken once", entry.address),
                    )),
                    Err(text) => reading.errors.push(RowError::row(row.number, text)),
                }
            }
        }
        Reading::PassedOver(why) => reading.warnings.push(RowError::row(row.number, why)),
        Reading::Errors(errors) => reading.errors.extend(errors),
    }
}

/// The longest cell of a column. An agency is found by its name and what it belongs to, both
/// together in one index.
fn most_bytes(column: Column) -> usize {
    match column {
        Column::Name | Column::Agency | Column::Unit => LONGEST_KEY / 2,
        _ => MAX_CELL_BYTES,
    }
}

/// What earlier rows said, to find contradictions.
#[derive(Debug, Default)]
struct Seen {
    accounts: HashMap<(Platform, String), (u32, RegistryEntry)>,
    persons: HashMap<String, (u32, RegistryEntry)>,
}

impl Seen {
    /// Whether the entry is new; an entry that contradicts an earlier row is an error.
    fn add(&mut self, row: u32, entry: &RegistryEntry) -> Result<bool, String> {
        let key = (entry.platform, entry.address.clone());
        if let Some((earlier, known)) = self.accounts.get(&key) {
            if same_person(known, entry) && known.proof == entry.proof {
                return Ok(false);
            }
            return Err(format!(
                "{} stands in row {earlier} too, with other details; keep one of the two",
                entry.address
            ));
        }
        if let Some(nip) = &entry.nip {
            if let Some((earlier, known)) = self.persons.get(nip.as_str())
                && !same_person(known, entry)
            {
                return Err(format!(
                    "the NIP {} stands in row {earlier} too, with another name, agency, position, \
                     region or purpose",
                    nip.masked()
                ));
            }
            self.persons
                .insert(nip.as_str().to_owned(), (row, entry.clone()));
        }
        self.accounts.insert(key, (row, entry.clone()));
        Ok(true)
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
