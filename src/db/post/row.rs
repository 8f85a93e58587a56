//! Rows of posts, read one way by whoever reads them.

use jiff::Timestamp;

use crate::db::engine::DbRow;
use crate::db::revision::RevisionCause;
use crate::db::strict::RowOf;
use crate::db::{DbError, inconsistent};
use crate::model::{
    AccountId, Assessment, AssessmentId, Band, CaptureId, Decision, Media, NativeId, PersonId,
    PersonKind, Platform, PostId, PostKind, Quoted, RegionCode, Sha256,
};

/// A post without its words: those are in its revisions.
#[derive(Debug, Clone, PartialEq)]
pub struct PostRow {
    /// Row identifier.
    pub id: PostId,
    /// Whose.
    pub account: AccountId,
    /// The platform's identifier.
    pub native_id: NativeId,
    /// Page for people, as the platform gave it: any text.
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
    /// Whose account it was by the register when the post was captured; this never changes.
    pub captured_under: PersonId,
    /// Whose the post is held to be: the same, unless a mistake of the register was mended since.
    pub person: PersonId,
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
    pub context: Option<Quoted>,
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
    /// Digest over what its author did ([`authored`](crate::model::authored)).
    pub content_hash: Sha256,
    /// Why it was made.
    pub cause: RevisionCause,
    /// Whether it is a part of the post only.
    pub excerpt: bool,
    /// Who wrote it, as shown, where the listing can hold posts of several authors.
    pub author: Option<String>,
    /// The first capture that showed it.
    pub capture: CaptureId,
}

/// A post with all that the search index and the list pages show of it.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPost {
    /// The post.
    pub post: PostRow,
    /// The revision seen last.
    pub revision: Revision,
    /// The newest assessment of that revision.
    pub assessment: Option<(AssessmentId, Assessment)>,
    /// The newest decision on the post that the reader may know of.
    pub verdict: Option<Decision>,
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

/// The post, with all that is shown of it, in a row that has the columns of [`super::find::SELECT`].
pub(super) fn stored_post(row: &DbRow) -> Result<StoredPost, DbError> {
    let account = RowOf::new(row, "account", "account_id")?;
    let person = RowOf::new(row, "person", "owner_id")?;
    let verdict = RowOf::optional(row, "verdict", "verdict_id")?;
    let assessment = RowOf::optional(row, "assessment", "assessment_id")?;
    let post = post_row(row)?;
    Ok(StoredPost {
        revision: revision(row, post.id)?,
        assessment: assessment
            .map(|row| Ok::<_, DbError>((AssessmentId(row.id()), row.json("body")?)))
            .transpose()?,
        verdict: verdict.map(|row| row.named("decision")).transpose()?,
        platform: account.named("platform")?,
        address: account.get("address")?,
        person: PersonId(person.id()),
        kind: person.named("person_kind")?,
        name: person.get("name")?,
        agency: person.get("agency")?,
        post,
    })
}

/// The post in a row that has all columns of `post`.
pub(super) fn post_row(row: &DbRow) -> Result<PostRow, DbError> {
    let row = RowOf::new(row, "post", "id")?;
    let captured_under: i64 = row.get("person_id")?;
    let attributed_to: Option<i64> = row.get("attributed_to")?;
    Ok(PostRow {
        id: PostId(row.id()),
        account: AccountId(row.get("account_id")?),
        native_id: NativeId(row.get("native_id")?),
        url: row.get("url")?,
        kind: row.named("kind")?,
        posted_at: row.instant("posted_at")?,
        claimed_at: row.optional_instant("claimed_at")?,
        first_seen_at: row.instant("first_seen_at")?,
        last_seen_at: row.instant("last_seen_at")?,
        not_visible_at: row.optional_instant("not_visible_at")?,
        captured_under: PersonId(captured_under),
        person: PersonId(attributed_to.unwrap_or(captured_under)),
        region: row.parsed("region")?,
        latest_revision: row.get("latest_revision")?,
        score: row.finite("score")?,
        band: row.named("band")?,
    })
}

/// The revision in a row that has its columns; its row is told by the post. A post without one
/// is broken, and not to be passed over.
pub(super) fn revision(row: &DbRow, post: PostId) -> Result<Revision, DbError> {
    let row = RowOf::optional(row, "revision", "post_id")?;
    let row = row.ok_or_else(|| inconsistent("post", post.0, "a revision that is not there"))?;
    Ok(Revision {
        number: row.get("number")?,
        text: row.get("text")?,
        context: row.optional_json("context")?,
        media: row.json("media")?,
        links: row.json("links")?,
        language: row.get("language")?,
        edited_at: row.optional_instant("edited_at")?,
        seen_at: row.instant("seen_at")?,
        content_hash: row.digest("content_hash")?,
        cause: row.named("cause")?,
        excerpt: row.get::<i64>("excerpt")? != 0,
        author: row.get("author")?,
        capture: CaptureId(row.get("capture_id")?),
    })
}
