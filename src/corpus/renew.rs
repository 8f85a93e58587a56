//! Brings the search index up to date with the database.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{UnindexedPosts, index_document};
use crate::db::pending::Pending;
use crate::db::{self, Db, DbError};
use crate::model::Reader;
use crate::search::{BatchWriter, IndexChange, SearchError, SearchIndex};

/// Documents written to the index in one go.
const BATCH: u32 = 2_000;
/// How often, and after how long, the end of a pass asks again when another process writes:
/// five seconds in all, many times what a batch takes.
const PATIENCE: (u32, Duration) = (25, Duration::from_millis(200));

/// Why the index could not be brought up to date. What is pending stays pending.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] SearchError),
    /// The thread that writes was broken off.
    #[error("writing the search index was broken off: {0}")]
    BrokenOff(#[from] tokio::task::JoinError),
}

/// The index kept up to date by a pass or a service. It takes the right to write with the first
/// batch and keeps it until [`Renewal::finish`], so that a page costs no new writer.
#[derive(Debug)]
pub struct Renewal {
    db: Db,
    writer: Arc<Mutex<BatchWriter>>,
    unindexed: UnindexedPosts,
}

impl Renewal {
    /// Ready to renew; nothing is opened yet.
    pub fn new(db: &Db, index: &SearchIndex) -> Self {
        Self {
            db: db.clone(),
            writer: Arc::new(Mutex::new(index.batch_writer())),
            unindexed: UnindexedPosts::default(),
        }
    }

    /// Posts that the last step passed over; after one that found nothing to write, all of them.
    pub fn unindexed(&self) -> &UnindexedPosts {
        &self.unindexed
    }

    /// Writes the documents of all posts that changed since the index last heard of them, and
    /// returns how many. What must [wait](SearchError::waits) stays pending and is told in the
    /// log. A crash in between leaves posts pending: writing a document twice changes nothing.
    pub async fn renew(&mut self) -> Result<usize, IndexError> {
        let mut renewed = 0;
        loop {
            match self.step().await {
                Ok(0) => return Ok(renewed),
                Ok(posts) => renewed += posts,
                Err(IndexError::Index(left)) if left.waits() => {
                    tell(&left);
                    return Ok(renewed);
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// One batch of [`Renewal::renew`]: how many posts, 0 when none is pending that can be read.
    /// What cannot be read is passed over and stays pending, at the head of the list.
    pub async fn step(&mut self) -> Result<usize, IndexError> {
        let machine = Reader::machine("index");
        self.unindexed = UnindexedPosts::default();
        let mut after = None;
        loop {
            let stretch = db::pending::batch(&machine, &self.db, after, BATCH).await?;
            for post in stretch.broken {
                self.unindexed.add(post);
            }
            if !stretch.ready.is_empty() {
                self.put(&stretch.ready).await?;
                return Ok(stretch.ready.len());
            }
            if stretch.last.is_none() {
                return Ok(0);
            }
            after = stretch.last;
        }
    }

    /// Writes the documents of posts and takes them off the list.
    async fn put(&self, pending: &[Pending]) -> Result<(), IndexError> {
        let changes: Arc<[IndexChange]> = pending
            .iter()
            .map(|entry| IndexChange::Put(Box::new(index_document(&entry.stored))))
            .collect();
        match self.write(&changes).await {
            Err(IndexError::Index(SearchError::Missing { .. })) if self.all_pending().await? => {
                self.blocking(|writer| writer.create_index()).await?;
                self.write(&changes).await?;
            }
            written => written?,
        }
        let marks: Vec<_> = pending.iter().map(|entry| entry.mark).collect();
        db::pending::clear(&self.db, &marks).await?;
        Ok(())
    }

    /// Waits for merges under way and lets other processes write.
    pub async fn finish(self) -> Result<(), IndexError> {
        self.blocking(BatchWriter::finish).await
    }

    /// Whether a new index would lack nothing. Otherwise the index of older posts was lost, and
    /// one with the newest posts only would look whole.
    async fn all_pending(&self) -> Result<bool, DbError> {
        let backlog = db::pending::backlog(&self.db).await?;
        Ok(backlog.pending == backlog.posts)
    }

    async fn write(&self, changes: &Arc<[IndexChange]>) -> Result<(), IndexError> {
        let changes = Arc::clone(changes);
        self.blocking(move |writer| writer.write(&changes)).await
    }

    /// Analysing and writing take a while and must not hold up what runs on this thread.
    async fn blocking(
        &self,
        work: impl FnOnce(&mut BatchWriter) -> Result<(), SearchError> + Send + 'static,
    ) -> Result<(), IndexError> {
        let writer = Arc::clone(&self.writer);
        let locked = move || work(&mut writer.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(tokio::task::spawn_blocking(locked).await??)
    }
}

/// What a renewal did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RenewedIndex {
    /// Posts whose documents were written.
    pub posts: usize,
    /// Posts that were passed over.
    pub unindexed: UnindexedPosts,
}

/// Renews the index once, at the end of a pass: with patience for other writers, who write
/// what is pending as well.
#[tracing::instrument(skip_all)]
pub async fn renew_index(db: &Db, index: &SearchIndex) -> Result<RenewedIndex, IndexError> {
    let mut renewal = Renewal::new(db, index);
    let mut renewed = 0;
    let (mut tries, pause) = PATIENCE;
    loop {
        match renewal.step().await {
            Ok(0) => break,
            Ok(posts) => renewed += posts,
            Err(IndexError::Index(SearchError::Busy { .. })) if tries > 0 => {
                tries -= 1;
                tokio::time::sleep(pause).await;
            }
            Err(IndexError::Index(left)) if left.waits() => {
                tell(&left);
                break;
            }
            Err(error) => return Err(error),
        }
    }
    let unindexed = renewal.unindexed().clone();
    renewal.finish().await?;
    Ok(RenewedIndex {
        posts: renewed,
        unindexed,
    })
}

/// What others are at is no news; what an operator must do is.
pub(super) fn tell(left: &SearchError) {
    match left {
        SearchError::Busy { .. } | SearchError::Rebuilding { .. } => tracing::debug!("{left}"),
        _ => tracing::warn!("{left}"),
    }
}
