//! Saving what one page gave: evidence, posts and the account's position in one transaction, so
//! that a crash at any instant costs at most a re-fetch.
//!
//! What is stored is read once, and what the page changes is decided by it in memory
//! ([`plan_page`]); the caller scores what is new or changed; [`save_page`] writes the plan, if
//! nothing was saved for the account meanwhile.

mod heads;
mod plan;
mod rows;

use jiff::Timestamp;

pub use self::plan::PagePlan;
use super::position::Position;
use super::{Db, DbError, position};
use crate::db::engine::{Script, again};
use crate::model::{
    AccountId, Assessment, CaptureId, NativeId, Origin, ParsedPost, PostId, Sha256,
};

/// What a page shows.
#[derive(Debug, Clone, Copy)]
pub struct PageShown<'a> {
    /// Whose page it is.
    pub account: AccountId,
    /// How it came.
    pub origin: Origin<'a>,
    /// Posts in the order of the page, with the digest of what their author did
    /// ([`authored`](crate::model::authored)).
    pub posts: &'a [(&'a ParsedPost, Sha256)],
    /// Posts asked for by id that are no longer visible. Ids never stored are passed over.
    pub absent: &'a [NativeId],
    /// By which edition of the source the page was read.
    pub reading: &'a str,
    /// See [`ParsedPage::confirms`](crate::model::ParsedPage::confirms).
    pub confirms: bool,
}

/// A post on its way into the database.
#[derive(Debug, Clone, Copy)]
pub struct PostToSave<'a> {
    /// What the platform showed.
    pub post: &'a ParsedPost,
    /// When it was posted as far as can be trusted; kept from the first capture on.
    pub posted_at: Timestamp,
    /// The scorer's word on it. Needed for new and changed posts only, see
    /// [`PagePlan::changes`]; ignored for a post that is unchanged.
    pub assessment: Option<&'a Assessment>,
}

/// Everything that one page gave, to be saved as a whole or not at all.
#[derive(Debug, Clone, Copy)]
pub struct PageToSave<'a> {
    /// How it came.
    pub origin: Origin<'a>,
    /// Posts, in the order of the page.
    pub posts: &'a [PostToSave<'a>],
    /// What the platform says of the account, if it was the platform that answered.
    pub position: Option<Position<'a>>,
    /// Whether everything that the answer should hold was read, so that its address may be asked
    /// conditionally.
    pub understood: bool,
    /// The time of saving.
    pub at: Timestamp,
}

/// What saving did to a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PostChange {
    /// Never seen before.
    New,
    /// Its author changed it: there is a further revision.
    Edited,
    /// Read otherwise than before, in full or by another edition of the source: there is a
    /// further revision, and nothing says that the author changed the post.
    Reread,
    /// Seen before with the same content.
    Unchanged,
}

impl PostChange {
    /// Whether there is a revision more.
    pub const fn makes_revision(self) -> bool {
        !matches!(self, Self::Unchanged)
    }
}

/// A post after saving.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedPost {
    /// Its row.
    pub id: PostId,
    /// The identifier under which it is stored.
    pub native_id: NativeId,
    /// The revision this page made, counted from 1, or the latest one if it made none.
    pub revision: u32,
    /// What happened to it.
    pub change: PostChange,
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

/// Reads what is stored of the posts of a page and decides what the page changes.
///
/// A post that its author changed gets a further revision, and so does one that is read otherwise
/// than before; nothing is overwritten. A post that is stored under another name of it is that
/// post. A page older
/// than the last sighting adds revisions that were not known and moves nothing back. A page that
/// was saved before changes nothing.
pub async fn plan_page(db: &Db, shown: &PageShown<'_>) -> Result<PagePlan, DbError> {
    let stored = again!(heads::read(&mut db.read().await?, shown).await)?;
    Ok(PagePlan::new(shown, stored))
}

/// Saves a planned page in one transaction: capture, validators, posts with revisions,
/// assessments and visibility, cursor, identity and state, and which documents the search index
/// must renew. `page` must be the page that was planned.
///
/// Fails with [`DbError::Overtaken`] and writes nothing when somebody saved a page of this
/// account after the plan was made: plan again.
pub async fn save_page(
    db: &Db,
    mut plan: PagePlan,
    page: &PageToSave<'_>,
) -> Result<SavedPage, DbError> {
    let mut transaction = db.begin().await?;
    let engine = db.engine();
    let mut first = Script::new(engine);
    let told = page.position.as_ref().filter(|_| !plan.replayed());
    position::push_position(&mut first, plan.account, &plan.owner, told);
    rows::push_opening(&mut first, page, &plan);
    let ran = first.run(&mut transaction).await?;
    let capture = rows::opened(&ran, &mut plan)?;
    let mut rest = Script::new(engine);
    rows::push_rest(&mut rest, page, &plan, capture);
    rest.run(&mut transaction).await?;
    transaction.commit().await?;
    Ok(plan.into_saved(capture))
}
