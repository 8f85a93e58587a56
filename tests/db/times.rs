//! The views in which people read times.

use super::support::{Page, TestDb, minute};

#[tokio::test]
async fn people_read_times_to_the_microsecond_in_utc() {
    let test = TestDb::new().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    let seen = minute(0).strftime("%Y-%m-%d %H:%M:%S.000000").to_string();
    let posts =
        "SELECT id, native_id, band, posted_at, first_seen_at, not_visible_at FROM post_times";
    test.run("UPDATE post SET posted_at = 1790000000000007")
        .await;
    let posted = "2026-09-21 14:13:20.000007";
    assert_eq!(
        test.raw.lines(posts).await,
        [format!("1 a medium {posted} {seen} ")]
    );
    test.run("UPDATE post SET not_visible_at = 4102444799999999, posted_at = 1078099200500000")
        .await;
    let times = "SELECT posted_at, last_seen_at, not_visible_at FROM post_times";
    let (posted, gone) = ("2004-03-01 00:00:00.500000", "2099-12-31 23:59:59.999999");
    assert_eq!(
        test.raw.lines(times).await,
        [format!("{posted} {seen} {gone}")]
    );
}

#[tokio::test]
async fn requests_and_events_show_their_times_too() {
    let test = TestDb::new().await;
    test.run(
        "INSERT INTO exchange (host, url, sent_at, milliseconds, bytes, outcome, allowed_at)
         VALUES ('contoh.example', 'u', 1790000000123456, 1, 1, 'answered', 1790000000000000)",
    )
    .await;
    let requests = "SELECT host, allowed_at, sent_at FROM exchange_times";
    let request = "contoh.example 2026-09-21 14:13:20.000000 2026-09-21 14:13:20.123456";
    assert_eq!(test.raw.lines(requests).await, [request]);
    test.run("INSERT INTO audit VALUES (1, 1790000000123456, 'siti', 'login', 's', 'd', 'p', 'h')")
        .await;
    let events = "SELECT seq, at, actor, action FROM audit_times";
    let event = "1 2026-09-21 14:13:20.123456 siti login";
    assert_eq!(test.raw.lines(events).await, [event]);
}
