use jiff::Timestamp;
use netra::cli::{Exit, audit as command};
use netra::db::Db;
use netra::db::audit::{self, Event, VerifyError};
use netra::model::Sha256;
use proptest::prelude::*;

use crate::support::database::{Place, Raw};

struct Log {
    db: Db,
    raw: Raw,
    captures: tempfile::TempDir,
    _place: Place,
}

impl Log {
    async fn of(rows: usize) -> Self {
        let place = Place::new();
        let db = place.open().await;
        for row in 0..rows {
            audit::record(&db, &event(row)).await.unwrap();
        }
        Self {
            db,
            raw: place.raw(),
            captures: tempfile::tempdir().unwrap(),
            _place: place,
        }
    }

    /// As somebody with the database in hand would.
    async fn tamper(&self, sql: &str) {
        self.raw.corrupt(sql).await;
    }

    async fn broken_at(&self) -> Option<i64> {
        match audit::verify(&self.db).await {
            Ok(_) => None,
            Err(VerifyError::Broken { seq, .. }) => Some(seq),
            Err(VerifyError::Db(error)) => panic!("{error}"),
        }
    }

    async fn command(&self, head: Option<&str>) -> (Exit, String, String) {
        let (mut out, mut talk) = (Vec::new(), Vec::new());
        let verify = command::AuditArgs {
            action: command::AuditAction::Verify {
                head: head.map(str::to_owned),
            },
        };
        let exit = verify
            .run(&self.db, self.captures.path(), false, &mut out, &mut talk)
            .await
            .unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (exit, text(out), text(talk))
    }
}

fn event(row: usize) -> Event<'static> {
    let actors = ["rini", "sari", "command-line"];
    Event {
        at: Timestamp::from_second(1_800_000_000 + i64::try_from(row).unwrap()).unwrap(),
        actor: actors[row % 3],
        action: "read",
        subject: "post:1",
        detail: "revision:1",
    }
}

#[tokio::test]
async fn an_untouched_log_is_whole() {
    for rows in [0, 1, 7] {
        let log = Log::of(rows).await;
        let head = audit::verify(&log.db).await.unwrap();
        assert_eq!(usize::try_from(head.seq).unwrap(), rows);
    }
}

#[tokio::test]
async fn the_hash_is_the_documented_one() {
    let log = Log::of(1).await;
    let mut bytes = b"netra-audit-1\0".to_vec();
    bytes.extend([b'0'; 64]);
    bytes.extend(1_i64.to_be_bytes());
    bytes.extend(1_800_000_000_000_000_i64.to_be_bytes());
    for text in ["rini", "read", "post:1", "revision:1"] {
        bytes.extend((text.len() as u64).to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    let head = audit::verify(&log.db).await.unwrap();
    assert_eq!(head.hash, Sha256::of(bytes).to_string());
}

#[tokio::test]
async fn rows_cannot_be_changed_or_deleted_by_the_program() {
    let log = Log::of(2).await;
    for sql in ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"] {
        let refused = log.raw.try_run(sql).await.unwrap_err();
        assert!(refused.contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn lost_moved_and_invented_rows_are_found() {
    let cases = [
        ("DELETE FROM audit WHERE seq = 3", 3),
        ("DELETE FROM audit WHERE seq = 1", 1),
        ("DELETE FROM audit WHERE seq > 4", 5),
        ("DELETE FROM audit", 1),
        ("UPDATE audit SET seq = 9 WHERE seq = 6", 6),
        (
            "INSERT INTO audit SELECT 7, at, actor, action, subject, detail, hash, hash FROM audit WHERE seq = 6",
            7,
        ),
        ("DELETE FROM audit_head", 0),
        ("UPDATE audit_head SET seq = 5", 7),
    ];
    for (sql, seq) in cases {
        let log = Log::of(6).await;
        log.tamper(sql).await;
        assert_eq!(log.broken_at().await, Some(seq), "{sql}");
    }
}

#[tokio::test]
async fn fields_do_not_run_into_each_other() {
    let log = Log::of(1).await;
    log.tamper("UPDATE audit SET actor = 'rinir', action = 'ead'")
        .await;
    assert_eq!(log.broken_at().await, Some(1));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_change_of_any_row_is_found(
        row in 1_i64..=6,
        column in prop::sample::select(vec!["actor", "action", "subject", "detail", "previous", "hash"]),
        value in "[a-z0-9' é]{0,12}",
        at in any::<i64>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let (text, time) = runtime.block_on(async {
            let log = Log::of(6).await;
            let quoted = value.replace('\'', "''");
            log.tamper(&format!(
                "UPDATE audit SET {column} = '{quoted}' WHERE seq = {row} AND {column} <> '{quoted}'"
            )).await;
            let text = log.broken_at().await;
            let log = Log::of(6).await;
            log.tamper(&format!("UPDATE audit SET at = {at} WHERE seq = {row}")).await;
            (text, log.broken_at().await)
        });
        prop_assert_eq!(text, Some(row));
        prop_assert_eq!(time, Some(row));
    }
}

#[tokio::test]
async fn the_command_ends_with_five_when_the_chain_is_broken() {
    let log = Log::of(3).await;
    let (exit, out, _) = log.command(None).await;
    assert_eq!(exit, Exit::Ok);
    log.tamper("UPDATE audit SET detail = 'x' WHERE seq = 2")
        .await;
    let (exit, nothing, talk) = log.command(None).await;
    assert_eq!(exit, Exit::VerificationFailed);
    assert!(talk.contains("row 2") && nothing.is_empty(), "{talk}");
    assert!(out.starts_with("3:"));
}

#[tokio::test]
async fn a_chain_that_was_forged_as_a_whole_is_found_by_an_old_head() {
    let log = Log::of(3).await;
    let head = log.command(None).await.1;
    audit::record(&log.db, &event(9)).await.unwrap();
    assert_eq!(log.command(Some(head.trim())).await.0, Exit::Ok);
    let forged = Log::of(0).await;
    for row in [2, 1, 0, 4] {
        audit::record(&forged.db, &event(row)).await.unwrap();
    }
    assert_eq!(forged.command(None).await.0, Exit::Ok);
    let exit = forged.command(Some(head.trim())).await.0;
    assert_eq!(exit, Exit::VerificationFailed);
}

#[tokio::test]
async fn an_empty_log_beside_captures_is_refused_and_rows_are_counted() {
    let log = Log::of(3).await;
    let (exit, _, talk) = log.command(None).await;
    assert_eq!(exit, Exit::Ok);
    assert!(talk.contains("all 3 rows were checked"), "{talk}");
    let log = Log::of(0).await;
    let (exit, _, talk) = log.command(None).await;
    assert_eq!(exit, Exit::Ok);
    assert!(talk.contains("the audit log is empty"), "{talk}");
    std::fs::write(log.captures.path().join("netra-1.warc.gz"), "x").unwrap();
    let (exit, out, talk) = log.command(None).await;
    assert_eq!((exit, out.as_str()), (Exit::VerificationFailed, ""));
    assert!(
        talk.contains("empty, although there are captures"),
        "{talk}"
    );
}
