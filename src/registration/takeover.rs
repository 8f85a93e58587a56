//! From the bytes of a list to what was written, or would be.

use crate::db::registry::{
    Confirmed, ImportMode, ImportReport, Why, each_account, import_confirmed,
};
use crate::db::{Db, DbError};
use crate::model::{Account, Reader};
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
}

/// What became of a list, or would.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListTaken {
    /// What was read.
    pub reading: SheetReading,
    /// What it came to, and what the register says of its rows.
    pub report: ImportReport,
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
    let ListOrder { why, confirmed, .. } = order;
    let report = import_confirmed(reader, db, &reading.entries, why, mode, confirmed).await?;
    Ok(ListTaken { reading, report })
}
