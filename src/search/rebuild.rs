//! Building the whole index anew beside the old one, which goes on answering until the swap.

use std::sync::Arc;

use tantivy::IndexWriter;

use super::document::to_tantivy;
use super::settings::WriterSettings;
use super::store::{Generation, RebuildLock, Store};
use super::{IndexDocument, SearchError};
use crate::text::analyze::Analyzer;

/// Posts after which others are told how far the rebuild is.
const TOLD_EVERY: u64 = 1_000;

/// A generation under construction. Dropped without [`Rebuild::finish`], it leaves the old
/// index as it was.
///
/// No batch is written while it exists: posts that change in the meantime stay pending in the
/// database and are offered again afterwards.
pub struct Rebuild {
    store: Store,
    analyzer: Arc<Analyzer>,
    generation: Generation,
    /// Until the index is finished or given up.
    writer: Option<IndexWriter>,
    documents: u64,
    lock: RebuildLock,
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
    pub(super) fn begin(
        store: Store,
        analyzer: Arc<Analyzer>,
        settings: WriterSettings,
    ) -> Result<Self, SearchError> {
        let lock = store.lock_rebuild()?;
        let generation = store.create()?;
        let writer = settings.writer(&generation);
        // From here on it is given up when it is dropped.
        let mut rebuild = Self {
            store,
            analyzer,
            generation,
            writer: None,
            documents: 0,
            lock,
        };
        let writer = writer.map_err(|error| rebuild.store.engine(error))?;
        rebuild.writer = Some(writer);
        Ok(rebuild)
    }

    /// Adds a post, which must not have been put before: nothing is looked for that it could
    /// replace. Deletions, one a post, took a rebuild of a million posts twice the time and
    /// five times the memory.
    pub fn put(&mut self, document: &IndexDocument) -> Result<(), SearchError> {
        let document = to_tantivy(document, &self.analyzer);
        if let Some(writer) = &self.writer {
            let added = writer.add_document(document);
            added.map_err(|error| self.store.engine(error))?;
        }
        self.documents += 1;
        if self.documents.is_multiple_of(TOLD_EVERY) {
            let told = self.lock.tell_progress(self.documents);
            told.map_err(|error| self.store.io(error))?;
        }
        Ok(())
    }

    /// Makes the new index the current one and removes the old. Gives the number of posts put.
    pub fn finish(mut self) -> Result<u64, SearchError> {
        let written = self.writer.as_mut().map(IndexWriter::commit).transpose();
        written.map_err(|error| self.store.engine(error))?;
        let merged = self.writer.take().map(IndexWriter::wait_merging_threads);
        let merged = merged.transpose().map_err(|error| self.store.engine(error));
        merged.and_then(|_| self.store.point_to(self.generation.number))?;
        self.store.remove_all_but(self.generation.number)?;
        Ok(self.documents)
    }
}

impl Drop for Rebuild {
    /// Half an index is of no use, and its room may be what the other one lacks.
    fn drop(&mut self) {
        drop(self.writer.take());
        if !matches!(self.store.current(), Ok(Some(current)) if current == self.generation.number) {
            self.store.abandon(self.generation.number);
        }
    }
}
