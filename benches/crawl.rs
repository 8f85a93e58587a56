//! A page of a crawl, from the captured answer to durable and searchable, against bare SQLite
//! inserts plus bare tantivy indexing of the same texts in the same run.
//!
//! `cargo bench --bench crawl` prints criterion's figures, then the ratio of interleaved rounds.

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
use netra::db::page::{PageToSave, PostToSave, save_page};
use netra::db::registry::{ImportMode, Why, import};
use netra::db::{Db, account};
use netra::model::{
    Account, AccountId, Capture, CaptureRecord, FetchRequest, PersonKind, Platform, PostKind,
    Purpose, Reader, RegistryEntry, Sha256, Subject,
};
use netra::score::Scorer;
use netra::source::{Source as _, mastodon::Mastodon};
use serde_json::{Value, json};
use tantivy::schema::{STORED, Schema, TEXT};
use tantivy::{Index, IndexWriter, TantivyDocument};
use uuid::Uuid;

/// Posts on a page: the most that the Mastodon API gives.
const POSTS: usize = 40;
/// Interleaved rounds behind the ratio.
const ROUNDS: usize = 15;

/// Everything a page needs, in a temporary folder.
struct Netra {
    db: Db,
    renewal: Renewal,
    scorer: Scorer,
    account: Account,
    now: Timestamp,
    pages: u128,
}

/// Text number `number`, of about 140 bytes.
fn text(number: u128) -> String {
    format!(
        "Catatan {number}: rapat dinas membahas perbaikan jalan desa, terima kasih kepada warga \
         yang hadir, semoga sekolah dan puskesmas segera dibuka kembali"
    )
}

impl Netra {
    async fn new(folder: &Path) -> anyhow::Result<Self> {
        let now: Timestamp = "2027-11-10T02:00:00Z".parse()?;
        let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
        let mut configuration =
            Configuration::load(config).map_err(|e| anyhow::anyhow!("{e:?}"))?;
        configuration.settings.data_dir = folder.to_owned();
        let installation = Installation::new(configuration, Arc::new(ManualClock::new(now)))?;
        let db = installation.open_db().await?;
        let entry = RegistryEntry {
            kind: PersonKind::Agency,
            nip: None,
            name: "Dinas Uji".to_owned(),
            agency: "Dinas Uji".to_owned(),
            post: None,
            region: "32.99".parse()?,
            platform: Platform::Mastodon,
            address: "https://contoh.example/@dinas".to_owned(),
            proof: None,
            purpose: Purpose {
                basis: "ST".to_owned(),
                ends_on: jiff::civil::date(2099, 1, 1),
            },
        };
        let why = Why {
            reason: "bench",
            at: now,
        };
        let operator = Reader::operator("bench");
        let mode = ImportMode::AllOrNothing;
        import(&operator, &db, &[(2, entry)], why, mode).await?;
        let mut account = account::get(&db, AccountId(1)).await?.account;
        account.stable_id = Some("900".to_owned());
        Ok(Self {
            renewal: Renewal::new(&db, &installation.open_index()?),
            scorer: installation.scorer(),
            db,
            account,
            now,
            pages: 0,
        })
    }

    /// An answer with posts never seen before.
    fn capture(&mut self) -> anyhow::Result<Capture> {
        self.pages += 1;
        let first = self.pages * POSTS as u128;
        let statuses: Vec<Value> = (first..first + POSTS as u128)
            .map(|number| {
                json!({ "id": format!("1{number:017}"), "uri": format!("https://contoh.example/{number}"),
                    "url": format!("https://contoh.example/@dinas/{number}"), "visibility": "public",
                    "created_at": "2027-11-01T00:00:00.000Z", "content": format!("<p>{}</p>", text(number)),
                    "account": { "id": "900", "username": "dinas", "acct": "dinas" }, "reblog": null })
            })
            .collect();
        let body = serde_json::to_vec(&statuses)?;
        let plan = Mastodon.plan(&self.account, None)?;
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
                record_id: Uuid::from_u128(self.pages),
                file: "bench.warc.gz".to_owned(),
                offset: 0,
                payload: Sha256::of(&body),
            },
            body,
        })
    }

    /// What the crawler does with an answer. Returns the posts saved.
    async fn page(&mut self, capture: &Capture) -> anyhow::Result<usize> {
        let page = Mastodon.parse(&self.account, None, capture);
        let assessments: Vec<_> = page
            .posts
            .iter()
            .map(|post| {
                self.scorer.assess(&Subject {
                    text: &post.text,
                    further: Vec::new(),
                    day: Some(jiff::civil::date(2027, 11, 1)),
                    region: None,
                    account: PersonKind::Agency,
                    kind: PostKind::Original,
                })
            })
            .collect();
        let posts: Vec<_> = page
            .posts
            .iter()
            .zip(&assessments)
            .map(|(post, assessment)| PostToSave {
                post,
                posted_at: self.now,
                assessment: Some(assessment),
            })
            .collect();
        let saved = save_page(
            &self.db,
            &PageToSave {
                account: self.account.id,
                capture,
                exchanges: &[],
                posts: &posts,
                absent: &[],
                cursor: page.cursor.as_ref(),
                identity: None,
                state: page.state,
                at: self.now,
            },
        )
        .await?;
        self.renewal.renew().await?;
        Ok(saved.posts.len())
    }
}

/// The peer: the same texts into one table and one index, nothing else.
struct Bare {
    pool: sqlx::SqlitePool,
    writer: IndexWriter,
    schema: Schema,
    next: u128,
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
            next: 0,
        })
    }

    async fn page(&mut self) -> anyhow::Result<()> {
        let (id, body) = (self.schema.get_field("id")?, self.schema.get_field("text")?);
        let mut transaction = self.pool.begin().await?;
        for _ in 0..POSTS {
            self.next += 1;
            let (key, text) = (format!("1{:017}", self.next), text(self.next));
            sqlx::query("INSERT INTO post (native_id, text) VALUES (?, ?)")
                .bind(&key)
                .bind(&text)
                .execute(&mut *transaction)
                .await?;
            let mut document = TantivyDocument::default();
            document.add_text(id, &key);
            document.add_text(body, &text);
            self.writer.add_document(document)?;
        }
        transaction.commit().await?;
        self.writer.commit()?;
        Ok(())
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

fn main() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let runtime = tokio::runtime::Runtime::new()?;
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
                let capture = netra.capture().expect("the page is made here");
                let start = Instant::now();
                let saved = runtime
                    .block_on(netra.page(&capture))
                    .expect("the page is saved");
                spent += start.elapsed();
                assert_eq!(saved, POSTS);
            }
            spent
        });
    });
    group.finish();

    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let capture = netra.capture()?;
        let start = Instant::now();
        runtime.block_on(netra.page(&capture))?;
        ours.push(start.elapsed());
        let start = Instant::now();
        runtime.block_on(bare.page())?;
        theirs.push(start.elapsed());
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
    println!(
        "a page of {POSTS} posts: netra {ours:?}, bare inserts and indexing {theirs:?}, ratio {ratio:.2}"
    );
    Ok(())
}
