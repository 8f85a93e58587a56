//! Brings the search index up to date with the database.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::mpsc;

use super::{UnindexedPosts, index_document};
use crate::db::pending::{Mark, Pending};
use crate::db::{self, Db, DbError};
use crate::model::{PostId, Reader};
use crate::search::{BatchWriter, IndexChange, SearchError, SearchIndex};

/// Documents after which a batch is written to the index: some more where a stretch goes on.
const BATCH: usize = 2_000;
/// Posts read in one go, while those before are written.
const STRETCH: u32 = 500;
/// Stretches that are read before they are written.
const STRETCHES_AHEAD: usize = 1;
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
        match self.write_pending().await {
            Err(IndexError::Index(SearchError::Missing { .. })) if self.all_pending().await? => {
                self.blocking(|writer| writer.create_index()).await?;
                self.write_pending().await
            }
            written => written,
        }
    }

    /// Writes a batch while its posts are read, and takes them off the list.
    async fn write_pending(&mut self) -> Result<usize, IndexError> {
        let mut walk = PendingWalk::new(&self.db);
        let Some(first) = walk.next().await? else {
            self.unindexed = walk.unindexed;
            return Ok(0);
        };
        let (documents, received) = mpsc::channel(STRETCHES_AHEAD);
        let writing = self.blocking(move |writer| writer.write(arriving(received)));
        let (written, marks) = tokio::join!(writing, hand_on(&mut walk, first, documents));
        self.unindexed = walk.unindexed;
        written?;
        let marks = marks?;
        db::pending::clear(&self.db, &marks).await?;
        Ok(marks.len())
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

/// The posts on the list, stretch by stretch.
struct PendingWalk<'a> {
    db: &'a Db,
    after: Option<PostId>,
    unindexed: UnindexedPosts,
}

impl<'a> PendingWalk<'a> {
    fn new(db: &'a Db) -> Self {
        Self {
            db,
            after: None,
            unindexed: UnindexedPosts::default(),
        }
    }

    /// The next posts that can be read; nothing at the end of the list.
    async fn next(&mut self) -> Result<Option<Vec<Pending>>, DbError> {
        let machine = Reader::machine("index");
        loop {
            let stretch = db::pending::batch(&machine, self.db, self.after, STRETCH).await?;
            for post in stretch.broken {
                self.unindexed.add(post);
            }
            if stretch.last.is_none() {
                return Ok(None);
            }
            self.after = stretch.last;
            if !stretch.ready.is_empty() {
                return Ok(Some(stretch.ready));
            }
        }
    }
}

/// Hands on the documents of a batch that begins with these posts, and returns their marks.
async fn hand_on(
    walk: &mut PendingWalk<'_>,
    first: Vec<Pending>,
    documents: mpsc::Sender<Vec<IndexChange>>,
) -> Result<Vec<Mark>, DbError> {
    let (mut marks, mut ready) = (Vec::new(), first);
    loop {
        marks.extend(ready.iter().map(|entry| entry.mark));
        let put = |entry: &Pending| IndexChange::Put(Box::new(index_document(&entry.stored)));
        let sent = documents.send(ready.iter().map(put).collect()).await;
        // A writer that is gone tells why itself.
        if sent.is_err() || marks.len() >= BATCH {
            return Ok(marks);
        }
        match walk.next().await? {
            Some(next) => ready = next,
            None => return Ok(marks),
        }
    }
}

/// Changes as they arrive, on a thread that may wait for them.
fn arriving(mut received: mpsc::Receiver<Vec<IndexChange>>) -> impl Iterator<Item = IndexChange> {
    std::iter::from_fn(move || received.blocking_recv()).flatten()
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
