//! How the index is written.

use tantivy::IndexWriter;

use super::store::Generation;

/// How the index is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterSettings {
    /// Bytes of memory for documents of a batch before they go to disk; at least 15 MB are
    /// taken.
    pub writer_memory: usize,
}

impl Default for WriterSettings {
    fn default() -> Self {
        Self {
            writer_memory: 64_000_000,
        }
    }
}

impl WriterSettings {
    /// A writer on one generation.
    pub(super) fn writer(self, generation: &Generation) -> tantivy::Result<IndexWriter> {
        let memory = self.writer_memory.clamp(15_000_000, 4_000_000_000);
        generation.index.writer_with_num_threads(1, memory)
    }
}
