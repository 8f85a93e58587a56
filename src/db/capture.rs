//! Evidence: what each page came from, and where its bytes are kept.

use sqlx::Row as _;

use super::script::Script;
use super::{Db, DbError, inconsistent, micros, name_of, stored};
use crate::model::{AccountId, Brought, Capture, CaptureRecord, Origin, OriginKind, Sha256};
use jiff::Timestamp;

/// Inserts the row of a page's evidence; none comes back when it is there already.
pub(crate) fn push(script: &mut Script, account: AccountId, origin: Origin<'_>) {
    match origin {
        Origin::Fetched(capture) => push_fetched(script, account, capture),
        Origin::Imported(brought) | Origin::Captured(brought) => {
            push_brought(script, account, origin.kind(), brought);
        }
    }
}

fn push_fetched(script: &mut Script, account: AccountId, capture: &Capture) {
    let query = script.statement(
        "INSERT INTO capture (origin, account_id, url, final_url, fetched_at, record_id, file, \
         byte_offset, payload, step, status, truncated) VALUES (",
    );
    let mut row = query.separated(", ");
    row.push_bind(OriginKind::Fetched.as_str())
        .push_bind(account.0)
        .push_bind(capture.request.url.as_str())
        .push_bind(capture.final_url.as_str())
        .push_bind(micros(capture.fetched_at));
    push_record(&mut row, &capture.record);
    row.push_bind(&capture.request.step.0)
        .push_bind(i64::from(capture.status))
        .push_bind(capture.truncated.map(name_of));
    query.push(") ON CONFLICT (record_id) DO NOTHING RETURNING id");
}

fn push_brought(script: &mut Script, account: AccountId, kind: OriginKind, brought: &Brought) {
    let query = script.statement(
        "INSERT INTO capture (origin, account_id, url, final_url, fetched_at, record_id, file, \
         byte_offset, payload, media_type, file_name, brought_by, brought_at) VALUES (",
    );
    let mut row = query.separated(", ");
    row.push_bind(kind.as_str())
        .push_bind(account.0)
        .push_bind(brought.target.as_str())
        .push_bind(brought.target.as_str())
        .push_bind(micros(brought.seen_at));
    push_record(&mut row, &brought.record);
    row.push_bind(&brought.media_type)
        .push_bind(&brought.name)
        .push_bind(&brought.by)
        .push_bind(micros(brought.brought_at));
    query.push(") ON CONFLICT (record_id) DO NOTHING RETURNING id");
}

fn push_record(
    row: &mut sqlx::query_builder::Separated<'_, sqlx::Sqlite, &str>,
    record: &CaptureRecord,
) {
    row.push_bind(record.record_id.to_string())
        .push_bind(&record.file)
        .push_bind(stored(record.offset))
        .push_bind(record.payload.to_string());
}

/// Where these bytes are kept, if somebody brought them for this account as seen at this time.
pub async fn find_brought(
    db: &Db,
    account: AccountId,
    payload: Sha256,
    seen_at: Timestamp,
) -> Result<Option<CaptureRecord>, DbError> {
    let row = sqlx::query(
        "SELECT id, record_id, file, byte_offset FROM capture WHERE account_id = $1 \
         AND payload = $2 AND fetched_at = $3 AND origin <> 'fetched' ORDER BY id LIMIT 1",
    )
    .bind(account.0)
    .bind(payload.to_string())
    .bind(micros(seen_at))
    .fetch_optional(db.reader())
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let id: i64 = row.try_get("id")?;
    let record: &str = row.try_get("record_id")?;
    let offset: i64 = row.try_get("byte_offset")?;
    Ok(Some(CaptureRecord {
        record_id: record
            .parse()
            .map_err(|_| inconsistent("capture", id, "a broken record id"))?,
        file: row.try_get("file")?,
        offset: u64::try_from(offset)
            .map_err(|_| inconsistent("capture", id, "a negative offset"))?,
        payload,
    }))
}
