//! Validators of earlier answers, for conditional requests.

use sqlx::Row;
use url::Url;

use super::{Db, DbError};
use crate::model::{AccountId, Validators};

/// What the last whole answer to this URL, read for this account, said about itself. Empty when
/// the URL was never read or its server sends no validators.
pub async fn find(db: &Db, account: AccountId, url: &Url) -> Result<Validators, DbError> {
    let row =
        sqlx::query("SELECT etag, last_modified FROM validator WHERE account_id = $1 AND url = $2")
            .bind(account.0)
            .bind(url.as_str())
            .fetch_optional(db.reader())
            .await?;
    let Some(row) = row else {
        return Ok(Validators::default());
    };
    Ok(Validators {
        etag: row.try_get("etag")?,
        last_modified: row.try_get("last_modified")?,
    })
}
