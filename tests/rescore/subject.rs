//! What a stored post is scored as: a revision counts from the day it was written.

use jiff::civil::{Date, date};
use netra::corpus::stored_subject;
use netra::model::{Media, TextName};
use netra::score::subject;
use rstest::rstest;

use crate::db::support::{Page, TestDb, find, minute};

/// The days (in western Indonesia) under which both revisions of a post are scored.
async fn days(edited: Option<i64>) -> [Date; 2] {
    let test = TestDb::new().await;
    let mut days = Vec::new();
    let edit = Page::at(3 * 24 * 60).post("a", "diubah");
    for (page, at) in [(Page::at(0).post("a", "satu"), None), (edit, edited)] {
        let mut page = page;
        page.posts[0].edited_at = at.map(minute);
        test.save(&page).await;
        let stored = find(&test.db, &[1]).await.remove(0);
        let subject = stored_subject(&stored);
        assert_eq!(subject.region, Some(&stored.post.region));
        assert_eq!(subject.text, page.posts[0].text);
        days.push(subject.day.unwrap());
    }
    days.try_into().unwrap()
}

#[tokio::test]
async fn a_revision_is_scored_under_the_day_it_was_written() {
    let posted = date(2026, 9, 21);
    assert_eq!(days(None).await, [posted, posted]);
    let next_day = Some(24 * 60);
    assert_eq!(days(next_day).await, [posted, date(2026, 9, 22)]);
    let before_it_was_posted = Some(-3 * 24 * 60);
    assert_eq!(days(before_it_was_posted).await, [posted, posted]);
    let after_it_was_captured = Some(30 * 24 * 60);
    assert_eq!(
        days(after_it_was_captured).await,
        [posted, date(2026, 9, 24)]
    );
}

/// Forged to an earlier day or to a later one: what the network knew at the first capture counts.
#[rstest]
#[case::earlier(-400)]
#[case::later(2)]
#[tokio::test]
async fn a_post_stays_on_the_day_under_which_it_was_filed(#[case] days: i64) {
    let test = TestDb::new().await;
    let mut page = Page::at(3 * 24 * 60).post("a", "satu");
    page.posts[0].published_at = Some(minute(days * 24 * 60));
    test.save(&page).await;
    let filed = minute(0).as_microsecond();
    let file = format!("UPDATE post SET posted_at = {filed}");
    test.raw.run(&file).await;
    let stored = find(&test.db, &[1]).await.remove(0);
    assert_eq!(stored_subject(&stored).day, Some(date(2026, 9, 21)));
}

#[tokio::test]
async fn a_stored_post_is_scored_with_its_alternative_texts_as_when_it_was_captured() {
    let test = TestDb::new().await;
    let mut page = Page::at(0).post("a", "Selamat pagi");
    let alts = [None, Some("Ayo coblos"), Some("")];
    page.posts[0].media = alts
        .map(|alt| Media {
            kind: "image".to_owned(),
            url: None,
            alt: alt.map(str::to_owned),
        })
        .to_vec();
    test.save(&page).await;
    let stored = find(&test.db, &[1]).await.remove(0);
    let captured = subject(
        (&page.posts[0].text, &page.posts[0].media),
        stored.post.posted_at,
        &stored.post.region,
        (stored.kind, stored.post.kind),
    );
    assert_eq!(stored_subject(&stored), captured);
    let told: Vec<(TextName, &str)> = captured
        .further
        .iter()
        .map(|one| (one.name, one.text))
        .collect();
    assert_eq!(
        told,
        [(TextName::Alt(2), "Ayo coblos"), (TextName::Alt(3), "")]
    );
}
