//! Saving what one answer gave: evidence, posts and the account's position in one transaction,
//! so that a crash at any instant costs at most a re-fetch.

mod plan;
mod rows;

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{QueryBuilder, Row, Sqlite};

use self::plan::Plan;
use super::{BATCH, Db, DbError, account, capture, inconsistent, json, ledger, push_list};
use crate::model::{
    AccountId, AccountState, Assessment, Capture, CaptureId, Cursor, Exchange, Identity, NativeId,
    ParsedPost, PostId, Sha256,
};

/// A post on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct PostToSave<'a> {
    /// What the platform showed.
    pub post: &'a ParsedPost,
    /// When it was posted as far as can be trusted; kept from the first capture on.
    pub posted_at: Timestamp,
    /// The scorer's word on it. Needed for new and changed posts only, see [`known`]; ignored
    /// for a post that is unchanged.
    pub assessment: Option<&'a Assessment>,
}

/// Everything that one answer gave, to be saved as a whole or not at all.
#[derive(Debug, Clone, Copy)]
pub struct PageToSave<'a> {
    /// Whose page it is.
    pub account: AccountId,
    /// The answer.
    pub capture: &'a Capture,
    /// Requests that led to it.
    pub exchanges: &'a [Exchange],
    /// Posts, in the order of the page.
    pub posts: &'a [PostToSave<'a>],
    /// Posts asked for by id that are no longer visible. Ids never stored are passed over.
    pub absent: &'a [NativeId],
    /// Where the account stands now; `None` leaves it as it was.
    pub cursor: Option<&'a Cursor>,
    /// What the platform says of the account.
    pub identity: Option<&'a Identity>,
    /// The account's state, where the page tells.
    pub state: Option<AccountState>,
    /// The time of saving.
    pub at: Timestamp,
}

/// What saving did to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// Never seen before.
    New,
    /// Seen before with other content: there is a further revision.
    Edited,
    /// Seen before with the same content.
    Unchanged,
}

/// A post after saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPost {
    /// Its row.
    pub id: PostId,
    /// The platform's identifier.
    pub native_id: NativeId,
    /// The revision this page made, counted from 1, or the latest one if it made none.
    pub revision: u32,
    /// What happened to it.
    pub change: Change,
}

/// What saving a page did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPage {
    /// Row of the capture.
    pub capture: CaptureId,
    /// One for each post of the page, in its order.
    pub posts: Vec<SavedPost>,
    /// Posts that were visible until now and are not any more.
    pub vanished: Vec<PostId>,
}

/// Digest over what makes a revision: text, context and media.
pub fn content_hash(post: &ParsedPost) -> Sha256 {
    Sha256::of(json(&(&post.text, &post.context, &post.media)))
}

/// Content digests of the latest revisions of those posts that are stored already, so that the
/// caller scores only what is new or changed.
pub async fn known(
    db: &Db,
    account: AccountId,
    native_ids: &[NativeId],
) -> Result<HashMap<NativeId, Sha256>, DbError> {
    let mut hashes = HashMap::with_capacity(native_ids.len());
    for batch in native_ids.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT post.id, native_id, content_hash FROM post JOIN revision ON post_id = post.id \
             AND number = latest_revision WHERE account_id = ",
        );
        query.push_bind(account.0).push(" AND native_id");
        push_list(&mut query, batch.iter().map(|id| &id.0));
        for row in query.build().fetch_all(db.reader()).await? {
            let hash = hash_of(row.try_get("id")?, row.try_get("content_hash")?)?;
            hashes.insert(NativeId(row.try_get("native_id")?), hash);
        }
    }
    Ok(hashes)
}

pub(super) fn hash_of(post: i64, hex: &str) -> Result<Sha256, DbError> {
    Sha256::from_hex(hex)
        .ok_or_else(|| inconsistent("revision", post, "a content hash that is not SHA-256"))
}

/// Saves a page in one transaction: capture, ledger, validators, posts with revisions,
/// assessments and visibility, cursor, identity and state, and which documents the search index
/// must renew. Saving the same page again changes nothing.
///
/// A post whose content differs gets a further revision; nothing is overwritten. An answer
/// older than the last sighting adds revisions that were not known and moves nothing back.
pub async fn save_page(db: &Db, page: &PageToSave<'_>) -> Result<SavedPage, DbError> {
    let mut transaction = db.begin().await?;
    let tx = &mut *transaction;
    let owner = account::owner(tx, page.account).await?;
    let capture = capture::save(tx, page.account, page.capture).await?;
    if !capture.replayed {
        ledger::insert(tx, Some(page.account), page.exchanges).await?;
        capture::save_validators(tx, page.account, page.capture, capture.id).await?;
    }
    let stored = rows::stored(tx, page, capture.replayed).await?;
    let mut plan = Plan::new(page, &stored, capture.replayed);
    rows::write(tx, page, &mut plan, capture.id, &owner.region).await?;
    if !capture.replayed {
        account::save_position(tx, page, &owner).await?;
    }
    transaction.commit().await?;
    Ok(plan.saved(page, capture.id))
}
