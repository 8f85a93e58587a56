//! Stored posts, read back: one, by number, or all of them in batches.

mod history;

use jiff::Timestamp;
use sqlx::sqlite::SqliteRow;
use sqlx::{QueryBuilder, Row, Sqlite};

pub use self::history::{History, Sighting, StoredAssessment, StoredCapture, history};
use super::{BATCH, Db, DbError, from_json, from_name, inconsistent, instant, push_list};
use crate::model::{
    AccountId, Assessment, AssessmentId, Band, CaptureId, Media, NativeId, PersonId, PersonKind,
    Platform, PostId, PostKind, RegionCode, Sha256, Shared,
};

/// A post without its words: those are in its revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPost {
    /// Row identifier.
    pub id: PostId,
    /// Whose.
    pub account: AccountId,
    /// The platform's identifier.
    pub native_id: NativeId,
    /// Page for people.
    pub url: Option<String>,
    /// What the author did.
    pub kind: PostKind,
    /// When it was posted, as far as can be trusted.
    pub posted_at: Timestamp,
    /// When it was posted, as the platform claimed at the first capture.
    pub claimed_at: Option<Timestamp>,
    /// First capture that showed it.
    pub first_seen_at: Timestamp,
    /// Last capture that showed it.
    pub last_seen_at: Timestamp,
    /// Since when it is not visible any more; why is not known.
    pub not_visible_at: Option<Timestamp>,
    /// Where the person served at the first capture.
    pub region: RegionCode,
    /// Number of the revision seen last.
    pub latest_revision: u32,
    /// Score of the latest assessment, 0 if there is none.
    pub score: f64,
    /// Band of the latest assessment, none if there is none.
    pub band: Band,
}

/// What a post said from some capture on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Counted from 1.
    pub number: u32,
    /// The words.
    pub text: String,
    /// What was shared, quoted or answered.
    pub context: Option<Shared>,
    /// Pictures and the like.
    pub media: Vec<Media>,
    /// Targets of links.
    pub links: Vec<String>,
    /// Language the author's client claimed.
    pub language: Option<String>,
    /// When it was edited, as claimed.
    pub edited_at: Option<Timestamp>,
    /// The capture's time.
    pub seen_at: Timestamp,
    /// Digest over text, context and media.
    pub content_hash: Sha256,
    /// The first capture that showed it.
    pub capture: CaptureId,
}

/// A post with all that the search index and the list pages show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The post.
    pub post: StoredPost,
    /// The revision seen last.
    pub revision: Revision,
    /// The newest assessment of that revision.
    pub assessment: Option<(AssessmentId, Assessment)>,
    /// Decision of the newest verdict on the post.
    pub verdict: Option<String>,
    /// Where it was posted.
    pub platform: Platform,
    /// Address of the account, as registered.
    pub address: String,
    /// Whose account.
    pub person: PersonId,
    /// Person or agency.
    pub kind: PersonKind,
    /// Name of the person or agency.
    pub name: String,
    /// Employing agency.
    pub agency: String,
}

const SELECT: &str = "SELECT post.*, number, text, context, media, links, language, edited_at, \
     seen_at, content_hash, revision.capture_id, assessment.id AS assessment_id, body, \
     (SELECT decision FROM verdict WHERE verdict.post_id = post.id ORDER BY verdict.id DESC \
     LIMIT 1) AS verdict, platform, address, person_id, person.kind AS person_kind, name, agency \
     FROM post JOIN revision ON revision.post_id = post.id AND number = latest_revision \
     JOIN account ON account.id = account_id JOIN person ON person.id = person_id \
     LEFT JOIN assessment ON assessment.id = (SELECT max(id) FROM assessment \
     WHERE post_id = post.id AND revision = latest_revision) ";

/// One post.
pub async fn get(db: &Db, id: PostId) -> Result<Document, DbError> {
    let found = documents(db, &[id]).await?;
    found.into_iter().next().ok_or(DbError::Unknown {
        what: "post",
        id: id.0,
    })
}

/// Posts by number, in order of number; unknown numbers are left out.
pub async fn documents(db: &Db, posts: &[PostId]) -> Result<Vec<Document>, DbError> {
    let mut sorted = posts.to_vec();
    sorted.sort_unstable();
    let mut found = Vec::with_capacity(posts.len());
    for batch in sorted.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push("WHERE post.id");
        push_list(&mut query, batch.iter().map(|id| id.0));
        query.push(" ORDER BY post.id");
        for row in query.build().fetch_all(db.reader()).await? {
            found.push(document(&row)?);
        }
    }
    Ok(found)
}

/// The next posts in order of number: start with `PostId(0)`, go on with the last number given.
pub async fn after(db: &Db, last: PostId, limit: u32) -> Result<Vec<Document>, DbError> {
    let mut query = QueryBuilder::<Sqlite>::new(SELECT);
    query.push("WHERE post.id > ").push_bind(last.0);
    query.push(" ORDER BY post.id LIMIT ").push_bind(limit);
    let rows = query.build().fetch_all(db.reader()).await?;
    rows.iter().map(document).collect()
}

fn document(row: &SqliteRow) -> Result<Document, DbError> {
    let post = stored_post(row)?;
    let id = post.id.0;
    let assessment = match row.try_get::<Option<i64>, _>("assessment_id")? {
        Some(number) => {
            let body = from_json("assessment", number, row.try_get("body")?)?;
            Some((AssessmentId(number), body))
        }
        None => None,
    };
    Ok(Document {
        revision: revision(id, row)?,
        post,
        assessment,
        verdict: row.try_get("verdict")?,
        platform: from_name("account", id, row.try_get("platform")?)?,
        address: row.try_get("address")?,
        person: PersonId(row.try_get("person_id")?),
        kind: from_name("person", id, row.try_get("person_kind")?)?,
        name: row.try_get("name")?,
        agency: row.try_get("agency")?,
    })
}

fn stored_post(row: &SqliteRow) -> Result<StoredPost, DbError> {
    let id: i64 = row.try_get("id")?;
    let region: String = row.try_get("region")?;
    Ok(StoredPost {
        id: PostId(id),
        account: AccountId(row.try_get("account_id")?),
        native_id: NativeId(row.try_get("native_id")?),
        url: row.try_get("url")?,
        kind: from_name("post", id, row.try_get("kind")?)?,
        posted_at: instant(row.try_get("posted_at")?),
        claimed_at: optional_instant(row, "claimed_at")?,
        first_seen_at: instant(row.try_get("first_seen_at")?),
        last_seen_at: instant(row.try_get("last_seen_at")?),
        not_visible_at: optional_instant(row, "not_visible_at")?,
        region: region
            .parse()
            .map_err(|error| inconsistent("post", id, format!("a region: {error}")))?,
        latest_revision: row.try_get("latest_revision")?,
        score: row.try_get("score")?,
        band: from_name("post", id, row.try_get("band")?)?,
    })
}

fn revision(post: i64, row: &SqliteRow) -> Result<Revision, DbError> {
    let context: Option<&str> = row.try_get("context")?;
    Ok(Revision {
        number: row.try_get("number")?,
        text: row.try_get("text")?,
        context: context
            .map(|text| from_json("revision", post, text))
            .transpose()?,
        media: from_json("revision", post, row.try_get("media")?)?,
        links: from_json("revision", post, row.try_get("links")?)?,
        language: row.try_get("language")?,
        edited_at: optional_instant(row, "edited_at")?,
        seen_at: instant(row.try_get("seen_at")?),
        content_hash: super::revision::hash_of(post, row.try_get("content_hash")?)?,
        capture: CaptureId(row.try_get("capture_id")?),
    })
}

fn optional_instant(row: &SqliteRow, column: &str) -> Result<Option<Timestamp>, DbError> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(instant))
}
