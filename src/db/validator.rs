//! Validators of earlier answers, for conditional requests.

use url::Url;

use super::engine::{Script, sql};
use super::{Db, DbError, LONGEST_KEY};
use crate::model::{AccountId, Capture, CaptureId, Validators};

/// What the last whole answer to this URL, read for this account, said about itself. Empty when
/// the URL was never read or its server sends no validators.
pub async fn find(db: &Db, account: AccountId, url: &Url) -> Result<Validators, DbError> {
    let row = sql("SELECT etag, last_modified FROM validator WHERE account_id = $1 AND url = $2")
        .bind(account.0)
        .bind(url.as_str())
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

/// Keeps the validators of a whole 200 answer, and forgets them where the server stopped
/// sending them. A cut answer leaves none: a later 304 would hide what was cut.
pub(crate) fn push(script: &mut Script, account: AccountId, capture: &Capture, row: CaptureId) {
    if capture.status != 200 {
        return;
    }
    let url = capture.request.url.as_str();
    // An address that is too long to be found again is asked for unconditionally.
    let whole = capture.truncated.is_none() && url.len() <= LONGEST_KEY;
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
        "INSERT INTO validator (account_id, url, etag, last_modified, capture_id) VALUES ",
    );
    let mut values = query.row();
    values
        .bind(account.0)
        .bind(url)
        .bind(etag)
        .bind(last_modified)
        .bind(row.0);
    values.end();
    query.push(
        " ON CONFLICT (account_id, url) DO UPDATE SET etag = excluded.etag, \
         last_modified = excluded.last_modified, capture_id = excluded.capture_id",
    );
}
