//! A database of an older version, brought up to date.

use std::path::Path;

use netra::db::{Db, WhenAbsent};
use sqlx::SqlitePool;
use sqlx::migrate::Migrator;
use sqlx::sqlite::SqliteConnectOptions;

/// A database that knows the schema up to 0004, with one post that an older revision and one
/// that a rescore left with a wrong target.
async fn old(path: &Path) -> SqlitePool {
    let folder = tempfile::tempdir().unwrap();
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/migrations/sqlite");
    for entry in std::fs::read_dir(all).unwrap() {
        let file = entry.unwrap().path();
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        if name.as_str() < "0005" {
            std::fs::copy(&file, folder.path().join(name)).unwrap();
        }
    }
    let options = SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true);
    let pool = SqlitePool::connect_with(options).await.unwrap();
    let migrator = Migrator::new(folder.path()).await.unwrap();
    migrator.run(&pool).await.unwrap();
    sqlx::raw_sql(
        r#"INSERT INTO person (id, kind, name, agency, region, purpose_basis, purpose_ends,
                               created_at)
               VALUES (1, 'agency', 'Dinas', 'Dinas', '32', 'ST', '2099-01-01', 0);
           INSERT INTO account (id, person_id, platform, address, created_at)
               VALUES (1, 1, 'mastodon', 'a', 0);
           INSERT INTO capture (id, record_id, account_id, url, final_url, step, status,
                                fetched_at, file, byte_offset, payload)
               VALUES (1, 'r', 1, 'u', 'f', 'statuses', 200, 7, 'x', 3, 'p');
           INSERT INTO post (id, account_id, native_id, kind, posted_at, first_seen_at,
                             last_seen_at, last_capture_id, region, latest_revision, score, band)
               VALUES (1, 1, 'a', 'original', 0, 0, 0, 1, '32', 1, 0.9, 'high'),
                      (2, 1, 'b', 'original', 0, 0, 0, 1, '32', 1, 0.2, 'low');
           INSERT INTO revision (post_id, number, text, media, links, seen_at, content_hash,
                                 capture_id)
               VALUES (1, 1, 'baru', '[]', '[]', 0, 'x', 1), (1, 2, 'lama', '[]', '[]', 0, 'y', 1),
                      (2, 1, 'b', '[]', '[]', 0, 'z', 1);
           INSERT INTO assessment (post_id, revision, score, band, stage, body, made_at)
               VALUES (1, 1, 0.9, 'high', 'campaign',
                       '{"signals":[{"target":null},{"target":"pemilu/satu"}]}', 1),
                      (1, 2, 0.6, 'medium', 'campaign', '{"signals":[{"target":"pemilu/dua"}]}', 2),
                      (2, 1, 0.6, 'medium', 'campaign', '{"signals":[{"target":"pemilu/dua"}]}', 1),
                      (2, 1, 0.2, 'low', 'campaign', '{"signals":[{"target":"pemilu/dua"}]}', 2)"#,
    )
    .execute(&pool)
    .await
    .unwrap();
    pool
}

async fn texts(pool: &SqlitePool, sql: &'static str) -> Vec<Option<String>> {
    sqlx::query_scalar(sql).fetch_all(pool).await.unwrap()
}

#[tokio::test]
async fn wrong_targets_are_mended_and_captures_keep_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("netra.db");
    let pool = old(&path).await;
    let targets = "SELECT target FROM post ORDER BY id";
    let wrong = Some("pemilu/dua".to_owned());
    assert_eq!(texts(&pool, targets).await, [wrong.clone(), wrong]);
    Db::open_sqlite(&path, WhenAbsent::Refuse).await.unwrap();
    assert_eq!(
        texts(&pool, targets).await,
        [Some("pemilu/satu".to_owned()), None]
    );
    let capture = "SELECT origin || ' ' || step || ' ' || status || ' ' || final_url || ' ' \
                   || fetched_at || ' ' || byte_offset FROM capture";
    let kept = "fetched statuses 200 f 7 3".to_owned();
    assert_eq!(texts(&pool, capture).await, [Some(kept)]);
}

#[tokio::test]
async fn a_capture_tells_what_its_origin_demands_and_nothing_else() {
    let test = super::support::TestDb::new().await;
    let insert = |columns: &str, values: &str| {
        format!(
            "INSERT INTO capture (record_id, account_id, url, final_url, fetched_at, file, \
             byte_offset, payload, {columns}) VALUES ('r', 1, 'u', 'u', 5, 'x', 0, 'p', {values})"
        )
    };
    let brought = "origin, media_type, brought_by, brought_at";
    let wrong = [
        insert("origin", "'fetched'"),
        insert("step, status, brought_by", "'s', 200, 'siti'"),
        insert(brought, "'imported', 'text/plain', NULL, 9"),
        insert(brought, "'imported', 'text/plain', 'siti', 4"),
        insert(
            "origin, media_type, brought_by, brought_at, status",
            "'captured', 'text/plain', 'siti', 9, 200",
        ),
        insert(brought, "'found', 'text/plain', 'siti', 9"),
    ];
    for sql in wrong {
        assert!(test.raw.try_run(&sql).await.is_err(), "{sql}");
    }
    let right = insert(brought, "'captured', 'text/plain', 'siti', 5");
    test.run(&right).await;
}
