//! The passes of the crawler: by which state of the register, the packs and the rest each went.

use jiff::Timestamp;
use serde::Serialize;

use super::engine::{Connection, sql, write_freely, write_once};
use super::strict::RowOf;
use super::{Db, DbError, json, micros};
use crate::model::Versions;

/// A pass of the crawler.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PassRecord {
    /// Its number.
    pub number: i64,
    /// When it began.
    pub started_at: Timestamp,
    /// When it came to its end; unset while it runs, and for ever when it broke off.
    pub ended_at: Option<Timestamp>,
    /// The register it went by: the number of its last change.
    pub registry_version: i64,
    /// Packs, lexicon, model and engine.
    pub versions: Versions,
}

/// Notes that a pass begins, with the register as it is at this moment.
pub async fn begin_pass(
    db: &Db,
    at: Timestamp,
    versions: &Versions,
) -> Result<PassRecord, DbError> {
    write_once!(db, |transaction| {
        let row = sql("INSERT INTO pass (started_at, register, versions) \
             SELECT $1, coalesce(max(id), 0), $2 FROM registry_change RETURNING id, register")
        .bind(micros(at))
        .bind(json(versions))
        .fetch_one(transaction)
        .await?;
        Ok(PassRecord {
            number: row.get("id")?,
            started_at: at,
            ended_at: None,
            registry_version: row.get("register")?,
            versions: versions.clone(),
        })
    })
}

/// Notes that a pass came to its end.
pub async fn end_pass(db: &Db, number: i64, at: Timestamp) -> Result<(), DbError> {
    write_freely!(db, |transaction| {
        sql("UPDATE pass SET ended_at = $2 WHERE id = $1")
            .bind(number)
            .bind(micros(at))
            .execute(transaction)
            .await?;
        Ok(())
    })
}

/// The pass that began last.
pub(crate) async fn last_pass(connection: &mut Connection) -> Result<Option<PassRecord>, DbError> {
    let row = sql("SELECT * FROM pass ORDER BY id DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    let Some(row) = row else { return Ok(None) };
    let row = RowOf::new(&row, "pass", "id")?;
    Ok(Some(PassRecord {
        number: row.id(),
        started_at: row.instant("started_at")?,
        ended_at: row.optional_instant("ended_at")?,
        registry_version: row.get("register")?,
        versions: row.json("versions")?,
    }))
}
