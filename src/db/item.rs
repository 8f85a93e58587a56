//! Everything that a reviewer is shown of one post.

use jiff::Timestamp;

use super::queue::Key;
use super::{Db, DbError, instant};
use crate::model::{
    AccountState, Assessment, AssessmentId, Band, Media, OwnershipProof, PostId, PostKind,
    ProofKind, Shared,
};

/// A post with its versions, its account and its person.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewItem {
    /// Its place in the queue.
    pub key: Key,
    /// How urgent.
    pub band: Band,
    /// What the author did.
    pub kind: PostKind,
    /// The platform's identifier.
    pub native_id: String,
    /// Page for people, as the platform gave it: any text.
    pub url: Option<String>,
    /// When the platform claims it was posted.
    pub claimed_at: Option<Timestamp>,
    /// When it was first seen.
    pub first_seen_at: Timestamp,
    /// When it was last seen.
    pub last_seen_at: Timestamp,
    /// Since when it is no longer visible; why is not known.
    pub not_visible_at: Option<Timestamp>,
    /// Region at capture time, as stored.
    pub region: String,
    /// Number of the latest revision.
    pub latest_revision: i64,
    /// The account.
    pub account: ItemAccount,
    /// The person or agency behind it.
    pub person: ItemPerson,
    /// Proofs of ownership, newest first.
    pub proofs: Vec<OwnershipProof>,
    /// Versions, oldest first.
    pub revisions: Vec<ItemRevision>,
    /// Latest assessment of the latest revision.
    pub assessment: Option<ItemAssessment>,
}

/// The account of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAccount {
    /// Platform, as stored.
    pub platform: String,
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
}

/// The person or agency of a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemPerson {
    /// Whether this is an agency.
    pub agency_account: bool,
    /// NIP as stored.
    pub nip: Option<String>,
    /// Name.
    pub name: String,
    /// Agency.
    pub agency: String,
    /// Position.
    pub post: Option<String>,
    /// Region served now, as stored.
    pub region: String,
}

/// One version of a post, with the capture that shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemRevision {
    /// Number, from 1.
    pub number: i64,
    /// Text.
    pub text: String,
    /// What was shared, quoted or answered.
    pub context: Option<Shared>,
    /// Pictures and the like.
    pub media: Vec<Media>,
    /// Links.
    pub links: Vec<String>,
    /// When the platform claims it was edited.
    pub edited_at: Option<Timestamp>,
    /// When this version was first seen.
    pub seen_at: Timestamp,
    /// `WARC-Record-ID`.
    pub record_id: String,
    /// WARC file.
    pub file: String,
    /// Payload digest.
    pub payload: String,
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

/// The place of a post in the queue's order, if there is such a post.
pub async fn key(db: &Db, post: PostId) -> Result<Option<Key>, DbError> {
    let row: Option<(f64, i64)> = sqlx::query_as("SELECT score, posted_at FROM post WHERE id = ?")
        .bind(post.0)
        .fetch_optional(db.reader())
        .await?;
    Ok(row.map(|(score, posted_at)| Key {
        score,
        posted_at: instant(posted_at),
        post,
    }))
}

/// Reads a post, or `None` if there is no such post.
pub async fn find(db: &Db, post: PostId) -> Result<Option<ReviewItem>, DbError> {
    let head: Option<Head> = sqlx::query_as(
        "SELECT post.*, account.platform, account.address, account.stable_id,
                account.display_name, account.seen_address, account.state,
                person.kind AS person_kind, person.nip, person.name, person.agency,
                person.post AS position, person.region AS serves
         FROM post JOIN account ON account.id = post.account_id
                   JOIN person ON person.id = account.person_id
         WHERE post.id = ?",
    )
    .bind(post.0)
    .fetch_optional(db.reader())
    .await?;
    let Some(head) = head else { return Ok(None) };
    let proofs = proofs(db, head.account_id).await?;
    let revisions = revisions(db, post).await?;
    let assessment = assessment(db, post, head.latest_revision).await?;
    Ok(Some(head.item(proofs, revisions, assessment)))
}

#[derive(sqlx::FromRow)]
struct Head {
    id: i64,
    account_id: i64,
    native_id: String,
    url: Option<String>,
    kind: String,
    posted_at: i64,
    claimed_at: Option<i64>,
    first_seen_at: i64,
    last_seen_at: i64,
    not_visible_at: Option<i64>,
    region: String,
    latest_revision: i64,
    score: f64,
    band: String,
    platform: String,
    address: String,
    stable_id: Option<String>,
    display_name: Option<String>,
    seen_address: Option<String>,
    state: String,
    person_kind: String,
    nip: Option<String>,
    name: String,
    agency: String,
    position: Option<String>,
    serves: String,
}

impl Head {
    fn item(
        self,
        proofs: Vec<OwnershipProof>,
        revisions: Vec<ItemRevision>,
        assessment: Option<ItemAssessment>,
    ) -> ReviewItem {
        ReviewItem {
            key: Key {
                score: self.score,
                posted_at: instant(self.posted_at),
                post: PostId(self.id),
            },
            band: Band::from_name(&self.band).unwrap_or(Band::None),
            kind: PostKind::from_name(&self.kind).unwrap_or(PostKind::Original),
            native_id: self.native_id,
            url: self.url,
            claimed_at: self.claimed_at.map(instant),
            first_seen_at: instant(self.first_seen_at),
            last_seen_at: instant(self.last_seen_at),
            not_visible_at: self.not_visible_at.map(instant),
            region: self.region,
            latest_revision: self.latest_revision,
            account: ItemAccount {
                platform: self.platform,
                address: self.address,
                stable_id: self.stable_id,
                display_name: self.display_name,
                seen_address: self.seen_address,
                state: AccountState::from_name(&self.state).unwrap_or(AccountState::Unknown),
            },
            person: ItemPerson {
                agency_account: self.person_kind == "agency",
                nip: self.nip,
                name: self.name,
                agency: self.agency,
                post: self.position,
                region: self.serves,
            },
            proofs,
            revisions,
            assessment,
        }
    }
}

type ProofRow = (
    String,
    Option<String>,
    Option<String>,
    Option<i64>,
    Option<i64>,
);

async fn proofs(db: &Db, account: i64) -> Result<Vec<OwnershipProof>, DbError> {
    let rows: Vec<ProofRow> = sqlx::query_as(
        "SELECT kind, reference, verified_by, verified_at, expires_at FROM ownership_proof
         WHERE account_id = ? ORDER BY id DESC",
    )
    .bind(account)
    .fetch_all(db.reader())
    .await?;
    Ok(rows.into_iter().filter_map(proof).collect())
}

fn proof(
    (kind, reference, verified_by, verified_at, expires_at): ProofRow,
) -> Option<OwnershipProof> {
    Some(OwnershipProof {
        kind: ProofKind::from_name(&kind)?,
        reference,
        verified_by,
        verified_at: verified_at.map(instant),
        expires_at: expires_at.map(instant),
    })
}

#[derive(sqlx::FromRow)]
struct RevisionRow {
    number: i64,
    text: String,
    context: Option<String>,
    media: String,
    links: String,
    edited_at: Option<i64>,
    seen_at: i64,
    record_id: String,
    file: String,
    payload: String,
    fetched_at: i64,
    final_url: String,
}

async fn revisions(db: &Db, post: PostId) -> Result<Vec<ItemRevision>, DbError> {
    let rows: Vec<RevisionRow> = sqlx::query_as(
        "SELECT revision.*, capture.record_id, capture.file, capture.payload,
                capture.fetched_at, capture.final_url
         FROM revision JOIN capture ON capture.id = revision.capture_id
         WHERE revision.post_id = ? ORDER BY number",
    )
    .bind(post.0)
    .fetch_all(db.reader())
    .await?;
    Ok(rows.into_iter().map(RevisionRow::read).collect())
}

impl RevisionRow {
    fn read(self) -> ItemRevision {
        ItemRevision {
            number: self.number,
            text: self.text,
            context: self
                .context
                .and_then(|context| serde_json::from_str(&context).ok()),
            media: serde_json::from_str(&self.media).unwrap_or_default(),
            links: serde_json::from_str(&self.links).unwrap_or_default(),
            edited_at: self.edited_at.map(instant),
            seen_at: instant(self.seen_at),
            record_id: self.record_id,
            file: self.file,
            payload: self.payload,
            fetched_at: instant(self.fetched_at),
            final_url: self.final_url,
        }
    }
}

async fn assessment(
    db: &Db,
    post: PostId,
    revision: i64,
) -> Result<Option<ItemAssessment>, DbError> {
    let row: Option<(i64, i64, String)> = sqlx::query_as(
        "SELECT id, made_at, body FROM assessment WHERE post_id = ? AND revision = ?
         ORDER BY id DESC LIMIT 1",
    )
    .bind(post.0)
    .bind(revision)
    .fetch_optional(db.reader())
    .await?;
    row.map(|(id, made_at, body)| {
        let body = serde_json::from_str(&body).map_err(|problem| DbError::Inconsistent {
            table: "assessment",
            row: id,
            problem: format!("an unreadable assessment ({problem})"),
        })?;
        Ok(ItemAssessment {
            id: AssessmentId(id),
            made_at: instant(made_at),
            body,
        })
    })
    .transpose()
}
