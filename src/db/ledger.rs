//! The request ledger.

use super::engine::{Connection, sql};
use super::{DbError, micros, stored};
use crate::model::{AccountId, Exchange, ExchangeId};

/// Enters a request that is about to leave.
pub(super) async fn enter(
    connection: &mut Connection,
    account: Option<AccountId>,
    exchange: &Exchange,
) -> Result<ExchangeId, DbError> {
    let id: i64 = sql(
        "INSERT INTO exchange (account_id, lane, host, url, sent_at, milliseconds, status, bytes, \
         outcome, allowed_at, method, credential, cost) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id",
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
    .bind(exchange.method.as_str())
    .bind(&exchange.credential)
    .bind(stored(exchange.cost))
    .fetch_value(connection)
    .await?;
    Ok(ExchangeId(id))
}

/// Completes a line with what came of the request.
pub(super) async fn complete(
    connection: &mut Connection,
    id: ExchangeId,
    exchange: &Exchange,
) -> Result<(), DbError> {
    let record = exchange.unread.as_ref();
    sql(
        "UPDATE exchange SET sent_at = $2, milliseconds = $3, status = $4, bytes = $5, \
         outcome = $6, allowed_at = $7, record_id = $8, file = $9, byte_offset = $10 WHERE id = $1",
    )
    .bind(id.0)
    .bind(micros(exchange.sent_at))
    .bind(stored(exchange.milliseconds))
    .bind(exchange.status.map(i64::from))
    .bind(stored(exchange.bytes))
    .bind(exchange.outcome.as_str())
    .bind(micros(exchange.allowed_at))
    .bind(record.map(|record| record.record_id.to_string()))
    .bind(record.map(|record| &record.file))
    .bind(record.map(|record| stored(record.offset)))
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a line back whose request never left.
pub(super) async fn withdraw(connection: &mut Connection, id: ExchangeId) -> Result<(), DbError> {
    sql("DELETE FROM exchange WHERE id = $1")
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}
