//! A page of a crawl, from the fetched answer to durable and searchable, against bare SQLite
//! inserts plus bare tantivy indexing of the same texts in the same run.
//!
//! `cargo bench --bench crawl` prints criterion's figures, then the ratios of interleaved rounds
//! in two shapes: every page searchable at once, and as a crawl does it (pages of 40, the index
//! by 2,000 posts). The peer stores id and text, in one transaction a page; Netra reads the JSON,
//! scores, and stores capture, revisions, assessments and visibility as well. The record of the
//! exchange is written by the door and is not part of it.

#![expect(clippy::print_stdout, reason = "a bench")]

mod pages;

use std::path::Path;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use netra::config::DatabaseSettings;
use pages::{Netra, POSTS, Texts};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument};

/// Pages between two commits of the index in a crawl: 2,000 posts.
const PAGES: usize = 50;
/// Interleaved rounds behind the ratio of single pages.
const ROUNDS: usize = 15;
/// Interleaved rounds behind the ratio of the crawl's shape.
const CRAWLS: usize = 3;

/// The peer: the same texts into one table and one index, nothing else.
struct Bare {
    pool: sqlx::SqlitePool,
    writer: IndexWriter,
    schema: Schema,
    pages: u64,
}

impl Bare {
    async fn new(folder: &Path) -> anyhow::Result<Self> {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(folder.join("bare.db"))
            .create_if_missing(true)
            .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
            .synchronous(sqlx::sqlite::SqliteSynchronous::Full);
        let pool = sqlx::SqlitePool::connect_with(options).await?;
        sqlx::query("CREATE TABLE post (id INTEGER PRIMARY KEY, native_id TEXT UNIQUE, text TEXT)")
            .execute(&pool)
            .await?;
        let mut schema = Schema::builder();
        schema.add_text_field("id", TEXT | STORED);
        schema.add_text_field("text", TEXT);
        let schema = schema.build();
        let home = folder.join("bare-index");
        std::fs::create_dir_all(&home)?;
        let writer =
            Index::create_in_dir(home, schema.clone())?.writer_with_num_threads(1, 64_000_000)?;
        Ok(Self {
            pool,
            writer,
            schema,
            pages: 0,
        })
    }

    /// The texts of the next page.
    fn texts(&mut self, texts: &Texts) -> Vec<(String, String)> {
        self.pages += 1;
        let first = self.pages * POSTS as u64;
        (first..first + POSTS as u64)
            .map(|number| (format!("1{number:017}"), texts.post(number)))
            .collect()
    }

    async fn save(&mut self, page: &[(String, String)]) -> anyhow::Result<()> {
        let (id, body) = (self.schema.get_field("id")?, self.schema.get_field("text")?);
        let mut transaction = self.pool.begin().await?;
        for (key, text) in page {
            sqlx::query("INSERT INTO post (native_id, text) VALUES (?, ?)")
                .bind(key)
                .bind(text)
                .execute(&mut *transaction)
                .await?;
            let mut document = TantivyDocument::default();
            document.add_text(id, key);
            document.add_text(body, text);
            self.writer.add_document(document)?;
        }
        transaction.commit().await?;
        Ok(())
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Times of one side: storing, then the index.
#[derive(Default)]
struct Times {
    stored: Vec<Duration>,
    whole: Vec<Duration>,
}

impl Times {
    fn push(&mut self, stored: Duration, whole: Duration) {
        self.stored.push(stored);
        self.whole.push(whole);
    }

    fn tell(self, what: &str, peer: Self) {
        let (stored, whole) = (median(self.stored), median(self.whole));
        let (bare_stored, bare) = (median(peer.stored), median(peer.whole));
        let ratio = whole.as_secs_f64() / bare.as_secs_f64();
        println!(
            "{what}: netra {whole:?} ({stored:?} to store), bare {bare:?} ({bare_stored:?} to \
             store), ratio {ratio:.2}"
        );
    }
}

/// Rounds of some pages and one commit of the index, netra and the peer by turns.
fn rounds(
    runtime: &tokio::runtime::Runtime,
    (netra, bare, texts): (&mut Netra, &mut Bare, &Texts),
    (rounds, pages): (usize, usize),
) -> anyhow::Result<(Times, Times)> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for _ in 0..rounds {
        let captures: anyhow::Result<Vec<_>> = (0..pages).map(|_| netra.capture(texts)).collect();
        let captures = captures?;
        let start = Instant::now();
        for capture in captures {
            runtime.block_on(netra.save(capture))?;
        }
        let stored = start.elapsed();
        runtime.block_on(netra.index(pages * POSTS))?;
        ours.push(stored, start.elapsed());
        let same: Vec<_> = (0..pages).map(|_| bare.texts(texts)).collect();
        let start = Instant::now();
        for page in &same {
            runtime.block_on(bare.save(page))?;
        }
        let stored = start.elapsed();
        bare.writer.commit()?;
        theirs.push(stored, start.elapsed());
    }
    Ok((ours, theirs))
}

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let texts = Texts::read()?;
    let mut netra = runtime.block_on(Netra::new(
        &folder.path().join("netra"),
        DatabaseSettings::default(),
    ))?;
    let mut bare = runtime.block_on(Bare::new(folder.path()))?;

    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("crawl");
    group
        .throughput(Throughput::Elements(POSTS as u64))
        .sample_size(20);
    group.bench_function("page", |bencher| {
        bencher.iter_custom(|rounds| {
            let mut spent = Duration::ZERO;
            for _ in 0..rounds {
                let capture = netra.capture(&texts).expect("the page is made here");
                let start = Instant::now();
                let page = async {
                    netra.save(capture).await?;
                    netra.index(POSTS).await
                };
                runtime.block_on(page).expect("the page is saved");
                spent += start.elapsed();
            }
            spent
        });
    });
    group.finish();
    // The same texts on both sides from here on.
    bare.pages = netra.pages;

    let sides = (&mut netra, &mut bare, &texts);
    let (ours, theirs) = rounds(&runtime, sides, (ROUNDS, 1))?;
    ours.tell("a page of 40 posts, searchable at once", theirs);
    let sides = (&mut netra, &mut bare, &texts);
    let (ours, theirs) = rounds(&runtime, sides, (CRAWLS, PAGES))?;
    ours.tell("50 pages of 40 posts, then the index", theirs);
    Ok(())
}
