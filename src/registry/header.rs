//! Header rows: what each column holds.

use super::column::Column;
use super::table::{Cell, Row};
use super::words;
use crate::source::Sources;

/// A column in use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ColumnHead {
    pub(super) column: Column,
    pub(super) index: usize,
    /// As the file writes it.
    pub(super) name: String,
    /// Whether the cell holds name and NIP, of which this is one.
    pub(super) shared: bool,
}

/// A header and its columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Header {
    pub(super) heads: Vec<ColumnHead>,
    /// Names of columns that mean nothing here.
    pub(super) unused: Vec<String>,
}

/// What a cell means as the name of a column.
pub(super) fn named(cell: &Cell, sources: &Sources) -> Option<Column> {
    match cell {
        Cell::Text(text) => words::meaning(text, sources),
        _ => None,
    }
}

/// Reads rows as the header that they may be together: what a lower one says goes before what
/// stands above it.
pub(super) fn read(rows: &[&Row], sources: &Sources) -> Header {
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let mut header = Header::default();
    for index in 0..width {
        let cells = || rows.iter().rev().filter_map(|row| row.cell(index));
        let known = cells().find_map(|cell| Some((cell, named(cell, sources)?)));
        if let Some((cell, column)) = known {
            header.add(column, index, cell.shown());
        } else {
            let name = cells().next().map(Cell::shown);
            let told = name.filter(|name| !words::is_count(name));
            header.unused.extend(told);
        }
    }
    header.settle_social_media();
    header.settle_combined();
    header
}

impl Header {
    fn add(&mut self, column: Column, index: usize, name: String) {
        let many = column.holds_accounts() || column == Column::SocialMedia;
        if many || !self.has(column) {
            self.heads.push(ColumnHead {
                column,
                index,
                name,
                shared: false,
            });
        } else {
            self.unused.push(name);
        }
    }

    fn settle_social_media(&mut self) {
        let elsewhere = self.heads.iter().any(|head| head.column.holds_accounts());
        let platform = self.has(Column::Platform);
        for head in &mut self.heads {
            if head.column == Column::SocialMedia {
                head.column = if elsewhere && !platform {
                    Column::Platform
                } else {
                    Column::Account
                };
            }
        }
    }

    /// A column of names and numbers is two columns, of which those that stand alone go before.
    fn settle_combined(&mut self) {
        let at = self
            .heads
            .iter()
            .position(|head| head.column == Column::NameAndNip);
        let Some(combined) = at.map(|at| self.heads.remove(at)) else {
            return;
        };
        let lacking = [Column::Name, Column::Nip].map(|column| (column, self.has(column)));
        for (column, _) in lacking.iter().filter(|(_, has)| !has) {
            self.heads.push(ColumnHead {
                column: *column,
                shared: true,
                ..combined.clone()
            });
        }
        if lacking.iter().all(|(_, has)| *has) {
            self.unused.push(combined.name);
        }
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.heads.iter().any(|head| head.column == column)
    }

    /// Whether rows below it can name somebody and an account.
    pub(super) fn is_usable(&self) -> bool {
        let owner = self.has(Column::Name) || self.has(Column::Nip);
        owner && self.heads.iter().any(|head| head.column.holds_accounts())
    }

    /// Whether it is the header of a table, though of none that can be read: it names a person
    /// and other things, and hardly anything that is not the name of a column.
    pub(super) fn is_of_a_table(&self) -> bool {
        let owner = self.has(Column::Name) || self.has(Column::Nip);
        owner && self.heads.len() > 1 && self.unused.len() <= self.heads.len()
    }

    /// The columns seen, for whoever wonders why none of them fits.
    pub(super) fn seen(&self) -> String {
        let known = self.heads.iter().map(|head| head.name.as_str());
        let mut names: Vec<&str> = known
            .chain(self.unused.iter().map(String::as_str))
            .collect();
        // A column of names and numbers is there twice.
        names.dedup();
        names.join(", ")
    }
}

/// Whether a row only numbers the columns, `1 2 3` or `(1) (2) (3)`, as official tables do
/// below the header.
pub(super) fn numbers_columns(row: &Row) -> bool {
    let numbers = row.filled().map(|(_, cell)| {
        let text = cell.shown();
        text.trim_matches(['(', ')']).parse::<u32>().ok()
    });
    let Some(numbers) = numbers.collect::<Option<Vec<u32>>>() else {
        return false;
    };
    numbers.len() > 2
        && numbers
            .windows(2)
            .all(|pair| pair[1] == pair[0].saturating_add(1))
}
