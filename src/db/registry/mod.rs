//! The register: who is watched, on which accounts, why, and who changed what.

mod import;
mod read;

use jiff::Timestamp;

pub use self::import::{ImportMode, ImportReport, import};
pub use self::read::{
    HistoryEntry, Registered, Shown, each_account, export, list, show, usual_scope,
};
pub(super) use self::read::{person, proofs};
use super::access::{ask, facts, push_scope};
use super::audit::Trace;
use super::{Db, DbError, json, micros};
use crate::db::engine::{Connection, sql, write_once};
use crate::model::{AccountId, OwnershipProof, Reader, Right};

/// Why the register is changed, and when.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// For the history: a letter, a correction.
    pub reason: &'a str,
    /// When.
    pub at: Timestamp,
}

/// A change with the name of who makes it.
#[derive(Debug, Clone, Copy)]
struct RegistryChange<'a> {
    actor: &'a str,
    reason: &'a str,
    at: Timestamp,
}

impl<'a> Why<'a> {
    fn by(self, actor: &'a str) -> RegistryChange<'a> {
        RegistryChange {
            actor,
            reason: self.reason,
            at: self.at,
        }
    }
}

/// Adds a proof that the account is the person's.
pub async fn verify(
    reader: &Reader,
    db: &Db,
    account: AccountId,
    proof: &OwnershipProof,
    why: Why<'_>,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        may_change(reader, transaction, account).await?;
        add_proof(transaction, account, proof, &why.by(&reader.actor())).await?;
        let facts = facts([
            ("proof", proof.kind.as_str().into()),
            ("reason", why.reason.into()),
        ]);
        told(
            reader,
            transaction,
            (why.at, "registry_verify", account),
            &facts,
        )
        .await?;
        Ok(())
    })
}

/// Stops watching an account; what was kept stays. Whether it was watched until now.
pub async fn retire(
    reader: &Reader,
    db: &Db,
    account: AccountId,
    why: Why<'_>,
) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        may_change(reader, transaction, account).await?;
        let done = sql(
            "UPDATE account SET retired_at = $2, watched = 0 WHERE id = $1 AND retired_at IS NULL",
        )
        .bind(account.0)
        .bind(micros(why.at))
        .execute(transaction)
        .await?;
        if done == 0 {
            return Ok(false);
        }
        let field = Field {
            name: "retired",
            before: None,
            after: Some(why.at.to_string()),
        };
        let actor = reader.actor();
        let subject = subject_account(account);
        record(transaction, &why.by(&actor), &subject, field).await?;
        let facts = facts([("reason", why.reason.into())]);
        told(
            reader,
            transaction,
            (why.at, "registry_retire", account),
            &facts,
        )
        .await?;
        Ok(true)
    })
}

/// Refuses a reader without the right; an account outside the scope is as good as none.
async fn may_change(
    reader: &Reader,
    connection: &mut Connection,
    account: AccountId,
) -> Result<(), DbError> {
    ask(reader, Right::Register)?;
    let mut query = sql(
        "SELECT account.id FROM account JOIN person ON person.id = person_id WHERE account.id = ",
    );
    query.push_bind(account.0);
    push_scope(&mut query, reader, "person.region");
    let found: Option<i64> = query.find_value(connection).await?;
    found.map(|_| ()).ok_or(DbError::Unknown {
        what: "account",
        id: account.0,
    })
}

async fn told(
    reader: &Reader,
    connection: &mut Connection,
    (at, action, account): (Timestamp, &str, AccountId),
    detail: &str,
) -> Result<(), DbError> {
    let subject = &*subject_account(account);
    let trace = Trace {
        at,
        action,
        subject,
        detail,
    };
    trace.append(connection, reader).await
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
    connection: &mut Connection,
    change: &RegistryChange<'_>,
    subject: &str,
    field: Field,
) -> Result<(), DbError> {
    sql(
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
    connection: &mut Connection,
    account: AccountId,
    proof: &OwnershipProof,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    sql(
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
    .execute(connection)
    .await?;
    let field = Field {
        name: "proof",
        before: None,
        after: Some(json(proof)),
    };
    record(connection, change, &subject_account(account), field).await
}
