//! Nobody changes what somebody else changed since it was shown to them.

use super::{Why, subject_account, subject_person};
use crate::db::DbError;
use crate::db::engine::{Connection, sql};
use crate::model::{AccountId, PersonId};

/// Refuses a change of a person whom, or whose accounts, somebody changed since what was shown.
pub(super) async fn must_be_fresh_person(
    connection: &mut Connection,
    person: PersonId,
    why: Why<'_>,
) -> Result<(), DbError> {
    let Some(seen) = why.seen else { return Ok(()) };
    let accounts = sql("SELECT id FROM account WHERE person_id = $1")
        .bind(person.0)
        .fetch_all(connection)
        .await?;
    let mut subjects = vec![subject_person(person)];
    for account in &accounts {
        subjects.push(subject_account(AccountId(account.get("id")?)));
    }
    must_be_untouched(connection, &subjects, seen).await
}

/// Refuses a change of an account that, or whose owner, somebody changed since what was shown.
pub(super) async fn must_be_fresh_account(
    connection: &mut Connection,
    account: AccountId,
    owner: PersonId,
    why: Why<'_>,
) -> Result<(), DbError> {
    let Some(seen) = why.seen else { return Ok(()) };
    let subjects = [subject_account(account), subject_person(owner)];
    must_be_untouched(connection, &subjects, seen).await
}

// An account that was taken from a person tells it in its own history only.
async fn must_be_untouched(
    connection: &mut Connection,
    subjects: &[String],
    seen: i64,
) -> Result<(), DbError> {
    let mut query = sql("SELECT count(*) FROM registry_change WHERE id > ");
    query.push_bind(seen).push(" AND (subject");
    query.push_list(subjects);
    query.push(" OR before");
    query.push_list(subjects);
    query.push(")");
    let changed: i64 = query.fetch_value(connection).await?;
    if changed > 0 {
        return Err(DbError::Stale);
    }
    Ok(())
}
