//! The answer that says how an account stands, and where it is kept.

use jiff::Timestamp;
use serde::Serialize;

use super::DbError;
use super::engine::DbRow;
use super::strict::RowOf;
use crate::model::Sha256;

/// The capture that proves the state of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StateProof {
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// What was fetched.
    pub final_url: String,
    /// The status of the answer.
    pub status: Option<u16>,
    /// WARC file.
    pub file: String,
    /// `WARC-Record-ID`.
    pub record_id: String,
    /// Payload digest.
    pub payload: Sha256,
}

/// Columns of [`state_proof`], in a query that has [`JOIN`].
pub(in crate::db) const COLUMNS: &str = ", kept.id AS kept_id, kept.fetched_at, kept.final_url, \
     kept.status, kept.file, kept.record_id, kept.payload";

/// Joins the proof to the account.
pub(in crate::db) const JOIN: &str =
    " LEFT JOIN capture AS kept ON kept.id = account.state_capture_id";

/// The proof in a row that has its columns, if there is one.
pub(in crate::db) fn state_proof(row: &DbRow) -> Result<Option<StateProof>, DbError> {
    let Some(kept) = RowOf::optional(row, "capture", "kept_id")? else {
        return Ok(None);
    };
    Ok(Some(StateProof {
        fetched_at: kept.instant("fetched_at")?,
        final_url: kept.get("final_url")?,
        status: kept.get("status")?,
        file: kept.get("file")?,
        record_id: kept.get("record_id")?,
        payload: kept.digest("payload")?,
    }))
}
