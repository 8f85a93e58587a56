//! Reading back: posts with their past, what the index lacks, what is due, counts.

use netra::db::{account, assessment, pending, post, status};
use netra::model::{AccountId, Band, Media, PersonKind, PostId, Quoted, Reader};

use super::support::{Page, TestDb, assessment as assessed, find, machine, minute, open};

#[tokio::test]
async fn a_post_comes_back_as_it_went_in() {
    let test = TestDb::new().await;
    let mut page = Page::at(0).post("a", "satu\u{7f} \u{1F44D}\u{1F3FD}\nbaris dua");
    page.posts[0].context = Some(Quoted {
        author: Some("@lain@contoh.example".to_owned()),
        url: None,
        text: Some("kata orang lain".to_owned()),
    });
    page.posts[0].media = vec![Media {
        kind: "image".to_owned(),
        url: Some("https://contoh.example/a.jpg".to_owned()),
        alt: Some("dua jari".to_owned()),
    }];
    test.save(&page).await;
    let document = find(&test.db, &[1]).await.remove(0);
    assert_eq!(document.revision.text, page.posts[0].text);
    assert_eq!(document.revision.context, page.posts[0].context);
    assert_eq!(document.revision.media, page.posts[0].media);
    assert_eq!(document.revision.links, page.posts[0].links);
    assert_eq!(document.assessment.unwrap().1, assessed(0.5, Band::Medium));
    assert_eq!(document.post.claimed_at, page.posts[0].published_at);
    assert_eq!(document.post.region.as_str(), "32.04");
    assert_eq!(document.kind, PersonKind::Person);
    assert_eq!(document.verdict, None);
}

#[tokio::test]
async fn an_opened_post_holds_every_revision_with_its_capture() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    test.save(&Page::at(1).post("a", "dua")).await;
    test.save(&Page::at(2).absent("a")).await;
    let again = assessed(0.9, Band::High);
    let wanted = [(PostId(1), 2, &again)];
    let added = assessment::Added {
        assessments: &wanted,
        reindex: &[PostId(1)],
        event: None,
        at: minute(3),
    };
    assessment::save(&test.db, &added).await.unwrap();
    let item = open(&test.db, 1).await;
    assert_eq!(item.post.band, Band::High);
    assert_eq!(item.post.not_visible_at, Some(minute(2)));
    let texts: Vec<&str> = item
        .revisions
        .iter()
        .map(|revision| revision.said.text.as_str())
        .collect();
    assert_eq!(texts, ["satu", "dua"]);
    assert_eq!(item.assessment.unwrap().body, again);
    let record = &Page::at(1).capture.record;
    let shown = &item.revisions[1];
    assert_eq!(shown.record_id, record.record_id.to_string());
    assert_eq!((&shown.file, shown.payload), (&record.file, record.payload));
    let kept = "SELECT count(*) FROM assessment";
    assert_eq!(test.number(kept).await, 3, "nothing is overwritten");
    let visible = "SELECT visible FROM visibility ORDER BY id";
    assert_eq!(test.raw.numbers(visible).await, [1, 0]);
    assert_eq!(test.number("SELECT count(*) FROM capture").await, 3);
}

#[tokio::test]
async fn there_is_nothing_to_open_where_there_is_no_post() {
    let test = TestDb::new().await;
    let reader = Reader::operator("uji");
    let none = post::open(&reader, &test.db, minute(0), PostId(9)).await;
    assert_eq!(none.unwrap(), None);
    assert_eq!(find(&test.db, &[9]).await, []);
}

#[tokio::test]
async fn all_posts_come_in_order_batch_by_batch() {
    let test = TestDb::new().await;
    let page = (0..7).fold(Page::at(0), |page, n| page.post(&format!("p{n}"), "teks"));
    test.save(&page).await;
    let (machine, mut seen) = (machine(), Vec::new());
    let mut walk = post::PostWalk::at_work(&machine, &test.db);
    loop {
        let batch = walk.next(3).await.unwrap();
        if batch.is_empty() {
            break;
        }
        seen.extend(batch.iter().flatten().map(|document| document.post.id.0));
    }
    assert_eq!(seen, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_change_made_while_the_index_commits_is_not_forgotten() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu").post("b", "dua"))
        .await;
    let batch = pending::batch(&machine(), &test.db, None, 10)
        .await
        .unwrap();
    test.save(&Page::at(1).post("a", "disunting")).await;
    let marks: Vec<_> = batch.ready.iter().map(|pending| pending.mark).collect();
    pending::clear(&test.db, &marks).await.unwrap();
    let left = pending::batch(&machine(), &test.db, None, 10)
        .await
        .unwrap();
    assert_eq!(left.ready.len(), 1);
    assert_eq!(left.ready[0].stored.revision.text, "disunting");
}

#[tokio::test]
async fn posts_for_a_second_look_are_visible_and_longest_unseen() {
    let test = TestDb::new().await;
    test.save(
        &Page::at(0)
            .post("a", "satu")
            .post("b", "dua")
            .post("c", "tiga"),
    )
    .await;
    test.save(&Page::at(1).post("a", "satu").absent("b")).await;
    let due = account::recheck_candidates(&test.db, AccountId(1), second_look(-60, 9))
        .await
        .unwrap();
    let ids: Vec<&str> = due.iter().map(|known| known.native_id.0.as_str()).collect();
    assert_eq!(ids, ["c", "a"]);
    let late = account::recheck_candidates(&test.db, AccountId(1), second_look(0, 9))
        .await
        .unwrap();
    assert_eq!(late, []);
    let unseen = account::recheck_candidates(&test.db, AccountId(1), second_look(-60, 1))
        .await
        .unwrap();
    assert_eq!(unseen.len(), 1);
}

fn second_look(posted_since: i64, seen_before: i64) -> account::SecondLook {
    account::SecondLook {
        posted_since: minute(posted_since),
        seen_before: minute(seen_before),
        limit: 10,
    }
}

#[tokio::test]
async fn the_status_counts_what_there_is() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu").post("b", "dua"))
        .await;
    test.save(&Page::at(1).post("a", "disunting").absent("b"))
        .await;
    test.run(
        "INSERT INTO exchange (host, url, sent_at, milliseconds, bytes, outcome, allowed_at) \
         VALUES ('https://contoh.example', 'https://contoh.example/', 5, 12, 345, 'answered', 6)",
    )
    .await;
    let status = status::status(&test.db, minute(2)).await.unwrap();
    assert_eq!(
        (status.posts, status.posts_not_visible, status.revisions),
        (2, 1, 3)
    );
    assert_eq!(
        (status.captures, status.exchanges, status.over_allowance),
        (2, 1, 1)
    );
    assert_eq!(status.posts_by_band["medium"], 2);
    assert_eq!(status.accounts_by_platform["mastodon"], 1);
    assert_eq!((status.pending_index, status.accounts_due), (2, 1));
    assert!(status.database_bytes > 4096);
}
