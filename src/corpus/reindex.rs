//! The search index anew from the database.

use super::{IndexError, index_document, renew_index};
use crate::db::post::PostWalk;
use crate::db::{self, Db, DbError, Listed};
use crate::model::Reader;
use crate::search::{Rebuild, SearchIndex};

/// Posts read from the database in one go.
const BATCH: u32 = 2_000;

/// Builds the index anew beside the old one, which goes on answering, swaps them, and brings in
/// what changed meanwhile. Gives the number of posts put. While another process rebuilds:
/// [`SearchError::Rebuilding`](crate::search::SearchError::Rebuilding).
#[tracing::instrument(skip_all)]
pub async fn reindex(db: &Db, index: &SearchIndex) -> Result<u64, IndexError> {
    let rebuild = index.rebuild()?;
    // Read before any post is: what was pending by now is in the new index.
    let marks = db::pending::marks(db).await?;
    let rebuild = put_all(db, rebuild).await?;
    let posts = tokio::task::spawn_blocking(|| rebuild.finish()).await??;
    db::pending::clear(db, &marks).await?;
    renew_index(db, index).await?;
    Ok(posts)
}

/// Puts every post, reading the next batch while one is analysed.
async fn put_all(db: &Db, mut rebuild: Rebuild) -> Result<Rebuild, IndexError> {
    let machine = Reader::machine("index");
    let mut walk = PostWalk::at_work(&machine, db);
    let mut posts = walk.next(BATCH).await?;
    while !posts.is_empty() {
        let putting = tokio::task::spawn_blocking(move || put(rebuild, posts));
        let next = walk.next(BATCH).await;
        rebuild = putting.await??;
        posts = next?;
    }
    Ok(rebuild)
}

/// A post that cannot be read ends it: an index that lacks one would look whole.
fn put(
    mut rebuild: Rebuild,
    posts: Vec<Listed<db::post::StoredPost>>,
) -> Result<Rebuild, IndexError> {
    for post in posts {
        rebuild.put(&index_document(&post.map_err(DbError::from)?))?;
    }
    Ok(rebuild)
}
