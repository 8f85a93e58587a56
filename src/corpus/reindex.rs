//! The search index anew from the database.

use super::{IndexError, UnindexedPosts, index_document, renew_index};
use crate::db::post::{PostWalk, StoredPost};
use crate::db::{self, Db, Listed};
use crate::model::{PostId, Reader};
use crate::search::{Rebuild, SearchIndex};

/// Posts read from the database in one go.
const BATCH: u32 = 2_000;

/// What a new index holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reindexed {
    /// Posts put.
    pub posts: u64,
    /// Posts that were passed over.
    pub unindexed: UnindexedPosts,
}

/// Builds the index anew beside the old one, which goes on answering, swaps them, and brings in
/// what changed meanwhile. Posts that cannot be read are passed over and pending afterwards, so
/// that an index that lacks some does not look whole. While another process rebuilds:
/// [`SearchError::Rebuilding`](crate::search::SearchError::Rebuilding).
#[tracing::instrument(skip_all)]
pub async fn reindex(db: &Db, index: &SearchIndex) -> Result<Reindexed, IndexError> {
    let rebuild = index.rebuild()?;
    // Read before any post is: what was pending by now is in the new index.
    let marks = db::pending::marks(db).await?;
    let mut lacking = Lacking::default();
    let rebuild = put_all(db, rebuild, &mut lacking).await?;
    // Before the swap, and with a new mark, so that what is cleared below is not them.
    db::pending::mark_lacking(db, &lacking.posts).await?;
    let posts = tokio::task::spawn_blocking(|| rebuild.finish()).await??;
    db::pending::clear(db, &marks).await?;
    renew_index(db, index).await?;
    Ok(Reindexed {
        posts,
        unindexed: lacking.told,
    })
}

/// Posts that the new index lacks.
#[derive(Debug, Default)]
struct Lacking {
    posts: Vec<PostId>,
    told: UnindexedPosts,
}

/// Puts every post that can be read, reading the next batch while one is analysed.
async fn put_all(
    db: &Db,
    mut rebuild: Rebuild,
    lacking: &mut Lacking,
) -> Result<Rebuild, IndexError> {
    let machine = Reader::machine("index");
    let mut walk = PostWalk::at_work(&machine, db);
    let mut posts = lacking.sort_out(walk.next(BATCH).await?);
    while let Some(ready) = posts {
        let putting = tokio::task::spawn_blocking(move || put(rebuild, &ready));
        let next = walk.next(BATCH).await;
        rebuild = putting.await??;
        posts = lacking.sort_out(next?);
    }
    Ok(rebuild)
}

impl Lacking {
    /// Keeps those that cannot be read and hands back the others; nothing at the end.
    fn sort_out(&mut self, posts: Vec<Listed<StoredPost>>) -> Option<Vec<StoredPost>> {
        if posts.is_empty() {
            return None;
        }
        let mut ready = Vec::with_capacity(posts.len());
        for post in posts {
            match post {
                Ok(post) => ready.push(post),
                Err(broken) => {
                    self.posts.push(PostId(broken.id));
                    self.told.add(broken);
                }
            }
        }
        Some(ready)
    }
}

fn put(mut rebuild: Rebuild, posts: &[StoredPost]) -> Result<Rebuild, IndexError> {
    for post in posts {
        rebuild.put(&index_document(post))?;
    }
    Ok(rebuild)
}
