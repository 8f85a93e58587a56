//! The pace inside a process, under paused time.

use std::time::Duration;

use netra::clock::{Clock as _, SystemClock};
use netra::fetch::Pace;
use tokio::time::Instant;

#[tokio::test(start_paused = true)]
async fn one_hundred_and_one_requests_at_one_per_36_seconds_take_exactly_an_hour() {
    let start = Instant::now();
    let mut pace = Pace::default();
    for _ in 0..101 {
        pace.wait(Duration::from_secs(36), Instant::now()).await;
    }
    assert_eq!(start.elapsed(), Duration::from_hours(1));
}

#[tokio::test(start_paused = true)]
async fn idle_time_gives_no_burst() {
    let interval = Duration::from_secs(10);
    let mut pace = Pace::default();
    pace.wait(interval, Instant::now()).await;
    tokio::time::advance(Duration::from_hours(1)).await;
    let start = Instant::now();
    for _ in 0..3 {
        pace.wait(interval, Instant::now()).await;
    }
    assert_eq!(start.elapsed(), Duration::from_secs(20));
}

#[tokio::test(start_paused = true)]
async fn the_turn_is_waited_for_however_short_the_interval() {
    for interval in [
        Duration::ZERO,
        Duration::from_millis(50),
        Duration::from_secs(5),
    ] {
        let mut pace = Pace::default();
        let turn = Instant::now() + Duration::from_micros(61_234_567);
        pace.wait(interval, turn).await;
        assert!(Instant::now() >= turn, "{interval:?}");
        assert!(turn.elapsed() <= Duration::from_millis(1), "{interval:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_changed_interval_holds_from_the_next_request_on() {
    let start = Instant::now();
    let mut pace = Pace::default();
    pace.wait(Duration::from_secs(1), start).await;
    let steady = Duration::from_secs(30);
    pace.wait(steady, start + steady).await;
    pace.wait(steady, start + steady).await;
    assert_eq!(start.elapsed(), Duration::from_mins(1));
}

/// The book that is a database keeps microseconds. With finer instants the turn that was taken
/// would not be known again when its request left, and the lane would lose a second.
#[test]
fn the_clock_tells_no_more_than_is_kept() {
    let fine = (0..100).any(|_| SystemClock.now().subsec_nanosecond() % 1_000 != 0);
    assert!(!fine);
}
