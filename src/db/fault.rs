//! What the disk under a database does to it, told from the codes of the engines.

use std::path::PathBuf;

use sqlx::error::DatabaseError;

use crate::model::DiskRefusal;

/// What is wrong with the disk, the file or the rights, and what to do. None of it passes by
/// itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DiskFault {
    /// The system lets nothing be written or read.
    #[error(transparent)]
    Refused(#[from] DiskRefusal),
    /// It is some other file.
    #[error(
        "it is no database; move it away and restore a backup, or name another data_dir in netra.toml"
    )]
    NotADatabase,
    /// Its pages contradict each other.
    #[error("it is damaged; stop netra, keep a copy of the file and restore a backup")]
    Damaged,
    /// The disk does not do what it is asked.
    #[error("the disk failed to read or write; look at the system's log and at the free space")]
    Failing,
}

impl DiskFault {
    /// The fault that an engine reports, if it is one of the disk's.
    pub(super) fn of(error: &sqlx::Error) -> Option<Self> {
        if let sqlx::Error::Io(error) = error {
            return DiskRefusal::of(error).map(Self::Refused);
        }
        let code = error.as_database_error().and_then(DatabaseError::code)?;
        // PostgreSQL numbers its conditions with five letters (appendix A).
        match &*code {
            "53100" => return Some(DiskRefusal::Full.into()),
            "58030" => return Some(Self::Failing),
            "XX001" | "XX002" => return Some(Self::Damaged),
            code if code.len() == 5 => return None,
            _ => {}
        }
        Self::of_sqlite(code.parse().ok()?)
    }

    /// By SQLite's result codes (<https://sqlite.org/rescode.html>): the low byte is the kind.
    fn of_sqlite(code: i32) -> Option<Self> {
        // IOERR_SHMSIZE: no room for the index of the write-ahead log, which is a file.
        const NO_ROOM_TO_SHARE: i32 = 4874;
        match (code, code & 0xff) {
            (NO_ROOM_TO_SHARE, _) | (_, 13) => Some(DiskRefusal::Full.into()),
            (_, 8) => Some(DiskRefusal::ReadOnly.into()),
            (_, 3 | 14 | 23) => Some(DiskRefusal::Denied.into()),
            (_, 26) => Some(Self::NotADatabase),
            (_, 11) => Some(Self::Damaged),
            (_, 10) => Some(Self::Failing),
            _ => None,
        }
    }
}

/// Where the database is, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FaultyPlace(pub(super) Option<PathBuf>);

impl std::fmt::Display for FaultyPlace {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Some(path) => write!(formatter, "the database {}", path.display()),
            None => formatter.write_str("the database"),
        }
    }
}
