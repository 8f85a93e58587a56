use std::sync::Arc;
use std::time::Duration;

use netra::corpus::{Upkeep, reindex};
use netra::model::Role;
use netra::search::{Options, SearchIndex, analyzer};
use netra::web::{Settings, router};
use tokio_util::sync::CancellationToken;

use super::support::{House, NewPost, state};
use super::verdicts::decide;

/// Longer than any renewal takes; only a broken program lets it pass.
const PATIENCE: Duration = Duration::from_secs(30);

fn found(index: &SearchIndex, query: &str) -> Vec<i64> {
    let options = Options {
        limit: 10,
        ..Options::default()
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
    let index = SearchIndex::new(folder.path(), words, netra::search::Settings::default());
    let index = Arc::new(index);
    assert_eq!(reindex(&house.db, &index).await.unwrap(), 2);
    // As another process leaves it: shows when the first look is over.
    house
        .run("INSERT INTO index_pending (post_id, mark) VALUES (2, 1)")
        .await;

    let settings = Settings {
        secure_cookies: false,
        ..Settings::default()
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
    browser.login("rini", super::support::PASSWORD).await;
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
    let index = SearchIndex::new(&file, words, netra::search::Settings::default());
    let settings = Settings {
        secure_cookies: false,
        ..Settings::default()
    };
    let state = state(&house.db, house.clock.clone(), settings);
    let upkeep = Upkeep::new(&house.db, Arc::new(index), state.changed().clone());
    let stop = CancellationToken::new();
    let running = tokio::spawn(upkeep.run(stop.clone()));

    house.user("rini", Role::Reviewer).await;
    let mut browser = house.visitor();
    browser.replace(router(state));
    browser.login("rini", super::support::PASSWORD).await;
    let saved = decide(&mut browser, 1, "suspected", "SIG-AJAK").await;
    assert_eq!(saved.status, axum::http::StatusCode::SEE_OTHER);
    stop.cancel();
    running.await.unwrap();
    assert_eq!(house.count("SELECT count(*) FROM index_pending").await, 1);
}
