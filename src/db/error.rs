//! What can go wrong in the database, in words for the reader.

use std::fmt;
use std::path::Path;

use serde::Serialize;
use sqlx::error::DatabaseError;
use sqlx::migrate::MigrateError;

use super::fault::{DiskFault, FaultyPlace};
use crate::model::{RegisterRemark, Right, Scope};

/// What went wrong in the database.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// There is none yet, or its disk is not there.
    #[error(
        "there is no Netra database yet in {0}: mount the disk that holds it; a new installation \
         begins with netra init, netra registry import or netra user add"
    )]
    Absent(String),
    /// The disk under it refuses or fails. Doing it again changes nothing.
    #[error("{0}: {1}")]
    Disk(FaultyPlace, DiskFault),
    /// The engine refused or failed.
    #[error("the database failed: {}", Said(.0))]
    Engine(sqlx::Error),
    /// The server or the way to it went down. A transaction that was open is taken back by the
    /// server; whether one that was just ending counts is not known.
    #[error("the connection to the database was lost: {}; try again when it is back", Said(.0))]
    Lost(sqlx::Error),
    /// The same while a transaction was just ending that must not be done twice.
    #[error(
        "the connection to the database was lost while it saved ({}); look whether this was saved before you do it again",
        Said(.0)
    )]
    Unsure(sqlx::Error),
    /// There is no connection to the server.
    #[error("the database {0} cannot be reached: {said}; see [database] in netra.toml", said = Said(.1))]
    Unreachable(String, sqlx::Error),
    /// The address of the server makes no sense.
    #[error("the address of the database cannot be read; see [database] in netra.toml")]
    Address,
    /// The schema could not be brought up to date.
    #[error("the database schema could not be brought up to date: {}", Step(.0))]
    Migration(MigrateError),
    /// The server holds the database in a way in which texts get lost.
    #[error("the database {0}; make another, as the README says, and name it in netra.toml")]
    Unfit(String),
    /// Something was asked for by a number that the database does not know.
    #[error("there is no {what} {id} in the database; list them to see the numbers")]
    Unknown {
        /// What was looked for: `account`, `post`.
        what: &'static str,
        /// The number given.
        id: i64,
    },
    /// The reader lacks a right.
    #[error("{actor} may not {deed}; ask an administrator", deed = .right.deed())]
    Forbidden {
        /// Who asked.
        actor: String,
        /// The right that is lacking.
        right: Right,
    },
    /// The reader may not let anybody read so far.
    #[error("{actor} reads {own} and cannot give {given} to anybody; ask for a wider scope first")]
    Wider {
        /// Who asked.
        actor: String,
        /// How far they read themselves.
        own: Scope,
        /// What they wanted to give.
        given: Scope,
    },
    /// Nobody would be left who keeps the users.
    #[error(
        "{0} is the last administrator who can log in; add or enable another one first (netra user \
         add NAME --role administrator), then change {0}"
    )]
    LastAdministrator(String),
    /// The register does not let itself be changed so; one sentence with what to do.
    #[error("{0}")]
    Register(RegisterRemark),
    /// Somebody else changed the same after it was decided what this changes; nothing was saved.
    #[error("another process changed the same rows at the same time; try again")]
    Overtaken,
    /// The register was changed since what was shown to whoever decides by it; nothing was saved.
    #[error("somebody changed the same in the register meanwhile; look at it again, then decide")]
    Stale,
    /// A row that this version cannot read.
    #[error(transparent)]
    Inconsistent(#[from] BrokenRow),
}

/// A row that this version cannot read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("row {row} of table {table} holds {problem}; restore from a backup or ask for help")]
pub struct BrokenRow {
    /// Table.
    pub table: &'static str,
    /// Row identifier.
    pub row: i64,
    /// What is wrong.
    pub problem: String,
}

impl From<sqlx::Error> for DbError {
    fn from(error: sqlx::Error) -> Self {
        if let Some(fault) = DiskFault::of(&error) {
            return Self::Disk(FaultyPlace::default(), fault);
        }
        let code = error.as_database_error().and_then(DatabaseError::code);
        match (&error, code.as_deref()) {
            // Serialization failure, deadlock, and a lock that was waited for longer than the
            // server allows (PostgreSQL, appendix A): the transaction is taken back and may be
            // tried again.
            (_, Some("40001" | "40P01" | "55P03")) => Self::Overtaken,
            // The server shuts down, crashed, or is starting, or put an end to a connection that
            // rested too long for it.
            (_, Some("57P01" | "57P02" | "57P03" | "57P05" | "25P03")) => Self::Lost(error),
            (_, Some(code)) if code.len() == 5 && code.starts_with("08") => Self::Lost(error),
            (sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut, _) => Self::Lost(error),
            _ => Self::Engine(error),
        }
    }
}

impl DbError {
    /// Whether the same work may succeed when it is done again.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Lost(_) | Self::Overtaken)
    }

    /// The same with the file in it.
    pub(super) fn in_file(self, file: &Path) -> Self {
        match self {
            Self::Disk(_, fault) => Self::Disk(FaultyPlace(Some(file.to_owned())), fault),
            other => other,
        }
    }

    /// The error of a transaction that was just ending and must not be done twice.
    pub(super) fn while_saving(self) -> Self {
        match self {
            Self::Lost(error) => Self::Unsure(error),
            other => other,
        }
    }
}

impl From<MigrateError> for DbError {
    /// A server that goes away meanwhile says nothing of the schema.
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::Execute(inner) => match Self::from(inner) {
                Self::Engine(inner) => Self::Migration(MigrateError::Execute(inner)),
                passing => passing,
            },
            MigrateError::ExecuteMigration(inner, step) => match Self::from(inner) {
                Self::Engine(inner) => Self::Migration(MigrateError::ExecuteMigration(inner, step)),
                passing => passing,
            },
            error => Self::Migration(error),
        }
    }
}

/// What an engine says: its sentence and its code, without the library's words around them.
pub(super) struct Said<'a>(pub(super) &'a sqlx::Error);

impl fmt::Display for Said<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(error) = self.0.as_database_error() else {
            return self.0.fmt(formatter);
        };
        formatter.write_str(error.message())?;
        match error.code() {
            Some(code) => write!(formatter, " (code {code})"),
            None => Ok(()),
        }
    }
}

/// Why a step to the present schema failed, and what to do.
struct Step<'a>(&'a MigrateError);

impl fmt::Display for Step<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            MigrateError::VersionMissing(step) => write!(
                formatter,
                "step {step} was made by a newer netra; use that version"
            ),
            MigrateError::VersionMismatch(step) => write!(
                formatter,
                "step {step} was made by another netra than this; use that version"
            ),
            MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => {
                write!(formatter, "{}{}", Said(error), remedy(error))
            }
            other => other.fmt(formatter),
        }
    }
}

/// What to do about it, by the code of PostgreSQL (appendix A).
fn remedy(error: &sqlx::Error) -> &'static str {
    let code = error.as_database_error().and_then(DatabaseError::code);
    match code.as_deref() {
        Some("42501" | "3F000") => "; the user of netra must own the database",
        Some("42P07" | "42723") => "; give netra a database in which there is nothing else",
        Some("25006") => "; is this the server that may be written to?",
        _ => "",
    }
}
