//! Indexing, rebuilding and searching against bare tantivy, with the same words in the same run.
//!
//! `cargo bench --bench index` prints criterion's figures, then the ratios of interleaved
//! rounds, which a busy machine disturbs less. `NETRA_BENCH_REBUILD=1000000 cargo bench --bench
//! index` only rebuilds an index of so many posts and prints time and peak memory.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

mod posts;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use netra::model::{Band, Platform, PostId, SignalKind};
use netra::search::{
    IndexChange, IndexDocument, Query, SearchIndex, SearchOptions, Sort, WriterSettings, analyzer,
};
use netra::text::analyze::Analyzer;
use posts::Shuffle;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, PhraseQuery, Query as Engine, TermQuery};
use tantivy::schema::TextOptions;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing};
use tantivy::{DocAddress, Index, ReloadPolicy, Searcher, TantivyDocument, Term};
use tempfile::TempDir;

/// Posts in a batch that is indexed.
const BATCH: usize = 20_000;
/// Posts in the index that is searched.
const CORPUS: usize = 100_000;
/// Interleaved rounds behind each ratio.
const ROUNDS: usize = 7;

/// The posts as the program knows them, with the facts spread as in an installation.
fn documents(number: usize) -> Vec<IndexDocument> {
    let mut shuffle = Shuffle::seeded(2);
    let document = |(id, text)| IndexDocument {
        post: PostId(id),
        text,
        platform: Platform::Mastodon,
        account: format!("akun{}@contoh.example", shuffle.below(3000)),
        agency: format!("Dinas {}", shuffle.below(40)),
        region: format!("32.{:02}", shuffle.below(27) + 1).parse().unwrap(),
        posted_at: jiff::Timestamp::from_second(1_800_000_000 + id).unwrap(),
        band: [Band::None, Band::None, Band::Low, Band::Medium, Band::High][shuffle.below(5)],
        score: 0.25,
        signals: vec![SignalKind::Call],
        targets: vec![format!("demo-2027/{}", shuffle.below(3))],
        contests: vec!["demo-2027".to_owned()],
        language: "id".to_owned(),
        verdict: None,
        tags: Vec::new(),
    };
    (1..).zip(posts::texts(number)).map(document).collect()
}

fn puts(posts: &[IndexDocument]) -> Vec<IndexChange> {
    posts
        .iter()
        .map(|post| IndexChange::Put(Box::new(post.clone())))
        .collect()
}

/// Indexes the batch as a pass does.
fn ours(changes: &[IndexChange], words: &Arc<Analyzer>) -> (TempDir, SearchIndex) {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::new(folder.path(), Arc::clone(words), WriterSettings::default());
    let mut writer = index.batch_writer();
    writer.create_index().unwrap();
    writer.write(changes).unwrap();
    writer.finish().unwrap();
    (folder, index)
}

/// What the peer is given: the terms as Netra makes them, so that both write the same words.
struct Terms {
    id: i64,
    stems: String,
    exact: String,
}

fn terms(posts: &[IndexDocument], words: &Analyzer) -> Vec<Terms> {
    let terms = |post: &IndexDocument| {
        let lines = words.lines(&post.text);
        Terms {
            id: post.post.0,
            stems: lines.stems,
            exact: lines.exact,
        }
    };
    posts.iter().map(terms).collect()
}

struct Bare {
    _folder: TempDir,
    searcher: Searcher,
    stems: Field,
}

/// Indexes the same terms in two fields, and the number; no analysis, no facts, no facets.
fn bare(posts: &[Terms]) -> Bare {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = Schema::builder();
    let words = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let id = schema.add_i64_field("id", INDEXED | FAST);
    let stems = schema.add_text_field("stems", words.clone());
    let exact = schema.add_text_field("exact", words);
    let index = Index::create_in_dir(folder.path(), schema.build()).unwrap();
    let memory = WriterSettings::default().writer_memory;
    let mut writer = index.writer_with_num_threads(1, memory).unwrap();
    for post in posts {
        let mut document = TantivyDocument::default();
        document.add_i64(id, post.id);
        document.add_text(stems, &post.stems);
        document.add_text(exact, &post.exact);
        writer.add_document(document).unwrap();
    }
    writer.commit().unwrap();
    writer.wait_merging_threads().unwrap();
    let reader = index
        .reader_builder()
        .reload_policy(ReloadPolicy::Manual)
        .try_into()
        .unwrap();
    Bare {
        _folder: folder,
        searcher: reader.searcher(),
        stems,
    }
}

/// A query as both sides hold it, parsed.
struct Asked {
    name: &'static str,
    ours: Query,
    bare: Box<dyn Engine>,
}

/// One query of each kind, on stems that are common in the posts.
fn asked(field: Field) -> Vec<Asked> {
    let term = |word: &str| Term::from_field_text(field, word);
    let one = |word: &str| -> Box<dyn Engine> {
        Box::new(TermQuery::new(term(word), IndexRecordOption::WithFreqs))
    };
    let all = |words: &[&str]| -> Vec<_> { words.iter().map(|word| one(word)).collect() };
    let asked = |name, query: &str, bare| Asked {
        name,
        ours: query.parse().unwrap(),
        bare,
    };
    vec![
        asked("word", "dukung", one("dukung")),
        asked("rare word", "puskesmas", one("puskesmas")),
        asked(
            "two words",
            "pilih nomor",
            Box::new(BooleanQuery::intersection(all(&["pilih", "nomor"]))),
        ),
        asked(
            "either",
            "pilih OR dukung OR warga",
            Box::new(BooleanQuery::union(all(&["pilih", "dukung", "warga"]))),
        ),
        asked(
            "phrase",
            "\"nomor dua\"",
            Box::new(PhraseQuery::new(vec![term("nomor"), term("dua")])),
        ),
    ]
}

impl Bare {
    /// The numbers of the ten best, and how many match.
    fn search(&self, query: &dyn Engine) -> (Vec<i64>, usize) {
        let top = TopDocs::with_limit(10).order_by_score();
        let (hits, total) = self.searcher.search(query, &(top, Count)).unwrap();
        (hits.iter().map(|(_, at)| self.id(*at)).collect(), total)
    }

    fn id(&self, at: DocAddress) -> i64 {
        let segment = self.searcher.segment_reader(at.segment_ord);
        let column = segment.fast_fields().i64("id").unwrap();
        column.first(at.doc_id).unwrap()
    }
}

fn search(index: &SearchIndex, query: &Query, facets: &[&str]) -> (Vec<i64>, usize) {
    let options = SearchOptions {
        limit: 10,
        offset: 0,
        sort: Sort::Relevance,
        facets: facets.iter().map(|facet| facet.parse().unwrap()).collect(),
    };
    let found = index.search(query, &options).unwrap();
    let posts = found.posts.iter().map(|post| post.0).collect();
    (posts, usize::try_from(found.total).unwrap())
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The median over rounds of the first time by the second.
fn ratio(mut first: impl FnMut(), mut second: impl FnMut()) -> f64 {
    let round = || time(&mut first).as_secs_f64() / time(&mut second).as_secs_f64();
    let mut ratios: Vec<f64> = std::iter::repeat_with(round).take(ROUNDS).collect();
    ratios.sort_by(f64::total_cmp);
    ratios[ROUNDS / 2]
}

fn repeat(mut work: impl FnMut()) -> impl FnMut() {
    move || (0..200).for_each(|_| work())
}

fn measure_indexing(criterion: &mut Criterion, words: &Arc<Analyzer>) {
    let batch = documents(BATCH);
    let (changes, stored) = (puts(&batch), terms(&batch, words));
    let mut group = criterion.benchmark_group("index");
    group.throughput(Throughput::Elements(BATCH as u64));
    group.bench_function("netra", |b| {
        b.iter_with_large_drop(|| ours(&changes, words));
    });
    group.bench_function("bare tantivy", |b| {
        b.iter_with_large_drop(|| bare(&stored));
    });
    group.bench_function("analysis alone", |b| b.iter(|| terms(&batch, words).len()));
    group.finish();
    let indexing = ratio(|| drop(ours(&changes, words)), || drop(bare(&stored)));
    println!("index {BATCH} posts, netra by bare tantivy: {indexing:.2}");
}

fn measure_searching(criterion: &mut Criterion, words: &Arc<Analyzer>) {
    let corpus = documents(CORPUS);
    let (_folder, index) = ours(&puts(&corpus), words);
    let peer = bare(&terms(&corpus, words));
    let asked = asked(peer.stems);
    let mut group = criterion.benchmark_group("search");
    for Asked { name, ours, bare } in &asked {
        group.bench_function(format!("netra, {name}"), |b| {
            b.iter(|| search(&index, ours, &[]));
        });
        group.bench_function(format!("bare tantivy, {name}"), |b| {
            b.iter(|| peer.search(&**bare));
        });
    }
    let facets = ["band", "region", "agency"];
    for query in ["dukung", "*"] {
        let parsed: Query = query.parse().unwrap();
        group.bench_function(format!("netra, {query} with three facets"), |b| {
            b.iter(|| search(&index, &parsed, &facets));
        });
    }
    group.finish();
    println!("search {CORPUS} posts, netra by bare tantivy, median of {ROUNDS} rounds:");
    for Asked { name, ours, bare } in &asked {
        let total = search(&index, ours, &[]).1;
        assert_eq!(total, peer.search(&**bare).1, "{name}: the same hits");
        let searching = ratio(
            repeat(|| drop(black_box(search(&index, ours, &[])))),
            repeat(|| drop(black_box(peer.search(&**bare)))),
        );
        println!("  {name}, {total} hits: {searching:.2}");
    }
}

/// The most memory that this process ever held, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// Rebuilds with posts made on the way, so that they take no memory of their own.
fn measure_rebuild(posts: usize, words: &Arc<Analyzer>) {
    let folder = tempfile::tempdir().unwrap();
    let index = SearchIndex::new(folder.path(), Arc::clone(words), WriterSettings::default());
    let some = documents(BATCH);
    let before = peak_memory();
    let mut rebuild = index.rebuild().unwrap();
    let spent = time(|| {
        for (id, post) in (1..).zip(some.iter().cycle().take(posts)) {
            let post = IndexDocument {
                post: PostId(id),
                text: format!("{} {}", post.text, id % 50_000),
                ..post.clone()
            };
            rebuild.put(&post).unwrap();
        }
        assert_eq!(rebuild.finish().unwrap(), posts as u64);
    });
    println!(
        "rebuild of {posts} posts: {spent:.1?}, peak memory {:?} MiB, {before:?} before",
        peak_memory()
    );
}

fn main() {
    let words = Arc::new(analyzer([]).unwrap());
    #[expect(clippy::disallowed_methods, reason = "how a bench is told what to do")]
    if let Ok(posts) = std::env::var("NETRA_BENCH_REBUILD") {
        return measure_rebuild(posts.parse().unwrap(), &words);
    }
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    measure_indexing(&mut criterion, &words);
    measure_searching(&mut criterion, &words);
}
