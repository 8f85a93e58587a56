//! Scopes as they show on the pages.

use axum::http::StatusCode;
use netra::model::Role;

use crate::web::support::{House, NewPost};

async fn filled() -> House {
    let house = House::new().await;
    for (native, region) in [
        ("1", "32.04"),
        ("2", "33.01"),
        ("3", "ID"),
        ("4", "32.04.07"),
    ] {
        let post = NewPost {
            native,
            region,
            ..NewPost::default()
        };
        house.post(post).await;
    }
    house
}

#[tokio::test]
async fn an_unset_scope_shows_nothing_and_says_so() {
    let house = filled().await;
    let mut reviewer = house
        .logged_in_within("rini", Role::Reviewer, "unset")
        .await;
    for (language, told) in [
        ("id", "Wilayah Anda belum ditetapkan"),
        ("en", "Your region is not set"),
    ] {
        for section in ["pertama", "kedua", "beda"] {
            let queue = reviewer
                .get(&format!("/antrean?bagian={section}&lang={language}"))
                .await;
            assert_eq!(queue.status, StatusCode::OK);
            assert!(!queue.has("[data-row]"), "{section}");
            assert!(
                queue.texts("main")[0].contains(told),
                "{}",
                queue.texts("main")[0]
            );
        }
    }
    for path in ["/kiriman/1", "/kiriman/2", "/kiriman/99"] {
        assert_eq!(
            reviewer.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    let fields = [
        ("versi", "1"),
        ("penilaian", "1"),
        ("putusan", "dismissed"),
        ("kode", "OK-4"),
        ("alasan", "x"),
    ];
    for path in ["/kiriman/1/putusan", "/kiriman/1/nip"] {
        let refused = reviewer.submit("/sandi", path, &fields).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(house.count("SELECT count(*) FROM verdict").await, 0);
    let mut administrator = house
        .logged_in_within("tono", Role::Administrator, "unset")
        .await;
    let log = administrator.get("/jejak").await;
    assert_eq!(log.status, StatusCode::OK);
    assert!(!log.body.contains("menambah pengguna"));
    let read = "SELECT count(*) FROM audit WHERE action IN ('read', 'reveal_nip')";
    assert_eq!(house.count(read).await, 0);
}

#[tokio::test]
async fn a_reader_sees_their_region_and_what_lies_in_it() {
    let house = filled().await;
    for (scope, seen) in [
        ("32", &[1, 4][..]),
        ("32.04", &[1, 4]),
        ("33", &[2]),
        ("32.05", &[]),
        ("ID", &[1, 2, 3, 4]),
    ] {
        let name = format!("pembaca-{scope}").to_lowercase();
        let mut reader = house.logged_in_within(&name, Role::Reviewer, scope).await;
        let mut found = reader
            .get("/antrean")
            .await
            .attributes("[data-row]", "href");
        found.sort();
        let expected: Vec<String> = seen.iter().map(|id| format!("/kiriman/{id}")).collect();
        assert_eq!(found, expected, "{scope}");
        for id in 1..=4 {
            let page = reader.get(&format!("/kiriman/{id}")).await;
            let expected = if seen.contains(&id) { 200 } else { 404 };
            assert_eq!(page.status.as_u16(), expected, "{scope} {id}");
        }
        // A filter never widens what may be read.
        let wider = reader.get("/antrean?wilayah=ID").await;
        assert_eq!(
            wider.attributes("[data-row]", "href").len(),
            seen.len(),
            "{scope}"
        );
    }
}

#[tokio::test]
async fn a_post_stays_where_its_person_served_when_it_was_captured() {
    let house = filled().await;
    house.run("UPDATE person SET region = '33.01'").await;
    let mut before = house.logged_in_within("lama", Role::Reviewer, "32").await;
    let page = before.get("/kiriman/1").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.body.contains("33.01"),
        "the page says where the person serves now"
    );
    let mut after = house.logged_in_within("baru", Role::Reviewer, "33").await;
    assert_eq!(after.get("/kiriman/1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_new_scope_holds_from_the_next_page_on() {
    let house = filled().await;
    let mut reader = house.logged_in_within("rini", Role::Reviewer, "33").await;
    assert_eq!(reader.get("/kiriman/1").await.status, StatusCode::NOT_FOUND);
    house.run("UPDATE staff SET scope = '32'").await;
    assert_eq!(reader.get("/kiriman/1").await.status, StatusCode::OK);
    assert_eq!(reader.get("/kiriman/2").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_broken_row_is_told_with_its_number_and_hides_no_other() {
    let house = filled().await;
    house
        .run("UPDATE assessment SET body = '{' WHERE post_id = 2")
        .await;
    let mut reader = house.logged_in("rini", Role::Reviewer).await;
    let queue = reader.get("/antrean").await;
    assert_eq!(queue.attributes("[data-row]", "href").len(), 3);
    let told = queue.texts(".row .problem");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("nomor 2."), "{told:?}");
    let page = reader.get("/kiriman/2").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
}

/// The revision that was assessed is shown, also when an older one came late and has a higher
/// number.
#[tokio::test]
async fn a_late_older_revision_is_not_taken_for_the_latest() {
    let house = filled().await;
    let late = NewPost {
        text: "Yang lama datang terlambat",
        ..NewPost::default()
    };
    house.revise(1, &late).await;
    house
        .run("UPDATE post SET latest_revision = 1 WHERE id = 1")
        .await;
    let mut reader = house.logged_in("rini", Role::Reviewer).await;
    let page = reader.get("/kiriman/1").await;
    assert!(
        page.texts("#teks")[0].starts_with("Ayo coblos"),
        "{:?}",
        page.texts("#teks")
    );
}

/// One row a reading, with who, what and how many.
#[tokio::test]
async fn the_queue_and_the_log_leave_a_row_each() {
    let house = filled().await;
    let mut reader = house
        .logged_in_within("rini", Role::Administrator, "32")
        .await;
    reader.get("/antrean?tingkat=high&wilayah=32.04").await;
    reader.get("/jejak").await;
    let rows = "SELECT actor, action, subject, detail FROM audit
                WHERE action IN ('queue', 'audit_read') ORDER BY seq";
    assert_eq!(
        house.raw.lines(rows).await,
        [
            "rini queue posts {\"band\":\"high\",\"found\":2,\"posts\":\"1, 4\",\"region\":\"32.04\",\"section\":\"first\"}",
            "rini audit_read audit {\"found\":2,\"rows\":\"2–3\"}",
        ]
    );
    netra::db::audit::verify(&house.db).await.unwrap();
}

/// What others read and decided tells of posts elsewhere.
#[tokio::test]
async fn the_log_keeps_to_the_scope() {
    let house = filled().await;
    let mut elsewhere = house.logged_in_within("joko", Role::Analyst, "33").await;
    elsewhere.get("/antrean").await;
    let mut within = house.logged_in_within("wati", Role::Analyst, "32.04").await;
    within.get("/antrean").await;
    let mut reader = house
        .logged_in_within("rini", Role::Administrator, "32")
        .await;
    let page = reader.get("/jejak").await;
    assert!(page.body.contains("wati") && page.body.contains("rini"));
    assert!(!page.body.contains("joko"));
    let mut whole = house
        .logged_in_within("sri", Role::Administrator, "ID")
        .await;
    assert!(whole.get("/jejak").await.body.contains("joko"));
}
