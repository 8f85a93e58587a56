//! Lanes in the database: several processes that start, end and are killed at any instant never
//! send too soon, never spend too much, and always get on.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use netra::config::fetch::Budget;
use netra::crawl::DatabaseBook;
use netra::fetch::LaneBook as _;
use netra::fetch::slot::{self, Claim, Slot, SlotTerms};
use netra::model::{Exchange, ExchangeId, ExchangeOutcome, LaneKey, LaneState, Method, RobotsCopy};
use proptest::prelude::*;

use super::support::TestDb;

const INTERVAL: SignedDuration = SignedDuration::from_secs(2);
const WINDOW: SignedDuration = SignedDuration::from_secs(60);
const UNITS: u64 = 10;

/// A line of the ledger.
fn line(sent_at: Timestamp, allowed_at: Timestamp, outcome: ExchangeOutcome) -> Exchange {
    Exchange {
        lane: LaneKey("contoh.example".to_owned()),
        method: Method::Get,
        credential: Some("k".to_owned()),
        cost: 1,
        host: "https://contoh.example:443".to_owned(),
        url: "https://contoh.example/api".to_owned(),
        sent_at,
        milliseconds: 12,
        status: (outcome == ExchangeOutcome::Answered).then_some(200),
        bytes: 345,
        outcome,
        allowed_at,
        unread: None,
    }
}

/// A request that has its slot and did not leave yet.
#[derive(Debug, Clone, Copy)]
struct Holder {
    id: ExchangeId,
    leave_at: Timestamp,
    grace: SignedDuration,
}

/// What one of the processes does next.
#[derive(Debug, Clone, Copy)]
enum Act {
    /// Time passes, in milliseconds.
    Pass(i64),
    /// Process `.0` asks for a slot, allowing itself a grace of `.1` seconds.
    Ask(usize, i64),
    /// It leaves, if its turn has come and its grace not passed, so many milliseconds late.
    Leave(usize),
    /// It settles, after it left.
    Settle(usize),
    /// It is killed, and another takes its place.
    Kill(usize),
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        3 => (0_i64..4_000).prop_map(Act::Pass),
        4 => (0_usize..3, 1_i64..=8).prop_map(|(process, grace)| Act::Ask(process, grace)),
        4 => (0_usize..3).prop_map(Act::Leave),
        2 => (0_usize..3).prop_map(Act::Settle),
        1 => (0_usize..3).prop_map(Act::Kill),
    ]
}

/// Three processes over one database.
struct World {
    book: DatabaseBook,
    now: Timestamp,
    holders: [Option<Holder>; 3],
    left: [Option<(Holder, Timestamp)>; 3],
    sent: Vec<Timestamp>,
}

impl World {
    fn claims() -> Vec<Claim> {
        let claim = |lane: &str, budgets| Claim {
            lane: LaneKey(lane.to_owned()),
            interval: Duration::from_secs(2),
            budgets,
            cost: 1,
            is_credential: false,
        };
        let budget = Budget {
            units: UNITS,
            seconds: 60,
        };
        vec![
            claim("contoh.example", vec![]),
            claim("credential k", vec![budget]),
        ]
    }

    fn lanes() -> Vec<LaneKey> {
        Self::claims().into_iter().map(|claim| claim.lane).collect()
    }

    /// When the turn comes, if a slot is not to be had now.
    async fn ask(&mut self, process: usize, grace: i64) -> Option<Timestamp> {
        if self.holders[process].is_some() || self.left[process].is_some() {
            return None;
        }
        let terms = SlotTerms {
            now: self.now,
            grace: SignedDuration::from_secs(grace),
            longest_rest: SignedDuration::from_hours(1),
        };
        let mut slot = None;
        let decide = |lanes: &mut [LaneState]| {
            let taken = slot::take_slot(&Self::claims(), lanes, terms);
            slot = Some(taken);
            match taken {
                Slot::Taken {
                    allowed_at,
                    leave_at,
                } => Some(line(leave_at, allowed_at, ExchangeOutcome::Unfinished)),
                Slot::Later { .. } => None,
            }
        };
        let lanes = Self::lanes();
        let id = self
            .book
            .reserve(&lanes, None, Box::new(decide))
            .await
            .unwrap();
        match (id, slot) {
            (Some(id), Some(Slot::Taken { leave_at, .. })) => {
                let grace = terms.grace;
                self.holders[process] = Some(Holder {
                    id,
                    leave_at,
                    grace,
                });
                None
            }
            (None, Some(Slot::Later { at, .. })) => Some(at),
            other => panic!("{other:?}"),
        }
    }

    fn leave(&mut self, process: usize) {
        let Some(holder) = self.holders[process] else {
            return;
        };
        if (holder.leave_at..=holder.leave_at + holder.grace).contains(&self.now) {
            self.holders[process] = None;
            self.left[process] = Some((holder, self.now));
            self.sent.push(self.now);
        }
    }

    async fn settle(&mut self, process: usize) {
        let Some((holder, left_at)) = self.left[process].take() else {
            return;
        };
        let line = line(left_at, holder.leave_at, ExchangeOutcome::Answered);
        let latest = holder.leave_at + holder.grace;
        let amend = |lanes: &mut [LaneState]| slot::left(lanes, latest, left_at);
        let lanes = Self::lanes();
        let settled = self
            .book
            .settle(holder.id, Some(&line), &lanes, Box::new(amend));
        settled.await.unwrap();
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Pass(milliseconds) => self.now += SignedDuration::from_millis(milliseconds),
            Act::Ask(process, grace) => {
                self.ask(process, grace).await;
            }
            Act::Leave(process) => self.leave(process),
            Act::Settle(process) => self.settle(process).await,
            Act::Kill(process) => {
                self.holders[process] = None;
                self.left[process] = None;
            }
        }
    }

    /// Everybody else gone, a new process is served within a window and the longest grace.
    async fn gets_on(&mut self) {
        self.holders = [None; 3];
        self.left = [None; 3];
        let start = self.now;
        while let Some(at) = self.ask(0, 1).await {
            assert!(at > self.now, "a turn in the past is no turn to wait for");
            self.now = at;
        }
        let waited = self.now.duration_since(start);
        assert!(waited <= WINDOW + SignedDuration::from_secs(18), "{waited}");
        let holder = self.holders[0].unwrap();
        self.now = holder.leave_at;
        self.leave(0);
    }
}

fn check(sent: &[Timestamp]) {
    for pair in sent.windows(2) {
        assert!(pair[1].duration_since(pair[0]) >= INTERVAL, "{sent:?}");
    }
    for pair in sent.windows(usize::try_from(UNITS).unwrap() + 1) {
        let span = pair[pair.len() - 1].duration_since(pair[0]);
        assert!(span >= WINDOW, "{sent:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn processes_never_send_too_soon_and_always_get_on(
        acts in prop::collection::vec(act(), 1..120),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let test = TestDb::new().await;
            let mut world = World {
                book: DatabaseBook(test.db.clone()),
                now: "2027-02-01T00:00:00Z".parse().unwrap(),
                holders: [None; 3],
                left: [None; 3],
                sent: Vec::new(),
            };
            for act in acts {
                world.act(act).await;
            }
            world.gets_on().await;
            check(&world.sent);
            let rows = test.number("SELECT count(*) FROM exchange").await;
            assert!(rows >= i64::try_from(world.sent.len()).unwrap());
            let breaches = "SELECT count(*) FROM exchange WHERE sent_at < allowed_at";
            assert_eq!(test.number(breaches).await, 0);
        });
    }
}

#[tokio::test]
async fn a_line_that_never_left_is_taken_back() {
    let test = TestDb::new().await;
    let book = DatabaseBook(test.db.clone());
    let lanes = [LaneKey("contoh.example".to_owned())];
    let now = "2027-02-01T00:00:00Z".parse().unwrap();
    let planned = line(now, now, ExchangeOutcome::Unfinished);
    let reserved = book.reserve(&lanes, None, Box::new(|_| Some(planned.clone())));
    let id = reserved.await.unwrap().unwrap();
    assert_eq!(test.number("SELECT count(*) FROM exchange").await, 1);
    let settled = book.settle(id, None, &lanes, Box::new(|_| ()));
    settled.await.unwrap();
    assert_eq!(test.number("SELECT count(*) FROM exchange").await, 0);
}

#[tokio::test]
async fn a_robots_txt_is_kept_in_the_place_of_an_older_one_and_old_ones_go() {
    let test = TestDb::new().await;
    let book = DatabaseBook(test.db.clone());
    let day = SignedDuration::from_hours(24);
    let start: Timestamp = "2027-02-01T00:00:00Z".parse().unwrap();
    let copy = |origin: &str, fetched_at: Timestamp, content| RobotsCopy {
        origin: origin.to_owned(),
        fetched_at,
        keep_until: fetched_at + day,
        content,
    };
    let old = copy(
        "https://lama.example:443",
        start,
        Ok(b"User-agent: *".to_vec()),
    );
    book.keep_robots(&old).await.unwrap();
    assert_eq!(book.robots(&old.origin).await.unwrap(), Some(old.clone()));
    let first = copy(
        "https://a.example:443",
        start + day,
        Err("timeout".to_owned()),
    );
    book.keep_robots(&first).await.unwrap();
    assert_eq!(
        book.robots(&first.origin).await.unwrap(),
        Some(first.clone())
    );
    let second = copy("https://a.example:443", start + day * 2, Ok(Vec::new()));
    book.keep_robots(&second).await.unwrap();
    assert_eq!(book.robots(&first.origin).await.unwrap(), Some(second));
    assert_eq!(book.robots(&old.origin).await.unwrap(), None);
}
