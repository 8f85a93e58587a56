//! Pages that wait for a worker: their accounts are put off and have not failed.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use netra::clock::SystemClock;
use netra::crawl::{CrawlReport, Crawler};
use netra::db::account;
use netra::db::schedule::DueFilter;
use netra::fetch::HttpFetcher;
use netra::intake::{Bringing, BroughtAs, Workers};
use netra::model::{AccountId, ParsedPage};
use tokio_util::sync::CancellationToken;

use crate::support::Installation;
use crate::support::effort::ManualEffort;
use crate::support::site::Site;

async fn crawler(installation: &Installation) -> Arc<Crawler<HttpFetcher>> {
    let config = installation.path().join("config");
    let opened = netra::app::Installation::load(&config, Arc::new(SystemClock)).unwrap();
    opened.crawler().await.unwrap()
}

async fn pass(crawler: &Arc<Crawler<HttpFetcher>>, early: bool) -> CrawlReport {
    let filter = DueFilter {
        early,
        ..DueFilter::default()
    };
    let stop = CancellationToken::new();
    crawler.pass(&filter, &stop).await.unwrap()
}

fn brings() -> Bringing {
    Bringing {
        brought_as: BroughtAs::Import,
        target: "file:///ekspor.json".parse().unwrap(),
        name: None,
        media_type: "application/json".to_owned(),
        by: "siti".to_owned(),
        seen_at: jiff::Timestamp::UNIX_EPOCH,
        bytes: b"[]".to_vec(),
        notes: Vec::new(),
    }
}

/// Leaves no worker free for as long as what it returns lives.
async fn occupy(crawler: &Crawler<HttpFetcher>) -> mpsc::Sender<()> {
    let (hold, until) = mpsc::channel();
    let until = Arc::new(Mutex::new(until));
    let due = account::get(&crawler.db, AccountId(1)).await.unwrap();
    for _ in 0..5 {
        let until = until.clone();
        let endless = move |_: &[u8]| {
            // An error either way: nothing is ever sent.
            let _ = until.lock().unwrap().recv();
            ParsedPage::default()
        };
        let late = crawler.intake.bring(&due, brings(), endless).await;
        assert!(late.unwrap_err().to_string().contains("a processor worked"));
    }
    hold
}

#[tokio::test(flavor = "multi_thread")]
async fn good_accounts_wait_while_pages_that_never_end_hold_every_worker() {
    let site = Site::start(2, 3);
    let installation = Installation::new();
    installation.register(&[
        ("mastodon", &site.account(0)),
        ("mastodon", &site.account(1)),
    ]);
    let mut crowded = crawler(&installation).await;
    let deadline = Duration::from_millis(20);
    let effort = Arc::new(ManualEffort::of(deadline));
    Arc::get_mut(&mut crowded).unwrap().intake.workers = Workers::new(1, deadline, effort);
    let _hold = occupy(&crowded).await;
    for early in [true, false] {
        let report = pass(&crowded, early).await;
        assert_eq!(report.failed, [], "{report:#?}");
        let waits: Vec<_> = report.put_off.iter().map(|one| one.account.0).collect();
        assert_eq!(waits, [1, 2], "due as before, so the next pass tries again");
        let reason = &report.put_off[0].reason;
        assert!(reason.contains("had no free worker"), "{reason}");
    }
    let account = account::get(&crowded.db, AccountId(1)).await.unwrap();
    assert_eq!(account.failures, 0);

    let report = pass(&crawler(&installation).await, false).await;
    assert_eq!((report.counts.posts_new, report.put_off.len()), (6, 0));
}

/// A page that never ends holds the only worker: who tells the pass to end waits for neither it
/// nor those behind it, and no account is blamed.
#[tokio::test(flavor = "multi_thread")]
async fn a_pass_that_is_told_to_end_waits_for_no_page() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.set("crawl", "grace_seconds = 0");
    installation.register(&[("mastodon", &site.account(0))]);
    let mut crowded = crawler(&installation).await;
    let effort = Arc::new(ManualEffort::of(Duration::ZERO));
    Arc::get_mut(&mut crowded).unwrap().intake.workers =
        Workers::new(1, Duration::from_hours(1), effort);
    let (hold, until) = mpsc::channel::<()>();
    let (begun, begins) = tokio::sync::oneshot::channel();
    let (intake, due) = (
        crowded.intake.clone(),
        account::get(&crowded.db, AccountId(1)).await.unwrap(),
    );
    let endless = move |_: &[u8]| {
        begun.send(()).unwrap();
        // An error either way: nothing is ever sent.
        let _ = until.recv();
        ParsedPage::default()
    };
    tokio::spawn(async move { intake.bring(&due, brings(), endless).await });
    begins.await.unwrap();
    let stop = CancellationToken::new();
    let (crawler, told) = (crowded.clone(), stop.clone());
    let early = DueFilter {
        early: true,
        ..DueFilter::default()
    };
    let passing = tokio::spawn(async move { crawler.pass(&early, &told).await });
    // robots.txt, and the answer that waits for a worker.
    while site.arrivals().len() < 2 {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    let report = passing.await.unwrap().unwrap();
    assert!(report.interrupted, "{report:#?}");
    assert_eq!((&report.failed, &report.put_off), (&vec![], &vec![]));
    drop(hold);
}
