//! Many posts at once: those that a search proposed, or all of them in batches.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::Value;

use super::row::{StoredPost, stored_post};
use crate::db::access::{Listed, ask, facts, listed, numbers, push_scope};
use crate::db::audit::Trace;
use crate::db::engine::{Statement, sql};
use crate::db::verdict::{self, Standing};
use crate::db::{BATCH, Db, DbError};
use crate::model::{PostId, Reader, Right};

/// Why a list of posts is read: for the audit log.
#[derive(Debug, Clone, Copy)]
pub struct Occasion<'a> {
    /// What is done: `search`, `report`.
    pub action: &'static str,
    /// What was asked for.
    pub query: &'a str,
    /// When.
    pub at: Timestamp,
}

impl Occasion<'_> {
    /// `posts` are the numbers of what is shown, where that is not all there is.
    async fn leave(
        &self,
        reader: &Reader,
        db: &Db,
        found: usize,
        posts: Value,
    ) -> Result<(), DbError> {
        let detail = facts([
            ("found", found.into()),
            ("posts", posts),
            ("query", self.query.into()),
        ]);
        let trace = Trace {
            at: self.at,
            action: self.action,
            subject: "posts",
            detail: &detail,
        };
        trace.leave(reader, db).await
    }
}

/// Posts by number as far as the reader may see them, in order of number; others are left out.
/// One audit row tells of all of them.
pub async fn find(
    reader: &Reader,
    db: &Db,
    occasion: Occasion<'_>,
    posts: &[PostId],
) -> Result<Vec<Listed<StoredPost>>, DbError> {
    let found = read(reader, db, posts).await?;
    let shown = found.iter().map(|found| number(found).0);
    let shown = numbers(shown);
    occasion.leave(reader, db, found.len(), shown).await?;
    Ok(found)
}

/// The same for readings that another row tells of.
pub(crate) async fn read(
    reader: &Reader,
    db: &Db,
    posts: &[PostId],
) -> Result<Vec<Listed<StoredPost>>, DbError> {
    let mut sorted = posts.to_vec();
    sorted.sort_unstable();
    let mut found = Vec::with_capacity(posts.len());
    for batch in sorted.chunks(BATCH) {
        let mut query = select(reader)?;
        query.push("WHERE post.id");
        query.push_list(batch.iter().map(|id| id.0));
        push_scope(&mut query, reader, "post.region");
        query.push(" ORDER BY post.id");
        found.append(&mut documents(query, db).await?);
    }
    Ok(found)
}

fn number(found: &Listed<StoredPost>) -> PostId {
    match found {
        Ok(document) => document.post.id,
        Err(unreadable) => PostId(unreadable.id),
    }
}

async fn documents(query: Statement, db: &Db) -> Result<Vec<Listed<StoredPost>>, DbError> {
    let rows = query.read_all(db).await?;
    let each = rows
        .iter()
        .map(|row| listed(row.get("id")?, stored_post(row)));
    each.collect()
}

const COLUMNS: &str = "SELECT post.*, revision.post_id, number, text, context, media, links, \
     language, edited_at, seen_at, content_hash, cause, excerpt, author, revision.capture_id, \
     assessment.id AS assessment_id, body, verdict.id AS verdict_id, decision, platform, address, \
     person.id AS owner_id, person.kind AS person_kind, name, agency \
     FROM post LEFT JOIN revision ON revision.post_id = post.id AND number = latest_revision \
     JOIN account ON account.id = account_id \
     JOIN person ON person.id = coalesce(attributed_to, post.person_id) \
     LEFT JOIN assessment ON assessment.id = (SELECT max(id) FROM assessment \
     WHERE post_id = post.id AND revision = latest_revision) \
     LEFT JOIN verdict ON verdict.id = (SELECT max(id) FROM verdict WHERE post_id = post.id";

/// The columns of a document. Whoever may still have to judge a post is told of their own
/// decisions only.
fn select(reader: &Reader) -> Result<Statement, DbError> {
    ask(reader, Right::Read)?;
    let mut query = sql(COLUMNS);
    if !reader.may(Right::Decisions) {
        let own = reader.user_id().map_or(0, |user| user.0);
        query.push(" AND user_id = ").push_bind(own);
    }
    query.push(") ");
    Ok(query)
}

/// A walk over all posts that a reader may see, in order of number, batch by batch. One audit
/// row tells of all of it, left before the first post is handed out.
#[derive(Debug)]
pub struct PostWalk<'a> {
    reader: &'a Reader,
    db: &'a Db,
    /// Nothing for the program's own work.
    occasion: Option<Occasion<'a>>,
    /// The post read last; `None` before the first batch.
    last: Option<PostId>,
}

impl<'a> PostWalk<'a> {
    /// A walk from the first post on.
    pub fn new(reader: &'a Reader, db: &'a Db, occasion: Occasion<'a>) -> Self {
        Self {
            reader,
            db,
            occasion: Some(occasion),
            last: None,
        }
    }

    /// A walk of the program at its own work, which leaves no audit row and is refused to
    /// people.
    pub fn at_work(reader: &'a Reader, db: &'a Db) -> Self {
        Self {
            reader,
            db,
            occasion: None,
            last: None,
        }
    }

    /// The next posts, at most `limit`; none at the end.
    pub async fn next(&mut self, limit: u32) -> Result<Vec<Listed<StoredPost>>, DbError> {
        let last = self.set_out().await?;
        let mut query = select(self.reader)?;
        query.push("WHERE post.id > ").push_bind(last.0);
        push_scope(&mut query, self.reader, "post.region");
        query.push(" ORDER BY post.id LIMIT ").push_bind(limit);
        let found = documents(query, self.db).await?;
        let newest = found.last().map(number);
        self.last = Some(newest.unwrap_or(last));
        Ok(found)
    }

    /// Posts of the walk once more.
    pub async fn again(&mut self, posts: &[PostId]) -> Result<Vec<Listed<StoredPost>>, DbError> {
        self.set_out().await?;
        read(self.reader, self.db, posts).await
    }

    /// Where people stand with posts of the walk.
    pub async fn standing(
        &mut self,
        posts: &[PostId],
    ) -> Result<HashMap<PostId, Standing>, DbError> {
        ask(self.reader, Right::Decisions)?;
        self.set_out().await?;
        verdict::standing(self.reader, self.db, posts).await
    }

    /// Where the walk stands. At first it asks for the right and leaves the audit row.
    async fn set_out(&mut self) -> Result<PostId, DbError> {
        if let Some(last) = self.last {
            return Ok(last);
        }
        if let Some(occasion) = self.occasion {
            ask(self.reader, Right::Read)?;
            occasion
                .leave(self.reader, self.db, self.count().await?, Value::Null)
                .await?;
        } else {
            ask(self.reader, Right::Work)?;
        }
        self.last = Some(PostId(0));
        Ok(PostId(0))
    }

    async fn count(&self) -> Result<usize, DbError> {
        let mut query = sql("SELECT count(*) FROM post WHERE 1 = 1");
        push_scope(&mut query, self.reader, "post.region");
        let found: i64 = query.read_value(self.db).await?;
        Ok(usize::try_from(found).unwrap_or_default())
    }
}
