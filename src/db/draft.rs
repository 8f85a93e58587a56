//! Lists that were uploaded and are looked at before they are taken over. Each is its owner's
//! alone, and goes after a day.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::access::{ask, facts, own, push_scope};
use super::audit::Trace;
use super::engine::{Connection, DbRow, sql, write_freely, write_once};
use super::registry::{Confirmed, ImportReport};
use super::strict::RowOf;
use super::{Db, DbError, json, micros};
use crate::model::{DraftId, PersonId, Reader, Right, Sha256, UserId};

/// How long a list is kept.
pub const DRAFT_LIFE: SignedDuration = SignedDuration::from_hours(24);
/// Most lists of one person; the oldest makes room for the next.
pub const MOST_DRAFTS: usize = 3;
/// Persons that an outcome names; more are only counted.
const NAMED: usize = 200;

/// A list as it comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewListDraft<'a> {
    /// Name of the file.
    pub file_name: &'a str,
    /// The file.
    pub bytes: Vec<u8>,
    /// What holds for rows that do not say otherwise, as JSON.
    pub settings: &'a str,
}

/// What is known of a list besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftHead {
    /// Its number.
    pub id: DraftId,
    /// Name of the file.
    pub file_name: String,
    /// Digest of the file.
    pub digest: Sha256,
    /// Size of the file in bytes.
    pub byte_count: u32,
    /// When it was uploaded.
    pub kept_at: Timestamp,
    /// What holds for rows that do not say otherwise, as JSON.
    pub settings: String,
    /// What its owner found right so far.
    pub confirmed: Confirmed,
    /// What came of it, once it was taken over.
    pub outcome: Option<DraftOutcome>,
}

impl DraftHead {
    /// When it goes.
    pub fn goes_at(&self) -> Timestamp {
        self.kept_at + DRAFT_LIFE
    }
}

/// A list with its bytes; once it was taken over, what was said of rows that were left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListDraft {
    /// What is known of it.
    pub head: DraftHead,
    /// The file, or what was kept by [`keep_left_out`].
    pub bytes: Vec<u8>,
}

/// What was written of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftOutcome {
    /// New persons and agencies.
    pub persons_created: u32,
    /// Changed persons and agencies.
    pub persons_updated: u32,
    /// New accounts.
    pub accounts_created: u32,
    /// Accounts that changed hands.
    pub accounts_moved: u32,
    /// New proofs.
    pub proofs_added: u32,
    /// Rows that were left out because something is wrong with them.
    pub left_out: u32,
    /// How many persons and agencies were written about.
    pub person_count: usize,
    /// The first of them, with their names.
    pub persons: Vec<(PersonId, String)>,
}

impl DraftOutcome {
    /// What a report says, with the rows that nobody could read.
    pub(in crate::db) fn of(report: &ImportReport, unreadable: u32) -> Self {
        let conflicts = u32::try_from(report.conflicts.len()).unwrap_or(u32::MAX);
        Self {
            persons_created: report.persons_created,
            persons_updated: report.persons_updated,
            accounts_created: report.accounts_created,
            accounts_moved: report.accounts_moved,
            proofs_added: report.proofs_added,
            left_out: unreadable.saturating_add(conflicts),
            person_count: report.persons.len(),
            persons: report.persons.iter().take(NAMED).cloned().collect(),
        }
    }
}

/// A draft belongs to a user: nobody else has a page to look at it.
fn owner(reader: &Reader) -> Result<UserId, DbError> {
    ask(reader, Right::Register)?;
    own(reader, Right::Register)
}

/// Keeps a list for the reader.
pub async fn keep(
    reader: &Reader,
    db: &Db,
    new: &NewListDraft<'_>,
    at: Timestamp,
) -> Result<DraftId, DbError> {
    let owner = owner(reader)?;
    let (digest, size) = (Sha256::of(&new.bytes).to_string(), new.bytes.len());
    let detail = facts([
        ("file", new.file_name.into()),
        ("bytes", size.into()),
        ("sha256", digest.as_str().into()),
    ]);
    write_once!(db, |transaction| {
        sweep_drafts(transaction, at).await?;
        make_room(transaction, owner).await?;
        let id: i64 = sql(
            "INSERT INTO registry_draft (owner_id, kept_at, file_name, sha256, \
             byte_count, settings, confirmed, content) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id",
        )
        .bind(owner.0)
        .bind(micros(at))
        .bind(new.file_name)
        .bind(&digest)
        .bind(i64::try_from(size).unwrap_or(i64::MAX))
        .bind(new.settings)
        .bind(json(&Confirmed::default()))
        .bind(&new.bytes)
        .fetch_value(transaction)
        .await?;
        let trace = trace(at, "registry_upload", &detail);
        trace.append(transaction, reader).await?;
        Ok(DraftId(id))
    })
}

/// Leaves place for one more list of the owner.
async fn make_room(connection: &mut Connection, owner: UserId) -> Result<(), DbError> {
    let newest = sql(
        "SELECT id FROM registry_draft WHERE owner_id = $1 AND outcome IS NULL \
         ORDER BY id DESC",
    )
    .bind(owner.0)
    .fetch_all(connection)
    .await?;
    for row in newest.iter().skip(MOST_DRAFTS - 1) {
        let id: i64 = row.get("id")?;
        sql("DELETE FROM registry_draft WHERE id = $1")
            .bind(id)
            .execute(connection)
            .await?;
    }
    Ok(())
}

/// Takes away everybody's lists that are older than they may become.
pub(in crate::db) async fn sweep_drafts(
    connection: &mut Connection,
    at: Timestamp,
) -> Result<(), DbError> {
    sql("DELETE FROM registry_draft WHERE kept_at <= $1")
        .bind(micros(at - DRAFT_LIFE))
        .execute(connection)
        .await?;
    Ok(())
}

const HEAD: &str = "SELECT id, kept_at, file_name, sha256, byte_count, settings, confirmed, outcome \
     FROM registry_draft WHERE kept_at > $1 AND owner_id = $2";

/// The reader's lists that wait to be taken over, newest first.
pub async fn list(reader: &Reader, db: &Db, at: Timestamp) -> Result<Vec<DraftHead>, DbError> {
    let rows = sql(HEAD)
        .also(" AND outcome IS NULL ORDER BY id DESC")
        .bind(micros(at - DRAFT_LIFE))
        .bind(owner(reader)?.0)
        .read_all(db)
        .await?;
    rows.iter().map(head).collect()
}

/// One of the reader's lists. What was written of it names persons, so that reading it leaves a
/// row; the list itself they brought themselves.
pub async fn open(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    id: DraftId,
) -> Result<ListDraft, DbError> {
    let owner = owner(reader)?;
    let row = sql(HEAD)
        .also(" AND id = $3")
        .bind(micros(at - DRAFT_LIFE))
        .bind(owner.0)
        .bind(id.0)
        .read_first(db)
        .await?;
    let mut head = head(&row.ok_or(unknown(id))?)?;
    if let Some(outcome) = &mut head.outcome {
        keep_to_scope(reader, db, outcome).await?;
        let detail = facts([("found", outcome.persons.len().into())]);
        trace(at, "registry_read", &detail)
            .leave(reader, db)
            .await?;
    }
    let content: Option<Option<Vec<u8>>> = sql("SELECT content FROM registry_draft WHERE id = $1")
        .bind(id.0)
        .read_found(db)
        .await?;
    let bytes = content.flatten().unwrap_or_default();
    Ok(ListDraft { head, bytes })
}

/// Whoever serves elsewhere by now is no longer named.
async fn keep_to_scope(
    reader: &Reader,
    db: &Db,
    outcome: &mut DraftOutcome,
) -> Result<(), DbError> {
    if outcome.persons.is_empty() {
        return Ok(());
    }
    let mut query = sql("SELECT id FROM person WHERE id");
    query.push_list(outcome.persons.iter().map(|(person, _)| person.0));
    push_scope(&mut query, reader, "person.region");
    let rows = query.read_all(db).await?;
    let seen: BTreeSet<i64> = rows
        .iter()
        .map(|row| row.get("id"))
        .collect::<Result<_, _>>()?;
    outcome
        .persons
        .retain(|(person, _)| seen.contains(&person.0));
    Ok(())
}

/// Notes what the owner found right so far.
pub async fn confirm(
    reader: &Reader,
    db: &Db,
    id: DraftId,
    confirmed: &Confirmed,
) -> Result<(), DbError> {
    let owner = owner(reader)?;
    let done = write_freely!(db, |transaction| {
        sql(
            "UPDATE registry_draft SET confirmed = $3 WHERE id = $1 AND owner_id = $2 \
             AND outcome IS NULL",
        )
        .bind(id.0)
        .bind(owner.0)
        .bind(json(confirmed))
        .execute(transaction)
        .await
    })?;
    if done == 0 {
        return Err(unknown(id));
    }
    Ok(())
}

/// Throws a list away.
pub async fn discard(reader: &Reader, db: &Db, at: Timestamp, id: DraftId) -> Result<(), DbError> {
    let owner = owner(reader)?;
    let done = write_once!(db, |transaction| {
        let done = sql("DELETE FROM registry_draft WHERE id = $1 AND owner_id = $2")
            .bind(id.0)
            .bind(owner.0)
            .execute(transaction)
            .await?;
        if done > 0 {
            let trace = trace(at, "registry_discard", "");
            trace.append(transaction, reader).await?;
        }
        Ok(done)
    })?;
    if done == 0 {
        return Err(unknown(id));
    }
    Ok(())
}

/// Whether a list still waits to be taken over; nobody else can take it over until the
/// transaction ends.
pub(in crate::db) async fn is_waiting(
    connection: &mut Connection,
    reader: &Reader,
    id: DraftId,
) -> Result<bool, DbError> {
    let owner = owner(reader)?;
    let mut query = sql(
        "SELECT id FROM registry_draft WHERE id = $1 AND owner_id = $2 \
         AND outcome IS NULL",
    )
    .bind(id.0)
    .bind(owner.0);
    let query = query.push(connection.engine().for_update());
    Ok(query.find_value::<i64>(connection).await?.is_some())
}

/// Notes what was written of a list, and lets go of its bytes.
pub(in crate::db) async fn finish(
    connection: &mut Connection,
    id: DraftId,
    outcome: &DraftOutcome,
) -> Result<(), DbError> {
    sql("UPDATE registry_draft SET outcome = $2, content = NULL WHERE id = $1")
        .bind(id.0)
        .bind(json(outcome))
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps, in the place of the bytes, what there is to say of rows that were left out, as long as
/// the page of what was written lives.
pub async fn keep_left_out(
    reader: &Reader,
    db: &Db,
    id: DraftId,
    told: Vec<u8>,
) -> Result<(), DbError> {
    let owner = owner(reader)?;
    write_freely!(db, |transaction| {
        sql(
            "UPDATE registry_draft SET content = $3 WHERE id = $1 AND owner_id = $2 \
             AND outcome IS NOT NULL AND content IS NULL",
        )
        .bind(id.0)
        .bind(owner.0)
        .bind(&told)
        .execute(transaction)
        .await
    })?;
    Ok(())
}

fn trace<'a>(at: Timestamp, action: &'a str, detail: &'a str) -> Trace<'a> {
    Trace {
        at,
        action,
        subject: "register",
        detail,
    }
}

fn unknown(id: DraftId) -> DbError {
    DbError::Unknown {
        what: "list",
        id: id.0,
    }
}

fn head(row: &DbRow) -> Result<DraftHead, DbError> {
    let row = RowOf::new(row, "registry_draft", "id")?;
    Ok(DraftHead {
        id: DraftId(row.id()),
        file_name: row.get("file_name")?,
        digest: row.digest("sha256")?,
        byte_count: row.get("byte_count")?,
        kept_at: row.instant("kept_at")?,
        settings: row.get("settings")?,
        confirmed: row.json("confirmed")?,
        outcome: row.optional_json("outcome")?,
    })
}
