//! Laws that hold for any sequence of pages, and under concurrent use.

use std::collections::{BTreeMap, BTreeSet};

use netra::db::page::PostChange;
use netra::db::post::PostRow;
use netra::db::{pending, status};
use proptest::prelude::*;

use super::support::{Page, TestDb, all, machine, minute, open};

/// What a page says of each of four posts: nothing, gone, or one of three texts.
fn pages() -> impl Strategy<Value = Vec<Vec<(u8, u8)>>> {
    let page = proptest::collection::vec((0..4u8, 0..4u8), 0..5);
    proptest::collection::vec(page, 1..8)
}

fn build(number: usize, says: &[(u8, u8)]) -> Page {
    // A day between two pages: within one, what goes to and fro is kept only so often.
    let at = i64::try_from(number).unwrap() * 24 * 60;
    let page = Page::at(at).cursor(&format!("c{number}"));
    says.iter().fold(page, |page, (id, what)| match what {
        0 => page.absent(&format!("p{id}")),
        text => page.post(&format!("p{id}"), &format!("teks {text}")),
    })
}

/// The texts of a post in the order in which they were seen, without immediate repetitions. What
/// came back already is kept once a day, so not again from a page that had another text before it.
fn expected(pages: &[Vec<(u8, u8)>]) -> BTreeMap<String, Vec<String>> {
    let mut texts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in pages {
        let mut shown = BTreeSet::new();
        for (id, what) in page.iter().filter(|(_, what)| *what > 0) {
            let seen = texts.entry(format!("p{id}")).or_default();
            let text = format!("teks {what}");
            let came_back = seen.iter().filter(|one| **one == text).count() >= 2;
            if seen.last() != Some(&text) && !(came_back && shown.contains(id)) {
                seen.push(text);
            }
            shown.insert(id);
        }
    }
    texts
}

async fn check(pages: &[Vec<(u8, u8)>]) {
    let test = TestDb::new().await;
    for (number, says) in pages.iter().enumerate() {
        let page = build(number, says);
        test.save(&page).await;
        let again = test.save(&page).await;
        assert!(
            again
                .posts
                .iter()
                .all(|post| post.change == PostChange::Unchanged)
        );
        assert_eq!(again.vanished, []);
    }
    let expected = expected(pages);
    let posts = test.number("SELECT count(*) FROM post").await;
    assert_eq!(posts, i64::try_from(expected.len()).unwrap());
    for document in all(&test.db).await {
        let item = open(&test.db, document.post.id.0).await;
        let texts: Vec<String> = item.revisions.iter().map(|r| r.said.text.clone()).collect();
        assert_eq!(texts, expected[&document.post.native_id.0]);
        assert_eq!(document.revision, item.revisions.last().unwrap().said);
        assert_eq!(document.post, item.post);
        check_visibility(&test, &item.post).await;
    }
    let unscored = "SELECT count(*) FROM revision WHERE NOT EXISTS (SELECT 1 FROM assessment \
                    WHERE post_id = revision.post_id AND revision = number)";
    assert_eq!(test.number(unscored).await, 0);
    let cursor = test.text("SELECT cursor FROM account").await;
    assert_eq!(cursor, Some(format!("c{}", pages.len() - 1)));
    let status = status::status(&test.db, minute(100 * 24 * 60))
        .await
        .unwrap();
    assert_eq!(status.captures, i64::try_from(pages.len()).unwrap());
    assert_eq!(status.pending_index, posts);
}

/// Visibility begins with a sighting, alternates, moves forward and ends where the post stands.
async fn check_visibility(test: &TestDb, post: &PostRow) {
    let of_post = format!("FROM visibility WHERE post_id = {} ORDER BY id", post.id.0);
    let at = test.raw.numbers(&format!("SELECT at {of_post}")).await;
    let visible = test.raw.numbers(&format!("SELECT visible {of_post}")).await;
    let visible = visible.into_iter().map(|flag| flag == 1);
    let sightings: Vec<(i64, bool)> = at.into_iter().zip(visible).collect();
    assert_eq!(sightings[0].0, post.first_seen_at.as_microsecond());
    for (index, (_, visible)) in sightings.iter().enumerate() {
        assert_eq!(*visible, index % 2 == 0);
    }
    assert!(sightings.windows(2).all(|pair| pair[0].0 <= pair[1].0));
    let (at, visible) = *sightings.last().unwrap();
    let gone = post.not_visible_at.map(jiff::Timestamp::as_microsecond);
    assert_eq!(gone, (!visible).then_some(at));
    assert!(post.last_seen_at >= post.first_seen_at);
}

fn block_on(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(work);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_sequence_of_pages_keeps_every_revision_and_every_change_of_visibility(pages in pages()) {
        block_on(check(&pages));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_tasks_save_and_read_at_once_without_an_error() {
    let test = TestDb::new().await;
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..50 {
        let db = test.db.clone();
        tasks.spawn(async move {
            let own = format!("own{number}");
            let page = Page::at(number).post("shared", "sama").post(&own, "teks");
            page.save(&db).await.unwrap();
            let plan = page.plan(&db).await.unwrap();
            assert!(plan.changes().all(|change| change == PostChange::Unchanged));
            let batch = pending::batch(&machine(), &db, None, 10).await.unwrap();
            let marks: Vec<_> = batch.ready.iter().map(|pending| pending.mark).collect();
            pending::clear(&db, &marks).await.unwrap();
            status::status(&db, minute(number)).await.unwrap();
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
    let ids: BTreeSet<i64> = all(&test.db)
        .await
        .iter()
        .map(|document| document.post.id.0)
        .collect();
    assert_eq!(ids.len(), 51);
    assert_eq!(test.number("SELECT count(*) FROM revision").await, 51);
}
