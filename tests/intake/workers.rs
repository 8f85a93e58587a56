//! Readers that never end and readers that panic.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::time::Duration;

use netra::intake::{IntakeError, PAGE_DEADLINE};
use netra::model::ParsedPage;
use tokio::sync::Notify;

use super::support::{Entrance, brings, minute};

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

#[tokio::test]
async fn a_reader_that_never_ends_fails_its_page_and_holds_up_no_other() {
    let entrance = Arc::new(Entrance::new().await.working(1, PAGE_DEADLINE));
    let endless = Endless::default();
    let (this, reader) = (entrance.clone(), endless.reader());
    let hung =
        tokio::spawn(async move { this.try_bring(brings(5, &[("1", "satu")]), reader).await });
    endless.begun.notified().await;
    tokio::time::pause();
    tokio::time::advance(PAGE_DEADLINE + Duration::from_secs(1)).await;
    tokio::time::resume();
    let late = hung.await.unwrap().unwrap_err();
    assert!(matches!(late, IntakeError::Page { step: "read", .. }));
    assert_eq!(
        late.to_string(),
        "file:///ekspor.json cannot be read: it took longer than 30s; what came is kept, report \
         the page"
    );
    assert_eq!(entrance.number("SELECT count(*) FROM post").await, 0);
    let next = entrance.bring(brings(6, &[("2", "dua")])).await;
    assert_eq!(next.saved.posts.len(), 1, "the only desk is free again");
}

#[tokio::test]
async fn pages_that_never_end_are_bounded_and_then_refused() {
    let entrance = Entrance::new().await.working(1, Duration::from_millis(20));
    let endless = Endless::default();
    let mut said = Vec::new();
    for number in 0..7 {
        let page = brings(number, &[("1", "satu")]);
        let error = entrance
            .try_bring(page, endless.reader())
            .await
            .unwrap_err();
        said.push(error.to_string().contains("took longer"));
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
        let entrance = Entrance::new().await.working(desks, PAGE_DEADLINE);
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
