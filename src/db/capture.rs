//! Evidence: what each page came from, and where its bytes are kept.

use super::engine::{RowOfValues, Script, sql};
use super::{Db, DbError, inconsistent, micros, name_of, stored};
use crate::model::{
    AccountId, Brought, Capture, CaptureRecord, Origin, OriginKind, Sha256, redact,
};
use jiff::Timestamp;

/// Whether there is any evidence.
pub async fn any(db: &Db) -> Result<bool, DbError> {
    let found: Option<i64> = sql("SELECT id FROM capture LIMIT 1").read_found(db).await?;
    Ok(found.is_some())
}

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
         byte_offset, payload, step, status, truncated) VALUES ",
    );
    let mut row = query.row();
    row.bind(OriginKind::Fetched.as_str())
        .bind(account.0)
        .bind(redact::url(capture.request.url.as_str()))
        .bind(redact::url(capture.final_url.as_str()))
        .bind(micros(capture.fetched_at));
    push_record(&mut row, &capture.record);
    row.bind(redact::url(&capture.request.step.0))
        .bind(i64::from(capture.status))
        .bind(capture.truncated.map(name_of));
    row.end();
    query.push(" ON CONFLICT (record_id) DO NOTHING RETURNING id");
}

fn push_brought(script: &mut Script, account: AccountId, kind: OriginKind, brought: &Brought) {
    let query = script.statement(
        "INSERT INTO capture (origin, account_id, url, final_url, fetched_at, record_id, file, \
         byte_offset, payload, media_type, file_name, brought_by, brought_at) VALUES ",
    );
    let mut row = query.row();
    row.bind(kind.as_str())
        .bind(account.0)
        .bind(redact::url(brought.target.as_str()))
        .bind(redact::url(brought.target.as_str()))
        .bind(micros(brought.seen_at));
    push_record(&mut row, &brought.record);
    row.bind(&brought.media_type)
        .bind(&brought.name)
        .bind(&brought.by)
        .bind(micros(brought.brought_at));
    row.end();
    query.push(" ON CONFLICT (record_id) DO NOTHING RETURNING id");
}

fn push_record(row: &mut RowOfValues<'_>, record: &CaptureRecord) {
    row.bind(record.record_id.to_string())
        .bind(&record.file)
        .bind(stored(record.offset))
        .bind(record.payload.to_string());
}

/// Where these bytes are kept, if somebody brought them for this account as seen at this time.
pub async fn find_brought(
    db: &Db,
    account: AccountId,
    payload: Sha256,
    seen_at: Timestamp,
) -> Result<Option<CaptureRecord>, DbError> {
    let row = sql(
        "SELECT id, record_id, file, byte_offset FROM capture WHERE account_id = $1 \
         AND payload = $2 AND fetched_at = $3 AND origin <> 'fetched' ORDER BY id LIMIT 1",
    )
    .bind(account.0)
    .bind(payload.to_string())
    .bind(micros(seen_at))
    .read_first(db)
    .await?;
    let Some(row) = row else {
        return Ok(None);
    };
    let id: i64 = row.get("id")?;
    let record: &str = row.get("record_id")?;
    let offset: i64 = row.get("byte_offset")?;
    Ok(Some(CaptureRecord {
        record_id: record
            .parse()
            .map_err(|_| inconsistent("capture", id, "a broken record id"))?,
        file: row.get("file")?,
        offset: u64::try_from(offset)
            .map_err(|_| inconsistent("capture", id, "a negative offset"))?,
        payload,
    }))
}
