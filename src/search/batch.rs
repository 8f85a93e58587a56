//! Writing batches of changes to the index.

use std::borrow::Borrow;
use std::sync::Arc;

use tantivy::indexer::UserOperation;
use tantivy::{Index, IndexWriter, Term};

use super::document::to_tantivy;
use super::schema::schema;
use super::settings::WriterSettings;
use super::store::Store;
use super::{IndexDocument, SearchError};
use crate::model::PostId;
use crate::text::analyze::Analyzer;

/// Changes handed to the engine together: waking its thread for every post costs more than the
/// thread would be ahead by.
const FEW: usize = 16;

/// A change to the index.
#[derive(Debug, Clone, PartialEq)]
pub enum IndexChange {
    /// Adds a post, or replaces what the index held of it.
    Put(Box<IndexDocument>),
    /// Takes a post out.
    Remove(PostId),
}

/// Writes batches, one after the other. It takes the right to write with the first batch and
/// keeps it until [`BatchWriter::finish`] or until it is dropped: starting the engine's threads
/// anew and waiting for its merges took longer than writing a page of posts.
///
/// A rebuild may begin between two batches. The next batch is refused until it is done and
/// then goes into the new index.
pub struct BatchWriter {
    store: Store,
    analyzer: Arc<Analyzer>,
    settings: WriterSettings,
    open: Option<OpenWriter>,
}

struct OpenWriter {
    generation: u64,
    engine: IndexWriter,
    /// Highest number of a post that the index holds or held.
    highest: i64,
}

impl OpenWriter {
    fn new(generation: u64, index: &Index, engine: IndexWriter) -> tantivy::Result<Self> {
        let mut highest = 0;
        for segment in index.reader()?.searcher().segment_readers() {
            highest = highest.max(segment.fast_fields().i64("id")?.max_value());
        }
        Ok(Self {
            generation,
            engine,
            highest,
        })
    }

    /// Adds the next few changes to a batch; whether there were any.
    fn replace_few(
        &mut self,
        changes: &mut impl Iterator<Item: Borrow<IndexChange>>,
        analyzer: &Analyzer,
    ) -> tantivy::Result<bool> {
        let mut steps = Vec::with_capacity(FEW);
        for change in changes.take(FEW) {
            let change = change.borrow();
            let id = match change {
                IndexChange::Put(document) => document.post.0,
                IndexChange::Remove(post) => post.0,
            };
            // Posts are numbered upwards. The engine looks for every deleted post in every
            // segment, also for those that no segment can hold.
            if id <= self.highest {
                let post = Term::from_field_i64(schema().fields.id, id);
                steps.push(UserOperation::Delete(post));
            }
            if let IndexChange::Put(document) = change {
                steps.push(UserOperation::Add(to_tantivy(document, analyzer)));
                self.highest = self.highest.max(id);
            }
        }
        let some = !steps.is_empty();
        self.engine.run(steps)?;
        Ok(some)
    }
}

impl std::fmt::Debug for BatchWriter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("BatchWriter")
            .field("store", &self.store)
            .field("open", &self.open.is_some())
            .finish_non_exhaustive()
    }
}

impl BatchWriter {
    pub(super) fn new(store: Store, analyzer: Arc<Analyzer>, settings: WriterSettings) -> Self {
        Self {
            store,
            analyzer,
            settings,
            open: None,
        }
    }

    /// Makes an empty index if there is none. Only right where nothing is stored that the
    /// index would lack and nobody would offer.
    pub fn create_index(&self) -> Result<(), SearchError> {
        let _batch = self.store.lock_batch()?;
        if self.store.current()?.is_none() {
            self.store.point_to(self.store.create()?.number)?;
        }
        Ok(())
    }

    /// Writes a batch: all of it or, after a crash, nothing. Doing it twice changes nothing.
    /// Readers see it when this returns. Never waits for other processes: when the error
    /// [waits](SearchError::waits), the batch must be offered again later.
    pub fn write<C>(&mut self, changes: C) -> Result<(), SearchError>
    where
        C: IntoIterator<Item: Borrow<IndexChange>>,
    {
        let written = self.write_batch(changes.into_iter());
        let written = written.map_err(|error| self.store.named(error));
        if written.is_err() {
            // What the engine took of the batch goes with it, and so does the right to write.
            self.open = None;
        }
        written
    }

    fn write_batch(
        &mut self,
        mut changes: impl Iterator<Item: Borrow<IndexChange>>,
    ) -> Result<(), SearchError> {
        let _batch = self.store.try_lock_batch()?;
        let _no_rebuild = self.store.lock_out_rebuilds()?;
        let mut open = self.on_current()?;
        while open.replace_few(&mut changes, &self.analyzer)? {}
        open.engine.commit()?;
        self.open = Some(open);
        Ok(())
    }

    /// The engine's writer on the current generation, opened if need be.
    fn on_current(&mut self) -> Result<OpenWriter, SearchError> {
        let generation = self.store.current()?.ok_or_else(|| self.store.missing())?;
        if let Some(open) = self.open.take()
            && open.generation == generation
        {
            return Ok(open);
        }
        let opened = self.store.open(generation)?;
        let engine = self.settings.writer(&opened);
        let engine = engine.map_err(|error| self.store.engine(error))?;
        Ok(OpenWriter::new(generation, &opened.index, engine)?)
    }

    /// Waits for the merges under way and lets other processes write.
    pub fn finish(&mut self) -> Result<(), SearchError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        match open.engine.wait_merging_threads() {
            // A rebuild took the folder away from under the merges: nothing is left to merge.
            Err(_) if self.store.current()? != Some(open.generation) => Ok(()),
            merged => Ok(merged?),
        }
    }
}
