//! A search says when it did not look, or not at everything; renewals that meet.

use netra::cli::RefusedInput;
use netra::corpus::{Renewal, renew_index};
use serde_json::{Value, json};

use super::command::Installed;
use super::corpus::{apply, hits, open};
use crate::db::support::Page;

/// The `index` of an answer in JSON, with what was refused.
async fn standing(installed: &Installed) -> (Value, Option<String>) {
    let (printed, exit) = installed.try_run(&["coblos", "--json"]).await;
    let refused = exit
        .err()
        .map(|error| error.downcast::<RefusedInput>().unwrap().0);
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["total"].is_null(), refused.is_some(), "{answer}");
    (answer["index"].clone(), refused)
}

#[tokio::test]
async fn an_index_that_has_everything_is_current() {
    let installed = Installed::new().await;
    let expected = json!({"state": "current", "documents": 3, "pending": 0, "posts": 3});
    assert_eq!(standing(&installed).await, (expected, None));
}

#[tokio::test]
async fn changed_posts_are_counted_as_pending() {
    let installed = Installed::new().await;
    let later = Page::at(1).post("a", "diubah").post("d", "coblosan baru");
    installed.database.save(&later).await;
    let expected = json!({"state": "behind", "documents": 3, "pending": 2, "posts": 4});
    assert_eq!(standing(&installed).await, (expected, None));
    let index = open(installed.folder.path());
    assert_eq!(
        renew_index(&installed.database.db, &index)
            .await
            .unwrap()
            .posts,
        2
    );
    assert_eq!(standing(&installed).await.0["state"], "current");
    assert_eq!(hits(&index, "coblos"), [2, 4]);
}

/// As after a database was brought back that is newer than the index.
#[tokio::test]
async fn posts_that_nobody_will_bring_in_are_told() {
    let installed = Installed::new().await;
    let gone = netra::search::IndexChange::Remove(netra::model::PostId(2));
    apply(&open(installed.folder.path()), &[gone]).unwrap();
    let (index, refused) = standing(&installed).await;
    assert_eq!((&index["state"], refused), (&json!("behind"), None));
}

#[tokio::test]
async fn a_deleted_index_is_told_and_reindex_brings_it_back() {
    let installed = Installed::new().await;
    std::fs::remove_dir_all(installed.folder.path()).unwrap();
    let (index, refused) = standing(&installed).await;
    let expected = json!({"state": "missing", "documents": 0, "pending": 0, "posts": 3});
    assert_eq!(index, expected);
    let refused = refused.unwrap();
    let sentence = "the search index is missing: run netra reindex";
    assert!(refused.starts_with(sentence), "{refused}");
    let (printed, exit) = installed.try_run(&["coblos"]).await;
    assert!(printed.is_empty() && exit.is_err(), "{printed}");
    assert_eq!(installed.reindex().await, "3 posts indexed\n");
    assert_eq!(standing(&installed).await.0["state"], "current");
}

/// What a renewal makes of an index that was lost would look whole and hold the newest only.
#[tokio::test]
async fn a_renewal_leaves_a_deleted_index_deleted() {
    let installed = Installed::new().await;
    std::fs::remove_dir_all(installed.folder.path()).unwrap();
    installed
        .database
        .save(&Page::at(1).post("d", "baru"))
        .await;
    let index = open(installed.folder.path());
    assert_eq!(
        renew_index(&installed.database.db, &index)
            .await
            .unwrap()
            .posts,
        0
    );
    assert_eq!(standing(&installed).await.0["state"], "missing");
    assert_eq!(installed.reindex().await, "4 posts indexed\n");
    let expected = json!({"state": "current", "documents": 4, "pending": 0, "posts": 4});
    assert_eq!(standing(&installed).await.0, expected);
}

#[tokio::test]
async fn an_empty_index_over_stored_posts_is_missing() {
    let installed = Installed::new().await;
    std::fs::remove_dir_all(installed.folder.path()).unwrap();
    let index = open(installed.folder.path());
    index.batch_writer().create_index().unwrap();
    assert_eq!(standing(&installed).await.0["state"], "missing");
}

#[tokio::test]
async fn an_index_of_another_version_is_told() {
    let installed = Installed::new().await;
    let pointer = installed.folder.path().join("current.json");
    let older = std::fs::read_to_string(&pointer).unwrap();
    std::fs::write(&pointer, older.replace("\"schema\":5", "\"schema\":1")).unwrap();
    let (index, refused) = standing(&installed).await;
    assert_eq!(index["state"], "outdated");
    assert!(refused.unwrap().contains("netra reindex"));
    let index = open(installed.folder.path());
    installed
        .database
        .save(&Page::at(1).post("d", "baru"))
        .await;
    let renewed = renew_index(&installed.database.db, &index).await;
    assert_eq!(renewed.unwrap().posts, 0, "a crawl goes on without");
    assert_eq!(installed.reindex().await, "4 posts indexed\n");
    assert_eq!(standing(&installed).await.0["state"], "current");
}

#[tokio::test]
async fn while_it_is_rebuilt_the_old_index_answers() {
    let installed = Installed::new().await;
    let running = open(installed.folder.path()).rebuild().unwrap();
    let expected =
        json!({"state": "rebuilding", "documents": 3, "pending": 0, "posts": 3, "rebuilt": 0});
    assert_eq!(standing(&installed).await, (expected, None));
    std::fs::remove_file(installed.folder.path().join("current.json")).unwrap();
    let (index, refused) = standing(&installed).await;
    assert_eq!(index["state"], "rebuilding");
    let refused = refused.unwrap();
    assert!(
        refused.contains("0 of 3 posts so far; search again"),
        "{refused}"
    );
    drop(running);
}

#[tokio::test]
async fn where_nothing_is_stored_nothing_is_missing() {
    let installed = Installed::empty().await;
    let (printed, exit) = installed.try_run(&["coblos"]).await;
    exit.unwrap();
    assert_eq!(printed, "0 of 0\n");
    let saved = Page::at(0).post("a", "mencoblos");
    installed.database.save(&saved).await;
    let index = open(installed.folder.path());
    assert_eq!(
        renew_index(&installed.database.db, &index)
            .await
            .unwrap()
            .posts,
        1
    );
    assert_eq!(
        hits(&index, "coblos"),
        [1],
        "the first pass makes the index"
    );
}

#[tokio::test]
async fn who_finds_another_renewing_leaves_it_to_them() {
    let installed = Installed::new().await;
    let (db, index) = (&installed.database.db, open(installed.folder.path()));
    let (mut pass, mut web) = (Renewal::new(db, &index), Renewal::new(db, &index));
    installed
        .database
        .save(&Page::at(1).post("d", "coblosan satu"))
        .await;
    assert_eq!(pass.renew().await.unwrap(), 1);
    installed
        .database
        .save(&Page::at(2).post("e", "coblosan dua"))
        .await;
    assert_eq!(
        web.renew().await.unwrap(),
        0,
        "the pass has the right to write"
    );
    assert_eq!(pass.renew().await.unwrap(), 1, "and writes what was left");
    pass.finish().await.unwrap();
    installed
        .database
        .save(&Page::at(3).post("f", "coblosan tiga"))
        .await;
    assert_eq!(web.renew().await.unwrap(), 1);
    assert_eq!(hits(&index, "coblos"), [1, 2, 4, 5, 6]);
    assert_eq!(standing(&installed).await.0["state"], "current");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_passes_that_end_together_lose_nothing() {
    let installed = Installed::new().await;
    let db = &installed.database.db;
    for round in 1..6 {
        let number = format!("bersama{round}");
        installed
            .database
            .save(&Page::at(round).post(&number, "coblosan"))
            .await;
        let (one, other) = (open(installed.folder.path()), open(installed.folder.path()));
        let (one, other) = tokio::join!(renew_index(db, &one), renew_index(db, &other));
        assert!(one.unwrap().posts + other.unwrap().posts >= 1);
    }
    let (index, _) = standing(&installed).await;
    let expected = json!({"state": "current", "documents": 8, "pending": 0, "posts": 8});
    assert_eq!(index, expected);
}
