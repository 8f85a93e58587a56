//! Posts whose document in the search index is out of date.

use std::collections::BTreeMap;

use super::access::ask;
use super::engine::{Connection, DbRow, Script, sql, write_freely, write_lightly};
use super::post::{self, StoredPost};
use super::{BATCH, BrokenRow, Db, DbError, Unreadable};
use crate::model::{PostId, Reader, Right};

/// Marks read in one go.
const MARKS: u32 = 10_000;

/// A post to index again, and the mark that says which change was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What to index.
    pub stored: StoredPost,
    /// Given back to [`clear`] after the index committed.
    pub mark: Mark,
}

/// A stretch of the list of posts to index again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PendingStretch {
    /// Those that can be read.
    pub ready: Vec<Pending>,
    /// Those that cannot.
    pub broken: Vec<Unreadable>,
    /// The last post of either; nothing where the list has come to its end.
    pub last: Option<PostId>,
}

/// Which change of a post was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mark {
    post: PostId,
    number: i64,
}

/// How much is stored, and how much of it the index has not heard of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backlog {
    /// Posts stored.
    pub posts: u64,
    /// Posts to index again.
    pub pending: u64,
}

/// Counts both at one moment.
pub async fn backlog(db: &Db) -> Result<Backlog, DbError> {
    let both = "SELECT (SELECT count(*) FROM post) AS posts, \
                (SELECT count(*) FROM index_pending) AS pending";
    let row = sql(both).read_one(db).await?;
    Ok(Backlog {
        posts: row.get::<i64>("posts")?.unsigned_abs(),
        pending: row.get::<i64>("pending")?.unsigned_abs(),
    })
}

/// The marks of all posts to index again.
pub async fn marks(db: &Db) -> Result<Vec<Mark>, DbError> {
    let mut marks: Vec<Mark> = Vec::new();
    loop {
        let after = marks.last().map(|mark| mark.post);
        // After an import or a rescore that is every post: their rows at once took more memory
        // than a whole rebuild.
        let more = stretch(db, after, MARKS).await?;
        if more.is_empty() {
            return Ok(marks);
        }
        marks.extend(more);
    }
}

/// The marks of posts after `after` in order of id, at most `limit`.
async fn stretch(db: &Db, after: Option<PostId>, limit: u32) -> Result<Vec<Mark>, DbError> {
    let rows =
        sql("SELECT post_id, mark FROM index_pending WHERE post_id > $1 ORDER BY post_id LIMIT $2")
            .bind(after.map_or(i64::MIN, |post| post.0))
            .bind(limit)
            .read_all(db)
            .await?;
    let mark = |row: &DbRow| {
        Ok(Mark {
            post: PostId(row.get("post_id")?),
            number: row.get("mark")?,
        })
    };
    rows.iter().map(mark).collect()
}

/// Posts to index again, those after `after` in order of id, at most `limit`. For the program's
/// own work.
pub async fn batch(
    reader: &Reader,
    db: &Db,
    after: Option<PostId>,
    limit: u32,
) -> Result<PendingStretch, DbError> {
    ask(reader, Right::Work)?;
    let marked = stretch(db, after, limit).await?;
    let marks = marked.into_iter().map(|mark| (mark.post, mark.number));
    let mut marks: BTreeMap<PostId, i64> = marks.collect();
    let posts: Vec<PostId> = marks.keys().copied().collect();
    let mut stretch = PendingStretch {
        last: posts.last().copied(),
        ..PendingStretch::default()
    };
    for stored in post::read(reader, db, &posts).await? {
        let id = stored
            .as_ref()
            .map_or_else(|broken| broken.id, |stored| stored.post.id.0);
        let number = marks.remove(&PostId(id));
        match (stored, number) {
            (Ok(stored), Some(number)) => {
                let post = stored.post.id;
                let mark = Mark { post, number };
                stretch.ready.push(Pending { stored, mark });
            }
            (Err(broken), _) => stretch.broken.push(broken),
            (Ok(_), None) => {}
        }
    }
    stretch.broken.extend(marks.keys().map(|post| lost(*post)));
    Ok(stretch)
}

/// A post of which the database found nothing.
fn lost(post: PostId) -> Unreadable {
    let broken = BrokenRow {
        table: "index_pending",
        row: post.0,
        problem: "a post that is not there, or whose account or person is not".to_owned(),
    };
    Unreadable { id: post.0, broken }
}

/// Puts posts on the list that a new index lacks.
pub async fn mark_lacking(db: &Db, posts: &[PostId]) -> Result<(), DbError> {
    write_freely!(db, |transaction| { mark(transaction, posts).await })
}

/// Takes posts off the list, except those that changed since they were read. A list that is
/// longer again after a power failure costs a second writing of documents and nothing else.
pub async fn clear(db: &Db, marks: &[Mark]) -> Result<(), DbError> {
    write_lightly!(db, |transaction| {
        let mut script = Script::new(transaction.engine());
        for batch in marks.chunks(BATCH) {
            let query = script.statement("DELETE FROM index_pending WHERE (post_id, mark) IN (");
            query.push_values(batch, |row, mark| {
                row.bind(mark.post.0).bind(mark.number);
            });
            query.push(")");
        }
        script.run(transaction).await?;
        Ok(())
    })
}

pub(crate) async fn mark(connection: &mut Connection, posts: &[PostId]) -> Result<(), DbError> {
    let mut script = Script::new(connection.engine());
    push(&mut script, posts);
    script.run(connection).await?;
    Ok(())
}

pub(crate) fn push(script: &mut Script, posts: &[PostId]) {
    for batch in posts.chunks(BATCH) {
        let query = script.statement("INSERT INTO index_pending (post_id, mark) ");
        query.push_values(batch, |row, post| {
            row.bind(post.0).bind(1_i64);
        });
        query.push(" ON CONFLICT (post_id) DO UPDATE SET mark = index_pending.mark + 1");
    }
}
