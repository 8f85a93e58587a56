//! The index as the rest of the program sees it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::collector::TopDocs;
use tantivy::collector::sort_key::SortByStaticFastValue;
use tantivy::query::Query as Engine;
use tantivy::{DocAddress, IndexReader, IndexWriter, Order, ReloadPolicy, Searcher, Term};

use super::compile::compile;
use super::document::to_tantivy;
use super::facet::Counter;
use super::schema::Fields;
use super::store::{Generation, Store};
use super::{Document, Facet, FacetCounts, Query, SearchError, highlight};
use crate::model::{PostId, Span};
use crate::text::analyze::Analyzer;

/// How the index is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// Bytes of memory for documents of a batch before they go to disk; at least 15 MB are
    /// taken.
    pub writer_memory: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            writer_memory: 64_000_000,
        }
    }
}

impl Settings {
    /// A writer on one generation.
    pub(super) fn writer(self, generation: &Generation) -> Result<IndexWriter, SearchError> {
        let memory = self.writer_memory.clamp(15_000_000, 4_000_000_000);
        Ok(generation.index.writer_with_num_threads(1, memory)?)
    }
}

/// A change to the index.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Adds a post, or replaces what the index held of it.
    Put(Box<Document>),
    /// Takes a post out.
    Remove(PostId),
}

/// The order of the hits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first; newest first for a query without words.
    #[default]
    Relevance,
    /// Newest post first.
    Newest,
    /// Highest score of the assessment first.
    Score,
}

/// What is asked besides the query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Most hits to return; none to only count.
    pub limit: usize,
    /// Hits to leave out at the beginning.
    pub offset: usize,
    /// Their order.
    pub sort: Sort,
    /// What to count over all hits.
    pub facets: Vec<Facet>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The posts, in the order asked for. The index only proposes: read them from the database.
    pub posts: Vec<PostId>,
    /// How many posts match, exactly.
    pub total: u64,
    /// Counts over all matching posts, in the order asked for.
    pub facets: Vec<FacetCounts>,
}

/// The search index of an installation. Any number of threads and processes may read; batches
/// of several writers wait for each other. Calls block: use a blocking thread.
#[derive(Debug)]
pub struct SearchIndex {
    store: Store,
    analyzer: Arc<Analyzer>,
    settings: Settings,
    open: RwLock<Arc<Open>>,
}

struct Open {
    generation: Generation,
    reader: IndexReader,
    /// The engine's list of segments that the reader shows.
    shown: Mutex<String>,
}

impl std::fmt::Debug for Open {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.generation.fmt(formatter)
    }
}

impl Open {
    /// Makes the reader show the last commit of any process. The engine's own watcher may put
    /// an older state back after a newer one, so the list of segments is compared here.
    fn refresh(&self, store: &Store) -> Result<(), SearchError> {
        let latest = store.segments(self.generation.number)?;
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        if *shown != latest {
            self.reader
                .reload()
                .map_err(|error| store.corrupt(&error))?;
            *shown = latest;
        }
        Ok(())
    }
}

impl SearchIndex {
    /// Opens the index in the folder `root`, or makes an empty one there.
    pub fn open(
        root: &Path,
        analyzer: Arc<Analyzer>,
        settings: Settings,
    ) -> Result<Self, SearchError> {
        let store = Store::new(root)?;
        if store.current()?.is_none() {
            let _batch = store.lock_batch()?;
            if store.current()?.is_none() {
                store.point_to(store.create()?.number)?;
            }
        }
        let open = open_current(&store)?;
        Ok(Self {
            store,
            analyzer,
            settings,
            open: RwLock::new(Arc::new(open)),
        })
    }

    /// Writes a batch: all of it or, after a crash, nothing. Doing it twice changes nothing.
    /// Readers see it when this returns. While a rebuild runs, the answer is
    /// [`SearchError::Rebuilding`] and the batch must be offered again later.
    pub fn apply(&self, changes: &[Change]) -> Result<(), SearchError> {
        let _batch = self.store.lock_batch()?;
        let _no_rebuild = self.store.lock_rebuild()?;
        let open = self.current()?;
        let mut writer = self.settings.writer(&open.generation)?;
        for change in changes {
            write(&writer, change, &open.generation.fields, &self.analyzer)?;
        }
        writer.commit()?;
        writer.wait_merging_threads()?;
        Ok(())
    }

    /// Looks for posts.
    pub fn search(&self, query: &Query, options: &Options) -> Result<Found, SearchError> {
        let open = self.current()?;
        let searcher = open.reader.searcher();
        let engine = compile(query, &open.generation.fields, &self.analyzer);
        let (facets, total) = if options.facets.is_empty() {
            (Vec::new(), engine.count(&searcher)? as u64)
        } else {
            searcher.search(&engine, &Counter(options.facets.clone()))?
        };
        let sort = match options.sort {
            Sort::Relevance if !query.has_text() => Sort::Newest,
            sort => sort,
        };
        let posts = top(&searcher, &*engine, sort, options)?;
        Ok(Found {
            posts,
            total,
            facets,
        })
    }

    /// Ranges of `text` that the query matches. Give it the text that people will see, as read
    /// from the database; it may be newer than the index.
    pub fn highlight(&self, query: &Query, text: &str) -> Vec<Span> {
        highlight(query, text, &self.analyzer)
    }

    /// How many posts the index holds.
    pub fn len(&self) -> Result<u64, SearchError> {
        Ok(self.current()?.reader.searcher().num_docs())
    }

    /// Whether the index holds no post.
    pub fn is_empty(&self) -> Result<bool, SearchError> {
        Ok(self.len()? == 0)
    }

    /// The current generation with its last commit; another process may have written or swapped.
    fn current(&self) -> Result<Arc<Open>, SearchError> {
        let number = self.store.current()?;
        let open = Arc::clone(&self.open.read().unwrap_or_else(PoisonError::into_inner));
        if number == Some(open.generation.number) && open.refresh(&self.store).is_ok() {
            return Ok(open);
        }
        let fresh = Arc::new(open_current(&self.store)?);
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Arc::clone(&fresh);
        Ok(fresh)
    }
}

/// Opens what the pointer points to. A swap removes the old generation, which may happen
/// between reading the pointer and opening: then the pointer has moved on.
fn open_current(store: &Store) -> Result<Open, SearchError> {
    let mut number = store.current()?;
    loop {
        let wanted = number.ok_or_else(|| store.corrupt(&"current.json is gone"))?;
        match open_generation(store, wanted) {
            Ok(open) => return Ok(open),
            Err(error) => {
                number = store.current()?;
                if number == Some(wanted) {
                    return Err(error);
                }
            }
        }
    }
}

fn open_generation(store: &Store, number: u64) -> Result<Open, SearchError> {
    let shown = Mutex::new(store.segments(number)?);
    let generation = store.open(number)?;
    let reader = generation
        .index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .map_err(|error: tantivy::TantivyError| store.corrupt(&error))?;
    Ok(Open {
        generation,
        reader,
        shown,
    })
}

/// Adds one change to a batch.
pub(super) fn write(
    writer: &IndexWriter,
    change: &Change,
    fields: &Fields,
    analyzer: &Analyzer,
) -> Result<(), SearchError> {
    let id = match change {
        Change::Put(document) => document.post,
        Change::Remove(post) => *post,
    };
    writer.delete_term(Term::from_field_i64(fields.id, id.0));
    if let Change::Put(document) = change {
        writer.add_document(to_tantivy(document, fields, analyzer))?;
    }
    Ok(())
}

/// The wanted hits. Equal ones stand in descending order of their number where that is cheap.
fn top(
    searcher: &Searcher,
    query: &dyn Engine,
    sort: Sort,
    options: &Options,
) -> Result<Vec<PostId>, SearchError> {
    let most = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = options.limit.min(most);
    if limit == 0 || options.offset >= most {
        return Ok(Vec::new());
    }
    let top = TopDocs::with_limit(limit).and_offset(options.offset);
    let by = |field: &str| (SortByStaticFastValue::<i64>::for_field(field), Order::Desc);
    let places: Vec<DocAddress> = match sort {
        Sort::Relevance => places(searcher.search(query, &top.order_by_score())?),
        Sort::Newest => places(searcher.search(query, &top.order_by((by("posted_at"), by("id"))))?),
        Sort::Score => {
            let score = (
                SortByStaticFastValue::<f64>::for_field("score"),
                Order::Desc,
            );
            places(searcher.search(query, &top.order_by((score, by("id"))))?)
        }
    };
    read_ids(searcher, &places)
}

fn places<T>(ranked: Vec<(T, DocAddress)>) -> Vec<DocAddress> {
    ranked.into_iter().map(|(_, place)| place).collect()
}

fn read_ids(searcher: &Searcher, places: &[DocAddress]) -> Result<Vec<PostId>, SearchError> {
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        columns.push(segment.fast_fields().i64("id")?);
    }
    let id = |place: &DocAddress| columns[place.segment_ord as usize].first(place.doc_id);
    Ok(places.iter().filter_map(id).map(PostId).collect())
}
