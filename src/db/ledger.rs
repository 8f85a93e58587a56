//! The request ledger.

use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::{BATCH, Db, DbError, micros, stored};
use crate::model::{AccountId, Exchange, ExchangeId};

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

/// Enters a request that is about to leave.
pub(super) async fn enter(
    connection: &mut SqliteConnection,
    account: Option<AccountId>,
    exchange: &Exchange,
) -> Result<ExchangeId, DbError> {
    let id: i64 = sqlx::query_scalar(
        "INSERT INTO exchange (account_id, lane, host, url, sent_at, milliseconds, status, bytes, \
         outcome, allowed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
    )
    .bind(account.map(|id| id.0))
    .bind(&exchange.lane.0)
    .bind(&exchange.host)
    .bind(&exchange.url)
    .bind(micros(exchange.sent_at))
    .bind(stored(exchange.milliseconds))
    .bind(exchange.status.map(i64::from))
    .bind(stored(exchange.bytes))
    .bind(exchange.outcome.as_str())
    .bind(micros(exchange.allowed_at))
    .fetch_one(connection)
    .await?;
    Ok(ExchangeId(id))
}

/// Completes a line with what came of the request.
pub(super) async fn complete(
    connection: &mut SqliteConnection,
    id: ExchangeId,
    exchange: &Exchange,
) -> Result<(), DbError> {
    sqlx::query(
        "UPDATE exchange SET sent_at = $2, milliseconds = $3, status = $4, bytes = $5, \
         outcome = $6, allowed_at = $7 WHERE id = $1",
    )
    .bind(id.0)
    .bind(micros(exchange.sent_at))
    .bind(stored(exchange.milliseconds))
    .bind(exchange.status.map(i64::from))
    .bind(stored(exchange.bytes))
    .bind(exchange.outcome.as_str())
    .bind(micros(exchange.allowed_at))
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a line back whose request never left.
pub(super) async fn withdraw(
    connection: &mut SqliteConnection,
    id: ExchangeId,
) -> Result<(), DbError> {
    sqlx::query("DELETE FROM exchange WHERE id = $1")
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}
