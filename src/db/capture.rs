//! Captured exchanges: where each is kept, and the validators it left for the next request.

use sqlx::SqliteConnection;

use super::{DbError, micros, name_of, stored};
use crate::model::{AccountId, Capture, CaptureId};

/// The row of a capture, and whether it was there already: then its page was saved before.
pub(crate) struct CaptureRow {
    pub(crate) id: CaptureId,
    pub(crate) replayed: bool,
}

pub(crate) async fn save(
    connection: &mut SqliteConnection,
    account: AccountId,
    capture: &Capture,
) -> Result<CaptureRow, DbError> {
    let record = capture.record.record_id.to_string();
    if let Some(id) = insert(connection, account, capture, &record).await? {
        return Ok(CaptureRow {
            id: CaptureId(id),
            replayed: false,
        });
    }
    let id = sqlx::query_scalar("SELECT id FROM capture WHERE record_id = $1")
        .bind(record)
        .fetch_one(connection)
        .await?;
    Ok(CaptureRow {
        id: CaptureId(id),
        replayed: true,
    })
}

async fn insert(
    connection: &mut SqliteConnection,
    account: AccountId,
    capture: &Capture,
    record: &str,
) -> Result<Option<i64>, DbError> {
    let id = sqlx::query_scalar(
        "INSERT INTO capture (record_id, account_id, url, final_url, step, status, fetched_at, \
         file, byte_offset, payload, truncated) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (record_id) DO NOTHING RETURNING id",
    )
    .bind(record)
    .bind(account.0)
    .bind(capture.request.url.as_str())
    .bind(capture.final_url.as_str())
    .bind(&capture.request.step.0)
    .bind(i64::from(capture.status))
    .bind(micros(capture.fetched_at))
    .bind(&capture.record.file)
    .bind(stored(capture.record.offset))
    .bind(capture.record.payload.to_string())
    .bind(capture.truncated.map(name_of))
    .fetch_optional(connection)
    .await?;
    Ok(id)
}

/// Keeps the validators of a whole 200 answer, and forgets them where the server stopped
/// sending them. A cut answer leaves none: a later 304 would hide what was cut.
pub(crate) async fn save_validators(
    connection: &mut SqliteConnection,
    account: AccountId,
    capture: &Capture,
    row: CaptureId,
) -> Result<(), DbError> {
    if capture.status != 200 {
        return Ok(());
    }
    let whole = capture.truncated.is_none();
    let header = |name| capture.header(name).filter(|_| whole);
    let (etag, last_modified) = (header("etag"), header("last-modified"));
    let url = capture.request.url.as_str();
    if etag.is_none() && last_modified.is_none() {
        sqlx::query("DELETE FROM validator WHERE account_id = $1 AND url = $2")
            .bind(account.0)
            .bind(url)
            .execute(connection)
            .await?;
        return Ok(());
    }
    sqlx::query(
        "INSERT INTO validator (account_id, url, etag, last_modified, capture_id) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (account_id, url) DO UPDATE SET \
         etag = excluded.etag, last_modified = excluded.last_modified, \
         capture_id = excluded.capture_id",
    )
    .bind(account.0)
    .bind(url)
    .bind(etag)
    .bind(last_modified)
    .bind(row.0)
    .execute(connection)
    .await?;
    Ok(())
}
