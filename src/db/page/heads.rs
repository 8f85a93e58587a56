//! What is stored of the posts of a page before it is saved.

use std::collections::HashMap;

use jiff::Timestamp;

use super::PageShown;
use crate::db::account::unknown;
use crate::db::engine::{Connection, DbRow, Ran, Script, Statement};
use crate::db::position::{Owner, push_owner};
use crate::db::revision::{hash_of, hash_of_content};
use crate::db::strict::RowOf;
use crate::db::{BATCH, DbError};
use crate::model::{CaptureId, Origin, PostId, Quoted, Sha256};

/// Where a post's revisions stand.
#[derive(Debug, Clone)]
pub(super) struct RevisionHead {
    /// The revision seen last.
    pub(super) latest: u32,
    /// The number given last; above `latest` when an older answer came late.
    pub(super) highest: u32,
    /// What the author did, of `latest`.
    pub(super) hash: Sha256,
    /// What the platform changes when the author changes the post.
    pub(super) version: Option<String>,
    /// Whether `latest` is a part of the post only.
    pub(super) excerpt: bool,
    /// By which edition of the source `latest` was read.
    pub(super) reading: Option<String>,
    /// The first capture that showed `latest`.
    pub(super) seen_at: Timestamp,
}

/// A post as stored before this page.
#[derive(Debug)]
pub(super) struct StoredHead {
    pub(super) id: PostId,
    pub(super) head: RevisionHead,
    /// When it was published, as claimed.
    pub(super) claimed_at: Option<Timestamp>,
    pub(super) last_seen_at: Timestamp,
    pub(super) not_visible_at: Option<Timestamp>,
    /// What was shared, quoted or answered, as far as was told.
    pub(super) context: Option<Quoted>,
    /// How many revisions have a digest, of all revisions: read where the page shows the post
    /// otherwise than the latest does, or late.
    pub(super) revisions: HashMap<Sha256, usize>,
    /// Whether the page is older than the last sighting or was saved before: then content that is
    /// known makes no further revision.
    pub(super) late: bool,
}

/// An account with those of its posts that a page shows or misses.
pub(super) struct StoredHeads {
    pub(super) owner: Owner,
    /// The row of this very capture, when its page was saved before.
    pub(super) replayed: Option<CaptureId>,
    /// By the identifier under which they are stored.
    pub(super) posts: HashMap<String, StoredHead>,
    /// Other names of posts on the page, and the identifiers under which they are stored.
    pub(super) aliases: HashMap<String, String>,
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
    let owner = Owner::read(&account.rows)?;
    let mut stored = StoredHeads {
        owner: owner.ok_or_else(|| unknown(shown.account))?,
        replayed: capture.rows.first().map(capture_id).transpose()?,
        posts: read_posts(posts, shown.reading)?,
        aliases: HashMap::new(),
    };
    find_by_alias(connection, shown, &mut stored).await?;
    settle(connection, shown, &mut stored).await?;
    Ok(stored)
}

/// Columns of a post. Its content comes along only where its digest was made by another edition,
/// and has to be made anew.
fn select<'s>(script: &'s mut Script, reading: &str) -> &'s mut Statement {
    let query = script.statement(
        "SELECT post.id, native_id, kind, version, latest_revision, claimed_at, last_seen_at, \
         not_visible_at, content_hash, revision.reading, excerpt, context, seen_at, \
         (SELECT max(number) FROM revision WHERE post_id = post.id) AS highest",
    );
    query
        .push(", CASE WHEN revision.reading = ")
        .push_bind(reading);
    query.push(" THEN NULL ELSE text END AS text, CASE WHEN revision.reading = ");
    query.push_bind(reading);
    query.push(" THEN NULL ELSE media END AS media, CASE WHEN revision.reading = ");
    query.push_bind(reading);
    query.push(
        " THEN NULL ELSE links END AS links \
         FROM post JOIN revision ON revision.post_id = post.id AND number = latest_revision ",
    );
    query
}

fn push_posts(script: &mut Script, shown: &PageShown<'_>) {
    let on_page = shown.posts.iter().map(|(post, _)| &post.native_id);
    let wanted: Vec<&str> = on_page
        .chain(shown.absent)
        .map(|id| id.0.as_str())
        .collect();
    for batch in wanted.chunks(BATCH) {
        let query = select(script, shown.reading);
        query.push("WHERE account_id = ").push_bind(shown.account.0);
        query.push(" AND native_id");
        query.push_list(batch.iter().copied());
    }
    if let (true, Origin::Fetched(capture)) = (shown.confirms, shown.origin) {
        let query = select(script, shown.reading);
        query.push("JOIN validator ON validator.account_id = post.account_id ");
        query.push("AND validator.capture_id = last_capture_id WHERE post.account_id = ");
        query
            .push_bind(shown.account.0)
            .push(" AND validator.url = ");
        query.push_bind(capture.request.url.as_str());
    }
}

/// Reads posts of the page that are stored under another name.
async fn find_by_alias(
    connection: &mut Connection,
    shown: &PageShown<'_>,
    stored: &mut StoredHeads,
) -> Result<(), DbError> {
    let unknown = shown.posts.iter().map(|(post, _)| *post);
    let unknown = unknown.filter(|post| !stored.posts.contains_key(&post.native_id.0));
    let aliases: Vec<&str> = unknown
        .flat_map(|post| post.aliases.iter().map(String::as_str))
        .collect();
    let mut script = Script::new(connection.engine());
    for batch in aliases.chunks(BATCH) {
        let query = script.statement(
            "SELECT alias, native_id FROM post_alias JOIN post ON post.id = post_id \
             WHERE post_alias.account_id = ",
        );
        query.push_bind(shown.account.0).push(" AND alias");
        query.push_list(batch.iter().copied());
        let query = select(&mut script, shown.reading);
        query.push("WHERE post.id IN (SELECT post_id FROM post_alias WHERE account_id = ");
        query.push_bind(shown.account.0).push(" AND alias");
        query.push_list(batch.iter().copied());
        query.push(")");
    }
    for pair in script.run(connection).await?.chunks(2) {
        let [names, posts] = pair else { continue };
        for row in &names.rows {
            let found = (row.get("alias")?, row.get("native_id")?);
            stored.aliases.extend([found]);
        }
        stored
            .posts
            .extend(read_posts(std::slice::from_ref(posts), shown.reading)?);
    }
    Ok(())
}

fn capture_id(row: &DbRow) -> Result<CaptureId, DbError> {
    Ok(CaptureId(row.get("id")?))
}

fn read_posts(ran: &[Ran], edition: &str) -> Result<HashMap<String, StoredHead>, DbError> {
    let rows = ran.iter().flat_map(|batch| &batch.rows);
    let head = |row: &DbRow| Ok((row.get("native_id")?, read_head(row, edition)?));
    rows.map(head).collect()
}

fn read_head(row: &DbRow, edition: &str) -> Result<StoredHead, DbError> {
    let row = RowOf::new(row, "post", "id")?;
    let reading: Option<String> = row.get("reading")?;
    let hash = match reading.as_deref() {
        Some(reading) if reading == edition => hash_of(row.id(), row.get("content_hash")?)?,
        _ => hash_of_content(row)?,
    };
    Ok(StoredHead {
        id: PostId(row.id()),
        head: RevisionHead {
            latest: row.get("latest_revision")?,
            highest: row.get("highest")?,
            hash,
            version: row.get("version")?,
            excerpt: row.get::<i64>("excerpt")? != 0,
            reading,
            seen_at: row.instant("seen_at")?,
        },
        claimed_at: row.optional_instant("claimed_at")?,
        last_seen_at: row.instant("last_seen_at")?,
        not_visible_at: row.optional_instant("not_visible_at")?,
        context: row.optional_json("context")?,
        revisions: HashMap::new(),
        late: false,
    })
}

/// Reads the digests of all revisions of the posts for which the page is late, or other than the
/// latest one.
async fn settle(
    connection: &mut Connection,
    shown: &PageShown<'_>,
    stored: &mut StoredHeads,
) -> Result<(), DbError> {
    let (replayed, seen_at) = (stored.replayed.is_some(), shown.origin.seen_at());
    for post in stored.posts.values_mut() {
        post.late = replayed || seen_at < post.last_seen_at;
    }
    let hashes = shown.posts.iter();
    let hashes: HashMap<&str, Sha256> = hashes
        .map(|(post, hash)| (post.native_id.0.as_str(), *hash))
        .collect();
    let asked = stored.posts.iter_mut().filter(|(name, post)| {
        let hash = hashes.get(name.as_str());
        post.late
            || (post.head.version.is_none() && hash.is_some_and(|hash| *hash != post.head.hash))
    });
    let mut asked: HashMap<i64, &mut StoredHead> =
        asked.map(|(_, post)| (post.id.0, post)).collect();
    let ids: Vec<i64> = asked.keys().copied().collect();
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
        if let Some(head) = asked.get_mut(&post) {
            *head.revisions.entry(hash).or_default() += 1;
        }
    }
    Ok(())
}
