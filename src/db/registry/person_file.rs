//! All that the register holds of one person.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::browse::{PERSON, RegisteredPerson, with_accounts};
use super::history::{HistoryPage, history_page, names, persons_of};
use super::version::registry_version;
use super::{subject_account, subject_person};
use crate::db::access::{ask, facts, push_scope};
use crate::db::account::account;
use crate::db::audit::Trace;
use crate::db::engine::{Connection, DbRow, again, sql};
use crate::db::strict::RowOf;
use crate::db::{Db, DbError};
use crate::model::{Account, AccountId, Nip, PersonId, Reader, Right};

/// All that the register holds of one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonFile {
    /// The person with the accounts they have now.
    pub registered: RegisteredPerson,
    /// Accounts that they had before those changed hands, latest first.
    pub former: Vec<FormerAccount>,
    /// Persons who were merged into this one.
    pub stands_for: Vec<PersonId>,
    /// Changes of the person, of those merged into them, and of the accounts that they have or had.
    pub history: HistoryPage,
    /// Names of the persons that are spoken of, as far as the reader may see.
    pub names: BTreeMap<PersonId, String>,
    /// The register's version of which this tells.
    pub version: i64,
}

/// An account that somebody had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerAccount {
    /// The account as it is now.
    pub account: Account,
    /// When it changed hands.
    pub until: Timestamp,
}

/// How a person is named in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonKey {
    /// By number.
    Number(PersonId),
    /// By their NIP.
    Nip(Nip),
}

/// One person, with the changes before a number.
pub async fn person_file(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    person: PersonId,
    before: Option<i64>,
) -> Result<PersonFile, DbError> {
    ask(reader, Right::Register)?;
    let file = again!({
        let mut snapshot = db.snapshot().await?;
        read(reader, &mut snapshot, (person, before), at).await
    })?;
    leave_trace(reader, db, at, person).await?;
    Ok(file)
}

/// The person that a form names, if there is one whom the reader may see.
pub async fn seek_person(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    key: &PersonKey,
) -> Result<Option<RegisteredPerson>, DbError> {
    ask(reader, Right::Register)?;
    let found = again!({
        let mut snapshot = db.snapshot().await?;
        find(reader, &mut snapshot, key, at).await
    })?;
    if let Some(found) = &found {
        leave_trace(reader, db, at, found.person.id).await?;
    }
    Ok(found)
}

async fn leave_trace(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    person: PersonId,
) -> Result<(), DbError> {
    let trace = Trace {
        at,
        action: "registry_read",
        subject: &subject_person(person),
        detail: &facts([("nip_in_full", false.into())]),
    };
    trace.leave(reader, db).await
}

async fn find(
    reader: &Reader,
    connection: &mut Connection,
    key: &PersonKey,
    at: Timestamp,
) -> Result<Option<RegisteredPerson>, DbError> {
    let mut query = sql(PERSON);
    match key {
        PersonKey::Number(person) => query.push(" AND person.id = ").push_bind(person.0),
        PersonKey::Nip(nip) => query.push(" AND nip = ").push_bind(nip.as_str()),
    };
    push_scope(&mut query, reader, "person.region");
    let row = query.fetch_all(connection).await?;
    let found = with_accounts(connection, &row, at).await?.pop();
    Ok(found.transpose()?)
}

async fn read(
    reader: &Reader,
    connection: &mut Connection,
    (person, before): (PersonId, Option<i64>),
    at: Timestamp,
) -> Result<PersonFile, DbError> {
    let found = find(reader, connection, &PersonKey::Number(person), at).await?;
    let registered = found.ok_or(DbError::Unknown {
        what: "person",
        id: person.0,
    })?;
    let former = former_accounts(connection, person).await?;
    let rows = sql("SELECT id FROM person WHERE merged_into = $1 ORDER BY id")
        .bind(person.0)
        .fetch_all(connection)
        .await?;
    let stands_for: Vec<PersonId> = rows
        .iter()
        .map(|row| Ok(PersonId(row.get("id")?)))
        .collect::<Result<_, DbError>>()?;
    let subjects = subjects(&registered, &former, &stands_for);
    let history = history_page(connection, &subjects, before).await?;
    let mut spoken_of = persons_of(&history);
    spoken_of.extend(&stands_for);
    spoken_of.extend(registered.merged_into);
    Ok(PersonFile {
        registered,
        former,
        stands_for,
        names: names(reader, connection, spoken_of).await?,
        history,
        version: registry_version(connection).await?,
    })
}

fn subjects(
    registered: &RegisteredPerson,
    former: &[FormerAccount],
    stands_for: &[PersonId],
) -> Vec<String> {
    let now = registered.accounts.iter().map(|account| match account {
        Ok(account) => account.account.id,
        Err(unreadable) => AccountId(unreadable.id),
    });
    let had = former.iter().map(|former| former.account.id);
    let persons = [registered.person.id].into_iter();
    let persons = persons.chain(stands_for.iter().copied());
    let persons = persons.map(subject_person);
    persons.chain(now.chain(had).map(subject_account)).collect()
}

async fn former_accounts(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<FormerAccount>, DbError> {
    let rows = sql(
        "SELECT account.id AS id, account.person_id AS person_id, platform, address, stable_id, \
         state, until_at FROM former_owner JOIN account ON account.id = account_id \
         WHERE former_owner.person_id = $1 ORDER BY until_at DESC, account.id",
    )
    .bind(person.0)
    .fetch_all(connection)
    .await?;
    rows.iter().map(former_account).collect()
}

fn former_account(row: &DbRow) -> Result<FormerAccount, DbError> {
    Ok(FormerAccount {
        account: account(row)?,
        until: RowOf::new(row, "former_owner", "id")?.instant("until_at")?,
    })
}
