//! Several processes at one database at the same time: nobody's work is lost, nothing is done
//! twice.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use jiff::SignedDuration;
use netra::db::audit::{self, Event};
use netra::db::schedule::{DueFilter, PassBound, begin_visit, place, unplaced};
use netra::db::user::{self, NewUser};
use netra::db::verdict::{self, NewVerdict, Saved};
use netra::db::{Db, lane, registry};
use netra::model::{
    AccountId, AssessmentId, Decision, LaneKey, ListPlace, PersonKind, Platform, PostId, Purpose,
    Reader, RegistryEntry, ReviewState, Role, Scope,
};

use super::support::{Page, TestDb, all, minute};
use crate::support::reason;

/// Of each process.
const TIMES: i64 = 30;

/// Two processes, at a server that promises more than the program asks for, and pays with
/// refusals.
async fn processes(test: &TestDb) -> [Db; 2] {
    let isolation = "default_transaction_isolation = 'serializable'";
    test.raw.set_default(isolation).await;
    [test.other().await, test.other().await]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_audit_log_is_one_chain_whoever_writes() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let event = |number| Event {
        at: minute(number),
        actor: "siti",
        action: "read",
        subject: "post:1",
        detail: "",
    };
    let writing = (0..TIMES).flat_map(|number| processes.iter().map(move |db| (db, number)));
    let writing = writing.map(|(db, number)| async move {
        let event = event(number);
        audit::record(db, &event).await.unwrap()
    });
    let places: BTreeSet<i64> = join_all(writing).await.into_iter().collect();
    assert_eq!(places, (1..=2 * TIMES).collect());
    assert_eq!(audit::verify(&test.db).await.unwrap().seq, 2 * TIMES);
}

/// Whoever names two lanes in the other order waits for nobody who waits for him.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_change_of_a_lane_is_lost() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let [one, other] = ["satu.example", "dua.example"].map(|name| LaneKey(name.to_owned()));
    let orders = [[one.clone(), other.clone()], [other, one]];
    let work = (0..TIMES).flat_map(|_| processes.iter().zip(&orders));
    let work = work.map(|(db, lanes)| {
        lane::reserve(db, lanes, None, |states| {
            for lane in states.iter_mut() {
                lane.failures += 1;
            }
            None
        })
    });
    for done in join_all(work).await {
        done.unwrap();
    }
    let failures = test.raw.numbers("SELECT failures FROM lane").await;
    assert_eq!(failures, [2 * TIMES, 2 * TIMES]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_of_one_account_are_saved_one_after_the_other() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let saving = (0..TIMES).flat_map(|number| processes.iter().map(move |db| (db, number)));
    let saving = saving.map(|(db, number)| async move {
        // Both show the same posts, one of which is edited with every page.
        let page = Page::at(number)
            .post(&format!("p{number}"), "tetap")
            .post("sama", &format!("suntingan {number}"));
        page.save(db).await.unwrap();
    });
    join_all(saving).await;
    let posts = all(&test.db).await;
    assert_eq!(posts.len(), usize::try_from(TIMES).unwrap() + 1);
    let sql = "SELECT count(*) FROM revision JOIN post ON post.id = post_id \
               WHERE native_id = 'sama'";
    assert_eq!(test.number(sql).await, TIMES);
    let sql = "SELECT count(*) FROM revision";
    assert_eq!(test.number(sql).await, 2 * TIMES);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_account_is_visited_by_one_process() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let unplaced = unplaced(&test.db, AccountId(0), 10).await.unwrap();
    let account = unplaced[0].as_ref().unwrap().id;
    place(&test.db, &[(account, Some("jalur".to_owned()))])
        .await
        .unwrap();
    for hour in 1..20 {
        let now = minute(60 * hour);
        let bound = PassBound::open(&test.db, DueFilter::default(), now)
            .await
            .unwrap();
        let rest = |_| SignedDuration::from_mins(30);
        let drawing = processes
            .iter()
            .map(|db| begin_visit(db, account, &bound, now, rest));
        let drawn = join_all(drawing).await.into_iter().map(Result::unwrap);
        assert_eq!(drawn.flatten().count(), 1, "hour {hour}");
    }
}

async fn reviewer(test: &TestDb, name: &str) -> Reader {
    let operator = Reader::operator("uji");
    let user = NewUser {
        name,
        display_name: name,
        role: Role::Reviewer,
        scope: &Scope::nation(),
        password_hash: "x",
        password_once: false,
    };
    user::add(&operator, &test.db, &user, minute(0))
        .await
        .unwrap();
    Reader::user(&user::by_name(&test.db, name).await.unwrap().unwrap())
}

/// Two readers who suspect the same post at the same moment are two readers, and one who sends
/// a form twice is one.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn verdicts_at_the_same_moment_count_each_once() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let readers = [reviewer(&test, "ani").await, reviewer(&test, "budi").await];
    for number in 1..=10 {
        test.save(&Page::at(number).post(&format!("p{number}"), "teks"))
            .await;
        let verdict = NewVerdict {
            post: PostId(number),
            revision: 1,
            assessment: AssessmentId(number),
            decision: Decision::Suspected,
            code: "ajakan",
            reason: "alasan",
            at: minute(number),
        };
        let twice = readers.iter().cycle().take(4).zip(processes.iter().cycle());
        let deciding = twice.map(|(reader, db)| verdict::save(reader, db, &verdict));
        let saved: Vec<Saved> = join_all(deciding)
            .await
            .into_iter()
            .map(Result::unwrap)
            .collect();
        let stored = saved.iter().filter_map(|saved| match saved {
            Saved::Stored(_, state) => Some(*state),
            _ => None,
        });
        let states: Vec<ReviewState> = stored.collect();
        assert_eq!(states.len(), 2, "{saved:?}");
        assert!(states.contains(&ReviewState::Done), "{states:?}");
    }
    audit::verify(&test.db).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_register_is_imported_once_by_two_who_do_it_at_once() {
    let test = TestDb::new().await;
    let processes = processes(&test).await;
    let entries: Vec<(ListPlace, RegistryEntry)> = (1..=20)
        .map(|row| {
            let entry = RegistryEntry {
                kind: PersonKind::Agency,
                nip: None,
                name: format!("Dinas {row}"),
                agency: format!("Dinas {row}"),
                position: None,
                region: "32.99".parse().unwrap(),
                platform: Platform::Mastodon,
                address: format!("@dinas{row}@contoh.example"),
                proof: None,
                purpose: Purpose {
                    basis: "ST-1".to_owned(),
                    ends_on: jiff::civil::date(2099, 1, 1),
                },
            };
            (ListPlace::from(row), entry)
        })
        .collect();
    let operator = Reader::operator("uji");
    let why = registry::Why {
        reason: reason("uji"),
        at: minute(1),
        seen: None,
    };
    let mode = registry::ImportMode::AllOrNothing;
    let nothing = registry::Confirmed::default();
    let importing = processes
        .iter()
        .map(|db| registry::import(&operator, db, &entries, why, mode, &nothing));
    let reports = join_all(importing).await.into_iter().map(Result::unwrap);
    let created: u32 = reports.map(|report| report.accounts_created).sum();
    assert_eq!(created, 20);
    assert_eq!(test.number("SELECT count(*) FROM account").await, 21);
}
