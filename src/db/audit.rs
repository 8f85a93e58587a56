//! The audit log: append-only and hash-chained, so that a later change of any row shows.
//!
//! The hash of a row is SHA-256 over these bytes, one after the other:
//!
//! 1. the 14 bytes `netra-audit-1` and a zero byte;
//! 2. the previous row's hash as 64 lower-case hexadecimal digits (64 zeros before row 1);
//! 3. `seq`, then `at` (microseconds since 1970 UTC), each as 8 bytes, big-endian, signed;
//! 4. `actor`, `action`, `subject`, `detail`, each as its length in bytes (8 bytes,
//!    big-endian) followed by its UTF-8 bytes.
//!
//! Lengths come first, so no two rows share an encoding. Whoever can write the whole database
//! can forge a whole new chain; note the head ([`verify`] returns it) somewhere else.

use jiff::Timestamp;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::access::{ask, facts, numbers, push_scope};
use super::engine::{Connection, DbRow, sql, write_once};
use super::{Db, DbError, instant, micros};
use crate::model::{Reader, Right, Scope};

const START: &str = "0000000000000000000000000000000000000000000000000000000000000000";
const BATCH: i64 = 5_000;

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// When.
    pub at: Timestamp,
    /// Who: a login name, `operator:NAME`, or `anonymous`.
    pub actor: &'a str,
    /// What: `login`, `read`, `verdict`, …
    pub action: &'a str,
    /// To what: `post:17`, `user:3`.
    pub subject: &'a str,
    /// Further facts; never a password, a token or a NIP.
    pub detail: &'a str,
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AuditEntry {
    /// Position in the chain, from 1.
    pub seq: i64,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What.
    pub action: String,
    /// To what.
    pub subject: String,
    /// Further facts.
    pub detail: String,
    /// Hash of the row before.
    pub previous: String,
    /// Hash of this row.
    pub hash: String,
}

/// The end of a verified chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChainHead {
    /// Number of rows.
    pub seq: i64,
    /// Hash of the last one.
    pub hash: String,
}

/// Why the log cannot be trusted.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The chain breaks.
    #[error(
        "the audit log is broken at row {seq}: {problem}; keep the database as it is and compare it with a backup"
    )]
    Broken {
        /// The first row that does not fit.
        seq: i64,
        /// In what way.
        problem: &'static str,
    },
    /// It could not be read.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Appends an event inside the caller's transaction, so that it and the change it tells of
/// are saved together or not at all. Returns its position.
pub(crate) async fn append(connection: &mut Connection, event: &Event<'_>) -> Result<i64, DbError> {
    let mut query = sql("SELECT seq, hash FROM audit_head");
    let head = query
        .push(connection.engine().for_update())
        .fetch_one(connection)
        .await?;
    let (seq, previous) = (head.get::<i64>("seq")? + 1, head.get::<String>("hash")?);
    let hash = digest(&previous, seq, micros(event.at), texts(event));
    sql(
        "INSERT INTO audit (seq, at, actor, action, subject, detail, previous, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(seq)
    .bind(micros(event.at))
    .bind(event.actor)
    .bind(event.action)
    .bind(event.subject)
    .bind(event.detail)
    .bind(&previous)
    .bind(&hash)
    .execute(connection)
    .await?;
    sql("UPDATE audit_head SET seq = $1, hash = $2")
        .bind(seq)
        .bind(hash)
        .execute(connection)
        .await?;
    Ok(seq)
}

/// Appends an event that stands alone (a login, a page read).
pub async fn record(db: &Db, event: &Event<'_>) -> Result<i64, DbError> {
    write_once!(db, |transaction| {
        let seq = append(transaction, event).await?;
        Ok(seq)
    })
}

/// What a reading leaves in the audit log.
pub(crate) struct Trace<'a> {
    pub(crate) at: Timestamp,
    pub(crate) action: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) detail: &'a str,
}

impl Trace<'_> {
    /// Appends the row to a transaction. The program at its own work leaves none: nobody sees
    /// what it reads, and what comes of it is recorded where somebody does.
    pub(crate) async fn append(
        &self,
        connection: &mut Connection,
        reader: &Reader,
    ) -> Result<(), DbError> {
        if reader.is_person() {
            let event = Event {
                at: self.at,
                actor: &reader.actor(),
                action: self.action,
                subject: self.subject,
                detail: self.detail,
            };
            append(connection, &event).await?;
        }
        Ok(())
    }

    /// The same in a transaction of its own, before anything that was read is handed out.
    pub(crate) async fn leave(&self, reader: &Reader, db: &Db) -> Result<(), DbError> {
        if !reader.is_person() {
            return Ok(());
        }
        write_once!(db, |transaction| {
            self.append(transaction, reader).await?;
            Ok(())
        })
    }
}

/// Newest events first, older than `before` if given. Reading the log is an event as well. Whoever
/// reads less than the country is shown what users within their scope did, and nothing of others
/// or of the command line; with an unset scope nothing.
pub async fn list(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<AuditEntry>, DbError> {
    ask(reader, Right::Audit)?;
    let mut query = sql(
        "SELECT seq, at, actor, action, subject, detail, previous, hash FROM audit WHERE seq < ",
    );
    query.push_bind(before.unwrap_or(i64::MAX));
    if *reader.scope() != Scope::nation() {
        // What others read and decided tells of posts and persons elsewhere.
        query.push(" AND actor IN (SELECT name FROM staff WHERE scope IS NOT NULL");
        push_scope(&mut query, reader, "scope");
        query.push(")");
    }
    query.push(" ORDER BY seq DESC LIMIT ").push_bind(limit);
    let rows = query.read_all(db).await?;
    let entries: Vec<AuditEntry> = rows.iter().map(entry).collect::<Result<_, _>>()?;
    let detail = facts([
        ("before", before.into()),
        ("found", entries.len().into()),
        ("rows", numbers(entries.iter().map(|entry| entry.seq))),
    ]);
    let trace = Trace {
        at,
        action: "audit_read",
        subject: "audit",
        detail: &detail,
    };
    trace.leave(reader, db).await?;
    Ok(entries)
}

/// Whether the row at a position has that hash.
pub async fn holds(db: &Db, head: &ChainHead) -> Result<bool, DbError> {
    let hash: Option<String> = sql("SELECT hash FROM audit WHERE seq = $1")
        .bind(head.seq)
        .read_found(db)
        .await?;
    Ok(hash.as_ref() == Some(&head.hash))
}

/// Walks the whole chain. Any row changed, lost, added or moved since it was written is found.
pub async fn verify(db: &Db) -> Result<ChainHead, VerifyError> {
    let mut snapshot = db.snapshot().await?;
    let noted = noted_head(&mut snapshot).await?;
    let mut head = ChainHead {
        seq: 0,
        hash: START.to_owned(),
    };
    loop {
        let rows = sql(
            "SELECT seq, at, actor, action, subject, detail, previous, hash FROM audit
             WHERE seq > $1 ORDER BY seq LIMIT $2",
        )
        .bind(head.seq)
        .bind(BATCH)
        .fetch_all(&mut snapshot)
        .await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            head = follow(&head, entry(row)?)?;
        }
    }
    if head == noted {
        Ok(head)
    } else {
        Err(broken(head.seq + 1, "rows are missing at the end"))
    }
}

async fn noted_head(connection: &mut Connection) -> Result<ChainHead, VerifyError> {
    let head = sql("SELECT seq, hash FROM audit_head")
        .fetch_optional(connection)
        .await?
        .ok_or(broken(0, "the note of the last row is gone"))?;
    Ok(ChainHead {
        seq: head.get("seq").map_err(DbError::from)?,
        hash: head.get("hash").map_err(DbError::from)?,
    })
}

fn follow(head: &ChainHead, row: AuditEntry) -> Result<ChainHead, VerifyError> {
    let texts = [&*row.actor, &*row.action, &*row.subject, &*row.detail];
    if row.seq != head.seq + 1 {
        Err(broken(head.seq + 1, "the row is missing"))
    } else if row.previous != head.hash {
        Err(broken(row.seq, "it does not follow from the row before"))
    } else if row.hash != digest(&row.previous, row.seq, micros(row.at), texts) {
        Err(broken(row.seq, "its content was changed"))
    } else {
        Ok(ChainHead {
            seq: row.seq,
            hash: row.hash,
        })
    }
}

fn broken(seq: i64, problem: &'static str) -> VerifyError {
    VerifyError::Broken { seq, problem }
}

fn texts<'a>(event: &Event<'a>) -> [&'a str; 4] {
    [event.actor, event.action, event.subject, event.detail]
}

fn digest(previous: &str, seq: i64, at: i64, texts: [&str; 4]) -> String {
    let mut hasher = Sha256::new();
    hasher.update(b"netra-audit-1\0");
    hasher.update(previous);
    hasher.update(seq.to_be_bytes());
    hasher.update(at.to_be_bytes());
    for text in texts {
        hasher.update((text.len() as u64).to_be_bytes());
        hasher.update(text);
    }
    crate::model::Sha256(hasher.finalize().into()).to_string()
}

fn entry(row: &DbRow) -> Result<AuditEntry, DbError> {
    Ok(AuditEntry {
        seq: row.get("seq")?,
        at: instant(row.get("at")?),
        actor: row.get("actor")?,
        action: row.get("action")?,
        subject: row.get("subject")?,
        detail: row.get("detail")?,
        previous: row.get("previous")?,
        hash: row.get("hash")?,
    })
}
