//! How many rows of a list come to what.

use std::collections::HashMap;

use crate::db::registry::ImportReport;
use crate::model::{ListPlace, RegisterRemark};
use crate::registry::SheetReading;

/// How many rows come to what. Each row counts once, for the gravest of what is said of it, so the
/// figures add up to all rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ListTally {
    /// All rows below headers.
    pub rows: usize,
    /// Rows that change nothing.
    pub unchanged: usize,
    /// Rows about somebody who is not in the register yet.
    pub created: usize,
    /// Rows that change something of somebody who is.
    pub changed: usize,
    /// Rows that name no account, and those of persons and accounts that stay retired.
    pub passed_over: usize,
    /// Rows that somebody must confirm first.
    pub held: usize,
    /// Rows that cannot be taken.
    pub refused: usize,
}

/// What a row comes to, the gravest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum RowFate {
    Unchanged,
    Changed,
    Created,
    PassedOver,
    Held,
    Refused,
}

impl ListTally {
    /// Counts the rows of a list.
    pub fn of(reading: &SheetReading, report: &ImportReport) -> Self {
        let mut fates: HashMap<&ListPlace, RowFate> = HashMap::new();
        let mut note = |place, fate| {
            let known = fates.entry(place).or_insert(fate);
            *known = fate.max(*known);
        };
        for (place, _) in &reading.entries {
            note(place, RowFate::Unchanged);
        }
        for change in &report.changes {
            let fate = match change.person {
                Some(_) => RowFate::Changed,
                None => RowFate::Created,
            };
            note(&change.place, fate);
        }
        for (place, remark) in &report.notes {
            if stays_out(remark) {
                note(place, RowFate::PassedOver);
            }
        }
        for (place, remark) in &report.conflicts {
            let held = may_be_confirmed(remark);
            note(
                place,
                if held {
                    RowFate::Held
                } else {
                    RowFate::Refused
                },
            );
        }
        for place in &reading.refused {
            note(place, RowFate::Refused);
        }
        let count = |wanted| fates.values().filter(|fate| **fate == wanted).count();
        Self {
            rows: reading.rows,
            unchanged: count(RowFate::Unchanged),
            created: count(RowFate::Created),
            changed: count(RowFate::Changed),
            passed_over: count(RowFate::PassedOver) + reading.rows.saturating_sub(fates.len()),
            held: count(RowFate::Held),
            refused: count(RowFate::Refused),
        }
    }

    /// Rows that are taken.
    pub fn taken(&self) -> usize {
        self.unchanged + self.created + self.changed
    }

    /// Rows that keep a list from being taken as a whole.
    pub fn wrong(&self) -> usize {
        self.held + self.refused
    }
}

/// Whether a row waits for somebody to say that it is right.
pub fn may_be_confirmed(remark: &RegisterRemark) -> bool {
    matches!(
        remark,
        RegisterRemark::HeldByAnother(..) | RegisterRemark::OtherName(..)
    )
}

fn stays_out(remark: &RegisterRemark) -> bool {
    matches!(
        remark,
        RegisterRemark::StaysRetired(..) | RegisterRemark::PersonStaysRetired(..)
    )
}
