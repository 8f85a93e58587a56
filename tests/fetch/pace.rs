//! The pace of one host, under paused time.

use std::time::Duration;

use netra::fetch::Pace;
use tokio::time::Instant;

use super::support::VirtualClock;

#[tokio::test(start_paused = true)]
async fn one_hundred_and_one_requests_at_one_per_36_seconds_take_exactly_an_hour() {
    let clock = VirtualClock::new();
    let start = Instant::now();
    let mut pace = Pace::new(Duration::from_secs(36));
    for _ in 0..101 {
        let turn = pace.turn(&clock).await;
        assert!(turn.sent_at >= turn.allowed_at);
    }
    assert_eq!(start.elapsed(), Duration::from_hours(1));
}

#[tokio::test(start_paused = true)]
async fn idle_time_gives_no_burst() {
    let clock = VirtualClock::new();
    let mut pace = Pace::new(Duration::from_secs(10));
    pace.turn(&clock).await;
    tokio::time::advance(Duration::from_hours(1)).await;
    let start = Instant::now();
    for _ in 0..3 {
        pace.turn(&clock).await;
    }
    assert_eq!(start.elapsed(), Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn the_latest_of_all_demands_counts() {
    let clock = VirtualClock::new();
    let start = Instant::now();
    let mut pace = Pace::new(Duration::from_secs(5));
    pace.turn(&clock).await;
    pace.rest(Duration::from_mins(1));
    pace.rest(Duration::from_secs(20));
    assert_eq!(pace.remaining_rest(), Duration::from_mins(1));
    let turn = pace.turn(&clock).await;
    assert_eq!(start.elapsed(), Duration::from_mins(1));
    assert_eq!(turn.allowed_at, turn.sent_at);
}

#[tokio::test(start_paused = true)]
async fn a_longer_interval_counts_from_the_last_request() {
    let clock = VirtualClock::new();
    let start = Instant::now();
    let mut pace = Pace::new(Duration::from_secs(1));
    pace.turn(&clock).await;
    pace.set_interval(Duration::from_secs(30));
    pace.turn(&clock).await;
    pace.turn(&clock).await;
    assert_eq!(start.elapsed(), Duration::from_mins(1));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_comes_late_was_allowed_earlier() {
    let clock = VirtualClock::new();
    let mut pace = Pace::new(Duration::from_secs(10));
    let first = pace.turn(&clock).await;
    tokio::time::advance(Duration::from_secs(25)).await;
    let second = pace.turn(&clock).await;
    assert_eq!((second.sent_at - first.sent_at).get_seconds(), 25);
    assert_eq!((second.allowed_at - first.sent_at).get_seconds(), 10);
}
