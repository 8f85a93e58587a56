//! The request ledger.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::{BATCH, Db, DbError, micros, stored};
use crate::model::{AccountId, Exchange};

/// Records requests that left outside any page: `robots.txt`, refused answers.
pub async fn save_exchanges(
    db: &Db,
    account: Option<AccountId>,
    exchanges: &[Exchange],
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    insert(&mut transaction, account, exchanges).await?;
    transaction.commit().await?;
    Ok(())
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    account: Option<AccountId>,
    exchanges: &[Exchange],
) -> Result<(), DbError> {
    for batch in exchanges.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO exchange (account_id, host, url, sent_at, milliseconds, status, bytes, \
             outcome, allowed_at) ",
        );
        query.push_values(batch, |mut row, exchange| {
            row.push_bind(account.map(|id| id.0))
                .push_bind(&exchange.host)
                .push_bind(&exchange.url)
                .push_bind(micros(exchange.sent_at))
                .push_bind(stored(exchange.milliseconds))
                .push_bind(exchange.status.map(i64::from))
                .push_bind(stored(exchange.bytes))
                .push_bind(exchange.outcome.as_str())
                .push_bind(micros(exchange.allowed_at));
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
