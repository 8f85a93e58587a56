//! The search index: schema, analyzer, query language, facets, highlighting, rebuild.
//!
//! The index is derived: it holds the terms of posts and no text, proposes posts by number,
//! and can be rebuilt from the database at any time. Its fields and word lists stand in the
//! folder `index/`. A new field is an entry in `index/schema.toml`, a value in
//! [`IndexDocument`], and, if people may ask for it, a variant of [`Field`]: its values become keys
//! and, unless they name people, a facet.

mod accounts;
mod batch;
mod compile;
mod document;
mod facet;
mod highlight;
mod index;
mod known;
pub mod query;
mod rebuild;
mod refine;
mod resources;
mod schema;
mod settings;
mod silence;
mod store;

use std::path::PathBuf;

pub use self::batch::{BatchWriter, IndexChange};
pub use self::document::IndexDocument;
pub use self::facet::FacetCounts;
pub use self::highlight::highlight;
pub use self::index::{Found, SearchIndex, SearchOptions, Sort, UnderstoodQuery};
pub use self::known::KnownNames;
pub use self::query::{Facet, Field, Query, QueryError, QueryReading};
pub use self::rebuild::Rebuild;
pub use self::resources::{SHIPPED, analyzer, names};
pub use self::settings::WriterSettings;
pub use self::silence::SilenceReason;
pub use crate::text::analyze::hashtags;

use crate::model::DiskRefusal;

/// What went wrong with the index.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The folder cannot be read or written.
    #[error("the search index in {path} cannot be read or written: {told}", path = path.display(), told = told(problem))]
    Io {
        /// Folder of the index.
        path: PathBuf,
        /// Why.
        problem: std::io::Error,
    },
    /// There is none.
    #[error("the search index is missing: run netra reindex, which makes it anew in {path}", path = path.display())]
    Missing {
        /// Folder of the index.
        path: PathBuf,
    },
    /// Another version of the program or of its word lists made it.
    #[error("the search index in {path} was made by another version; run `netra reindex`", path = path.display())]
    Outdated {
        /// Folder of the index.
        path: PathBuf,
    },
    /// Files are missing or damaged.
    #[error("the search index in {path} is damaged ({reason}); run `netra reindex`", path = path.display())]
    Corrupt {
        /// Folder of the index.
        path: PathBuf,
        /// What the engine says.
        reason: String,
    },
    /// A rebuild is running.
    #[error("the search index in {path} is being rebuilt; changes wait until that is done", path = path.display())]
    Rebuilding {
        /// Folder of the index.
        path: PathBuf,
    },
    /// Another process holds the right to write.
    #[error("another process is writing to the search index in {path}; changes wait until it is done", path = path.display())]
    Busy {
        /// Folder of the index.
        path: PathBuf,
    },
    /// The engine failed at work.
    #[error("the search engine failed: {0}; if it happens again, run `netra reindex`")]
    Engine(#[from] tantivy::TantivyError),
}

/// Rights and room have nothing to do with what the index holds.
fn told(problem: &std::io::Error) -> String {
    match DiskRefusal::of(problem) {
        Some(refusal) => format!("{refusal} (the index itself is not damaged)"),
        None => format!("{problem}; see to the folder, then run netra reindex"),
    }
}

impl SearchError {
    /// Whether nothing failed that an operator or another process will not put right: what was
    /// to be written has to be offered again later.
    pub const fn waits(&self) -> bool {
        match self {
            Self::Missing { .. }
            | Self::Outdated { .. }
            | Self::Corrupt { .. }
            | Self::Rebuilding { .. }
            | Self::Busy { .. } => true,
            Self::Io { .. } | Self::Engine(_) => false,
        }
    }
}
