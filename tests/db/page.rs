//! Saving pages.

use netra::db::DbError;
use netra::db::assessment::Added;
use netra::db::page::PostChange;
use netra::db::{self, account, validator};
use netra::model::{AccountId, AccountState, Assessment, Band, Identity, PostId, Validators};

use super::support::{Page, READING, TestDb, assessment, minute, targeting};
use crate::support::database::{Change, REFUSAL};

fn changes(saved: &netra::db::page::SavedPage) -> Vec<(&str, u32, PostChange)> {
    let posts = saved.posts.iter();
    posts
        .map(|post| (post.native_id.0.as_str(), post.revision, post.change))
        .collect()
}

#[tokio::test]
async fn a_new_page_is_stored_with_everything_that_came_with_it() {
    let test = TestDb::new().await;
    let saved = test
        .save(&Page::at(0).post("a", "satu").post("b", "dua").cursor("c1"))
        .await;
    assert_eq!(
        changes(&saved),
        [("a", 1, PostChange::New), ("b", 1, PostChange::New)]
    );
    assert_eq!(test.number("SELECT count(*) FROM index_pending").await, 2);
    assert_eq!(
        test.number("SELECT count(*) FROM post WHERE band = 'medium' AND region = '32.04'")
            .await,
        2
    );
    assert_eq!(
        test.number("SELECT count(*) FROM visibility WHERE visible = 1")
            .await,
        2
    );
    let account = account::get(&test.db, AccountId(1)).await.unwrap();
    assert_eq!(account.cursor.unwrap().0, "c1");
    let url = Page::at(0).capture.request.url;
    let validators = validator::find(&test.db, AccountId(1), &url, READING)
        .await
        .unwrap();
    assert_eq!(validators.etag.as_deref(), Some("\"0\""));
}

#[tokio::test]
async fn an_edit_is_a_revision_and_overwrites_nothing() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu").post("b", "dua"))
        .await;
    let saved = test
        .save(&Page::at(1).post("a", "satu, disunting").post("b", "dua"))
        .await;
    assert_eq!(
        changes(&saved),
        [
            ("a", 2, PostChange::Edited),
            ("b", 1, PostChange::Unchanged)
        ]
    );
    assert_eq!(test.number("SELECT count(*) FROM post").await, 2);
    assert_eq!(
        test.raw
            .texts("SELECT text FROM revision WHERE post_id = 1 ORDER BY number")
            .await,
        ["satu", "satu, disunting"]
    );
    assert_eq!(test.number("SELECT count(*) FROM assessment").await, 3);
    let next = Page::at(2)
        .post("a", "satu, disunting")
        .post("b", "berubah")
        .post("c", "baru");
    let changes: Vec<PostChange> = next.plan(&test.db).await.unwrap().changes().collect();
    assert_eq!(
        changes,
        [PostChange::Unchanged, PostChange::Edited, PostChange::New]
    );
}

#[tokio::test]
async fn a_page_saved_twice_changes_nothing() {
    let test = TestDb::new().await;
    let first = Page::at(0).post("a", "satu").post("a", "dua").cursor("c1");
    let second = Page::at(1).post("a", "tiga").cursor("c2");
    test.save(&first).await;
    test.save(&second).await;
    let again = test.save(&first).await;
    assert_eq!(
        changes(&again),
        [
            ("a", 3, PostChange::Unchanged),
            ("a", 3, PostChange::Unchanged)
        ]
    );
    assert_eq!(test.number("SELECT count(*) FROM revision").await, 3);
    assert_eq!(test.number("SELECT count(*) FROM capture").await, 2);
    assert_eq!(test.text("SELECT cursor FROM account").await.unwrap(), "c2");
}

#[tokio::test]
async fn a_post_that_goes_and_comes_back_leaves_a_trace() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    test.run("DELETE FROM index_pending").await;
    let gone = test
        .save(&Page::at(1).absent("a").absent("never stored"))
        .await;
    assert_eq!(gone.vanished.len(), 1);
    assert_eq!(test.number("SELECT count(*) FROM index_pending").await, 1);
    let still = test.save(&Page::at(2).absent("a")).await;
    assert_eq!(still.vanished, []);
    let back = test.save(&Page::at(3).post("a", "satu")).await;
    assert_eq!(changes(&back), [("a", 1, PostChange::Unchanged)]);
    assert_eq!(
        test.raw
            .numbers("SELECT visible FROM visibility ORDER BY id")
            .await,
        [1, 0, 1]
    );
    assert_eq!(
        test.number("SELECT count(*) FROM post WHERE not_visible_at IS NULL")
            .await,
        1
    );
}

#[tokio::test]
async fn an_older_answer_moves_nothing_back() {
    let test = TestDb::new().await;
    test.save(&Page::at(5).post("a", "baru")).await;
    test.save(&Page::at(3).absent("a")).await;
    let late = test.save(&Page::at(4).post("a", "lama")).await;
    assert_eq!(changes(&late), [("a", 2, PostChange::Edited)]);
    assert_eq!(test.number("SELECT latest_revision FROM post").await, 1);
    let next = test.save(&Page::at(6).post("a", "baru")).await;
    assert_eq!(changes(&next), [("a", 1, PostChange::Unchanged)]);
    let edited = test.save(&Page::at(7).post("a", "lebih baru")).await;
    assert_eq!(changes(&edited), [("a", 3, PostChange::Edited)]);
    assert_eq!(test.number("SELECT count(*) FROM visibility").await, 1);
    assert_eq!(
        test.number("SELECT last_seen_at FROM post").await,
        super::support::minute(7).as_microsecond()
    );
}

#[tokio::test]
async fn a_page_that_fails_leaves_neither_posts_nor_cursor() {
    let test = TestDb::new().await;
    let new_cursor = "NEW.cursor IS NOT NULL";
    let refuse = test.raw.refuse(Change::Update, "account", new_cursor);
    refuse.await;
    let page = Page::at(0).post("a", "satu").cursor("c1");
    let error = page.save(&test.db).await.unwrap_err();
    assert!(error.to_string().contains(REFUSAL), "{error}");
    for table in [
        "SELECT count(*) FROM post",
        "SELECT count(*) FROM revision",
        "SELECT count(*) FROM capture",
        "SELECT count(*) FROM validator",
        "SELECT count(*) FROM index_pending",
        "SELECT count(*) FROM account WHERE cursor IS NOT NULL",
    ] {
        assert_eq!(test.number(table).await, 0, "{table}");
    }
    test.raw.accept("account").await;
    test.save(&page).await;
    assert_eq!(test.number("SELECT count(*) FROM post").await, 1);
}

#[tokio::test]
async fn what_the_platform_says_of_the_account_is_kept_but_not_followed() {
    let test = TestDb::new().await;
    let mut page = Page::at(0);
    page.state = Some(AccountState::Active);
    page.identity = Some(Identity {
        stable_id: Some("17".to_owned()),
        address: Some("Satu@Contoh.example".to_owned()),
        display_name: Some("Satu".to_owned()),
    });
    test.save(&page).await;
    assert_eq!(test.text("SELECT seen_address FROM account").await, None);
    let mut moved = Page::at(1);
    moved.identity = Some(Identity {
        stable_id: Some("18".to_owned()),
        address: Some("@baru@contoh.example".to_owned()),
        display_name: None,
    });
    test.save(&moved).await;
    let account = account::get(&test.db, AccountId(1)).await.unwrap().account;
    assert_eq!(account.state, AccountState::Active);
    assert_eq!(account.stable_id.as_deref(), Some("17"));
    assert_eq!(account.address, "@satu@contoh.example");
    assert_eq!(
        test.text("SELECT seen_address FROM account")
            .await
            .as_deref(),
        Some("@baru@contoh.example")
    );
}

#[tokio::test]
async fn a_cut_answer_leaves_no_validators() {
    let test = TestDb::new().await;
    test.save(&Page::at(0)).await;
    let mut cut = Page::at(1);
    cut.capture.truncated = Some(netra::model::Truncation::Length);
    test.save(&cut).await;
    let url = cut.capture.request.url;
    let validators = validator::find(&test.db, AccountId(1), &url, READING)
        .await
        .unwrap();
    assert_eq!(validators, Validators::default());
    assert_eq!(
        test.text("SELECT truncated FROM capture WHERE id = 2")
            .await
            .as_deref(),
        Some("length")
    );
}

#[tokio::test]
async fn a_page_that_shows_two_versions_of_a_post_may_be_saved_twice() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    let both = Page::at(1).post("a", "satu").post("a", "dua");
    test.save(&both).await;
    let again = test.save(&both).await;
    assert!(
        again
            .posts
            .iter()
            .all(|post| post.change == PostChange::Unchanged)
    );
    assert_eq!(test.number("SELECT count(*) FROM revision").await, 2);
}

#[tokio::test]
async fn a_plan_that_somebody_overtook_writes_nothing() {
    let test = TestDb::new().await;
    let late = Page::at(1).post("a", "dua").cursor("late");
    let plan = late.plan(&test.db).await.unwrap();
    test.save(&Page::at(0).post("a", "satu").cursor("first"))
        .await;
    let refused = late.save_planned(&test.db, plan).await.unwrap_err();
    assert!(matches!(refused, DbError::Overtaken), "{refused}");
    assert_eq!(test.number("SELECT count(*) FROM capture").await, 1);
    assert_eq!(test.number("SELECT count(*) FROM revision").await, 1);
    assert_eq!(
        test.text("SELECT cursor FROM account").await.unwrap(),
        "first"
    );
    let again = test.save(&late).await;
    assert_eq!(changes(&again), [("a", 2, PostChange::Edited)]);
}

async fn standing(test: &TestDb) -> (Option<String>, Option<String>) {
    (
        test.text("SELECT band || ' ' || score FROM post").await,
        test.text("SELECT target FROM post").await,
    )
}

#[tokio::test]
async fn an_older_revision_does_not_say_whom_a_post_is_about() {
    let test = TestDb::new().await;
    let mut newest = Page::at(5).post("a", "baru");
    newest.assessment = Some(targeting(0.9, Band::High, "pemilu/satu"));
    test.save(&newest).await;
    let mut late = Page::at(3).post("a", "lama");
    late.assessment = Some(targeting(0.6, Band::Medium, "pemilu/dua"));
    test.save(&late).await;
    assert_eq!(test.number("SELECT count(*) FROM assessment").await, 2);
    let (band, target) = standing(&test).await;
    assert_eq!(band.as_deref(), Some("high 0.9"));
    assert_eq!(target.as_deref(), Some("pemilu/satu"));
}

#[tokio::test]
async fn scoring_again_moves_score_band_and_target_together() {
    let test = TestDb::new().await;
    let mut page = Page::at(0).post("a", "satu");
    page.assessment = Some(targeting(0.9, Band::High, "pemilu/satu"));
    test.save(&page).await;
    let post = PostId(1);
    let again = async |revision, made: &Assessment| {
        let added = Added {
            assessments: &[(post, revision, made)],
            reindex: &[],
            event: None,
            at: minute(9),
        };
        db::assessment::save(&test.db, &added).await.unwrap();
        standing(&test).await
    };
    let (band, target) = again(1, &targeting(0.6, Band::Medium, "pemilu/dua")).await;
    assert_eq!(band.as_deref(), Some("medium 0.6"));
    assert_eq!(target.as_deref(), Some("pemilu/dua"));
    let (band, target) = again(1, &targeting(0.2, Band::Low, "pemilu/dua")).await;
    assert_eq!(
        (band.as_deref(), target),
        (Some("low 0.2"), None),
        "what left the queue is about nobody"
    );
    let (band, target) = again(1, &assessment(0.8, Band::High)).await;
    assert_eq!((band.as_deref(), target), (Some("high 0.8"), None));
}
