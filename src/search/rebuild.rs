//! Building the whole index anew beside the old one, which goes on answering until the swap.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use tantivy::IndexWriter;

use super::index::write;
use super::store::{Generation, Store};
use super::{Change, Document, SearchError, Settings};
use crate::text::analyze::Analyzer;

/// A generation under construction. Dropped without [`Rebuild::finish`], it leaves the old
/// index as it was.
///
/// No batch is written while it exists: posts that change in the meantime stay pending in the
/// database and are offered again afterwards.
pub struct Rebuild {
    store: Store,
    analyzer: Arc<Analyzer>,
    generation: Generation,
    writer: IndexWriter,
    documents: u64,
    _lock: File,
}

impl std::fmt::Debug for Rebuild {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Rebuild")
            .field("store", &self.store)
            .field("documents", &self.documents)
            .finish_non_exhaustive()
    }
}

impl Rebuild {
    /// Starts in the folder `root`. Works on a broken or outdated index too.
    pub fn begin(
        root: &Path,
        analyzer: Arc<Analyzer>,
        settings: Settings,
    ) -> Result<Self, SearchError> {
        let store = Store::new(root)?;
        let batch = store.lock_batch()?;
        let lock = store.lock_rebuild()?;
        drop(batch);
        let generation = store.create()?;
        let writer = settings.writer(&generation)?;
        Ok(Self {
            store,
            analyzer,
            generation,
            writer,
            documents: 0,
            _lock: lock,
        })
    }

    /// Adds a post.
    pub fn put(&mut self, document: Document) -> Result<(), SearchError> {
        let change = Change::Put(Box::new(document));
        write(
            &self.writer,
            &change,
            &self.generation.fields,
            &self.analyzer,
        )?;
        self.documents += 1;
        Ok(())
    }

    /// Makes the new index the current one and removes the old. Gives the number of posts put.
    pub fn finish(mut self) -> Result<u64, SearchError> {
        self.writer.commit()?;
        self.writer.wait_merging_threads()?;
        self.store.point_to(self.generation.number)?;
        self.store.remove_all_but(self.generation.number)?;
        Ok(self.documents)
    }
}
