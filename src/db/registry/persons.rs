//! Whole persons: found to be changed, taken out and back.

use super::fresh::must_be_fresh_person;
use super::{Field, Why, lock_register, record_all, subject_account, subject_person, told};
use crate::db::access::{ask, facts, push_scope};
use crate::db::engine::{Connection, sql, write_once};
use crate::db::{Db, DbError, instant, micros, schedule};
use crate::model::{AccountId, PersonId, Reader, RegisterRemark, Right};

/// A person as the register holds them.
pub(super) struct OnePerson {
    pub(super) id: PersonId,
    pub(super) kind: String,
    /// The row that stands for them.
    pub(super) merged_into: Option<PersonId>,
    withdrawn_at: Option<i64>,
}

impl OnePerson {
    /// Refuses somebody who does not stand in the register for themselves.
    pub(super) fn must_stand(&self) -> Result<(), DbError> {
        let id = self.id;
        if let Some(into) = self.merged_into {
            return Err(DbError::Register(RegisterRemark::PersonMerged(id, into)));
        }
        if self.withdrawn_at.is_some() {
            return Err(DbError::Register(RegisterRemark::PersonRetired(id)));
        }
        Ok(())
    }
}

/// A person whom the reader may change, and whom nobody changed meanwhile; one outside the scope is
/// as good as none.
pub(super) async fn find_one(
    reader: &Reader,
    connection: &mut Connection,
    person: PersonId,
    why: Why<'_>,
) -> Result<OnePerson, DbError> {
    ask(reader, Right::Register)?;
    lock_register(connection).await?;
    let mut query = sql("SELECT kind, merged_into, withdrawn_at FROM person WHERE id = ");
    query.push_bind(person.0);
    push_scope(&mut query, reader, "person.region");
    let row = query.fetch_optional(connection).await?;
    let row = row.ok_or(DbError::Unknown {
        what: "person",
        id: person.0,
    })?;
    must_be_fresh_person(connection, person, why).await?;
    Ok(OnePerson {
        id: person,
        kind: row.get("kind")?,
        merged_into: row.get::<Option<i64>>("merged_into")?.map(PersonId),
        withdrawn_at: row.get("withdrawn_at")?,
    })
}

/// Whether a person was taken out as a whole.
pub(super) async fn is_withdrawn(
    connection: &mut Connection,
    person: PersonId,
) -> Result<bool, DbError> {
    let since: Option<Option<i64>> = sql("SELECT withdrawn_at FROM person WHERE id = $1")
        .bind(person.0)
        .find_value(connection)
        .await?;
    Ok(since.flatten().is_some())
}

/// Stops watching all accounts of a person; what was kept stays. Whether they were watched until
/// now.
pub async fn retire_person(
    reader: &Reader,
    db: &Db,
    person: PersonId,
    why: Why<'_>,
) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        let found = find_one(reader, transaction, person, why).await?;
        if found.withdrawn_at.is_some() {
            return Ok(false);
        }
        found.must_stand()?;
        let accounts = retired_at(transaction, person, None).await?;
        sql("UPDATE account SET retired_at = $2, watched = 0 \
             WHERE person_id = $1 AND retired_at IS NULL")
        .bind(person.0)
        .bind(micros(why.at))
        .execute(transaction)
        .await?;
        let now = Some(micros(why.at));
        set_withdrawn(transaction, person, now).await?;
        let noted = ("registry_retire", None, now);
        note_person(reader, transaction, (person, &accounts), why, noted).await?;
        Ok(true)
    })
}

/// Takes a person back with the accounts that were taken out with them. Whether they were out.
pub async fn restore_person(
    reader: &Reader,
    db: &Db,
    person: PersonId,
    why: Why<'_>,
) -> Result<bool, DbError> {
    write_once!(db, |transaction| {
        let found = find_one(reader, transaction, person, why).await?;
        let Some(since) = found.withdrawn_at else {
            return Ok(false);
        };
        let accounts = retired_at(transaction, person, Some(since)).await?;
        sql("UPDATE account SET retired_at = NULL WHERE person_id = $1 AND retired_at = $2")
            .bind(person.0)
            .bind(since)
            .execute(transaction)
            .await?;
        set_withdrawn(transaction, person, None).await?;
        schedule::follow_registry(transaction, person).await?;
        let noted = ("registry_restore", Some(since), None);
        note_person(reader, transaction, (person, &accounts), why, noted).await?;
        Ok(true)
    })
}

/// The accounts of a person that were taken out at an instant, or that are watched.
async fn retired_at(
    connection: &mut Connection,
    person: PersonId,
    at: Option<i64>,
) -> Result<Vec<AccountId>, DbError> {
    let rows = sql(
        "SELECT id FROM account WHERE person_id = $1 AND coalesce(retired_at, $3) = $2 \
                    ORDER BY id",
    )
    .bind(person.0)
    .bind(at.unwrap_or(i64::MIN))
    .bind(i64::MIN)
    .fetch_all(connection)
    .await?;
    rows.iter()
        .map(|row| Ok(AccountId(row.get("id")?)))
        .collect()
}

async fn set_withdrawn(
    connection: &mut Connection,
    person: PersonId,
    at: Option<i64>,
) -> Result<(), DbError> {
    sql("UPDATE person SET withdrawn_at = $2 WHERE id = $1")
        .bind(person.0)
        .bind(at)
        .execute(connection)
        .await?;
    Ok(())
}

async fn note_person(
    reader: &Reader,
    connection: &mut Connection,
    (person, accounts): (PersonId, &[AccountId]),
    why: Why<'_>,
    (action, before, after): (&str, Option<i64>, Option<i64>),
) -> Result<(), DbError> {
    let shown = |at: Option<i64>| at.map(|at| instant(at).to_string());
    let field = || Field {
        name: "retired",
        before: shown(before),
        after: shown(after),
    };
    let subject = subject_person(person);
    let mut history = vec![(subject.clone(), field())];
    let each = accounts.iter();
    history.extend(each.map(|account| (subject_account(*account), field())));
    record_all(connection, &why.by(&reader.actor()), history).await?;
    let facts = facts([
        ("reason", why.reason.as_str().into()),
        ("accounts", accounts.len().into()),
    ]);
    told(reader, connection, why.at, [action, &subject], &facts).await
}
