//! From the bytes of a list to what was written, or would be.

use super::tally::ListTally;
use crate::db::registry::{
    Confirmed, DraftClaim, ImportMode, ImportReport, Why, each_account, import,
};
use crate::db::{Db, DbError};
use crate::model::{Account, DraftId, Reader};
use crate::registry::{Defaults, KnownAccounts, SheetReading, read};
use crate::source::Sources;

/// A list as it came in.
#[derive(Debug, Clone, Copy)]
pub struct ListFile<'a> {
    /// Its name, for messages only.
    pub name: &'a str,
    /// The file.
    pub bytes: &'a [u8],
    /// What holds for rows that do not say otherwise.
    pub defaults: &'a Defaults,
}

/// What is to become of a list.
#[derive(Debug, Clone, Copy)]
pub struct ListOrder<'a> {
    /// Why, and when.
    pub why: Why<'a>,
    /// How far it goes.
    pub mode: ImportMode,
    /// What somebody looked at and found right.
    pub confirmed: &'a Confirmed,
    /// The uploaded list that this is, which is done with once it is written.
    pub draft: Option<DraftId>,
}

/// What became of a list, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTaken {
    /// What was read.
    pub reading: SheetReading,
    /// What it came to, and what the register says of its rows.
    pub report: ImportReport,
    /// How many rows come to what.
    pub tally: ListTally,
    /// Whether it was taken over, though nothing may have changed.
    pub done: bool,
}

/// Reads a list and takes it over as far as ordered; with a row that nobody can read, all or
/// nothing is nothing.
pub async fn take_over_list(
    reader: &Reader,
    db: &Db,
    sources: &Sources,
    file: ListFile<'_>,
    order: ListOrder<'_>,
) -> Result<ListTaken, DbError> {
    let mut reading = read(file.name, file.bytes, file.defaults, sources);
    let mut known = KnownAccounts::of(&reading, sources);
    let platforms = known.platforms();
    let see = |account: &Account, retired: bool| known.see(account, retired);
    each_account(reader, db, &platforms, see).await?;
    known.settle(&mut reading);
    let mode = match order.mode {
        ImportMode::AllOrNothing if !reading.errors.is_empty() => ImportMode::DryRun,
        mode => mode,
    };
    let claim = order.draft.map(|id| DraftClaim {
        id,
        unreadable: u32::try_from(reading.refused.len()).unwrap_or(u32::MAX),
    });
    let confirmed = Confirmed {
        draft: claim,
        ..order.confirmed.clone()
    };
    let (why, entries) = (order.why, &reading.entries);
    let report = import(reader, db, entries, why, mode, &confirmed).await?;
    Ok(ListTaken {
        tally: ListTally::of(&reading, &report),
        done: !report.overtaken && mode.writes(&report),
        reading,
        report,
    })
}
