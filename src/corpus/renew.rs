//! Brings the search index up to date with the database.

use super::document;
use crate::db::{self, Db, DbError};
use crate::search::{Change, SearchError, SearchIndex};

/// Documents written to the index in one go.
const BATCH: u32 = 2_000;

/// Why the index could not be brought up to date. What is pending stays pending.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// The index failed.
    #[error(transparent)]
    Index(#[from] SearchError),
}

/// Writes the documents of all posts that changed since the index last heard of them, and
/// returns how many. A crash in between leaves them pending: writing a document twice changes
/// nothing.
pub async fn renew_index(db: &Db, index: &SearchIndex) -> Result<usize, IndexError> {
    let mut renewed = 0;
    loop {
        let pending = db::pending::batch(db, BATCH).await?;
        if pending.is_empty() {
            return Ok(renewed);
        }
        let changes: Vec<Change> = pending
            .iter()
            .map(|entry| Change::Put(Box::new(document(&entry.document))))
            .collect();
        match tokio::task::block_in_place(|| index.apply(&changes)) {
            Ok(()) => {}
            Err(SearchError::Rebuilding { .. }) => return Ok(renewed),
            Err(error) => return Err(error.into()),
        }
        let marks: Vec<_> = pending.iter().map(|entry| entry.mark).collect();
        db::pending::clear(db, &marks).await?;
        renewed += marks.len();
    }
}
