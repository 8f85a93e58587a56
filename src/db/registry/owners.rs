//! Whose accounts are: given to another, two persons that are one, one that is two.

use jiff::Timestamp;

use super::hands::{Hands, attribute, correct, hand_over, push_reindex, take};
use super::persons::{OnePerson, find_one};
use super::{Field, Why, may_change, record, record_all, subject_account, subject_person, told};
use crate::db::access::facts;
use crate::db::engine::{Connection, Script, sql, write_once};
use crate::db::{Db, DbError, name_of};
use crate::model::{AccountId, PersonId, PersonKind, Reader, RegisterRemark};

/// Gives an account to another person from `since` on. What was written before stays with whoever
/// had it then, also when it is captured later.
pub async fn move_account(
    reader: &Reader,
    db: &Db,
    account: AccountId,
    to: PersonId,
    since: Timestamp,
    why: Why<'_>,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        let from = may_change(reader, transaction, account, why).await?;
        let target = find_one(reader, transaction, to, why).await?;
        target.must_stand()?;
        if from == to {
            let refused = RegisterRemark::TheirsAlready(account, to);
            return Err(DbError::Register(refused));
        }
        if since > why.at {
            return Err(DbError::Register(RegisterRemark::NotYet(account, since)));
        }
        let hands = Hands { account, from, to };
        hand_over(transaction, hands, since, &why.by(&reader.actor())).await?;
        let facts = facts([
            ("reason", why.reason.as_str().into()),
            ("from", from.0.into()),
            ("to", to.0.into()),
            ("since", since.to_string().into()),
        ]);
        let subject = subject_account(account);
        told(
            reader,
            transaction,
            why.at,
            ["registry_move", &subject],
            &facts,
        )
        .await?;
        Ok(())
    })
}

/// Takes an account away from a person whose it never was, and gives it and all that is held to be
/// theirs on it to another.
pub async fn split(
    reader: &Reader,
    db: &Db,
    accounts: &[AccountId],
    from: PersonId,
    to: PersonId,
    why: Why<'_>,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        for account in accounts {
            let owner = may_change(reader, transaction, *account, why).await?;
            if owner != from {
                let refused = RegisterRemark::NotTheirs(*account, from, owner);
                return Err(DbError::Register(refused));
            }
        }
        let target = find_one(reader, transaction, to, why).await?;
        if from == to {
            return Err(DbError::Register(RegisterRemark::SplitFromSelf(from)));
        }
        if target.merged_into == Some(from) {
            unmerge(reader, transaction, &target, why).await?;
        } else {
            target.must_stand()?;
        }
        for account in accounts {
            let hands = Hands {
                account: *account,
                from,
                to,
            };
            correct(transaction, hands, &why.by(&reader.actor())).await?;
        }
        let numbers: Vec<i64> = accounts.iter().map(|account| account.0).collect();
        let facts = facts([
            ("reason", why.reason.as_str().into()),
            ("to", to.0.into()),
            ("accounts", numbers.into()),
        ]);
        let subject = subject_person(from);
        told(
            reader,
            transaction,
            why.at,
            ["registry_split", &subject],
            &facts,
        )
        .await?;
        Ok(())
    })
}

/// Lets a person stand alone again that was merged by mistake.
async fn unmerge(
    reader: &Reader,
    connection: &mut Connection,
    person: &OnePerson,
    why: Why<'_>,
) -> Result<(), DbError> {
    sql("UPDATE person SET merged_into = NULL WHERE id = $1")
        .bind(person.id.0)
        .execute(connection)
        .await?;
    let field = Field {
        name: "merged_into",
        before: person.merged_into.map(subject_person),
        after: None,
    };
    let subject = subject_person(person.id);
    record(connection, &why.by(&reader.actor()), &subject, field).await
}

/// Lets one row stand for a human who is registered twice: the accounts of `from`, and all that is
/// held to be theirs, become `into`'s. The row of `from` stays, so that its number leads to `into`
/// and what was captured under it can still name it.
pub async fn merge(
    reader: &Reader,
    db: &Db,
    from: PersonId,
    into: PersonId,
    why: Why<'_>,
) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        let one = find_one(reader, transaction, from, why).await?;
        let other = find_one(reader, transaction, into, why).await?;
        one.must_stand()?;
        other.must_stand()?;
        if from == into {
            return Err(DbError::Register(RegisterRemark::OneAlready(from)));
        }
        if one.kind != other.kind {
            let agency = name_of(PersonKind::Agency);
            let agency = if one.kind == agency { from } else { into };
            return Err(DbError::Register(RegisterRemark::NoHumanBeing(agency)));
        }
        let moved = take_all(transaction, from, into).await?;
        let mut history = vec![
            merged(subject_person(from), "merged_into", into),
            merged(subject_person(into), "merged", from),
        ];
        history.extend(moved.iter().map(|account| {
            let hands = Hands {
                account: *account,
                from,
                to: into,
            };
            hands.told_as("person_merged")
        }));
        record_all(transaction, &why.by(&reader.actor()), history).await?;
        let facts = facts([
            ("reason", why.reason.as_str().into()),
            ("into", into.0.into()),
            ("accounts", moved.len().into()),
        ]);
        let subject = subject_person(from);
        told(
            reader,
            transaction,
            why.at,
            ["registry_merge", &subject],
            &facts,
        )
        .await?;
        Ok(())
    })
}

fn merged(subject: String, name: &'static str, with: PersonId) -> (String, Field) {
    let field = Field {
        name,
        before: None,
        after: Some(subject_person(with)),
    };
    (subject, field)
}

/// Gives all accounts that a person has or had, with the posts and proofs that are theirs, to
/// another; which they have now.
async fn take_all(
    connection: &mut Connection,
    from: PersonId,
    to: PersonId,
) -> Result<Vec<AccountId>, DbError> {
    let mut script = Script::new(connection.engine());
    push_reindex(&mut script, from);
    script.run(connection).await?;
    let rows = sql("SELECT id, person_id = $1 AS owned FROM account WHERE person_id = $1 \
                    OR id IN (SELECT account_id FROM former_owner WHERE person_id = $1) ORDER BY id")
    .bind(from.0)
    .fetch_all(connection)
    .await?;
    let mut owned = Vec::new();
    for row in &rows {
        let account = AccountId(row.get("id")?);
        let hands = Hands { account, from, to };
        attribute(connection, hands, None).await?;
        if row.get("owned")? {
            take(connection, hands).await?;
            owned.push(account);
        }
    }
    for text in [
        "UPDATE former_owner SET person_id = $2 WHERE person_id = $1",
        "UPDATE ownership_proof SET person_id = $2 WHERE person_id = $1",
        "UPDATE person SET merged_into = $2 WHERE id = $1 OR merged_into = $1",
    ] {
        sql(text)
            .bind(from.0)
            .bind(to.0)
            .execute(connection)
            .await?;
    }
    Ok(owned)
}
