//! Whose turn it is, and how a visit begins and ends.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use netra::db::schedule::{
    Among, DueFilter, PassBound, Unwatched, VisitEnd, absolve, begin_visit, bring_forward, due,
    end_purposes, end_visit, place, unplaced, unwatched,
};
use netra::db::{DbError, account};
use netra::model::{AccountId, Platform};

use super::support::{TestDb, minute};

/// Four accounts: 1 and 3 are due, 2 is retired, 4 is due in a distant future; 3 belongs to an
/// agency whose purpose ends on 21 September.
async fn four_accounts() -> TestDb {
    let test = TestDb::new().await;
    test.run(
        "INSERT INTO person (id, kind, name, agency, region, purpose_basis, purpose_ends, \
         created_at) VALUES (2, 'agency', 'Dinas', 'Dinas', '32', 'ST-1', '2026-09-21', 0)",
    )
    .await;
    test.run(
        "INSERT INTO account (id, person_id, platform, address, due_at, retired_at, watched, \
         watched_until, created_at) \
         VALUES (2, 1, 'feed', 'https://contoh.example/2', 0, 5, 0, '2026-12-31', 0), \
         (3, 2, 'feed', 'https://contoh.example/3', 0, NULL, 1, '2026-09-21', 0), \
         (4, 1, 'feed', 'https://contoh.example/4', 9000000000000000, NULL, 1, '2026-12-31', 0)",
    )
    .await;
    let places: Vec<_> = unplaced(&test.db, AccountId(0), 10).await.unwrap();
    let places: Vec<_> = places
        .into_iter()
        .map(Result::unwrap)
        .map(|account| (account.id, Some(account.platform.to_string())))
        .collect();
    place(&test.db, &places).await.unwrap();
    test
}

fn bound(at: Timestamp, filter: DueFilter) -> PassBound {
    PassBound {
        filter,
        started: at,
        mark: at,
    }
}

async fn turns(test: &TestDb, bound: &PassBound, among: Among<'_>) -> Vec<i64> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        // Blocks of one, so that every step of the walk is tried.
        let block = due(&test.db, bound, among, after, 1).await.unwrap();
        let Some(entry) = block.first() else {
            return found;
        };
        after = Some(entry.place);
        found.push(entry.account.0);
    }
}

fn half_an_hour(failures: u32) -> SignedDuration {
    SignedDuration::from_mins(30 * 2_i64.pow(failures))
}

#[tokio::test]
async fn turns_leave_out_the_retired_the_ended_and_the_early() {
    let test = four_accounts().await;
    let all = bound(minute(0), DueFilter::default());
    assert_eq!(turns(&test, &all, Among::Settled).await, [1, 3]);
    let feeds = bound(
        minute(0),
        DueFilter {
            platform: Some(Platform::Feed),
            ..DueFilter::default()
        },
    );
    assert_eq!(turns(&test, &feeds, Among::Settled).await, [3]);
    assert_eq!(turns(&test, &all, Among::Lane("mastodon")).await, [1]);
    let named = bound(
        minute(0),
        DueFilter {
            ids: vec![AccountId(4), AccountId(2)],
            ..DueFilter::default()
        },
    );
    assert_eq!(turns(&test, &named, Among::Settled).await, [4]);
    // Jakarta is seven hours ahead: its 22 September begins at 17.00 UTC.
    let next_day = "2026-09-21T17:00:00Z".parse().unwrap();
    end_purposes(&test.db, next_day).await.unwrap();
    let tomorrow = bound(next_day, DueFilter::default());
    assert_eq!(turns(&test, &tomorrow, Among::Settled).await, [1]);
}

#[tokio::test]
async fn nobody_is_visited_after_the_purpose_ended_even_when_drawn_before() {
    let test = four_accounts().await;
    let all = bound(minute(0), DueFilter::default());
    let next_day = "2026-09-21T17:00:00Z".parse().unwrap();
    let begun = begin_visit(&test.db, AccountId(3), &all, next_day, half_an_hour).await;
    assert_eq!(begun.unwrap(), None);
}

#[tokio::test]
async fn a_visit_moves_the_turn_before_it_begins_and_a_second_one_does_not_begin() {
    let test = four_accounts().await;
    let all = bound(minute(0), DueFilter::default());
    let begin = || begin_visit(&test.db, AccountId(1), &all, minute(0), half_an_hour);
    assert!(begin().await.unwrap().is_some());
    assert_eq!(begin().await.unwrap(), None);
    assert_eq!(turns(&test, &all, Among::Settled).await, [3]);
    // The program died here.
    let later = bound(minute(30), DueFilter::default());
    assert_eq!(turns(&test, &later, Among::Settled).await, [3]);
    assert_eq!(turns(&test, &later, Among::Troubled).await, [1]);
    begin_visit(&test.db, AccountId(1), &later, minute(30), half_an_hour)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let earlier = bound(minute(89), DueFilter::default());
    assert_eq!(turns(&test, &earlier, Among::Troubled).await, [0; 0]);
    let doubled = bound(minute(90), DueFilter::default());
    assert_eq!(turns(&test, &doubled, Among::Troubled).await, [1]);
}

#[tokio::test]
async fn an_early_pass_visits_each_account_once() {
    let test = four_accounts().await;
    let everything = bound(
        minute(0),
        DueFilter {
            early: true,
            ..DueFilter::default()
        },
    );
    let mut visited = Vec::new();
    while let [entry] = due(&test.db, &everything, Among::Settled, None, 1)
        .await
        .unwrap()
        .as_slice()
    {
        begin_visit(
            &test.db,
            entry.account,
            &everything,
            minute(1),
            half_an_hour,
        )
        .await
        .unwrap()
        .unwrap()
        .unwrap();
        let done = VisitEnd::Done { due_at: minute(2) };
        end_visit(&test.db, entry.account, minute(1), done)
            .await
            .unwrap();
        visited.push(entry.account.0);
    }
    assert_eq!(visited.len(), 3);
    assert_eq!(BTreeSet::from_iter(visited), BTreeSet::from([1, 3, 4]));
}

#[tokio::test]
async fn a_failed_visit_counts_until_one_goes_well() {
    let test = four_accounts().await;
    let id = AccountId(1);
    let failed = VisitEnd::Failed {
        error: "contoh.example did not answer",
        due_at: minute(60),
    };
    end_visit(&test.db, id, minute(1), failed).await.unwrap();
    end_visit(&test.db, id, minute(1), failed).await.unwrap();
    let lane = Among::Lane("mastodon");
    let at = |number| bound(minute(number), DueFilter::default());
    assert_eq!(turns(&test, &at(59), lane).await, [0; 0]);
    assert_eq!(turns(&test, &at(60), lane).await, [1]);
    assert_eq!(account::get(&test.db, id).await.unwrap().failures, 2);
    let put_off = VisitEnd::PutOff {
        error: "contoh.example rests",
        due_at: minute(60),
    };
    end_visit(&test.db, id, minute(1), put_off).await.unwrap();
    assert_eq!(account::get(&test.db, id).await.unwrap().failures, 2);
    let done = VisitEnd::Done { due_at: minute(90) };
    end_visit(&test.db, id, minute(61), done).await.unwrap();
    assert_eq!(account::get(&test.db, id).await.unwrap().failures, 0);
    let error = "SELECT last_error FROM account WHERE id = 1";
    assert_eq!(test.text(error).await, None);
    let unknown = end_visit(&test.db, AccountId(8), minute(1), done).await;
    assert!(matches!(
        unknown,
        Err(DbError::Unknown {
            what: "account",
            id: 8
        })
    ));
}

#[tokio::test]
async fn an_interrupted_visit_leaves_the_account_due_as_it_was() {
    let test = four_accounts().await;
    let all = bound(minute(0), DueFilter::default());
    let begun = begin_visit(&test.db, AccountId(1), &all, minute(0), half_an_hour)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let end = VisitEnd::Interrupted {
        due_at: begun.due_at,
    };
    end_visit(&test.db, AccountId(1), minute(1), end)
        .await
        .unwrap();
    assert_eq!(turns(&test, &all, Among::Settled).await, [1, 3]);
}

#[tokio::test]
async fn an_account_that_is_asked_for_and_not_visited_has_a_reason() {
    let test = four_accounts().await;
    place(&test.db, &[(AccountId(4), None)]).await.unwrap();
    end_purposes(&test.db, "2026-09-22T00:00:00Z".parse().unwrap())
        .await
        .unwrap();
    let asked = bound(
        minute(0),
        DueFilter {
            ids: (1..=5).map(AccountId).collect(),
            ..DueFilter::default()
        },
    );
    begin_visit(&test.db, AccountId(1), &asked, minute(1), half_an_hour)
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    let found = unwatched(&test.db, &asked).await.unwrap();
    let reasons: Vec<_> = found.iter().map(|one| (one.account.0, &one.why)).collect();
    let retired = Timestamp::from_microsecond(5).unwrap();
    assert_eq!(
        reasons,
        [
            (2, &Unwatched::Retired(retired)),
            (3, &Unwatched::Ended("2026-09-21".to_owned())),
            (4, &Unwatched::NotCrawled),
            (5, &Unwatched::Unknown),
        ]
    );
    assert_eq!(found[0].address, "feed https://contoh.example/2");
}

#[tokio::test]
async fn an_account_on_another_platform_and_one_not_reached_have_a_reason() {
    let test = four_accounts().await;
    let asked = bound(
        minute(0),
        DueFilter {
            ids: vec![AccountId(1), AccountId(3)],
            platform: Some(Platform::Feed),
            ..DueFilter::default()
        },
    );
    let found = unwatched(&test.db, &asked).await.unwrap();
    let reasons: Vec<_> = found.iter().map(|one| (one.account.0, &one.why)).collect();
    let expected = [(1, &Unwatched::OtherPlatform), (3, &Unwatched::NotReached)];
    assert_eq!(reasons, expected);
}

/// Visits whose turn it is until there are none, and says which. The clock goes back before
/// the second.
async fn visit_all(test: &TestDb, pass: &PassBound, before: Timestamp) -> Vec<i64> {
    let mut visited = Vec::new();
    let mut now = pass.started;
    while let [entry, ..] = due(&test.db, pass, Among::Settled, None, 1)
        .await
        .unwrap()
        .as_slice()
    {
        begin_visit(&test.db, entry.account, pass, now, half_an_hour)
            .await
            .unwrap()
            .unwrap()
            .unwrap();
        let end = VisitEnd::Done {
            due_at: pass.started + SignedDuration::from_hours(6),
        };
        end_visit(&test.db, entry.account, now, end).await.unwrap();
        visited.push(entry.account.0);
        assert!(visited.len() < 9, "visited again and again: {visited:?}");
        now = before;
    }
    visited
}

#[tokio::test]
async fn a_clock_that_goes_back_neither_hides_accounts_nor_shows_them_twice() {
    let test = four_accounts().await;
    let (noon, earlier) = (minute(600), minute(1));
    let early = || DueFilter {
        early: true,
        ..DueFilter::default()
    };
    let pass = PassBound::open(&test.db, early(), noon).await.unwrap();
    assert_eq!(visit_all(&test, &pass, earlier).await.len(), 3);
    let next = PassBound::open(&test.db, early(), earlier).await.unwrap();
    assert_eq!(visit_all(&test, &next, minute(0)).await.len(), 3);
    let third = DueFilter {
        ids: vec![AccountId(3)],
        ..DueFilter::default()
    };
    let third = PassBound::open(&test.db, third, earlier).await.unwrap();
    assert_eq!(visit_all(&test, &third, minute(0)).await, [3]);
}

#[tokio::test]
async fn turns_noted_by_a_clock_that_was_ahead_are_brought_forward() {
    let test = four_accounts().await;
    let brought = bring_forward(&test.db, minute(0), minute(60)).await;
    assert_eq!(brought.unwrap(), 1);
    let all = bound(minute(0), DueFilter::default());
    assert_eq!(turns(&test, &all, Among::Settled).await, [1, 3, 4]);
    let begun = begin_visit(&test.db, AccountId(4), &all, minute(6000), half_an_hour).await;
    assert!(begun.unwrap().is_some());
    let brought = bring_forward(&test.db, minute(0), minute(60)).await;
    assert_eq!(brought.unwrap(), 1);
    assert_eq!(turns(&test, &all, Among::Troubled).await, [4]);
}

/// Accounts that ended or wait must cost a draw nothing: every draw is one walk along an index
/// that holds the accounts of the turn and no others.
#[tokio::test]
async fn a_draw_walks_along_one_index() {
    let test = four_accounts().await;
    test.run(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
         INSERT INTO account (person_id, platform, address, lane, due_at, attempts, created_at)
         SELECT 1, 'feed', 'https://' || i || '.contoh.example', CASE i % 99 WHEN 0 THEN 'x'
         ELSE 'lain' END, i % 8, CASE i % 98 WHEN 0 THEN 1 ELSE 0 END, 0 FROM n",
    )
    .await;
    for (sql, index) in [
        (
            "SELECT due_at, id, lane FROM account WHERE watched = 1 \
             AND lane IS NOT NULL AND attempts = 0 AND due_at <= 5 AND (due_at, id) > (1, 1) \
             ORDER BY due_at, id LIMIT 10",
            "account_due",
        ),
        (
            "SELECT due_at, id, lane FROM account WHERE watched = 1 \
             AND lane IS NOT NULL AND attempts = 0 AND lane = 'x' AND due_at <= 5 \
             AND (due_at, id) > (1, 1) ORDER BY due_at, id LIMIT 10",
            "account_lane",
        ),
        (
            "SELECT due_at, id, lane FROM account WHERE watched = 1 \
             AND lane IS NOT NULL AND attempts > 0 AND due_at <= 5 ORDER BY due_at, id LIMIT 1",
            "account_troubled",
        ),
    ] {
        test.raw.assert_walk(sql, "account", index).await;
    }
}

#[tokio::test]
async fn a_crash_in_one_of_several_visits_puts_off_no_account_but_the_one_it_happens_in_again() {
    let test = four_accounts().await;
    let all = bound(minute(0), DueFilter::default());
    for id in [1, 3] {
        let begun = begin_visit(&test.db, AccountId(id), &all, minute(0), half_an_hour).await;
        assert!(begun.unwrap().is_some());
    }
    // The program died here, and again in the visit to 1.
    absolve(&test.db, minute(1)).await.unwrap();
    let next = bound(minute(1), DueFilter::default());
    assert_eq!(turns(&test, &next, Among::Troubled).await, [1, 3]);
    let begun = begin_visit(&test.db, AccountId(1), &next, minute(1), half_an_hour).await;
    assert!(begun.unwrap().is_some());
    absolve(&test.db, minute(2)).await.unwrap();
    let third = bound(minute(2), DueFilter::default());
    assert_eq!(turns(&test, &third, Among::Troubled).await, [3]);
    // In a visit to 3 alone: it is known whose page it was.
    let begun = begin_visit(&test.db, AccountId(3), &third, minute(2), half_an_hour).await;
    assert!(begun.unwrap().is_some());
    absolve(&test.db, minute(3)).await.unwrap();
    let fourth = bound(minute(3), DueFilter::default());
    assert_eq!(turns(&test, &fourth, Among::Troubled).await, [0; 0]);
}
