//! Readers that never end and readers that panic.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use netra::clock::{EffortClock as _, SystemEffort, ThreadNumber};
use netra::intake::{IntakeError, PAGE_DEADLINE, TakenIn};
use netra::model::{ParsedPage, Sha256};
use rstest::rstest;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use super::support::{Entrance, brings, minute};
use crate::support::effort::ManualEffort;

/// Longer than any deadline here: only where deadlines are broken does a reader end by itself, so
/// that its test fails and does not hang.
const END: Duration = Duration::from_mins(1);

/// Readers that go on until this is dropped.
#[derive(Default)]
struct Endless {
    begun: Arc<Notify>,
    holds: RefCell<Vec<mpsc::Sender<()>>>,
}

impl Endless {
    fn reader(&self) -> impl FnOnce(&[u8]) -> ParsedPage + Send + 'static {
        let begun = self.begun.clone();
        let (hold, until) = mpsc::channel();
        self.holds.borrow_mut().push(hold);
        move |_| {
            begun.notify_one();
            // An error either way: nothing is ever sent.
            let _ = until.recv_timeout(END);
            ParsedPage::default()
        }
    }
}

/// Brings a page whose reader has begun and goes on.
async fn bring_beside(
    entrance: &Arc<Entrance>,
    endless: &Endless,
) -> JoinHandle<Result<TakenIn, IntakeError>> {
    let (this, reader) = (entrance.clone(), endless.reader());
    let page = brings(5, &[("1", "satu")]);
    let brought = tokio::spawn(async move { this.try_bring(page, reader).await });
    endless.begun.notified().await;
    brought
}

/// Lets time go by, and whoever waited for it go on.
async fn pass_by(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time + Duration::from_millis(1)).await;
    tokio::time::resume();
    tokio::task::yield_now().await;
}

#[tokio::test]
async fn a_reader_that_never_ends_fails_its_page_and_holds_up_no_other() {
    let effort = Arc::new(ManualEffort::of(PAGE_DEADLINE));
    let entrance = Arc::new(Entrance::new().await.working(1, PAGE_DEADLINE, &effort));
    let endless = Endless::default();
    let hung = bring_beside(&entrance, &endless).await;
    pass_by(PAGE_DEADLINE).await;
    let late = hung.await.unwrap().unwrap_err();
    assert!(matches!(late, IntakeError::Page { step: "read", .. }));
    assert_eq!(
        late.to_string(),
        "file:///ekspor.json cannot be read: a processor worked for it for more than 30s; what \
         came is kept, report the page"
    );
    assert_eq!(entrance.number("SELECT count(*) FROM post").await, 0);
    let next = entrance.bring(brings(6, &[("2", "dua")])).await;
    assert_eq!(next.saved.posts.len(), 1, "the only desk is free again");
}

/// A machine with other things to do: a page that needs half a second of a processor gets it in
/// four minutes.
#[rstest]
#[case::half_a_second(ManualEffort::of(Duration::from_millis(500)))]
#[case::nearly_all(ManualEffort::of(PAGE_DEADLINE.saturating_sub(Duration::from_millis(1))))]
#[case::nothing_yet(ManualEffort::of(Duration::ZERO))]
#[case::nobody_knows(ManualEffort::unknown())]
#[tokio::test]
async fn a_page_is_not_late_while_the_machine_has_no_time_for_it(#[case] effort: ManualEffort) {
    let effort = Arc::new(effort);
    let entrance = Arc::new(Entrance::new().await.working(1, PAGE_DEADLINE, &effort));
    let endless = Endless::default();
    let slow = bring_beside(&entrance, &endless).await;
    for _ in 0..8 {
        pass_by(PAGE_DEADLINE).await;
    }
    assert!(!slow.is_finished());
    drop(endless);
    slow.await.unwrap().unwrap();
}

/// A reader that waits for ever takes no processor's time: its page has failed nobody, and its desk
/// is free again.
#[tokio::test]
async fn a_page_that_is_never_worked_for_is_put_off_and_holds_no_desk() {
    let effort = Arc::new(ManualEffort::of(Duration::from_millis(500)));
    let entrance = Arc::new(Entrance::new().await.working(1, PAGE_DEADLINE, &effort));
    let endless = Endless::default();
    let stuck = bring_beside(&entrance, &endless).await;
    for _ in 0..10 {
        pass_by(PAGE_DEADLINE).await;
    }
    let put_off = stuck.await.unwrap().unwrap_err();
    assert!(matches!(put_off, IntakeError::NoRoom { .. }), "{put_off}");
    assert_eq!(
        put_off.to_string(),
        "file:///ekspor.json waits: within 300s the machine had no free worker or no time for it; \
         its turn comes again"
    );
    let next = entrance.bring(brings(6, &[("2", "dua")])).await;
    assert_eq!(next.saved.posts.len(), 1, "the only desk is free again");
}

/// What the system says of a thread that works, and of none.
#[test]
fn the_system_tells_how_long_a_processor_worked_for_a_thread() {
    let spent = || SystemEffort.spent_on(ThreadNumber::of_this()).unwrap();
    let before = spent();
    let mut digest = Sha256::of([]);
    while spent() < before + Duration::from_millis(20) {
        digest = Sha256::of(digest.0);
    }
    let waiting = std::thread::spawn(|| SystemEffort.spent_on(ThreadNumber::of_this()).unwrap());
    assert!(waiting.join().unwrap() < spent(), "each thread has its own");
}

#[tokio::test]
async fn pages_that_never_end_are_bounded_and_then_refused() {
    let deadline = Duration::from_millis(20);
    let effort = Arc::new(ManualEffort::of(deadline));
    let entrance = Entrance::new().await.working(1, deadline, &effort);
    let endless = Endless::default();
    let mut said = Vec::new();
    for number in 0..7 {
        let page = brings(number, &[("1", "satu")]);
        let error = entrance
            .try_bring(page, endless.reader())
            .await
            .unwrap_err();
        said.push(error.to_string().contains("a processor worked"));
    }
    assert_eq!(
        said,
        [true, true, true, true, true, false, false],
        "four strays, one that keeps the desk, no further thread"
    );
}

#[tokio::test]
async fn a_reader_that_panics_fails_its_page_and_nothing_else() {
    let entrance = Entrance::new().await;
    let broken = |_: &[u8]| panic!("a rule that was not thought through");
    let error = entrance
        .try_bring(brings(5, &[("1", "satu")]), broken)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "file:///ekspor.json cannot be read: of a fault of the program (a rule that was not \
         thought through); what came is kept, report the page"
    );
    let next = entrance.bring(brings(5, &[("1", "satu")])).await;
    assert_eq!(next.saved.posts.len(), 1);
}

/// A long page is shared out among the desks; each post keeps the assessment of its own words.
#[tokio::test]
async fn each_post_of_a_long_page_is_scored_by_its_own_words() {
    let posts: Vec<(String, String)> = (1..=45)
        .map(|number| (number.to_string(), "kabar ".repeat(number) + "coblos BANU"))
        .collect();
    let posts: Vec<(&str, &str)> = posts.iter().map(|(id, text)| (&**id, &**text)).collect();
    let mut assessed = Vec::new();
    for desks in [1, 2, 3] {
        let effort = Arc::new(ManualEffort::of(Duration::ZERO));
        let entrance = Entrance::new().await.working(desks, PAGE_DEADLINE, &effort);
        entrance.fetch(minute(5), &posts).await;
        let mut of_each = Vec::new();
        for (id, _) in &posts {
            let body = "SELECT body FROM assessment JOIN post ON post.id = post_id WHERE native_id";
            of_each.push(entrance.text(&format!("{body} = '{id}'")).await.unwrap());
        }
        assessed.push(of_each);
    }
    let alone = &assessed[0];
    assert_eq!(alone.iter().collect::<BTreeSet<_>>().len(), posts.len());
    assert!(assessed.iter().all(|shared| shared == alone));
}
