//! Validators of earlier answers, for conditional requests.

use url::Url;

use super::engine::{Script, sql};
use super::{Db, DbError};
use crate::model::{AccountId, Capture, CaptureId, LONGEST_KEY, Validators};

/// What the last answer to this URL that was read whole for this account, by this edition of its
/// source, said about itself. Empty when there is none or its server sends no validators.
pub async fn find(
    db: &Db,
    account: AccountId,
    url: &Url,
    reading: &str,
) -> Result<Validators, DbError> {
    let row = sql("SELECT etag, last_modified FROM validator \
         WHERE account_id = $1 AND url = $2 AND reading = $3")
    .bind(account.0)
    .bind(url.as_str())
    .bind(reading)
    .read_first(db)
    .await?;
    let Some(row) = row else {
        return Ok(Validators::default());
    };
    Ok(Validators {
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
    })
}

/// Keeps the validators of a 200 answer that was read whole, and forgets them where the server
/// stopped sending them. One that was cut, or of which something was not read, leaves none: a later
/// 304 would hide it. A 304 takes the place of the answer that it says still stands.
pub(crate) fn push(
    script: &mut Script,
    account: AccountId,
    capture: &Capture,
    row: CaptureId,
    (understood, reading): (bool, &str),
) {
    let url = capture.request.url.as_str();
    if capture.status == 304 {
        let query = script.statement("UPDATE validator SET capture_id = ");
        query.push_bind(row.0).push(" WHERE account_id = ");
        query
            .push_bind(account.0)
            .push(" AND url = ")
            .push_bind(url);
        return;
    }
    // Another status says nothing of the answer before it.
    if capture.status != 200 {
        return;
    }
    // An address that is too long to be found again is asked for unconditionally.
    let whole = understood && capture.truncated.is_none() && url.len() <= LONGEST_KEY;
    let header = |name| capture.header(name).filter(|_| whole);
    let (etag, last_modified) = (header("etag"), header("last-modified"));
    if etag.is_none() && last_modified.is_none() {
        let query = script.statement("DELETE FROM validator WHERE account_id = ");
        query
            .push_bind(account.0)
            .push(" AND url = ")
            .push_bind(url);
        return;
    }
    let query = script.statement(
        "INSERT INTO validator (account_id, url, etag, last_modified, capture_id, reading) VALUES ",
    );
    let mut values = query.row();
    values
        .bind(account.0)
        .bind(url)
        .bind(etag)
        .bind(last_modified)
        .bind(row.0)
        .bind(reading);
    values.end();
    query.push(
        " ON CONFLICT (account_id, url) DO UPDATE SET etag = excluded.etag, \
         last_modified = excluded.last_modified, capture_id = excluded.capture_id, \
         reading = excluded.reading",
    );
}
