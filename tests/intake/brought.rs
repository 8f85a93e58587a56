//! Files and captures that people bring.

use std::process::Command;

use netra::db::capture::find_brought;
use netra::db::page::PostChange;
use netra::evidence::{LARGEST_RESOURCE, Record, read};
use netra::intake::{BroughtAs, IntakeError, TakenIn};
use netra::model::{AccountId, Sha256};

use super::support::{Entrance, brings, minute, now, statuses};

fn changes(taken: &TakenIn) -> Vec<(u32, PostChange)> {
    let posts = taken.saved.posts.iter();
    posts.map(|post| (post.revision, post.change)).collect()
}

/// The records of all capture files, closed.
fn records(entrance: &Entrance) -> Vec<Record> {
    entrance.intake.captures.close().unwrap();
    let folder = std::fs::read_dir(entrance.intake.captures.dir()).unwrap();
    let files = folder.map(|entry| entry.unwrap().path());
    files
        .filter(|path| path.extension().is_some_and(|end| end == "gz"))
        .flat_map(|path| read::open(&path).unwrap().map(Result::unwrap))
        .collect()
}

/// What a way in may never take away, counted.
async fn counts(entrance: &Entrance) -> Vec<i64> {
    let mut counts = Vec::new();
    for sql in [
        "SELECT count(*) FROM capture",
        "SELECT count(*) FROM post",
        "SELECT count(*) FROM revision",
        "SELECT count(*) FROM assessment",
        "SELECT count(*) FROM visibility",
        "SELECT coalesce(sum(mark), 0) FROM index_pending",
    ] {
        counts.push(entrance.number(sql).await);
    }
    counts
}

#[tokio::test]
async fn an_imported_file_is_evidence_and_its_posts_are_scored_and_stored() {
    let entrance = Entrance::new().await;
    let posts = [("1", "rapat dinas besok"), ("2", "jalan desa diperbaiki")];
    let taken = entrance.bring(brings(5, &posts)).await;
    assert_eq!(
        changes(&taken),
        [(1, PostChange::New), (1, PostChange::New)]
    );
    assert_eq!(
        entrance
            .text(
                "SELECT origin || ' ' || brought_by || ' ' || file_name || ' ' || media_type || \
                 ' ' || coalesce(status, 1) || coalesce(step, '1') FROM capture"
            )
            .await
            .as_deref(),
        Some("imported siti ekspor.json application/json 11")
    );
    assert_eq!(
        entrance.number("SELECT last_seen_at FROM post").await,
        minute(5).as_microsecond(),
        "seen when the file says, not when it came"
    );
    assert_eq!(counts(&entrance).await, [1, 2, 2, 2, 2, 2]);
    assert_eq!(
        entrance.text("SELECT cursor FROM account").await,
        None,
        "a file says nothing of where the crawl stands"
    );
    let records = records(&entrance);
    assert!(records.iter().all(|record| record.verify().passed()));
    let [_, resource, metadata] = records.as_slice() else {
        panic!("{} records", records.len());
    };
    assert_eq!(resource.kind(), "resource");
    assert_eq!(resource.target(), Some("file:///ekspor.json"));
    assert_eq!(resource.field("content-type"), Some("application/json"));
    assert_eq!(resource.payload(), statuses(&posts));
    let told = String::from_utf8_lossy(&metadata.block);
    assert_eq!(metadata.kind(), "metadata");
    assert_eq!(
        metadata.field("warc-refers-to"),
        resource.field("warc-record-id")
    );
    let seen = minute(5);
    assert_eq!(
        told,
        format!(
            "origin: imported\r\nbroughtBy: siti\r\nseenAt: {seen}\r\nfileName: ekspor.json\r\n\
             tool: contoh 1.0\r\n"
        )
    );
}

#[tokio::test]
async fn what_is_brought_again_changes_nothing() {
    let entrance = Entrance::new().await;
    let file = brings(5, &[("1", "satu"), ("2", "dua")]);
    entrance.bring(file.clone()).await;
    let before = counts(&entrance).await;
    let again = entrance.bring(file.clone()).await;
    assert_eq!(
        changes(&again),
        [(1, PostChange::Unchanged), (1, PostChange::Unchanged)]
    );
    assert_eq!(counts(&entrance).await, before);
    let payload = Sha256::of(&file.bytes);
    let kept = find_brought(&entrance.intake.db, AccountId(1), payload, file.seen_at);
    let kept = kept.await.unwrap().unwrap();
    let record = read::capture(entrance.intake.captures.dir(), &kept).unwrap();
    assert_eq!(record.payload(), file.bytes);
    assert_eq!(records(&entrance).len(), 3, "the bytes are kept once");
}

#[tokio::test]
async fn an_older_file_adds_what_was_not_known_and_moves_nothing_back() {
    let entrance = Entrance::new().await;
    entrance.fetch(minute(50), &[("1", "kata baru")]).await;
    let standing = "SELECT latest_revision || ' ' || score || ' ' || band || ' ' || last_seen_at \
                    || ' ' || last_capture_id || ' ' || first_seen_at FROM post WHERE id = 1";
    let before = entrance.text(standing).await;
    let older = brings(10, &[("1", "kata lama"), ("2", "hanya di berkas")]);
    let taken = entrance.bring(older.clone()).await;
    assert_eq!(
        changes(&taken),
        [(2, PostChange::Edited), (1, PostChange::New)]
    );
    assert_eq!(entrance.text(standing).await, before);
    let after = counts(&entrance).await;
    assert_eq!(
        changes(&entrance.bring(older).await),
        [(1, PostChange::Unchanged), (1, PostChange::Unchanged)]
    );
    let same_words = brings(11, &[("1", "kata lama")]);
    assert_eq!(
        changes(&entrance.bring(same_words).await),
        [(1, PostChange::Unchanged)],
        "a known older revision is not told twice"
    );
    let mut later = after.clone();
    later[0] += 1;
    assert_eq!(counts(&entrance).await, later);
    let next = entrance.fetch(minute(60), &[("1", "kata baru")]).await;
    assert_eq!(changes(&next), [(1, PostChange::Unchanged)]);
}

#[tokio::test]
async fn a_capture_by_hand_tells_its_origin_and_no_time_to_come_is_believed() {
    let entrance = Entrance::new().await;
    let mut seen = brings(2_000, &[("1", "satu")]);
    seen.brought_as = BroughtAs::Capture;
    seen.target = "https://contoh.example/@dinas/1".parse().unwrap();
    let taken = entrance.bring(seen).await;
    assert!(
        taken
            .warnings
            .iter()
            .any(|odd| odd.message.contains("to come")),
        "{:?}",
        taken.warnings
    );
    assert_eq!(
        entrance
            .text("SELECT origin || ' ' || final_url FROM capture")
            .await
            .as_deref(),
        Some("captured https://contoh.example/@dinas/1")
    );
    assert_eq!(
        entrance.number("SELECT last_seen_at FROM post").await,
        now().as_microsecond()
    );
}

#[tokio::test]
async fn a_file_that_is_too_large_is_refused_and_leaves_nothing() {
    let entrance = Entrance::new().await;
    let mut large = brings(5, &[]);
    large.bytes = vec![b' '; LARGEST_RESOURCE + 1];
    let read = |_: &[u8]| panic!("it must not be read");
    let refused = entrance.try_bring(large, read).await.unwrap_err();
    assert!(
        matches!(refused, IntakeError::Page { step: "kept", .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains("split it"), "{refused}");
    assert_eq!(counts(&entrance).await, [0; 6]);
}

#[tokio::test]
async fn warcio_finds_what_was_brought_whole() {
    let Some(servers) = crate::servers::installed("warcio_finds_what_was_brought_whole") else {
        return;
    };
    let entrance = Entrance::new().await;
    entrance.bring(brings(5, &[("1", "satu")])).await;
    let name = records(&entrance)[0]
        .field("warc-filename")
        .unwrap()
        .to_owned();
    let check = Command::new(servers.join("python/bin/warcio"))
        .args(["check", "-v"])
        .arg(entrance.intake.captures.dir().join(name))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&check.stdout);
    assert!(check.status.success(), "{said}");
    assert!(
        said.contains("digest pass") && !said.contains("failed"),
        "{said}"
    );
}
