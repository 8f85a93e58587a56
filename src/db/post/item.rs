//! Everything that a reviewer is shown of one post.

use jiff::Timestamp;

use super::row::{PostRow, Revision, post_row, revision};
use crate::db::access::{ask, facts, push_scope};
use crate::db::audit::Trace;
use crate::db::engine::{Connection, DbRow, again, sql, write_once};
use crate::db::proof::{self, StateProof};
use crate::db::queue::Key;
use crate::db::strict::RowOf;
use crate::db::verdict::{self, Verdict};
use crate::db::{Db, DbError, inconsistent, registry};
use crate::model::{
    AccountState, Assessment, AssessmentId, OwnershipProof, Person, Platform, PostId, Reader,
    Reason, Right, Sha256,
};

/// A post with its versions, its account, its person and what people decided.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewItem {
    /// The post.
    pub post: PostRow,
    /// The account.
    pub account: ItemAccount,
    /// The person or agency behind it, as registered now.
    pub person: Person,
    /// Proofs of ownership, newest first.
    pub proofs: Vec<OwnershipProof>,
    /// Versions, oldest first.
    pub revisions: Vec<ItemRevision>,
    /// Latest assessment of the latest revision.
    pub assessment: Option<ItemAssessment>,
    /// Verdicts that the reader may know of, oldest first, superseded ones included.
    pub verdicts: Vec<Verdict>,
}

impl ReviewItem {
    /// Its place in the queue.
    pub fn key(&self) -> Key {
        Key {
            score: self.post.score,
            posted_at: self.post.posted_at,
            post: self.post.id,
        }
    }

    /// The version seen last. It need not have the highest number: an older answer may come
    /// late.
    pub fn latest(&self) -> Option<&ItemRevision> {
        let number = self.post.latest_revision;
        let mut revisions = self.revisions.iter();
        revisions.find(|revision| revision.said.number == number)
    }
}

/// The account of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAccount {
    /// Platform.
    pub platform: Platform,
    /// Address as registered.
    pub address: String,
    /// The platform's permanent identifier.
    pub stable_id: Option<String>,
    /// Name shown on the platform.
    pub display_name: Option<String>,
    /// What the platform calls the account now, if that differs.
    pub seen_address: Option<String>,
    /// What the platform last said.
    pub state: AccountState,
    /// The answer that says so.
    pub state_proof: Option<StateProof>,
}

/// One version of a post, with the capture that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRevision {
    /// What it said.
    pub said: Revision,
    /// `WARC-Record-ID`.
    pub record_id: String,
    /// WARC file.
    pub file: String,
    /// Payload digest.
    pub payload: Sha256,
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// What was fetched.
    pub final_url: String,
}

/// An assessment as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemAssessment {
    /// Row identifier.
    pub id: AssessmentId,
    /// When it was made.
    pub made_at: Timestamp,
    /// What the scorer said.
    pub body: Assessment,
}

/// Reads a post for a page, which leaves an audit row; `None` if there is no such post within
/// the reader's scope.
pub async fn open(
    reader: &Reader,
    db: &Db,
    at: Timestamp,
    post: PostId,
) -> Result<Option<ReviewItem>, DbError> {
    ask(reader, Right::Read)?;
    let Some(item) = again!(read(reader, db, post).await)? else {
        return Ok(None);
    };
    let (subject, detail) = told(&item);
    let trace = Trace {
        at,
        action: "read",
        subject: &subject,
        detail: &detail,
    };
    trace.leave(reader, db).await?;
    Ok(Some(item))
}

/// The same for a page that shows the NIP in full, which leaves a second audit row with the reason.
pub async fn reveal(
    reader: &Reader,
    db: &Db,
    (at, reason): (Timestamp, &Reason),
    post: PostId,
) -> Result<Option<ReviewItem>, DbError> {
    ask(reader, Right::Reveal)?;
    let Some(item) = again!(read(reader, db, post).await)? else {
        return Ok(None);
    };
    let (subject, detail) = told(&item);
    let reason = facts([("reason", reason.as_str().into())]);
    write_once!(db, |transaction| {
        for (action, detail) in [("reveal_nip", &*reason), ("read", &*detail)] {
            let trace = Trace {
                at,
                action,
                subject: &subject,
                detail,
            };
            trace.append(transaction, reader).await?;
        }
        Ok(())
    })?;
    Ok(Some(item))
}

/// Subject and detail of an audit row.
fn told(item: &ReviewItem) -> (String, String) {
    let post = &item.post;
    (
        format!("post:{}", post.id),
        format!("revision:{}", post.latest_revision),
    )
}

/// Everything from one snapshot, so that the parts belong together.
async fn read(reader: &Reader, db: &Db, id: PostId) -> Result<Option<ReviewItem>, DbError> {
    let mut snapshot = db.snapshot().await?;
    let mut query = sql("SELECT * FROM post WHERE id = ");
    query.push_bind(id.0);
    push_scope(&mut query, reader, "post.region");
    let row = query.fetch_optional(&mut snapshot).await?;
    let Some(row) = row else { return Ok(None) };
    let post = post_row(&row)?;
    let (account, person) = owner(&mut snapshot, &post).await?;
    let proofs = registry::proofs(&mut snapshot, post.account, person.id).await?;

    let verdicts = verdict::of_post(&mut snapshot, id).await?;
    let item = ReviewItem {
        account,
        person,
        proofs,
        revisions: revisions(&mut snapshot, id).await?,
        assessment: latest(&mut snapshot, id, post.latest_revision).await?,
        verdicts: verdict::visible(verdicts, reader, post.latest_revision),
        post,
    };
    if item.latest().is_none() {
        return Err(inconsistent("post", id.0, "a revision that is not there"));
    }
    Ok(Some(item))
}

async fn owner(
    connection: &mut Connection,
    post: &PostRow,
) -> Result<(ItemAccount, Person), DbError> {
    let row = sql(
        "SELECT person.*, account.id AS account_id, platform, address, stable_id, display_name, \
         seen_address, state",
    )
    .also(proof::COLUMNS)
    .also(" FROM account JOIN person ON person.id = $2")
    .also(proof::JOIN)
    .also(" WHERE account.id = $1")
    .bind(post.account.0)
    .bind(post.person.0)
    .fetch_one(connection)
    .await?;
    let account = RowOf::new(&row, "account", "account_id")?;
    let account = ItemAccount {
        platform: account.named("platform")?,
        address: account.get("address")?,
        stable_id: account.get("stable_id")?,
        display_name: account.get("display_name")?,
        seen_address: account.get("seen_address")?,
        state: account.named("state")?,
        state_proof: proof::state_proof(&row)?,
    };
    Ok((account, registry::person(&row, "id")?))
}

async fn revisions(
    connection: &mut Connection,
    post: PostId,
) -> Result<Vec<ItemRevision>, DbError> {
    let rows = sql(
        "SELECT revision.*, capture.record_id, capture.file, capture.payload, \
         capture.fetched_at, capture.final_url \
         FROM revision JOIN capture ON capture.id = revision.capture_id \
         WHERE revision.post_id = $1 ORDER BY number",
    )
    .bind(post.0)
    .fetch_all(connection)
    .await?;
    rows.iter().map(|row| item_revision(row, post)).collect()
}

fn item_revision(row: &DbRow, post: PostId) -> Result<ItemRevision, DbError> {
    let capture = RowOf::new(row, "capture", "capture_id")?;
    Ok(ItemRevision {
        said: revision(row, post)?,
        record_id: capture.get("record_id")?,
        file: capture.get("file")?,
        payload: capture.digest("payload")?,
        fetched_at: capture.instant("fetched_at")?,
        final_url: capture.get("final_url")?,
    })
}

/// The latest assessment of a post within the reader's scope: what a verdict may refer to. It
/// shows nothing of the post, and leaves no audit row.
pub async fn assessment(
    reader: &Reader,
    db: &Db,
    post: PostId,
) -> Result<Option<ItemAssessment>, DbError> {
    ask(reader, Right::Judge)?;
    let mut snapshot = db.snapshot().await?;
    let mut query = sql("SELECT latest_revision FROM post WHERE id = ");
    query.push_bind(post.0);
    push_scope(&mut query, reader, "post.region");
    let revision: Option<u32> = query.find_value(&mut snapshot).await?;
    match revision {
        Some(revision) => latest(&mut snapshot, post, revision).await,
        None => Err(DbError::Unknown {
            what: "post",
            id: post.0,
        }),
    }
}

async fn latest(
    connection: &mut Connection,
    post: PostId,
    revision: u32,
) -> Result<Option<ItemAssessment>, DbError> {
    let row = sql(
        "SELECT id, made_at, body FROM assessment WHERE post_id = $1 AND revision = $2 \
         ORDER BY id DESC LIMIT 1",
    )
    .bind(post.0)
    .bind(revision)
    .fetch_optional(connection)
    .await?;
    let Some(row) = &row else { return Ok(None) };
    let row = RowOf::new(row, "assessment", "id")?;
    Ok(Some(ItemAssessment {
        id: AssessmentId(row.id()),
        made_at: row.instant("made_at")?,
        body: row.json("body")?,
    }))
}
