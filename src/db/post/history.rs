//! All that is known of one post: every revision, assessment, sighting and capture.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use super::{Document, Revision, get, revision};
use crate::db::{Db, DbError, from_json, from_name, inconsistent, instant};
use crate::model::{
    AccountId, Assessment, AssessmentId, CaptureId, CaptureRecord, PostId, Sha256, Truncation,
};

/// A post with its past.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    /// The post as it stands.
    pub document: Document,
    /// All revisions, by number.
    pub revisions: Vec<Revision>,
    /// All assessments, oldest first.
    pub assessments: Vec<StoredAssessment>,
    /// The first sighting and every change of visibility, oldest first.
    pub visibility: Vec<Sighting>,
    /// The captures that prove all this, oldest first.
    pub captures: Vec<StoredCapture>,
}

/// An assessment and what it is of.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredAssessment {
    /// Row identifier.
    pub id: AssessmentId,
    /// Revision that was scored.
    pub revision: u32,
    /// When.
    pub made_at: Timestamp,
    /// What the scorer said.
    pub assessment: Assessment,
}

/// A look at the post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// When.
    pub at: Timestamp,
    /// Whether it was there.
    pub visible: bool,
    /// Proof.
    pub capture: CaptureId,
}

/// A captured exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCapture {
    /// Row identifier.
    pub id: CaptureId,
    /// For which account.
    pub account: Option<AccountId>,
    /// What was asked.
    pub url: String,
    /// Where redirects led.
    pub final_url: String,
    /// What the request was for, in the source's words.
    pub step: String,
    /// HTTP status.
    pub status: u16,
    /// When.
    pub fetched_at: Timestamp,
    /// Where the raw exchange is kept.
    pub record: CaptureRecord,
    /// Set when the body was cut.
    pub truncated: Option<Truncation>,
}

/// All that is known of a post.
pub async fn history(db: &Db, id: PostId) -> Result<History, DbError> {
    let document = get(db, id).await?;
    let revisions = sqlx::query("SELECT * FROM revision WHERE post_id = $1 ORDER BY number")
        .bind(id.0)
        .fetch_all(db.reader())
        .await?;
    let assessments = sqlx::query("SELECT * FROM assessment WHERE post_id = $1 ORDER BY id")
        .bind(id.0)
        .fetch_all(db.reader())
        .await?;
    let visibility = sqlx::query("SELECT * FROM visibility WHERE post_id = $1 ORDER BY id")
        .bind(id.0)
        .fetch_all(db.reader())
        .await?;
    let captures = sqlx::query(
        "SELECT * FROM capture WHERE id IN (SELECT capture_id FROM revision WHERE post_id = $1 \
         UNION SELECT capture_id FROM visibility WHERE post_id = $1 \
         UNION SELECT last_capture_id FROM post WHERE id = $1) ORDER BY fetched_at, id",
    )
    .bind(id.0)
    .fetch_all(db.reader())
    .await?;
    Ok(History {
        document,
        revisions: each(&revisions, |row| revision(id.0, row))?,
        assessments: each(&assessments, stored_assessment)?,
        visibility: each(&visibility, sighting)?,
        captures: each(&captures, stored_capture)?,
    })
}

fn each<T>(
    rows: &[SqliteRow],
    read: impl Fn(&SqliteRow) -> Result<T, DbError>,
) -> Result<Vec<T>, DbError> {
    rows.iter().map(read).collect()
}

fn stored_assessment(row: &SqliteRow) -> Result<StoredAssessment, DbError> {
    let id: i64 = row.try_get("id")?;
    Ok(StoredAssessment {
        id: AssessmentId(id),
        revision: row.try_get("revision")?,
        made_at: instant(row.try_get("made_at")?),
        assessment: from_json("assessment", id, row.try_get("body")?)?,
    })
}

fn sighting(row: &SqliteRow) -> Result<Sighting, DbError> {
    Ok(Sighting {
        at: instant(row.try_get("at")?),
        visible: row.try_get::<i64, _>("visible")? == 1,
        capture: CaptureId(row.try_get("capture_id")?),
    })
}

fn stored_capture(row: &SqliteRow) -> Result<StoredCapture, DbError> {
    let id: i64 = row.try_get("id")?;
    let record_id: &str = row.try_get("record_id")?;
    let payload: &str = row.try_get("payload")?;
    let truncated: Option<&str> = row.try_get("truncated")?;
    let offset: i64 = row.try_get("byte_offset")?;
    let broken = |what: &str| inconsistent("capture", id, what);
    Ok(StoredCapture {
        id: CaptureId(id),
        account: row.try_get::<Option<i64>, _>("account_id")?.map(AccountId),
        url: row.try_get("url")?,
        final_url: row.try_get("final_url")?,
        step: row.try_get("step")?,
        status: row.try_get("status")?,
        fetched_at: instant(row.try_get("fetched_at")?),
        record: CaptureRecord {
            record_id: record_id
                .parse()
                .map_err(|_| broken("a broken record id"))?,
            file: row.try_get("file")?,
            offset: u64::try_from(offset).map_err(|_| broken("a negative offset"))?,
            payload: Sha256::from_hex(payload).ok_or_else(|| broken("a broken digest"))?,
        },
        truncated: truncated
            .map(|name| from_name("capture", id, name))
            .transpose()?,
    })
}
