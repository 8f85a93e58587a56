//! The index as the rest of the program sees it.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tantivy::collector::TopDocs;
use tantivy::collector::sort_key::SortByStaticFastValue;
use tantivy::query::Query as Engine;
use tantivy::{DocAddress, IndexReader, Order, ReloadPolicy, Searcher};

use super::compile::compile;
use super::facet::{Counted, Counter};
use super::known::{Asked, KnownNames, Unresolved};
use super::query::QueryReading;
use super::refine::{refine, refine_told};
use super::schema::schema;
use super::settings::WriterSettings;
use super::silence::{Inquiry, SilenceReason, each_term};
use super::store::{Generation, Store};
use super::{
    BatchWriter, Facet, FacetCounts, Field, Query, QueryError, Rebuild, SearchError, highlight,
};
use crate::model::{ByteRange, PostId};
use crate::text::analyze::Analyzer;

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
pub struct SearchOptions {
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

impl Found {
    /// What a search of nothing finds.
    pub fn nothing(options: &SearchOptions) -> Self {
        let facet = |facet: &Facet| FacetCounts {
            facet: *facet,
            values: Vec::new(),
        };
        Self {
            posts: Vec::new(),
            total: 0,
            facets: options.facets.iter().map(facet).collect(),
        }
    }
}

/// A query, and what of it was understood otherwise than it stands there.
pub type UnderstoodQuery = (Query, Vec<QueryReading>);

/// The search index of an installation. Any number of threads and processes may read, one at a
/// time writes. Calls block: use a blocking thread.
#[derive(Debug)]
pub struct SearchIndex {
    store: Store,
    analyzer: Arc<Analyzer>,
    settings: WriterSettings,
    names: KnownNames,
    open: RwLock<Option<Arc<Open>>>,
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
    /// The index in the folder `root`. Looks at nothing and makes nothing: an index that is
    /// missing or of another version is told by the calls that need it.
    pub fn new(root: &Path, analyzer: Arc<Analyzer>, settings: WriterSettings) -> Self {
        Self {
            store: Store::new(root),
            analyzer,
            settings,
            names: KnownNames::default(),
            open: RwLock::new(None),
        }
    }

    /// The same index, whose contests and contestants have these names.
    #[must_use]
    pub fn with_names(mut self, names: KnownNames) -> Self {
        self.names = names;
        self
    }

    /// A writer of batches, which takes the right to write when the first comes.
    pub fn batch_writer(&self) -> BatchWriter {
        let analyzer = Arc::clone(&self.analyzer);
        BatchWriter::new(self.store.clone(), analyzer, self.settings)
    }

    /// Begins to build the index anew, also where it is missing, damaged or outdated. Waits for
    /// the batch under way; [`SearchError::Rebuilding`] when somebody else is at it.
    pub fn rebuild(&self) -> Result<Rebuild, SearchError> {
        let analyzer = Arc::clone(&self.analyzer);
        Rebuild::begin(self.store.clone(), analyzer, self.settings)
    }

    /// What is said of an index that is not there.
    pub fn missing(&self) -> SearchError {
        self.store.missing()
    }

    /// How many posts the new index has that is being built by any process; `None` when none is.
    pub fn rebuilding(&self) -> Result<Option<u64>, SearchError> {
        self.store.rebuilding()
    }

    /// Looks for posts: hits, number and facets in one walk over what matches.
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Result<Found, SearchError> {
        let open = self.current()?;
        let searcher = open.reader.searcher();
        let refined = refine(query, &self.analyzer);
        let engine = compile(&refined, &schema().fields, &self.analyzer);
        let sort = match options.sort {
            Sort::Relevance if !query.has_text() => Sort::Newest,
            sort => sort,
        };
        walk(&searcher, &*engine, sort, options)
    }

    /// The query with what people call contests and contestants in words of the index, and what is
    /// told of that. `typed` is the query as typed; a name that nobody has is an error with its
    /// place. `scope` is what the reader may see.
    pub fn resolve_names(
        &self,
        query: &Query,
        typed: &str,
        scope: Option<&Query>,
    ) -> Result<Result<UnderstoodQuery, QueryError>, SearchError> {
        let asked = [Field::Contest, Field::Target];
        if !asked.into_iter().any(|field| query.asks_for(field)) {
            return Ok(Ok((query.clone(), Vec::new())));
        }
        let searcher = self.current()?.reader.searcher();
        let mut names = self.names.clone();
        for field in asked {
            let before = format!("{field}:");
            each_term(&searcher, schema().fields.keys, &before, |term, _| {
                names.add(field, &term[before.len()..]);
            })?;
        }
        let inquiry = self.inquiry(&searcher, scope);
        let asked = Asked {
            typed,
            analyzer: &self.analyzer,
            seen: |query: &Query| -> Result<bool, SearchError> { Ok(inquiry.count(query)? > 0) },
        };
        match names.resolve(query, &asked) {
            Ok(understood) => Ok(Ok(understood)),
            Err(Unresolved::Name(error)) => Ok(Err(error)),
            Err(Unresolved::Index(error)) => Err(error),
        }
    }

    /// What of the words of a query is understood otherwise than it stands there.
    pub fn readings(&self, query: &Query) -> Vec<QueryReading> {
        refine_told(query, &self.analyzer).1
    }

    /// The query with what people call accounts in the words of the index, and what is told of
    /// that. `scope` is what the reader may see: nothing else is told of.
    pub fn resolve_accounts(
        &self,
        query: &Query,
        scope: Option<&Query>,
    ) -> Result<UnderstoodQuery, SearchError> {
        if !query.asks_for(Field::Account) {
            return Ok((query.clone(), Vec::new()));
        }
        let searcher = self.current()?.reader.searcher();
        self.inquiry(&searcher, scope).resolve_accounts(query)
    }

    /// Why a query finds nothing among what the reader may see.
    pub fn reasons_for_silence(
        &self,
        query: &Query,
        scope: Option<&Query>,
    ) -> Result<Vec<SilenceReason>, SearchError> {
        let searcher = self.current()?.reader.searcher();
        let refined = refine(query, &self.analyzer);
        self.inquiry(&searcher, scope).reasons(&refined)
    }

    /// The parts of a query that finds something which find nothing themselves.
    pub fn idle_parts(
        &self,
        query: &Query,
        scope: Option<&Query>,
    ) -> Result<Vec<SilenceReason>, SearchError> {
        let searcher = self.current()?.reader.searcher();
        self.inquiry(&searcher, scope).idle(query)
    }

    fn inquiry<'a>(&'a self, searcher: &'a Searcher, scope: Option<&'a Query>) -> Inquiry<'a> {
        Inquiry {
            searcher,
            analyzer: &self.analyzer,
            scope,
        }
    }

    /// Ranges of `text` that the query matches. Give it the text that people will see, as read
    /// from the database; it may be newer than the index.
    pub fn highlight(&self, query: &Query, text: &str) -> Vec<ByteRange> {
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
        let number = self.store.current()?.ok_or_else(|| self.store.missing())?;
        let held = self
            .open
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(open) = held
            && open.generation.number == number
            && open.refresh(&self.store).is_ok()
        {
            return Ok(open);
        }
        let fresh = Arc::new(open_current(&self.store)?);
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&fresh));
        Ok(fresh)
    }
}

/// Opens what the pointer points to. A swap removes the old generation, which may happen
/// between reading the pointer and opening: then the pointer has moved on.
fn open_current(store: &Store) -> Result<Open, SearchError> {
    let mut number = store.current()?;
    loop {
        let wanted = number.ok_or_else(|| store.missing())?;
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
        .map_err(|error: tantivy::TantivyError| store.unopened(&error))?;
    Ok(Open {
        generation,
        reader,
        shown,
    })
}

/// Hits, their number and what is counted over them, together. Equal hits stand in descending
/// order of their number where that is cheap.
fn walk(
    searcher: &Searcher,
    query: &dyn Engine,
    sort: Sort,
    options: &SearchOptions,
) -> Result<Found, SearchError> {
    let most = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    let limit = options.limit.min(most);
    let counter = Counter(options.facets.clone());
    if limit == 0 || options.offset >= most {
        return found(searcher, searcher.search(query, &counter)?, &[]);
    }
    let top = TopDocs::with_limit(limit).and_offset(options.offset);
    let by = |field: &str| (SortByStaticFastValue::<i64>::for_field(field), Order::Desc);
    let (numbers, places) = match sort {
        Sort::Relevance => ranked(searcher.search(query, &(counter, top.order_by_score()))?),
        Sort::Newest => {
            let newest = top.order_by((by("posted_at"), by("id")));
            ranked(searcher.search(query, &(counter, newest))?)
        }
        Sort::Score => {
            let score = SortByStaticFastValue::<f64>::for_field("score");
            let highest = top.order_by(((score, Order::Desc), by("id")));
            ranked(searcher.search(query, &(counter, highest))?)
        }
    };
    found(searcher, numbers, &places)
}

fn ranked<T>((numbers, hits): (Counted, Vec<(T, DocAddress)>)) -> (Counted, Vec<DocAddress>) {
    (numbers, hits.into_iter().map(|(_, place)| place).collect())
}

fn found(
    searcher: &Searcher,
    (facets, total): Counted,
    places: &[DocAddress],
) -> Result<Found, SearchError> {
    Ok(Found {
        posts: read_ids(searcher, places)?,
        total,
        facets,
    })
}

fn read_ids(searcher: &Searcher, places: &[DocAddress]) -> Result<Vec<PostId>, SearchError> {
    let mut columns = Vec::new();
    for segment in searcher.segment_readers() {
        columns.push(segment.fast_fields().i64("id")?);
    }
    let id = |place: &DocAddress| columns[place.segment_ord as usize].first(place.doc_id);
    Ok(places.iter().filter_map(id).map(PostId).collect())
}
