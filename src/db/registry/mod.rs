//! The register: who is watched, on which accounts, why, and who changed what.

mod account_file;
mod amend;
mod browse;
mod fresh;
mod hands;
mod history;
mod import;
mod owners;
mod person_file;
mod persons;
mod read;
mod search;
mod standing;
mod version;

use jiff::Timestamp;

pub use self::account_file::{AccountFile, Coverage, FormerOwner, HeldProof, account_file};
pub use self::amend::{PersonFacts, Rename, amend_person};
pub use self::browse::{
    PersonAccount, RegisterFilter, RegisterPage, RegisterPlace, RegisterTally, RegisteredPerson,
    browse, tally,
};
use self::fresh::must_be_fresh_account;
pub use self::history::{HistoryPage, RegisterChange};
pub use self::import::{
    Confirmed, DraftClaim, ImportMode, ImportReport, ListedChange, VanishedAccount, import,
};
pub use self::owners::{merge, move_account, split};
pub use self::person_file::{FormerAccount, PersonFile, PersonKey, person_file, seek_person};
pub use self::persons::{restore_person, retire_person};
pub use self::read::{
    HistoryEntry, Registered, Shown, each_account, export, list, show, usual_scope,
};
pub(super) use self::read::{person, proofs};
pub use self::search::RegisterSearch;
pub use self::standing::AccountStanding;
pub(super) use self::version::registry_version;
use super::access::{ask, facts, push_scope};
use super::audit::Trace;
use super::{BATCH, Db, DbError, instant, json, micros, schedule};
use crate::db::engine::{Connection, Script, sql, write_once};
use crate::model::{AccountId, OwnershipProof, PersonId, Reader, Reason, RegisterRemark, Right};

/// Why the register is changed, and when.
#[derive(Debug, Clone, Copy)]
pub struct Why<'a> {
    /// For the history: a letter, a correction.
    pub reason: &'a Reason,
    /// When.
    pub at: Timestamp,
    /// The version of the register by which it was decided: what somebody changed since then is
    /// not changed. `None`: as it is now.
    pub seen: Option<i64>,
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
            reason: self.reason.as_str(),
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
        let owner = may_change(reader, transaction, account, why).await?;
        add_proof(transaction, account, owner, proof, &why.by(&reader.actor())).await?;
        let facts = facts([
            ("proof", proof.kind.as_str().into()),
            ("reason", why.reason.as_str().into()),
        ]);
        let subject = subject_account(account);
        told(
            reader,
            transaction,
            why.at,
            ["registry_verify", &subject],
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
        may_change(reader, transaction, account, why).await?;
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
        note_account(
            reader,
            transaction,
            account,
            why,
            ("registry_retire", field),
        )
        .await?;
        Ok(true)
    })
}

/// Watches a retired account again. Whether it was retired. One that was taken out with its whole
/// person comes back with them.
pub async fn restore(
    reader: &Reader,
    db: &Db,
    account: AccountId,
    why: Why<'_>,
) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        let owner = may_change(reader, transaction, account, why).await?;
        if persons::is_withdrawn(transaction, owner).await? {
            let refused = RegisterRemark::RetiredWithPerson(account, owner);
            return Err(DbError::Register(refused));
        }
        let since: Option<Option<i64>> = sql("SELECT retired_at FROM account WHERE id = $1")
            .bind(account.0)
            .find_value(transaction)
            .await?;
        let Some(since) = since.flatten() else {
            return Ok(false);
        };
        sql("UPDATE account SET retired_at = NULL WHERE id = $1")
            .bind(account.0)
            .execute(transaction)
            .await?;
        schedule::follow_registry(transaction, owner).await?;
        let field = Field {
            name: "retired",
            before: Some(instant(since).to_string()),
            after: None,
        };
        note_account(
            reader,
            transaction,
            account,
            why,
            ("registry_restore", field),
        )
        .await?;
        Ok(true)
    })
}

/// Writes a change of an account into its history and into the audit log.
async fn note_account(
    reader: &Reader,
    connection: &mut Connection,
    account: AccountId,
    why: Why<'_>,
    (action, field): (&str, Field),
) -> Result<(), DbError> {
    let subject = subject_account(account);
    let facts = facts([("reason", why.reason.as_str().into())]);
    record(connection, &why.by(&reader.actor()), &subject, field).await?;
    told(reader, connection, why.at, [action, &subject], &facts).await
}

/// Keeps others who change the register out until the transaction ends, so that what was read of
/// it stays true until it is written, and its changes are numbered in the order in which they
/// count.
async fn lock_register(connection: &mut Connection) -> Result<(), DbError> {
    if let Some(lock) = connection.engine().lock_register() {
        sql(lock).execute(connection).await?;
    }
    Ok(())
}

/// Refuses a reader without the right, and a change of what somebody changed meanwhile; an account
/// outside the scope is as good as none. Whose the account is.
async fn may_change(
    reader: &Reader,
    connection: &mut Connection,
    account: AccountId,
    why: Why<'_>,
) -> Result<PersonId, DbError> {
    ask(reader, Right::Register)?;
    lock_register(connection).await?;
    let mut query = sql(
        "SELECT person.id FROM account JOIN person ON person.id = person_id WHERE account.id = ",
    );
    query.push_bind(account.0);
    push_scope(&mut query, reader, "person.region");
    let found: Option<i64> = query.find_value(connection).await?;
    let owner = found.map(PersonId).ok_or(DbError::Unknown {
        what: "account",
        id: account.0,
    })?;
    must_be_fresh_account(connection, account, owner, why).await?;
    Ok(owner)
}

async fn told(
    reader: &Reader,
    connection: &mut Connection,
    at: Timestamp,
    [action, subject]: [&str; 2],
    detail: &str,
) -> Result<(), DbError> {
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

impl Field {
    fn created(what: String) -> Self {
        Self {
            name: "created",
            before: None,
            after: Some(what),
        }
    }
}

fn subject_account(id: AccountId) -> String {
    format!("account:{id}")
}

fn subject_person(id: PersonId) -> String {
    format!("person:{id}")
}

async fn record(
    connection: &mut Connection,
    change: &RegistryChange<'_>,
    subject: &str,
    field: Field,
) -> Result<(), DbError> {
    record_all(connection, change, vec![(subject.to_owned(), field)]).await
}

/// Writes changes into the history, in their order.
async fn record_all(
    connection: &mut Connection,
    change: &RegistryChange<'_>,
    history: Vec<(String, Field)>,
) -> Result<(), DbError> {
    for batch in history.chunks(BATCH) {
        let mut script = Script::new(connection.engine());
        let insert = script.statement(
            "INSERT INTO registry_change (at, actor, reason, subject, field, before, after) ",
        );
        insert.push_values(batch, |row, (subject, field)| {
            row.bind(micros(change.at))
                .bind(change.actor)
                .bind(change.reason)
                .bind(subject)
                .bind(field.name)
                .bind(&field.before)
                .bind(&field.after);
        });
        script.run(connection).await?;
    }
    Ok(())
}

async fn add_proof(
    connection: &mut Connection,
    account: AccountId,
    owner: PersonId,
    proof: &OwnershipProof,
    change: &RegistryChange<'_>,
) -> Result<(), DbError> {
    sql(
        "INSERT INTO ownership_proof (account_id, person_id, kind, reference, verified_by, \
         verified_at, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(account.0)
    .bind(owner.0)
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
