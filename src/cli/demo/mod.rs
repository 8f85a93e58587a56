//! `netra demo`: the main job with no set-up, on made-up sites and a fictional contest.
//!
//! The sites speak real protocols on loopback; accounts are registered, crawled through the
//! real connectors and the real pace, scored, indexed and served, in a temporary installation
//! that is gone afterwards. The clock stands inside the fictional campaign.

mod bluesky;
mod feed;
mod html;
mod install;
mod mastodon;
mod sites;
mod summary;
mod wordpress;
mod world;

use std::io::Write;
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::{Exit, Global, Pages};
use crate::clock::ShiftedClock;
use crate::db::schedule::DueFilter;

/// The demo's first moment: a Wednesday morning in the sixth week of the fictional campaign.
const NOW: &str = "2027-11-10T02:00:00Z";

/// Shows the main job with no set-up.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Port of the review page; 0 takes a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Print the summary and end, without serving.
    #[arg(long)]
    once: bool,
}

impl DemoArgs {
    pub(super) async fn run(
        self,
        global: &Global,
        pages: Pages,
        out: &mut (dyn Write + Send),
    ) -> anyhow::Result<Exit> {
        let now: Timestamp = NOW.parse()?;
        let clock = Arc::new(ShiftedClock::starting_at(now));
        let world = Arc::new(world::World::new(now)?);
        let sites = sites::start(&world).await?;
        let folder = tempfile::Builder::new().prefix("netra-demo-").tempdir()?;
        let installation = install::install(folder.path(), &world, &sites, clock).await?;

        let crawler = installation.crawler().await?;
        let stop = CancellationToken::new();
        let everything = DueFilter {
            early: true,
            ..DueFilter::default()
        };
        let first = crawler.pass(&everything, &stop).await?;
        world.begin_second_day();
        let second = crawler.pass(&everything, &stop).await?;

        let summary = summary::collect(&installation, &crawler, &[first, second]).await?;
        summary::print(&summary, global.json, out)?;
        out.flush()?;
        crawler.intake.captures.close()?;
        if !self.once {
            install::serve(installation, folder.path(), self.port, pages, out).await?;
        }
        crawler.db.close().await;
        Ok(if summary.over_allowance == 0 {
            Exit::Ok
        } else {
            Exit::VerificationFailed
        })
    }
}
