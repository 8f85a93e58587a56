//! The same work on SQLite and on PostgreSQL, side by side: pages stored as a crawl does it, then
//! the pages of the queue and the facets at 100,000 posts, and a visit begun and ended.
//!
//! Name the empty database of a cluster that keeps its data safe and its statistics fresh, as one
//! does by itself: `NETRA_TEST_POSTGRES=postgres://… cargo bench --bench engines`. The one that
//! `.ci/postgres` makes does neither; without statistics PostgreSQL reads tables from end to end
//! that were small when it planned, and a page then costs five times as much. Without a cluster
//! only SQLite is measured.

#![expect(clippy::print_stdout, reason = "a bench")]

#[expect(dead_code, reason = "another bench writes the index as well")]
mod pages;

use std::time::{Duration, Instant};

use jiff::{SignedDuration, ToSpan as _};
use netra::config::DatabaseSettings;
use netra::db::queue::{self, Filter, Section, StartAt};
use netra::db::schedule::{self, DueFilter, PassBound, VisitEnd};
use netra::model::Reader;
use pages::{Netra, POSTS, Texts};

/// Posts stored before anything is read.
const STORED: usize = 100_000;
/// Repetitions of what is read.
const TIMES: usize = 200;
/// Entries on a page of the queue, as the web shows them.
const PAGE: u32 = 50;

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Stores pages; the time of each.
async fn store(netra: &mut Netra, texts: &Texts) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::with_capacity(STORED / POSTS);
    for _ in 0..STORED / POSTS {
        let capture = netra.capture(texts)?;
        let start = Instant::now();
        netra.save(capture).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

/// Pages of the queue one after the other, with their audit rows.
async fn walk(netra: &Netra) -> anyhow::Result<Vec<Duration>> {
    let operator = Reader::operator("bench");
    let (mut times, mut from) = (Vec::with_capacity(TIMES), StartAt::Top);
    for _ in 0..TIMES {
        let start = Instant::now();
        let filter = Filter::default();
        let db = &netra.intake.db;
        let page = queue::page(&operator, db, netra.now, &filter, from, PAGE).await?;
        times.push(start.elapsed());
        from = page
            .entries
            .last()
            .map_or(StartAt::Top, |entry| StartAt::After(entry.key));
    }
    Ok(times)
}

async fn facets(netra: &Netra) -> anyhow::Result<Vec<Duration>> {
    let operator = Reader::operator("bench");
    let mut times = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let start = Instant::now();
        queue::facets(&operator, &netra.intake.db, Section::First).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

async fn visits(netra: &Netra) -> anyhow::Result<Vec<Duration>> {
    let (db, account) = (&netra.intake.db, netra.due.account.id);
    schedule::place(db, &[(account, Some("contoh.example".to_owned()))]).await?;
    let mut times = Vec::with_capacity(TIMES);
    let mut now = netra.now;
    for _ in 0..TIMES {
        now = now.checked_add(1.minute())?;
        let bound = PassBound::open(db, DueFilter::default(), now).await?;
        let start = Instant::now();
        let rest = |_| SignedDuration::from_mins(30);
        let begun = schedule::begin_visit(db, account, &bound, now, rest).await?;
        anyhow::ensure!(begun.is_some(), "it was not due");
        let end = VisitEnd::Done { due_at: now };
        schedule::end_visit(db, account, now, end).await?;
        times.push(start.elapsed());
    }
    Ok(times)
}

async fn measure(what: &str, database: DatabaseSettings, texts: &Texts) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut netra = Netra::new(folder.path(), database).await?;
    let page = median(store(&mut netra, texts).await?);
    let each = page / u32::try_from(POSTS)?;
    let (walked, counted) = (median(walk(&netra).await?), median(facets(&netra).await?));
    let visited = median(visits(&netra).await?);
    println!(
        "{what}: a page of {POSTS} stored in {page:?} ({each:?} each); at {STORED} posts a page \
         of the queue in {walked:?}, facets in {counted:?}; a visit begun and ended in {visited:?}"
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a bench has no settings")]
fn postgres() -> Option<String> {
    std::env::var("NETRA_TEST_POSTGRES").ok()
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let texts = Texts::read()?;
    runtime.block_on(measure("SQLite", DatabaseSettings::default(), &texts))?;
    let Some(url) = postgres() else {
        println!("PostgreSQL: not measured, NETRA_TEST_POSTGRES names no cluster");
        return Ok(());
    };
    let section = toml::Table::from_iter([("url".to_owned(), url.into())]);
    runtime.block_on(measure("PostgreSQL", section.try_into()?, &texts))
}
