//! Sites that take as long over every answer as they may.

use std::sync::Arc;

use netra::clock::SystemClock;
use netra::crawl::{CrawlReport, Crawler, ProgressTeller};
use netra::db::schedule::DueFilter;
use netra::fetch::{Fetch, Fetched, HttpFetcher, Waits};
use netra::model::{AccountId, FetchRequest};
use tokio_util::sync::CancellationToken;

use crate::support::Installation;
use crate::support::site::Site;

/// The network, whose answers are said to have taken so long.
#[derive(Debug)]
struct Slow {
    door: HttpFetcher,
    milliseconds: u64,
}

impl Fetch for Slow {
    async fn fetch_among(&self, request: &FetchRequest, waits: &Waits) -> Fetched {
        let mut fetched = self.door.fetch_among(request, waits).await;
        for exchange in &mut fetched.exchanges {
            exchange.milliseconds = self.milliseconds;
        }
        fetched
    }
}

async fn pass(installation: &Installation, milliseconds: u64) -> CrawlReport {
    let config = installation.path().join("config");
    let opened = netra::app::Installation::load(&config, Arc::new(SystemClock)).unwrap();
    let fast = Arc::into_inner(opened.crawler().await.unwrap()).unwrap();
    let crawler = Arc::new(Crawler {
        fetch: Slow {
            door: fast.fetch,
            milliseconds,
        },
        db: fast.db,
        sources: fast.sources,
        intake: fast.intake,
        index: fast.index,
        clock: fast.clock,
        settings: fast.settings,
        progress: ProgressTeller::default(),
    });
    let filter = DueFilter {
        ids: vec![AccountId(1)],
        early: true,
        ..DueFilter::default()
    };
    crawler
        .pass(&filter, &CancellationToken::new())
        .await
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_is_slow_over_every_answer_is_left_after_ten_minutes() {
    let site = Site::start(1, 95);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    let mut passes = 0;
    let mut posts = 0;
    while posts < 95 {
        let before = posts;
        let report = pass(&installation, 4 * 60_000).await;
        posts += report.counts.posts_new;
        passes += 1;
        assert!(report.counts.requests <= 5, "{report:#?}");
        assert_eq!(report.failed, [], "{report:#?}");
        let told = report
            .warnings
            .iter()
            .any(|odd| odd.message.contains("at the next visit"));
        assert!(told, "{report:#?}");
        assert!(
            posts > before || passes < 3,
            "it goes on from where it stood: {report:#?}"
        );
    }
    assert!(passes > 3, "{passes} passes");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_that_answers_in_time_is_read_in_one_visit() {
    let site = Site::start(1, 95);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    let report = pass(&installation, 5_000).await;
    assert_eq!(report.counts.posts_new, 95, "{report:#?}");
    let told = report.warnings.iter().map(|odd| &*odd.message);
    assert_eq!(told.filter(|told| told.contains("next visit")).count(), 0);
}
