//! Answers that come slowly, or never end, keep no room from those that come.

use std::time::Duration;

use netra::fetch::{AnswerPlace, LargeAnswers, SMALL_ANSWER};
use rstest::rstest;
use tokio::time::timeout;

/// The cap of a feed.
const LARGEST: usize = 64 << 20;

async fn at_once(waiting: impl Future<Output = ()>) -> bool {
    timeout(Duration::from_millis(1), waiting).await.is_ok()
}

/// Answers that sent so much and go on sending, byte by byte.
async fn dripping(room: &LargeAnswers, count: usize, sent: usize) -> Vec<AnswerPlace> {
    let places: Vec<_> = (0..count).map(|_| room.place(LARGEST)).collect();
    for place in &places {
        assert!(at_once(place.hold(sent)).await);
    }
    places
}

#[rstest]
#[case::small(1000, SMALL_ANSWER)]
#[case::just_large(90, SMALL_ANSWER + 1)]
#[case::larger(15, 6 << 20)]
#[case::one_of_the_largest(1, LARGEST)]
#[tokio::test(start_paused = true)]
async fn whoever_drips_keeps_nobody_waiting(#[case] count: usize, #[case] sent: usize) {
    let room = LargeAnswers::default();
    let _dripping = dripping(&room, count, sent).await;
    for _ in 0..50 {
        let honest = room.place(LARGEST);
        for mebibytes in 1..=4 {
            assert!(at_once(honest.hold(mebibytes << 20)).await);
        }
        assert!(at_once(honest.take_room()).await);
    }
}

/// All want more than there is: one goes on, and after it the next.
#[tokio::test(start_paused = true)]
async fn answers_that_want_all_room_at_once_come_one_after_the_other() {
    let room = LargeAnswers::default();
    let receive = |place: AnswerPlace| async move {
        for mebibytes in 1..=64 {
            place.hold(mebibytes << 20).await;
            tokio::task::yield_now().await;
        }
        place.take_room().await;
    };
    let all: Vec<_> = (0..40)
        .map(|_| tokio::spawn(receive(room.place(LARGEST))))
        .collect();
    for one in all {
        let ended = timeout(Duration::from_secs(1), one).await;
        ended.expect("nobody waits for ever").unwrap();
    }
}

/// What is held is bounded: beyond it one goes on, and nobody else.
#[tokio::test(start_paused = true)]
async fn one_answer_alone_goes_beyond_the_room() {
    let room = LargeAnswers::default();
    let held = dripping(&room, 95, SMALL_ANSWER + 1).await;
    let [last, alone, waiting] = [(); 3].map(|()| room.place(LARGEST));
    assert!(at_once(last.hold(2 << 20)).await);
    assert!(at_once(alone.hold(LARGEST)).await);
    assert!(!at_once(waiting.hold(2 << 20)).await);
    assert!(!at_once(last.hold(3 << 20)).await);
    drop(held);
    assert!(at_once(waiting.hold(2 << 20)).await);
}
