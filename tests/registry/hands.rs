//! Accounts that change hands, persons that go and come back, two that are one and one that is
//! two: whatever is done, every account has one owner and the history knows all before.

use std::collections::BTreeMap;

use netra::db::registry::{self, ImportMode};
use netra::db::{Db, DbError};
use netra::model::{AccountId, PersonId, RegisterRemark};
use proptest::prelude::*;

use super::import::{change, import, list, open, petugas, show};
use crate::support::database::Raw;

const FILE: &str = "\
NIP,Nama,Instansi,Akun
198503122010012001,Rina Contoh,Dinas,@rina@contoh.example
198503122010012001,Rina Contoh,Dinas,@rina.dua@contoh.example
199007212015031002,Dimas Contoh,Dinas,@dimas@contoh.example
199501012020122003,Siti Contoh,Dinas,@siti@contoh.example
";

/// A database with three persons and four accounts.
async fn house() -> (Db, Raw, impl Sized) {
    let (db, place) = open().await;
    import(&db, FILE, 0, ImportMode::AllOrNothing).await;
    let raw = place.raw();
    (db, raw, place)
}

fn refused<T: std::fmt::Debug>(done: Result<T, DbError>) -> RegisterRemark {
    match done {
        Err(DbError::Register(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn whoever_goes_comes_back_with_the_accounts_that_went_along() {
    let (db, _raw, _place) = house().await;
    let (reader, rina) = (petugas(), PersonId(1));
    assert!(
        registry::retire(&reader, &db, AccountId(1), change(1))
            .await
            .unwrap()
    );
    assert!(
        registry::restore(&reader, &db, AccountId(1), change(2))
            .await
            .unwrap()
    );
    assert!(
        !registry::restore(&reader, &db, AccountId(1), change(3))
            .await
            .unwrap()
    );
    // One account was closed before its person went: it stays closed.
    assert!(
        registry::retire(&reader, &db, AccountId(2), change(4))
            .await
            .unwrap()
    );
    assert!(
        registry::retire_person(&reader, &db, rina, change(5))
            .await
            .unwrap()
    );
    assert!(
        !registry::retire_person(&reader, &db, rina, change(6))
            .await
            .unwrap()
    );
    assert_eq!(list(&db, false).await.len(), 2);
    refused(registry::restore(&reader, &db, AccountId(1), change(6)).await);
    let again = import(&db, FILE, 7, ImportMode::AllOrNothing).await;
    assert_eq!((again.notes.len(), again.written), (2, false), "{again:?}");
    assert!(
        registry::restore_person(&reader, &db, rina, change(8))
            .await
            .unwrap()
    );
    assert!(
        !registry::restore_person(&reader, &db, rina, change(9))
            .await
            .unwrap()
    );
    let ids: Vec<i64> = list(&db, false)
        .await
        .iter()
        .map(|one| one.account.id.0)
        .collect();
    assert_eq!(ids, [1, 3, 4]);
    let shown = show(&db, 1).await;
    let retired = shown.history.iter().filter(|line| line.field == "retired");
    let steps: Vec<_> = retired
        .map(|line| (&*line.subject, line.before.is_some(), line.after.is_some()))
        .collect();
    assert_eq!(
        steps,
        [
            ("account:1", false, true),
            ("account:1", true, false),
            ("person:1", false, true),
            ("account:1", false, true),
            ("person:1", true, false),
            ("account:1", true, false),
        ]
    );
}

#[tokio::test]
async fn two_rows_of_one_human_become_one_and_two_again() {
    let (db, raw, _place) = house().await;
    let (reader, rina, dimas) = (petugas(), PersonId(1), PersonId(2));
    registry::merge(&reader, &db, dimas, rina, change(1))
        .await
        .unwrap();
    refused(registry::merge(&reader, &db, dimas, PersonId(3), change(2)).await);
    refused(
        registry::move_account(&reader, &db, AccountId(4), dimas, change(2).at, change(2)).await,
    );
    let shown = show(&db, 3).await;
    assert_eq!(shown.registered.person.id, rina);
    // What was recorded of the one who was merged is part of the history.
    let subjects: Vec<&str> = shown.history.iter().map(|one| &*one.subject).collect();
    assert!(subjects.contains(&"person:2"), "{subjects:?}");
    // The number that is gone leads to the person who stays, whose facts it does not touch.
    let again = import(&db, FILE, 3, ImportMode::AllOrNothing).await;
    assert_eq!(
        (again.notes.len(), again.conflicts.len(), again.written),
        (1, 0, false),
        "{again:?}"
    );
    assert_eq!(show(&db, 3).await.registered.person.name, "Rina Contoh");
    registry::split(&reader, &db, &[AccountId(3)], rina, dimas, change(4))
        .await
        .unwrap();
    assert_eq!(show(&db, 3).await.registered.person.name, "Dimas Contoh");
    let after = import(&db, FILE, 5, ImportMode::AllOrNothing).await;
    assert_eq!((after.unchanged, after.notes.len()), (4, 0), "{after:?}");
    refused(registry::split(&reader, &db, &[AccountId(3)], rina, PersonId(3), change(6)).await);
    refused(registry::split(&reader, &db, &[AccountId(1)], rina, rina, change(6)).await);
    assert_eq!(
        raw.number("SELECT count(*) FROM person WHERE merged_into IS NOT NULL")
            .await,
        0
    );
}

#[tokio::test]
async fn a_change_of_hands_has_a_day_and_an_order() {
    let (db, _raw, _place) = house().await;
    let reader = petugas();
    let hand = |to: i64, since: i64, at: i64| {
        let since = change(since).at;
        registry::move_account(&reader, &db, AccountId(1), PersonId(to), since, change(at))
    };
    refused(hand(1, 5, 10).await);
    refused(hand(2, 11, 10).await);
    hand(2, 5, 10).await.unwrap();
    refused(hand(3, 5, 11).await);
    hand(3, 6, 12).await.unwrap();
    assert!(matches!(
        hand(9, 12, 13).await,
        Err(DbError::Unknown {
            what: "person",
            id: 9
        })
    ));
    let shown = show(&db, 1).await;
    let hands: Vec<_> = shown
        .history
        .iter()
        .filter(|line| line.field == "person")
        .map(|line| (line.before.as_deref(), line.after.as_deref()))
        .collect();
    assert_eq!(
        hands,
        [
            (Some("person:1"), Some("person:2")),
            (Some("person:2"), Some("person:3"))
        ]
    );
}

/// Something that is done to the register.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Move(i64, i64),
    Merge(i64, i64),
    Split(i64, i64, i64),
    Retire(i64),
    Restore(i64),
    RetirePerson(i64),
    RestorePerson(i64),
    Import,
}

fn deed() -> impl Strategy<Value = Deed> {
    let (account, person) = (1..5_i64, 1..4_i64);
    prop_oneof![
        (account.clone(), person.clone()).prop_map(|(a, p)| Deed::Move(a, p)),
        (person.clone(), person.clone()).prop_map(|(a, b)| Deed::Merge(a, b)),
        (account.clone(), person.clone(), person.clone())
            .prop_map(|(a, p, q)| Deed::Split(a, p, q)),
        account.clone().prop_map(Deed::Retire),
        account.prop_map(Deed::Restore),
        person.clone().prop_map(Deed::RetirePerson),
        person.prop_map(Deed::RestorePerson),
        Just(Deed::Import),
    ]
}

async fn perform(db: &Db, deed: Deed, second: i64) {
    let (reader, why) = (petugas(), change(second));
    let done = match deed {
        Deed::Move(account, to) => {
            let (account, to) = (AccountId(account), PersonId(to));
            registry::move_account(&reader, db, account, to, why.at, why).await
        }
        Deed::Merge(from, into) => {
            registry::merge(&reader, db, PersonId(from), PersonId(into), why).await
        }
        Deed::Split(account, from, to) => {
            let (from, to) = (PersonId(from), PersonId(to));
            registry::split(&reader, db, &[AccountId(account)], from, to, why).await
        }
        Deed::Retire(id) => registry::retire(&reader, db, AccountId(id), why)
            .await
            .map(drop),
        Deed::Restore(id) => registry::restore(&reader, db, AccountId(id), why)
            .await
            .map(drop),
        Deed::RetirePerson(id) => registry::retire_person(&reader, db, PersonId(id), why)
            .await
            .map(drop),
        Deed::RestorePerson(id) => registry::restore_person(&reader, db, PersonId(id), why)
            .await
            .map(drop),
        Deed::Import => {
            import(db, FILE, second, ImportMode::SkipConflicts).await;
            Ok(())
        }
    };
    if let Err(error) = done {
        assert!(matches!(error, DbError::Register(_)), "{deed:?}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn every_account_has_one_owner_and_all_before_stand_in_the_history(
        deeds in prop::collection::vec(deed(), 1..14),
    ) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (db, raw, _place) = house().await;
            let mut owners: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
            for (second, deed) in (1..).zip(&deeds) {
                let before = list(&db, true).await;
                perform(&db, *deed, second).await;
                let after = list(&db, true).await;
                assert_eq!(after.len(), 4);
                for (old, new) in before.iter().zip(&after) {
                    assert_eq!(old.account.id, new.account.id);
                    if old.person.id != new.person.id {
                        owners.entry(old.account.id.0).or_default().push(old.person.id.0);
                    }
                }
            }
            for (account, former) in owners {
                let history = show(&db, account).await.history;
                let told: Vec<String> = history
                    .iter()
                    .filter(|line| line.field.starts_with("person") && line.subject.starts_with("account"))
                    .filter_map(|line| line.before.clone())
                    .collect();
                let expected: Vec<String> = former.iter().map(|id| format!("person:{id}")).collect();
                assert_eq!(told, expected);
            }
            // Nobody owns an account through a row that stands for nobody.
            let lost = "SELECT count(*) FROM account JOIN person ON person.id = person_id \
                        WHERE merged_into IS NOT NULL";
            assert_eq!(raw.number(lost).await, 0);
            let watched = "SELECT count(*) FROM account WHERE watched = 1 AND retired_at IS NOT NULL";
            assert_eq!(raw.number(watched).await, 0);
        });
    }
}
