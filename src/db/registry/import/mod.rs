//! Taking over a registry file: all of it or nothing, and a second time nothing new.
//!
//! The part of the register that the file speaks of is read by batches, what the file comes to is
//! found in memory, and that is written by batches: a row costs no trip to the database.

mod confirmed;
mod draft;
mod known;
mod plan;
mod report;
mod vanished;
mod write;

pub use self::confirmed::{Confirmed, DraftClaim};
use self::plan::ImportPlan;
pub use self::report::{ImportReport, ListedChange, VanishedAccount};
use super::{Why, lock_register, registry_version};
use crate::db::access::{ask, facts};
use crate::db::account::local_day;
use crate::db::audit::Trace;
use crate::db::draft::{self as list_draft, DraftOutcome};
use crate::db::engine::{Connection, again};
use crate::db::{Db, DbError};
use crate::model::{ListPlace, Reader, RegistryEntry, Right};

/// How far an import goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportMode {
    /// Find out what would happen and write nothing.
    DryRun,
    /// Write everything; with a conflict, nothing.
    AllOrNothing,
    /// Write everything but rows with a conflict.
    SkipConflicts,
}

impl ImportMode {
    /// Whether a list that comes to this is written.
    pub fn writes(self, report: &ImportReport) -> bool {
        match self {
            Self::DryRun => false,
            Self::AllOrNothing => report.conflicts.is_empty(),
            Self::SkipConflicts => true,
        }
    }
}

/// Takes over entries with the place each came from, in one transaction. Rows about somebody whom
/// the reader may not see are conflicts, and those that need to be confirmed and are not.
pub async fn import(
    reader: &Reader,
    db: &Db,
    entries: &[(ListPlace, RegistryEntry)],
    why: Why<'_>,
    mode: ImportMode,
    confirmed: &Confirmed,
) -> Result<ImportReport, DbError> {
    ask(reader, Right::Register)?;
    let report = again!(take_over(reader, db, entries, why, mode, confirmed).await)?;
    if report.overtaken || !mode.writes(&report) {
        // What a trial told of the register was told all the same.
        let detail = told(&report, entries.len(), why);
        let action = match mode {
            ImportMode::DryRun => "registry_preview",
            ImportMode::AllOrNothing | ImportMode::SkipConflicts => "registry_import",
        };
        let trace = trace(why, action, &detail);
        trace.leave(reader, db).await?;
    }
    Ok(report)
}

async fn take_over(
    reader: &Reader,
    db: &Db,
    entries: &[(ListPlace, RegistryEntry)],
    why: Why<'_>,
    mode: ImportMode,
    confirmed: &Confirmed,
) -> Result<ImportReport, DbError> {
    let actor = reader.actor();
    let mut transaction = db.begin().await?;
    lock_register(&mut transaction).await?;
    let version = registry_version(&mut transaction).await?;
    let mut plan = ImportPlan {
        scope: reader.scope(),
        today: local_day(why.at),
        confirmed,
        draft: known::read_known(&mut transaction, entries).await?,
        report: ImportReport {
            version,
            overtaken: why.seen.is_some_and(|seen| seen != version)
                || is_taken_over(reader, &mut transaction, confirmed).await?,
            ..ImportReport::default()
        },
    };
    for (place, entry) in entries {
        plan.take(place, entry);
    }
    let ImportPlan {
        mut draft,
        mut report,
        ..
    } = plan;
    let today = local_day(why.at).to_string();
    let scope = reader.scope();
    report.vanished =
        vanished::find_vanished(&mut transaction, scope, entries, &draft, &today).await?;
    let write = !report.overtaken && mode.writes(&report);
    report.written = write && report.changes() > 0;
    if write {
        let about = draft.changed_slots();
        write::write_draft(&mut transaction, &mut draft, &why.by(&actor)).await?;
        report.persons = draft.names_of(&about);
        if let Some(claim) = confirmed.draft {
            let outcome = DraftOutcome::of(&report, claim.unreadable);
            list_draft::finish(&mut transaction, claim.id, &outcome).await?;
        }
        let detail = told(&report, entries.len(), why);
        let trace = trace(why, "registry_import", &detail);
        trace.append(&mut transaction, reader).await?;
        transaction.commit().await.map_err(DbError::while_saving)?;
    } else {
        transaction.rollback().await?;
    }
    Ok(report)
}

/// Whether the list was taken over already, or thrown away.
async fn is_taken_over(
    reader: &Reader,
    connection: &mut Connection,
    confirmed: &Confirmed,
) -> Result<bool, DbError> {
    match confirmed.draft {
        Some(claim) => Ok(!list_draft::is_waiting(connection, reader, claim.id).await?),
        None => Ok(false),
    }
}

fn trace<'a>(why: Why<'a>, action: &'a str, detail: &'a str) -> Trace<'a> {
    Trace {
        at: why.at,
        action,
        subject: "register",
        detail,
    }
}

fn told(report: &ImportReport, rows: usize, why: Why<'_>) -> String {
    facts([
        ("reason", why.reason.as_str().into()),
        ("rows", rows.into()),
        ("written", report.written.into()),
        ("persons_created", report.persons_created.into()),
        ("persons_updated", report.persons_updated.into()),
        ("accounts_created", report.accounts_created.into()),
        ("accounts_moved", report.accounts_moved.into()),
        ("proofs_added", report.proofs_added.into()),
    ])
}
