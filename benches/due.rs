//! Drawing the next due accounts from a large registry, in the blocks in which a pass does it,
//! whatever share of the accounts has ended: beside one bare query over the same table that
//! reads what is due at once, as a program without lanes would.
//!
//! `NETRA_BENCH_ACCOUNTS=5000000 cargo bench --bench due` is the goal's size; the default is a
//! fifth of it.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use jiff::Timestamp;
use netra::db::schedule::{Among, DueFilter, PassBound, due};
use netra::db::{Db, WhenAbsent};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

const DRAWN: u32 = 1_024;
const BLOCK: u32 = 64;

/// As many accounts as asked for, in lanes of about 8,000, of which a share has ended; a tenth
/// of the others is due.
async fn registry(
    folder: &Path,
    accounts: u64,
    ended_percent: u64,
) -> anyhow::Result<(Db, SqlitePool)> {
    let file = folder.join(format!("{ended_percent}.db"));
    let db = Db::open_sqlite(&file, WhenAbsent::Make).await?;
    let raw = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&file)).await?;
    sqlx::query(
        "INSERT INTO person (id, kind, name, agency, region, purpose_basis, purpose_ends, \
         created_at) VALUES (1, 'agency', 'Dinas', 'Dinas', '32', 'ST', '2099-01-01', 0)",
    )
    .execute(&raw)
    .await?;
    sqlx::query(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1) \
         INSERT INTO account (id, person_id, platform, address, lane, watched, due_at, created_at) \
         SELECT i, 1, 'mastodon', '@u' || i || '@s.example', 's' || (i % ($1 / 8000 + 1)), \
         CASE WHEN (i * 2654435761 >> 16) % 100 < $2 THEN 0 ELSE 1 END, \
         CASE WHEN i / ($1 / 8000 + 1) % 10 = 3 THEN i ELSE 9000000000000000 END, 0 FROM n",
    )
    .bind(i64::try_from(accounts)?)
    .bind(i64::try_from(ended_percent)?)
    .execute(&raw)
    .await?;
    Ok((db, raw))
}

async fn draw_in_blocks(db: &Db, bound: &PassBound) -> anyhow::Result<usize> {
    let (mut drawn, mut after) = (0, None);
    while drawn < DRAWN as usize {
        let block = due(db, bound, Among::Lane("s0"), after, BLOCK).await?;
        let Some(last) = block.last() else { break };
        after = Some(last.place);
        drawn += block.len();
    }
    Ok(drawn)
}

async fn read_at_once(raw: &SqlitePool, started: Timestamp) -> anyhow::Result<usize> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT account.id, due_at FROM account JOIN person ON person.id = person_id \
         WHERE retired_at IS NULL AND watched = 1 AND due_at <= $1 \
         AND purpose_ends >= '2026-11-01' AND lane = 's0' ORDER BY due_at, account.id",
    )
    .bind(started.as_microsecond())
    .fetch_all(raw)
    .await?;
    Ok(rows.len())
}

#[expect(
    clippy::disallowed_methods,
    reason = "a bench has no configuration folder"
)]
fn accounts() -> u64 {
    let asked = std::env::var("NETRA_BENCH_ACCOUNTS").ok();
    asked
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000)
}

fn main() -> anyhow::Result<()> {
    let accounts = accounts();
    let runtime = tokio::runtime::Runtime::new()?;
    let folder = tempfile::tempdir()?;
    let bound = PassBound {
        filter: DueFilter::default(),
        started: "2026-11-29T00:00:00Z".parse()?,
        mark: "2026-11-29T00:00:00Z".parse()?,
    };
    let mut criterion = Criterion::default()
        .sample_size(20)
        .measurement_time(Duration::from_secs(5))
        .configure_from_args();
    let mut group = criterion.benchmark_group(format!("due among {accounts}"));
    for ended in [0, 50, 90] {
        let (db, raw) = runtime.block_on(registry(folder.path(), accounts, ended))?;
        let drawn = runtime.block_on(draw_in_blocks(&db, &bound))?;
        anyhow::ensure!(drawn > 0, "nothing was drawn");
        group.throughput(Throughput::Elements(drawn as u64));
        group.bench_function(
            BenchmarkId::new("blocks", format!("{ended} % ended")),
            |bench| {
                bench.iter(|| runtime.block_on(draw_in_blocks(black_box(&db), &bound)));
            },
        );
        group.bench_function(
            BenchmarkId::new("at once", format!("{ended} % ended")),
            |bench| {
                bench.iter(|| runtime.block_on(read_at_once(black_box(&raw), bound.started)));
            },
        );
    }
    group.finish();
    Ok(())
}
