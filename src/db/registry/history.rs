//! The history of persons and accounts, newest first, by pages.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{HistoryEntry, history_entry};
use crate::db::DbError;
use crate::db::access::{Listed, listed, push_scope};
use crate::db::engine::{Connection, DbRow, Statement, sql};
use crate::model::{PersonId, Reader};

/// Changes a page.
const PAGE: usize = 50;

/// A change with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterChange {
    /// Its number: the version that the register had from then on.
    pub number: i64,
    /// What was changed.
    pub entry: HistoryEntry,
}

/// A page of a history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryPage {
    /// The changes, newest first.
    pub changes: Vec<Listed<RegisterChange>>,
    /// The number before which older ones stand, if there are any.
    pub older: Option<i64>,
}

/// The changes of some subjects before a number.
pub(super) async fn history_page(
    connection: &mut Connection,
    subjects: &[String],
    before: Option<i64>,
) -> Result<HistoryPage, DbError> {
    let mut query = sql(
        "SELECT id, at, actor, reason, subject, field, before, after FROM registry_change \
         WHERE id < ",
    );
    query.push_bind(before.unwrap_or(i64::MAX));
    query.push(" AND subject");
    query.push_list(subjects);
    query.push(" ORDER BY id DESC LIMIT ");
    query.push_bind(u32::try_from(PAGE + 1).unwrap_or(u32::MAX));
    let rows = query.fetch_all(connection).await?;
    let changes: Vec<_> = rows
        .iter()
        .take(PAGE)
        .map(change)
        .collect::<Result<_, _>>()?;
    let last = rows.get(PAGE - 1).filter(|_| rows.len() > PAGE);
    Ok(HistoryPage {
        changes,
        older: last.map(|row| row.get("id")).transpose()?,
    })
}

fn change(row: &DbRow) -> Result<Listed<RegisterChange>, DbError> {
    let number = row.get("id")?;
    let entry = history_entry(row);
    listed(number, entry.map(|entry| RegisterChange { number, entry }))
}

/// The last time that something was done to a field of a subject.
pub(super) async fn last_change(
    connection: &mut Connection,
    subject: &str,
    field: &'static str,
) -> Result<Option<HistoryEntry>, DbError> {
    let row = sql(
        "SELECT id, at, actor, reason, subject, field, before, after FROM registry_change \
                   WHERE subject = $1 AND field = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(subject)
    .bind(field)
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(history_entry).transpose()
}

/// The persons that a history speaks of: `person:3`.
pub(super) fn persons_of(history: &HistoryPage) -> BTreeSet<PersonId> {
    let entries = history.changes.iter().flatten().map(|change| &change.entry);
    let texts = entries.flat_map(|entry| {
        let values = [entry.before.as_deref(), entry.after.as_deref()];
        values.into_iter().flatten().chain([entry.subject.as_str()])
    });
    texts.filter_map(person_of).collect()
}

/// The person that a subject of the history names.
fn person_of(subject: &str) -> Option<PersonId> {
    subject.strip_prefix("person:")?.parse().ok().map(PersonId)
}

/// What those of some persons are called whom the reader may see.
pub(super) async fn names(
    reader: &Reader,
    connection: &mut Connection,
    persons: BTreeSet<PersonId>,
) -> Result<BTreeMap<PersonId, String>, DbError> {
    let mut query: Statement = sql("SELECT id, name FROM person WHERE id");
    query.push_list(persons.into_iter().map(|person| person.0));
    push_scope(&mut query, reader, "person.region");
    let rows = query.fetch_all(connection).await?;
    rows.iter()
        .map(|row| Ok((PersonId(row.get("id")?), row.get("name")?)))
        .collect()
}
