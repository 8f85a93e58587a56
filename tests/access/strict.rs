//! Rows are read strictly: whatever is wrong in a row, each reading that needs the value says so,
//! with table and row, and lists go on with the others.

use jiff::{SignedDuration, Timestamp};
use netra::db::post::{self, Occasion, PostWalk};
use netra::db::queue::{self, Filter, StartAt};
use netra::db::{BrokenRow, DbError, Listed, registry, session, user};
use netra::model::{PostId, Reader, Sha256};
use rstest::rstest;

use super::desk::{Copy, Template};

fn now() -> Timestamp {
    "2027-01-15T03:00:00Z".parse().unwrap()
}

fn operator() -> Reader {
    Reader::operator("uji")
}

fn broken<T>(found: Result<T, DbError>) -> Option<BrokenRow> {
    match found {
        Ok(_) => None,
        Err(DbError::Inconsistent(broken)) => Some(broken),
        Err(other) => panic!("{other}"),
    }
}

/// The unreadable row of a list of four (or five), whose other rows are there.
fn one_of<T>(rows: Vec<Listed<T>>, whole: usize) -> Option<BrokenRow> {
    assert_eq!(rows.len(), whole, "no row is left out");
    let mut unreadable: Vec<_> = rows.into_iter().filter_map(Result::err).collect();
    assert!(unreadable.len() <= 1, "{unreadable:?}");
    unreadable.pop().map(|row| row.broken)
}

/// What each reading says is broken.
async fn reading(name: &str, copy: &Copy) -> Option<BrokenRow> {
    let (operator, db) = (operator(), &copy.db);
    let occasion = Occasion {
        action: "search",
        query: "uji",
        at: now(),
    };
    let all = [1, 2, 3, 4].map(PostId);
    match name {
        "open" => broken(post::open(&operator, db, now(), PostId(2)).await),
        "find" => {
            let found = post::find(&operator, db, occasion, &all).await.unwrap();
            one_of(found, 4)
        }
        "walk" => {
            let mut walk = PostWalk::new(&operator, db, occasion);
            one_of(walk.next(9).await.unwrap(), 4)
        }
        "queue" => {
            // The post is judged already: put it back.
            let back = "UPDATE post SET review_revision = 0, review_state = 'open'";
            copy.raw.run(back).await;
            let (filter, top) = (Filter::default(), StartAt::Top);
            let page = queue::page(&operator, db, now(), &filter, top, 9).await;
            let rows = page.unwrap().entries.into_iter().map(|entry| entry.row);
            one_of(rows.collect(), 4)
        }
        "list" => one_of(
            registry::list(&operator, db, now(), false).await.unwrap(),
            4,
        ),
        "export" => broken(registry::export(&operator, db, now(), None).await),
        "show" => {
            let account = netra::model::AccountId(3);
            broken(registry::show(&operator, db, now(), account, None).await)
        }
        "users" => {
            let users = user::list(&operator, db).await.unwrap();
            let broken = users.into_iter().find_map(Result::err);
            broken.map(|user| user.broken)
        }
        "staff" => broken(user::by_name(db, "lain").await),
        "session" => {
            let token = Sha256::of("uji");
            let open = format!(
                "INSERT INTO session (token_hash, user_id, created_at, expires_at, used_at) VALUES ('{token}', 2, 0, 9000000000000000, 8000000000000000)"
            );
            copy.raw.run(&open).await;
            broken(session::bearer(db, token, now(), SignedDuration::from_mins(30)).await)
        }
        other => panic!("{other} is not read"),
    }
}

const POST: &[&str] = &["open", "find", "walk", "queue"];
const DOCUMENT: &[&str] = &["open", "find", "walk"];
const REGISTER: &[&str] = &["list", "export", "show"];
const USER: &[&str] = &["users", "staff", "session"];

#[rstest]
#[case("UPDATE post SET kind = 'kicau' WHERE id = 2", "post", 2, POST)]
#[case(
    "UPDATE post SET posted_at = 9223372036854775807 WHERE id = 2",
    "post",
    2,
    POST
)]
#[case(
    "UPDATE post SET first_seen_at = 9223372036854775807 WHERE id = 2",
    "post",
    2,
    POST
)]
#[case("UPDATE post SET region = '3' WHERE id = 2", "post", 2, POST)]
#[case("UPDATE post SET score = INFINITY WHERE id = 2", "post", 2, POST)]
#[case("UPDATE post SET latest_revision = 7 WHERE id = 2", "post", 2, POST)]
#[case("UPDATE post SET band = 'merah' WHERE id = 2", "post", 2, DOCUMENT)]
#[case(
    "UPDATE post SET claimed_at = -9223372036854775807 WHERE id = 2",
    "post",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE post SET last_seen_at = 9223372036854775807 WHERE id = 2",
    "post",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE post SET not_visible_at = 9223372036854775807 WHERE id = 2",
    "post",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE post SET latest_revision = -1 WHERE id = 2",
    "post",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET context = '{' WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET media = '[7]' WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET links = 'tautan' WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET content_hash = 'x' WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET seen_at = 9223372036854775807 WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE revision SET edited_at = 9223372036854775807 WHERE post_id = 2",
    "revision",
    2,
    DOCUMENT
)]
#[case(
    "UPDATE assessment SET body = '{}' WHERE id = 2",
    "assessment",
    2,
    POST
)]
#[case("UPDATE assessment SET made_at = 9223372036854775807 WHERE id = 2", "assessment", 2, &["open"])]
#[case("UPDATE capture SET payload = 'x' WHERE id = (SELECT capture_id FROM revision WHERE post_id = 2)", "capture", 4, &["open"])]
#[case("UPDATE capture SET fetched_at = 9223372036854775807 WHERE id = (SELECT capture_id FROM revision WHERE post_id = 2)", "capture", 4, &["open"])]
#[case("UPDATE verdict SET decision = 'bersalah'", "verdict", 1, DOCUMENT)]
#[case("UPDATE verdict SET revision = -1", "verdict", 1, &["open"])]
#[case("UPDATE verdict SET at = 9223372036854775807", "verdict", 1, &["open"])]
#[case("UPDATE account SET platform = 'pos' WHERE id = 3", "account", 3, &["open", "find", "walk", "queue", "list", "export", "show"])]
#[case("UPDATE account SET state = 'senyap' WHERE id = 3", "account", 3, &["open", "list", "export", "show"])]
#[case(
    "UPDATE account SET crawled_at = 9223372036854775807 WHERE id = 3",
    "account",
    3,
    REGISTER
)]
#[case("UPDATE person SET kind = 'hantu' WHERE id = 3", "person", 3, &["open", "find", "walk", "list", "export", "show"])]
#[case("UPDATE person SET nip = '12' WHERE id = 3", "person", 3, &["open", "list", "export", "show"])]
#[case("UPDATE person SET region = '3205' WHERE id = 3", "person", 3, &["open", "list", "export", "show"])]
#[case("UPDATE person SET purpose_ends = 'kelak' WHERE id = 3", "person", 3, &["open", "list", "export", "show"])]
#[case("UPDATE ownership_proof SET kind = 'kabar' WHERE account_id = 3", "ownership_proof", 3, &["open", "list", "export", "show"])]
#[case("UPDATE ownership_proof SET verified_at = 9223372036854775807 WHERE account_id = 3", "ownership_proof", 3, &["open", "list", "export", "show"])]
#[case("UPDATE ownership_proof SET expires_at = 9223372036854775807 WHERE account_id = 3", "ownership_proof", 3, &["open", "list", "export", "show"])]
#[case("UPDATE staff SET role = 'raja' WHERE id = 2", "staff", 2, USER)]
#[case("UPDATE staff SET scope = '32.05.01' WHERE id = 2", "staff", 2, USER)]
#[tokio::test]
async fn a_value_that_cannot_be_read_is_told_with_table_and_row(
    #[case] sql: &str,
    #[case] table: &str,
    #[case] row: i64,
    #[case] readings: &[&str],
) {
    let template = Template::new().await;
    let whole = template.copy().await;
    for name in readings {
        assert_eq!(reading(name, &whole).await, None, "{name} before");
        let copy = template.copy().await;
        let sql = sql.replace("INFINITY", copy.raw.infinity());
        copy.raw.corrupt(&sql).await;
        let broken = reading(name, &copy).await;
        let broken = broken.unwrap_or_else(|| panic!("{name} says nothing of {sql}"));
        assert_eq!((broken.table, broken.row), (table, row), "{name}: {broken}");
        assert!(!broken.problem.contains("198001012005011003"), "{broken}");
    }
}
