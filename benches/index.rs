//! Indexing and searching against bare tantivy, with the same words in the same run.
//!
//! `cargo bench --bench index` prints criterion's figures, then the ratios of interleaved
//! rounds, which a busy machine disturbs less.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use netra::model::{Band, Platform, PostId, SignalKind};
use netra::search::{Change, Document, Options, Query, SearchIndex, Settings, Sort, analyzer};
use tantivy::collector::{Count, TopDocs};
use tantivy::query::QueryParser;
use tantivy::schema::{Field, INDEXED, Schema, TEXT};
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument};
use tempfile::TempDir;

/// Posts in a batch that is indexed.
const BATCH: usize = 20_000;
/// Posts in the index that is searched.
const CORPUS: usize = 100_000;
/// Interleaved rounds behind each ratio.
const ROUNDS: usize = 7;

const WORDS: &str = "mari kita mencoblos nomor dua besok pagi di tps dukungan warga mengalir untuk \
    pasangan calon yang baik rapat dinas membahas anggaran sekolah desa jalan rusak diperbaiki \
    petugas mengumumkan jadwal pemungutan suara panitia mengundang masyarakat menghadiri acara \
    silaturahmi terima kasih atas kunjungannya semoga sehat selalu bapak ibu guru mengajar murid \
    pelayanan kesehatan gratis puskesmas membuka pendaftaran lomba kemerdekaan pemenang hadiah \
    kampanye terbuka dilarang netralitas pegawai jgn lupa gak boleh yg penting bgt #SuaraRakyat \
    #PilihJujur @humas lanjutkan perubahan bersama membangun kota halus pasar murah sembako";

/// Posts of about 140 bytes, the same in every run.
fn posts(number: usize) -> Vec<Document> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut state: u64 = 1;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below
    };
    let post = |id: i64| {
        // Squaring makes early words common and late words rare.
        let mut word = || words[next(words.len()) * next(words.len()) / words.len()].to_owned();
        let mut text: Vec<String> = (0..18).map(|_| word()).collect();
        text.push(format!("kode{}", next(50_000)));
        Document {
            post: PostId(id),
            text: text.join(" "),
            platform: Platform::Mastodon,
            account: format!("akun{}@contoh.example", next(3000)),
            agency: format!("Dinas {}", next(40)),
            region: format!("32.{:02}", next(27) + 1).parse().unwrap(),
            posted_at: jiff::Timestamp::from_second(1_800_000_000 + id).unwrap(),
            band: [Band::None, Band::None, Band::Low, Band::Medium, Band::High][next(5)],
            score: 0.25,
            signals: vec![SignalKind::Call],
            targets: vec![format!("demo-2027/{}", next(3))],
            contests: vec!["demo-2027".to_owned()],
            language: "id".to_owned(),
            verdict: None,
            tags: Vec::new(),
        }
    };
    (1..).take(number).map(post).collect()
}

fn settings() -> Settings {
    Settings::default()
}

fn puts(posts: &[Document]) -> Vec<Change> {
    posts
        .iter()
        .map(|post| Change::Put(Box::new(post.clone())))
        .collect()
}

/// Indexes the batch as the program does.
fn ours(changes: &[Change]) -> (TempDir, SearchIndex) {
    let folder = tempfile::tempdir().unwrap();
    let analyzer = Arc::new(analyzer([]).unwrap());
    let index = SearchIndex::open(folder.path(), analyzer, settings()).unwrap();
    index.apply(changes).unwrap();
    (folder, index)
}

struct Bare {
    _folder: TempDir,
    index: Index,
    searcher: Searcher,
    field: Field,
}

/// Indexes the same text in two fields with tantivy's own analyser, and the number; nothing else.
fn bare(posts: &[Document]) -> Bare {
    let folder = tempfile::tempdir().unwrap();
    let mut schema = Schema::builder();
    let id = schema.add_i64_field("id", INDEXED);
    let (field, second) = (
        schema.add_text_field("stems", TEXT),
        schema.add_text_field("exact", TEXT),
    );
    let index = Index::create_in_dir(folder.path(), schema.build()).unwrap();
    let mut writer = index
        .writer_with_num_threads(1, settings().writer_memory)
        .unwrap();
    for post in posts {
        let mut document = TantivyDocument::default();
        document.add_i64(id, post.post.0);
        document.add_text(field, &post.text);
        document.add_text(second, &post.text);
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
        index,
        field,
    }
}

impl Bare {
    /// The ten best and the number of all.
    fn search(&self, query: &str) -> usize {
        let mut parser = QueryParser::for_index(&self.index, vec![self.field]);
        parser.set_conjunction_by_default();
        let query = parser.parse_query(query).unwrap();
        let top = TopDocs::with_limit(10).order_by_score();
        let found = self.searcher.search(&query, &(top, Count)).unwrap();
        black_box(found.0);
        found.1
    }
}

fn search(index: &SearchIndex, query: &str, facets: &[&str]) -> u64 {
    let query: Query = query.parse().unwrap();
    let options = Options {
        limit: 10,
        offset: 0,
        sort: Sort::Relevance,
        facets: facets.iter().map(|facet| facet.parse().unwrap()).collect(),
    };
    let found = index.search(&query, &options).unwrap();
    black_box(found.posts);
    found.total
}

const QUERIES: [(&str, &str); 4] = [
    ("word", "anggaran"),
    ("two words", "anggaran sekolah"),
    ("either", "anggaran OR puskesmas OR pasar"),
    ("phrase", "\"nomor dua\""),
];

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

fn main() {
    let batch = posts(BATCH);
    let changes = puts(&batch);
    let mut criterion = Criterion::default().sample_size(10).configure_from_args();
    let mut group = criterion.benchmark_group("index");
    group.throughput(Throughput::Elements(BATCH as u64));
    group.bench_function("netra", |b| {
        b.iter_with_large_drop(|| ours(&changes));
    });
    group.bench_function("bare tantivy", |b| {
        b.iter_with_large_drop(|| bare(&batch));
    });
    let analyzer = analyzer([]).unwrap();
    group.bench_function("analysis alone", |b| {
        b.iter(|| {
            batch
                .iter()
                .map(|post| analyzer.analyze(&post.text).stems.len())
                .sum::<usize>()
        });
    });
    group.finish();

    let corpus = posts(CORPUS);
    let (_folder, index) = ours(&puts(&corpus));
    let peer = bare(&corpus);
    let mut group = criterion.benchmark_group("search");
    for (name, query) in QUERIES {
        group.bench_function(format!("netra, {name}"), |b| {
            b.iter(|| search(&index, query, &[]));
        });
        group.bench_function(format!("bare tantivy, {name}"), |b| {
            b.iter(|| peer.search(query));
        });
    }
    group.bench_function("netra, word with three facets", |b| {
        b.iter(|| search(&index, "anggaran", &["band", "region", "agency"]));
    });
    group.finish();

    println!("\ntime of netra by time of bare tantivy, median of {ROUNDS} rounds:");
    let indexing = ratio(|| drop(ours(&changes)), || drop(bare(&batch)));
    println!("  index {BATCH} posts: {indexing:.2}");
    for (name, query) in QUERIES {
        let expected = search(&index, query, &[]);
        let searching = ratio(
            repeat(|| assert_eq!(search(&index, query, &[]), expected)),
            repeat(|| assert!(black_box(peer.search(query)) > 0)),
        );
        println!("  search {CORPUS} posts, {name}: {searching:.2}");
    }
}
