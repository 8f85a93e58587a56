//! Whose a post is when its account changes hands, or never was its person's.

use netra::db::Db;
use netra::db::pass::{begin_pass, end_pass};
use netra::db::registry::{self, Why};
use netra::db::status::status;
use netra::model::{AccountId, PersonId, Reader};

use super::support::{Page, TestDb, all, assessment, minute, open, post};
use crate::support::reason;

/// A database with two further persons in other districts.
async fn house() -> TestDb {
    let test = TestDb::new().await;
    for (id, region) in [(2, "32.05"), (3, "33.01")] {
        test.run(&format!(
            "INSERT INTO person (id, kind, nip, name, agency, region, purpose_basis, \
             purpose_ends, created_at) VALUES ({id}, 'person', '19800101200501100{id}', \
             'Contoh {id}', 'Dinas {id}', '{region}', 'ST-1', '2026-12-31', 0)"
        ))
        .await;
    }
    test
}

fn why(number: i64) -> Why<'static> {
    Why {
        reason: reason("surat 7"),
        at: minute(number),
        seen: None,
    }
}

fn petugas() -> Reader {
    Reader::operator("petugas")
}

/// Native number, person captured under, person held to have written it, name shown, region.
async fn owners(db: &Db) -> Vec<(String, i64, i64, String, String)> {
    let posts = all(db).await.into_iter();
    posts
        .map(|stored| {
            let post = stored.post;
            assert_eq!(stored.person, post.person);
            let persons = (post.captured_under.0, post.person.0);
            (
                post.native_id.0,
                persons.0,
                persons.1,
                stored.name,
                post.region.to_string(),
            )
        })
        .collect()
}

fn owner(
    native: &str,
    under: i64,
    person: i64,
    name: &str,
    region: &str,
) -> (String, i64, i64, String, String) {
    (
        native.to_owned(),
        under,
        person,
        name.to_owned(),
        region.to_owned(),
    )
}

#[tokio::test]
async fn what_was_written_before_a_change_of_hands_stays_with_whoever_had_it() {
    let test = house().await;
    test.save(&Page::at(0).post("lama", "satu")).await;
    test.run("DELETE FROM index_pending").await;
    registry::move_account(
        &petugas(),
        &test.db,
        AccountId(1),
        PersonId(2),
        minute(5),
        why(5),
    )
    .await
    .unwrap();
    assert_eq!(test.number("SELECT count(*) FROM index_pending").await, 0);
    let mut new = post("baru", "tiga");
    new.published_at = Some(minute(6));
    // An older post is captured late: it was not the new one who wrote it.
    test.save(&Page::at(7).post("telat", "dua").showing(new))
        .await;
    assert_eq!(
        owners(&test.db).await,
        [
            owner("lama", 1, 1, "Contoh Satu", "32.04"),
            owner("telat", 1, 1, "Contoh Satu", "32.04"),
            owner("baru", 2, 2, "Contoh 2", "32.05"),
        ]
    );
    assert_eq!(open(&test.db, 1).await.person.name, "Contoh Satu");
    assert_eq!(open(&test.db, 3).await.person.name, "Contoh 2");
}

#[tokio::test]
async fn a_change_of_hands_that_is_known_late_gives_what_was_written_since_to_the_new_one() {
    let test = house().await;
    let mut new = post("baru", "dua");
    new.published_at = Some(minute(3));
    test.save(&Page::at(4).post("lama", "satu").showing(new))
        .await;
    test.run("DELETE FROM index_pending").await;
    registry::move_account(
        &petugas(),
        &test.db,
        AccountId(1),
        PersonId(2),
        minute(2),
        why(9),
    )
    .await
    .unwrap();
    assert_eq!(
        owners(&test.db).await,
        [
            owner("lama", 1, 1, "Contoh Satu", "32.04"),
            owner("baru", 1, 2, "Contoh 2", "32.04"),
        ]
    );
    assert_eq!(test.number("SELECT post_id FROM index_pending").await, 2);
}

#[tokio::test]
async fn what_never_was_theirs_is_held_against_nobody_and_the_evidence_stays() {
    let test = house().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    registry::split(
        &petugas(),
        &test.db,
        &[AccountId(1)],
        PersonId(1),
        PersonId(3),
        why(5),
    )
    .await
    .unwrap();
    // Region and the person captured under are of the capture.
    assert_eq!(
        owners(&test.db).await,
        [owner("a", 1, 3, "Contoh 3", "32.04")]
    );
    assert_eq!(open(&test.db, 1).await.person.name, "Contoh 3");
    let item = open(&test.db, 1).await.post;
    assert_eq!(
        (item.captured_under, item.person),
        (PersonId(1), PersonId(3))
    );
    test.save(&Page::at(7).post("b", "dua")).await;
    assert_eq!(
        owners(&test.db).await[1],
        owner("b", 3, 3, "Contoh 3", "33.01")
    );
    // And back: it was theirs after all.
    registry::split(
        &petugas(),
        &test.db,
        &[AccountId(1)],
        PersonId(3),
        PersonId(1),
        why(8),
    )
    .await
    .unwrap();
    let held: Vec<i64> = owners(&test.db).await.iter().map(|one| one.2).collect();
    assert_eq!(held, [1, 1]);
    let rewriting = test
        .raw
        .try_run("UPDATE post SET person_id = 2 WHERE id = 1")
        .await;
    assert!(
        rewriting.is_err(),
        "the person captured under never changes"
    );
}

#[tokio::test]
async fn a_merged_person_keeps_what_was_captured_under_them() {
    let test = house().await;
    test.save(&Page::at(0).post("a", "satu")).await;
    registry::move_account(
        &petugas(),
        &test.db,
        AccountId(1),
        PersonId(2),
        minute(5),
        why(5),
    )
    .await
    .unwrap();
    registry::merge(&petugas(), &test.db, PersonId(1), PersonId(3), why(6))
        .await
        .unwrap();
    test.save(&Page::at(7).post("telat", "dua")).await;
    assert_eq!(
        owners(&test.db).await,
        [
            owner("a", 1, 3, "Contoh 3", "32.04"),
            owner("telat", 3, 3, "Contoh 3", "33.01"),
        ]
    );
}

#[tokio::test]
async fn a_page_that_was_read_under_the_one_before_is_not_saved_so() {
    let test = house().await;
    let page = Page::at(0).post("a", "satu");
    let planned = page.plan(&test.db).await.unwrap();
    registry::split(
        &petugas(),
        &test.db,
        &[AccountId(1)],
        PersonId(1),
        PersonId(2),
        why(1),
    )
    .await
    .unwrap();
    assert!(page.save_planned(&test.db, planned).await.is_err());
    test.save(&page).await;
    assert_eq!(owners(&test.db).await[0].1, 2);
}

#[tokio::test]
async fn each_change_makes_another_version_to_which_a_pass_is_bound() {
    let test = house().await;
    let versions = assessment(0.1, netra::model::Band::Low).versions;
    let first = begin_pass(&test.db, minute(0), &versions).await.unwrap();
    assert_eq!((first.number, first.registry_version), (1, 0));
    let mut seen = vec![0];
    for (number, step) in (1..).zip(["retire", "restore", "move", "split", "merge"]) {
        let (reader, db, why) = (petugas(), &test.db, why(number));
        let (account, one, two) = (AccountId(1), PersonId(1), PersonId(2));
        match step {
            "retire" => drop(registry::retire(&reader, db, account, why).await.unwrap()),
            "restore" => drop(registry::restore(&reader, db, account, why).await.unwrap()),
            "move" => registry::move_account(&reader, db, account, two, why.at, why)
                .await
                .unwrap(),
            "split" => registry::split(&reader, db, &[account], two, one, why)
                .await
                .unwrap(),
            _ => registry::merge(&reader, db, one, two, why).await.unwrap(),
        }
        let pass = begin_pass(db, minute(number), &versions).await.unwrap();
        assert!(pass.registry_version > *seen.last().unwrap(), "{step}");
        seen.push(pass.registry_version);
    }
    end_pass(&test.db, 6, minute(9)).await.unwrap();
    let status = status(&test.db, minute(9)).await.unwrap();
    let last = status.last_pass.unwrap();
    assert_eq!((last.number, last.ended_at), (6, Some(minute(9))));
    assert_eq!(
        (last.registry_version, status.registry_version),
        (seen[5], seen[5])
    );
    assert_eq!(last.versions, versions);
}
