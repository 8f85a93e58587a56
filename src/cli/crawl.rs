//! `netra crawl`: one pass for cron.

use std::io::Write;
use std::time::Duration;

use clap::Args;
use tokio_util::sync::CancellationToken;

use super::privacy::warn_of_privacy;
use super::progress::ShownProgress;
use super::{Exit, Global, RefusedInput};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::crawl::{CrawlLock, CrawlReport, LockError};
use crate::db::schedule::DueFilter;
use crate::model::{AccountId, Platform, one_line};

/// How long a pass without any grace may take to note where it stopped.
const NOTING: Duration = Duration::from_secs(3);

/// Visits registered accounts once, then ends.
#[derive(Debug, Args)]
pub struct CrawlArgs {
    /// Only accounts whose time has come; without this, all.
    #[arg(long)]
    due: bool,
    /// Only this account (may be repeated).
    #[arg(long = "account", value_name = "ID")]
    accounts: Vec<i64>,
    /// Only accounts on this platform.
    #[arg(long)]
    platform: Option<Platform>,
    /// Stop in good order after so many minutes; the rest stays due.
    #[arg(long, value_name = "N")]
    max_minutes: Option<u64>,
}

/// Takes the lock of an installation; `None`, with a word on it, while another run holds it.
/// Where there is no database, its folder may be the empty place of a disk: nothing is made
/// there.
pub(super) async fn lock(installation: &Installation) -> anyhow::Result<Option<CrawlLock>> {
    installation.open_db().await?.close().await;
    match CrawlLock::take(installation.data_dir()) {
        Err(error @ LockError::Held(_)) => {
            tracing::warn!("{error}");
            Ok(None)
        }
        taken => Ok(Some(taken?)),
    }
}

/// An operator whose contact is nobody's cannot be reached by webmasters. Where private hosts
/// are allowed, the door decides host by host.
fn refuse_example_contact(installation: &Installation) -> Result<(), RefusedInput> {
    let configuration = installation.configuration();
    let fetch = &configuration.settings.fetch;
    if !fetch.contact_is_example() || !fetch.allow_private_hosts.is_empty() {
        return Ok(());
    }
    let (contact, file) = (&fetch.contact, configuration.folder.join("netra.toml"));
    Err(RefusedInput(format!(
        "nothing was crawled: contact = {contact:?} is an example, and webmasters would reach \
         nobody; write your office's mail address or web page under [fetch] in {}",
        file.display()
    )))
}

impl CrawlArgs {
    pub(super) async fn run(
        self,
        global: &Global,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let installation = Installation::load(&global.config, std::sync::Arc::new(SystemClock))?;
        refuse_example_contact(&installation)?;
        let Some(_lock) = lock(&installation).await? else {
            return Ok(Exit::Locked);
        };
        warn_of_privacy(&installation);
        let crawler = installation.crawler().await?;
        let filter = DueFilter {
            platform: self.platform,
            early: !self.due,
            ids: self.accounts.iter().copied().map(AccountId).collect(),
        };
        let shown = ShownProgress::start(crawler.progress.follow());
        let stop = CancellationToken::new();
        let watch = tokio::spawn(stop_when_told(stop.clone(), self.max_minutes));
        let grace = crawler.settings.grace();
        let report = tokio::select! {
            report = crawler.pass(&filter, &stop) => report?,
            () = overdue(&stop, grace) => {
                anyhow::bail!("the pass did not come to its end when it was told to and was \
                    broken off: what is saved stays, crawl again; is a disk or network hanging?");
            }
        };
        watch.abort();
        drop(shown);
        print(&report, global.json, out)?;
        crawler.intake.captures.close()?;
        crawler.db.close().await;
        Ok(exit_of(&report))
    }
}

/// Completes when a pass that was told to stop should long have come to its end: after the grace
/// for its requests, another for its pages and another for the index.
async fn overdue(stop: &CancellationToken, grace: Duration) {
    stop.cancelled().await;
    tokio::time::sleep(grace * 3 + NOTING).await;
}

/// Cancels at an interrupt or termination signal, or when the time is up.
async fn stop_when_told(stop: CancellationToken, max_minutes: Option<u64>) {
    let time_is_up = async {
        match max_minutes {
            Some(minutes) => {
                tokio::time::sleep(Duration::from_secs(minutes.saturating_mul(60))).await;
            }
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = time_is_up => {}
        () = super::signals::interrupted() => tracing::warn!("interrupted: finishing the pages under way"),
    }
    stop.cancel();
}

fn exit_of(report: &CrawlReport) -> Exit {
    match report.failed.len() {
        0 if report.index_problem.is_some() => Exit::Unexpected,
        0 => Exit::Ok,
        failed if failed == report.counts.accounts => Exit::NothingFetched,
        _ => Exit::SomeFailed,
    }
}

fn print(report: &CrawlReport, json: bool, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    if json {
        serde_json::to_writer(&mut *out, report)?;
        writeln!(out)?;
        return Ok(());
    }
    writeln!(
        out,
        "{} accounts, {} requests, {} new posts, {} edited, {} no longer visible, {} indexed, {:.1} s",
        report.counts.accounts,
        report.counts.requests,
        report.counts.posts_new,
        report.counts.posts_edited,
        report.counts.posts_not_visible,
        report.counts.indexed,
        report.seconds,
    )?;
    for warning in &report.warnings {
        writeln!(
            out,
            "warning: {} at {}: {}",
            one_line(&warning.address),
            one_line(&warning.at),
            one_line(&warning.message)
        )?;
    }
    if report.warnings_left_out > 0 {
        writeln!(out, "and {} more warnings", report.warnings_left_out)?;
    }
    if !report.unindexed.is_empty() {
        writeln!(out, "warning: {}", report.unindexed)?;
    }
    if let Some(problem) = &report.index_problem {
        writeln!(
            out,
            "warning: {}; the posts are saved and wait",
            one_line(problem)
        )?;
    }
    if let Some(passed_over) = &report.not_crawled {
        writeln!(out, "note: {}", passed_over.message)?;
    }
    print_accounts(report, out)
}

/// What was not read, account by account.
fn print_accounts(report: &CrawlReport, out: &mut (dyn Write + Send)) -> anyhow::Result<()> {
    for waits in &report.put_off {
        let (account, address) = (waits.account, one_line(&waits.address));
        writeln!(
            out,
            "put off: account {account} ({address}): {}",
            one_line(&waits.reason)
        )?;
    }
    for closed in &report.closed {
        let (account, address) = (closed.account, one_line(&closed.address));
        writeln!(
            out,
            "closed: account {account} ({address}): {}",
            one_line(&closed.reason)
        )?;
    }
    for failure in &report.failed {
        writeln!(
            out,
            "failed: account {} ({}): {}",
            failure.account,
            one_line(&failure.address),
            one_line(&failure.reason)
        )?;
    }
    Ok(())
}
