//! The register: who is watched, on which accounts, why, and who changed what.

mod import;
mod read;

use jiff::Timestamp;
use sqlx::SqliteConnection;

pub use self::import::{ImportMode, ImportReport, import};
pub use self::read::{HistoryEntry, Registered, Shown, export, list, show};
use super::{Db, DbError, json, micros};
use crate::model::{AccountId, OwnershipProof};

/// Who changes the register, why and when.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// Login or name of the person.
    pub actor: &'a str,
    /// Why, for the history: a letter, a correction.
    pub reason: &'a str,
    /// When.
    pub at: Timestamp,
}

/// Adds a proof that the account is the person's.
pub async fn verify(
    db: &Db,
    account: AccountId,
    proof: &OwnershipProof,
    change: &Change<'_>,
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    super::account::owner(&mut transaction, account).await?;
    add_proof(&mut transaction, account, proof, change).await?;
    transaction.commit().await?;
    Ok(())
}

/// Stops watching an account; what was kept stays. Whether it was watched until now.
pub async fn retire(db: &Db, account: AccountId, change: &Change<'_>) -> Result<bool, DbError> {
    let mut transaction = db.begin().await?;
    super::account::owner(&mut transaction, account).await?;
    let done = sqlx::query(
        "UPDATE account SET retired_at = $2, watched = 0 WHERE id = $1 AND retired_at IS NULL",
    )
    .bind(account.0)
    .bind(micros(change.at))
    .execute(&mut *transaction)
    .await?;
    let retired = done.rows_affected() > 0;
    if retired {
        let field = Field {
            name: "retired",
            before: None,
            after: Some(change.at.to_string()),
        };
        record(&mut transaction, change, &subject_account(account), field).await?;
    }
    transaction.commit().await?;
    Ok(retired)
}

/// One changed field.
struct Field {
    name: &'static str,
    before: Option<String>,
    after: Option<String>,
}

fn subject_account(id: AccountId) -> String {
    format!("account:{id}")
}

async fn record(
    connection: &mut SqliteConnection,
    change: &Change<'_>,
    subject: &str,
    field: Field,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO registry_change (at, actor, reason, subject, field, before, after) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(micros(change.at))
    .bind(change.actor)
    .bind(change.reason)
    .bind(subject)
    .bind(field.name)
    .bind(field.before)
    .bind(field.after)
    .execute(connection)
    .await?;
    Ok(())
}

async fn add_proof(
    connection: &mut SqliteConnection,
    account: AccountId,
    proof: &OwnershipProof,
    change: &Change<'_>,
) -> Result<(), DbError> {
    sqlx::query(
        "INSERT INTO ownership_proof (account_id, kind, reference, verified_by, verified_at, \
         expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(account.0)
    .bind(proof.kind.as_str())
    .bind(&proof.reference)
    .bind(&proof.verified_by)
    .bind(proof.verified_at.map(micros))
    .bind(proof.expires_at.map(micros))
    .bind(micros(change.at))
    .execute(&mut *connection)
    .await?;
    let field = Field {
        name: "proof",
        before: None,
        after: Some(json(proof)),
    };
    record(connection, change, &subject_account(account), field).await
}
