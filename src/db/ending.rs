//! How sessions end that somebody ends: whole ones, and those that still wait for a code.

use super::DbError;
use super::engine::{Connection, sql};
use crate::model::{Sha256, UserId};

/// Ends all sessions of a user.
pub(super) async fn end_sessions(connection: &mut Connection, id: UserId) -> Result<(), DbError> {
    sql("DELETE FROM session WHERE user_id = $1")
        .bind(id.0)
        .execute(connection)
        .await?;
    end_half_sessions(connection, id).await
}

/// Ends the sessions of a user but one.
pub(super) async fn end_other_sessions(
    connection: &mut Connection,
    id: UserId,
    kept: Sha256,
) -> Result<(), DbError> {
    sql("DELETE FROM session WHERE user_id = $1 AND token_hash <> $2")
        .bind(id.0)
        .bind(kept.to_string())
        .execute(connection)
        .await?;
    end_half_sessions(connection, id).await
}

async fn end_half_sessions(connection: &mut Connection, id: UserId) -> Result<(), DbError> {
    sql("DELETE FROM half_session WHERE user_id = $1")
        .bind(id.0)
        .execute(connection)
        .await?;
    Ok(())
}
