//! A page of a crawl, from the fetched answer to durable and searchable, against bare SQLite
//! inserts plus bare tantivy indexing of the same texts in the same run.
//!
//! `cargo bench --bench crawl` prints criterion's figures, then the ratios of interleaved rounds
//! in two shapes: every page searchable at once, and as a crawl does it (pages of 40, the index
//! by 2,000 posts). The peer stores id and text, in one transaction a page; Netra reads the JSON,
//! scores, and stores capture, revisions, assessments and visibility as well. The record of the
//! exchange is written by the door and is not part of it.

#![expect(clippy::print_stdout, reason = "a bench")]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use jiff::Timestamp;
use netra::app::Installation;
use netra::clock::ManualClock;
use netra::config::Configuration;
use netra::corpus::Renewal;
use netra::db::account;
use netra::db::account::DueAccount;
use netra::db::registry::{ImportMode, Why, import};
use netra::intake::Intake;
use netra::model::{
    AccountId, Capture, CaptureRecord, FetchRequest, PersonKind, Platform, Purpose, Reader,
    RegistryEntry, Sha256,
};
use netra::source::{Source as _, mastodon::Mastodon};
use rand::rngs::StdRng;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument};
use uuid::Uuid;

/// Posts on a page: the most that the Mastodon API gives.
const POSTS: usize = 40;
/// Pages between two commits of the index in a crawl: 2,000 posts.
const PAGES: usize = 50;
/// Interleaved rounds behind the ratio of single pages.
const ROUNDS: usize = 15;
/// Interleaved rounds behind the ratio of the crawl's shape.
const CRAWLS: usize = 3;

/// Different posts, the same in every run: one to three of the sentences that the model learns
/// from, six of seven posts without partisanship, as in everyday life more are.
struct Texts {
    everyday: Vec<String>,
    partisan: Vec<String>,
}

impl Texts {
    fn read() -> anyhow::Result<Self> {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/config/model/sentences.jsonl");
        let (mut everyday, mut partisan) = (Vec::new(), Vec::new());
        for line in std::fs::read_to_string(file)?.lines() {
            let sentence: Value = serde_json::from_str(line)?;
            let kind = if sentence["gold"] == "partisan" {
                &mut partisan
            } else {
                &mut everyday
            };
            kind.extend(sentence["text"].as_str().map(str::to_owned));
        }
        Ok(Self { everyday, partisan })
    }

    /// The text of a post.
    fn post(&self, number: u64) -> String {
        let mut rng = StdRng::seed_from_u64(number);
        let mut text = String::new();
        for _ in 0..rng.random_range(1..=3) {
            let kind = if rng.random_range(0..7) == 0 {
                &self.partisan
            } else {
                &self.everyday
            };
            text.push_str(kind.choose(&mut rng).map_or("", String::as_str));
            text.push(' ');
        }
        text.trim_end().to_owned()
    }
}

/// Everything a page needs, in a temporary folder.
struct Netra {
    intake: Intake,
    renewal: Renewal,
    due: DueAccount,
    now: Timestamp,
    pages: u64,
}

fn entry() -> anyhow::Result<RegistryEntry> {
    Ok(RegistryEntry {
        kind: PersonKind::Agency,
        nip: None,
        name: "Dinas Uji".to_owned(),
        agency: "Dinas Uji".to_owned(),
        position: None,
        region: "32.99".parse()?,
        platform: Platform::Mastodon,
        address: "https://contoh.example/@dinas".to_owned(),
        proof: None,
        purpose: Purpose {
            basis: "ST".to_owned(),
            ends_on: jiff::civil::date(2099, 1, 1),
        },
    })
}

impl Netra {
    async fn new(folder: &Path) -> anyhow::Result<Self> {
        let now: Timestamp = "2027-11-10T02:00:00Z".parse()?;
        let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
        let mut configuration =
            Configuration::load(config).map_err(|e| anyhow::anyhow!("{e:?}"))?;
        configuration.settings.data_dir = folder.to_owned();
        let installation = Installation::new(configuration, Arc::new(ManualClock::new(now)))?;
        let intake = installation.intake().await?;
        let why = Why {
            reason: "bench",
            at: now,
        };
        let operator = Reader::operator("bench");
        let mode = ImportMode::AllOrNothing;
        import(&operator, &intake.db, &[(2, entry()?)], why, mode).await?;
        let mut due = account::get(&intake.db, AccountId(1)).await?;
        due.account.stable_id = Some("900".to_owned());
        Ok(Self {
            renewal: Renewal::new(&intake.db, &installation.open_index()?),
            intake,
            due,
            now,
            pages: 0,
        })
    }

    /// An answer with posts never seen before.
    fn capture(&mut self, texts: &Texts) -> anyhow::Result<Capture> {
        self.pages += 1;
        let first = self.pages * POSTS as u64;
        let statuses: Vec<Value> = (first..first + POSTS as u64)
            .map(|number| {
                json!({ "id": format!("1{number:017}"), "uri": format!("https://contoh.example/{number}"),
                    "url": format!("https://contoh.example/@dinas/{number}"), "visibility": "public",
                    "created_at": "2027-11-01T00:00:00.000Z", "content": format!("<p>{}</p>", texts.post(number)),
                    "account": { "id": "900", "username": "dinas", "acct": "dinas" }, "reblog": null })
            })
            .collect();
        let body = serde_json::to_vec(&statuses)?;
        let plan = Mastodon.plan(&self.due.account, None)?;
        let request = plan.into_iter().next().unwrap_or_else(|| {
            FetchRequest::new(
                "https://contoh.example/".parse().expect("it is an address"),
                "*/*",
                "",
            )
        });
        Ok(Capture {
            final_url: request.url.clone(),
            request,
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            truncated: None,
            fetched_at: self.now,
            record: CaptureRecord {
                record_id: Uuid::from_u128(self.pages.into()),
                file: "bench.warc.gz".to_owned(),
                offset: 0,
                payload: Sha256::of(&body),
            },
            body,
        })
    }

    /// What the crawler does with an answer.
    async fn save(&self, capture: Capture) -> anyhow::Result<()> {
        let taken = self.intake.take_in(&self.due, capture).await?;
        anyhow::ensure!(taken.saved.posts.len() == POSTS, "not all posts were read");
        Ok(())
    }

    /// What it does after them.
    async fn index(&mut self, posts: usize) -> anyhow::Result<()> {
        let indexed = self.renewal.renew().await?;
        anyhow::ensure!(indexed == posts, "{indexed} of {posts} posts were indexed");
        Ok(())
    }
}

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
    let mut netra = runtime.block_on(Netra::new(&folder.path().join("netra")))?;
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
