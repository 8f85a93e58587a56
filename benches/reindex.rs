//! `netra reindex` of a database: how long it takes and how much memory, in a process of its own.
//!
//! `cargo bench --bench reindex` does it with 50,000 different posts of 1,000 accounts,
//! `NETRA_BENCH_REBUILD=1000000` with so many.

#![expect(clippy::print_stdout, reason = "a bench")]

#[expect(
    dead_code,
    reason = "other benches store other texts and write the index"
)]
mod pages;
mod posts;

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Context as _;
use netra::config::DatabaseSettings;
use netra::db::account;
use netra::db::registry::{Confirmed, ImportMode, Why, import};
use netra::model::{AccountId, ListPlace, PersonKind, Platform, Purpose, Reader, RegistryEntry};
use nix::sys::resource::{UsageWho, getrusage};
use pages::{Netra, POSTS};

/// Stored posts where nobody says how many.
const STORED: usize = 50_000;
/// Accounts beside the one that every bench has.
const ACCOUNTS: u32 = 999;

fn entry(number: u32) -> anyhow::Result<(ListPlace, RegistryEntry)> {
    let name = format!("Dinas Uji {number}");
    let entry = RegistryEntry {
        kind: PersonKind::Agency,
        nip: None,
        agency: name.clone(),
        name,
        position: None,
        region: format!("32.{:02}", number % 27 + 1).parse()?,
        platform: Platform::Mastodon,
        address: format!("https://contoh.example/@dinas{number}"),
        proof: None,
        purpose: Purpose {
            basis: "ST".to_owned(),
            ends_on: jiff::civil::date(2099, 1, 1),
        },
    };
    Ok((number.into(), entry))
}

async fn register(netra: &Netra) -> anyhow::Result<()> {
    let entries = (1..=ACCOUNTS)
        .map(entry)
        .collect::<anyhow::Result<Vec<_>>>()?;
    let (operator, at) = (Reader::operator("bench"), netra.now);
    let (why, mode) = (
        Why {
            reason: &"bench".parse()?,
            at,
            seen: None,
        },
        ImportMode::AllOrNothing,
    );
    import(
        &operator,
        &netra.intake.db,
        &entries,
        why,
        mode,
        &Confirmed::default(),
    )
    .await?;
    Ok(())
}

/// Stores posts as a crawl does, a page after the other of another account each.
async fn fill(data: &Path, texts: &[String]) -> anyhow::Result<()> {
    let mut netra = Netra::new(data, DatabaseSettings::default()).await?;
    register(&netra).await?;
    for page in 0..texts.len() / POSTS {
        let id = i64::try_from(page)? % i64::from(ACCOUNTS + 1) + 1;
        netra.due = account::get(&netra.intake.db, AccountId(id)).await?;
        netra.due.account.stable_id = Some("900".to_owned());
        let of = |number: u64| usize::try_from(number).map_or(0, |number| number % texts.len());
        let capture = netra.capture_with(|number| texts[of(number)].clone())?;
        netra.save(capture).await?;
    }
    netra.intake.db.close().await;
    Ok(())
}

fn run(arguments: &[&str]) -> anyhow::Result<String> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    let output = command.args(arguments).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    anyhow::ensure!(output.status.success(), "{arguments:?}: {said}");
    Ok(String::from_utf8(output.stdout)?)
}

#[expect(clippy::disallowed_methods, reason = "how a bench is told what to do")]
fn number() -> anyhow::Result<usize> {
    match std::env::var("NETRA_BENCH_REBUILD") {
        Ok(number) => Ok(number.parse()?),
        Err(_) => Ok(STORED),
    }
}

fn main() -> anyhow::Result<()> {
    let texts = posts::texts(number()?);
    let folder = tempfile::tempdir()?;
    let place = folder.path().to_str().context("a path is text")?;
    run(&["init", place])?;
    let runtime = tokio::runtime::Runtime::new()?;
    let start = Instant::now();
    runtime.block_on(fill(&folder.path().join("index/data"), &texts))?;
    println!("{} posts stored in {:.1?}", texts.len(), start.elapsed());
    let config = folder.path().join("config");
    let config = config.to_str().context("a path is text")?;
    let start = Instant::now();
    let indexed = run(&["--config", config, "reindex"])?;
    let peak = getrusage(UsageWho::RUSAGE_CHILDREN)?.max_rss() / 1024;
    let spent = start.elapsed();
    println!("{}: {spent:.1?}, peak memory {peak} MiB", indexed.trim());
    Ok(())
}
