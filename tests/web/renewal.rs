use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use netra::app::Installation;
use netra::corpus::{Upkeep, reindex};
use netra::model::Role;
use netra::search::{SearchIndex, SearchOptions, analyzer};
use netra::web::{ServerSettings, router};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::support::{House, NewPost, PASSWORD, state};
use super::verdicts::decide;
use super::visitor::Visitor;

/// Longer than any renewal takes; only a broken program lets it pass.
const PATIENCE: Duration = Duration::from_secs(30);

fn found(index: &SearchIndex, query: &str) -> Vec<i64> {
    let options = SearchOptions {
        limit: 10,
        ..SearchOptions::default()
    };
    let found = index.search(&query.parse().unwrap(), &options).unwrap();
    found.posts.into_iter().map(|post| post.0).collect()
}

#[tokio::test]
async fn a_verdict_is_found_without_a_crawl() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let other = NewPost {
        native: "2",
        ..NewPost::default()
    };
    house.post(other).await;
    let folder = tempfile::tempdir().unwrap();
    let words = Arc::new(analyzer([]).unwrap());
    let index = SearchIndex::new(
        folder.path(),
        words,
        netra::search::WriterSettings::default(),
    );
    let index = Arc::new(index);
    assert_eq!(reindex(&house.db, &index).await.unwrap().posts, 2);
    // As another process leaves it: shows when the first look is over.
    house
        .run("INSERT INTO index_pending (post_id, mark) VALUES (2, 1)")
        .await;

    let settings = ServerSettings {
        secure_cookies: false,
        ..ServerSettings::default()
    };
    let state = state(&house.db, house.clock.clone(), settings);
    let upkeep = Upkeep::new(&house.db, Arc::clone(&index), state.changed().clone());
    let mut renewed = upkeep.renewed();
    let stop = CancellationToken::new();
    let running = tokio::spawn(upkeep.run(stop.clone()));
    let look = renewed.wait_for(|posts| *posts == 1);
    tokio::time::timeout(PATIENCE, look).await.unwrap().unwrap();

    house.user("rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    browser.replace(router(state));
    browser.login("rini", PASSWORD).await;
    assert_eq!(found(&index, "verdict:suspected"), [] as [i64; 0]);
    decide(&mut browser, 1, "suspected", "SIG-AJAK").await;
    let bell = renewed.wait_for(|posts| *posts == 2);
    tokio::time::timeout(PATIENCE, bell).await.unwrap().unwrap();
    assert_eq!(found(&index, "verdict:suspected"), [1]);
    assert_eq!(house.count("SELECT count(*) FROM index_pending").await, 0);

    stop.cancel();
    running.await.unwrap();
}

/// Trouble with the index is no trouble of a request.
#[tokio::test]
async fn a_verdict_is_saved_where_no_index_can_be_written() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("index");
    std::fs::write(&file, "not a folder").unwrap();
    let words = Arc::new(analyzer([]).unwrap());
    let index = SearchIndex::new(&file, words, netra::search::WriterSettings::default());
    let settings = ServerSettings {
        secure_cookies: false,
        ..ServerSettings::default()
    };
    let state = state(&house.db, house.clock.clone(), settings);
    let upkeep = Upkeep::new(&house.db, Arc::new(index), state.changed().clone());
    let stop = CancellationToken::new();
    let running = tokio::spawn(upkeep.run(stop.clone()));

    house.user("rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    browser.replace(router(state));
    browser.login("rini", PASSWORD).await;
    let saved = decide(&mut browser, 1, "suspected", "SIG-AJAK").await;
    assert_eq!(saved.status, axum::http::StatusCode::SEE_OTHER);
    stop.cancel();
    running.await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM index_pending").await, 1);
}

/// The whole of it: pages on a socket, and the index of the installation afterwards.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_decided_on_the_served_pages_is_in_the_index() {
    let house = House::new().await;
    house.post(NewPost::default()).await;
    house.user("rini", Role::Reviewer).await;
    let config = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"));
    let mut configuration = netra::config::Configuration::load(config).unwrap();
    configuration.settings.data_dir = house.folder.path().to_owned();
    configuration.settings.database = house.place.settings();
    let installation = Installation::new(configuration, house.clock.clone());
    let index = installation.open_index().unwrap();
    reindex(&house.db, &index).await.unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut visitor = Visitor::new(listener.local_addr().unwrap());
    let stop = CancellationToken::new();
    let stopped = Box::pin(stop.clone().cancelled_owned());
    let served = tokio::spawn(netra::web::open(installation, listener, None, stopped));
    visitor.login("rini", PASSWORD).await;
    visitor
        .judge(1, "suspected", "SIG-AJAK", "Ajakan mencoblos.")
        .await;
    stop.cancel();
    let ended = tokio::time::timeout(PATIENCE, served).await.unwrap();
    ended.unwrap().unwrap();
    assert_eq!(found(&index, "verdict:suspected"), [1]);
}
