//! What is stored of the posts of a page before it is saved.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use super::PageShown;
use crate::db::account::unknown;
use crate::db::engine::{Connection, DbRow, Ran, Script};
use crate::db::position::{Owner, push_owner};
use crate::db::revision::hash_of;
use crate::db::{BATCH, DbError, instant};
use crate::model::{CaptureId, PostId, Sha256};

/// Where a post's revisions stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct RevisionHead {
    /// The revision seen last.
    pub(super) latest: u32,
    /// The number given last; above `latest` when an older answer came late.
    pub(super) highest: u32,
    /// Content of `latest`.
    pub(super) hash: Sha256,
}

/// A post as stored before this page.
#[derive(Debug)]
pub(super) struct StoredHead {
    pub(super) id: PostId,
    pub(super) head: RevisionHead,
    pub(super) last_seen_at: Timestamp,
    pub(super) not_visible_at: Option<Timestamp>,
    /// Digests of all revisions when the page is older than the last sighting or replayed: then
    /// content that is known makes no further revision.
    pub(super) settled: HashSet<Sha256>,
}

/// An account with those of its posts that a page shows or misses.
pub(super) struct StoredHeads {
    pub(super) owner: Owner,
    /// The row of this very capture, when its page was saved before.
    pub(super) replayed: Option<CaptureId>,
    pub(super) posts: HashMap<String, StoredHead>,
}

/// Reads in one trip. The account comes first, so that a page saved while the rest is read shows
/// when the plan is written.
pub(super) async fn read(
    connection: &mut Connection,
    shown: &PageShown<'_>,
) -> Result<StoredHeads, DbError> {
    let mut script = Script::new(connection.engine());
    push_owner(&mut script, shown.account);
    let record = shown.origin.record().record_id.to_string();
    script
        .statement("SELECT id FROM capture WHERE record_id = ")
        .push_bind(record);
    push_posts(&mut script, shown);
    let ran = script.run(connection).await?;
    let [account, capture, posts @ ..] = ran.as_slice() else {
        return Err(unknown(shown.account));
    };
    let account = account.rows.first();
    let mut stored = StoredHeads {
        owner: Owner::read(account.ok_or_else(|| unknown(shown.account))?)?,
        replayed: capture.rows.first().map(capture_id).transpose()?,
        posts: read_posts(posts)?,
    };
    settle(connection, shown, &mut stored).await?;
    Ok(stored)
}

fn push_posts(script: &mut Script, shown: &PageShown<'_>) {
    let on_page = shown.posts.iter().map(|(id, _)| *id);
    let wanted: Vec<&str> = on_page
        .chain(shown.absent)
        .map(|id| id.0.as_str())
        .collect();
    for batch in wanted.chunks(BATCH) {
        let query = script.statement(
            "SELECT id, native_id, latest_revision, last_seen_at, not_visible_at, content_hash, \
             (SELECT max(number) FROM revision WHERE post_id = post.id) AS highest \
             FROM post JOIN revision ON post_id = post.id AND number = latest_revision \
             WHERE account_id = ",
        );
        query.push_bind(shown.account.0).push(" AND native_id");
        query.push_list(batch.iter().copied());
    }
}

fn capture_id(row: &DbRow) -> Result<CaptureId, DbError> {
    Ok(CaptureId(row.get("id")?))
}

fn read_posts(ran: &[Ran]) -> Result<HashMap<String, StoredHead>, DbError> {
    let rows = ran.iter().flat_map(|batch| &batch.rows);
    let head = |row: &DbRow| Ok((row.get("native_id")?, read_head(row)?));
    rows.map(head).collect()
}

fn read_head(row: &DbRow) -> Result<StoredHead, DbError> {
    let id: i64 = row.get("id")?;
    let hidden: Option<i64> = row.get("not_visible_at")?;
    Ok(StoredHead {
        id: PostId(id),
        head: RevisionHead {
            latest: row.get("latest_revision")?,
            highest: row.get("highest")?,
            hash: hash_of(id, row.get("content_hash")?)?,
        },
        last_seen_at: instant(row.get("last_seen_at")?),
        not_visible_at: hidden.map(instant),
        settled: HashSet::new(),
    })
}

/// Reads the digests of all revisions of the posts for which the page is late.
async fn settle(
    connection: &mut Connection,
    shown: &PageShown<'_>,
    stored: &mut StoredHeads,
) -> Result<(), DbError> {
    let (replayed, seen_at) = (stored.replayed.is_some(), shown.origin.seen_at());
    let late = stored.posts.values_mut();
    let mut late: HashMap<i64, &mut StoredHead> = late
        .filter(|post| replayed || seen_at < post.last_seen_at)
        .map(|post| (post.id.0, post))
        .collect();
    let ids: Vec<i64> = late.keys().copied().collect();
    let mut script = Script::new(connection.engine());
    for batch in ids.chunks(BATCH) {
        let query = script.statement("SELECT post_id, content_hash FROM revision WHERE post_id");
        query.push_list(batch.iter().copied());
    }
    for row in script
        .run(connection)
        .await?
        .iter()
        .flat_map(|batch| &batch.rows)
    {
        let post: i64 = row.get("post_id")?;
        let hash = hash_of(post, row.get("content_hash")?)?;
        if let Some(head) = late.get_mut(&post) {
            head.settled.insert(hash);
        }
    }
    Ok(())
}
