//! The program is killed at random moments and loses nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::process::{Child, Stdio};
use std::time::Duration;

use netra::evidence::read;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::support::Installation;
use crate::support::process::ended_within;
use crate::support::site::Site;

const KILLS: usize = 200;

/// Lets the child run for a while that no one chose, then kills it without warning.
fn kill_after(mut child: Child, wait: Duration) -> bool {
    let finished = ended_within(&mut child, wait).is_some();
    child.kill().unwrap();
    child.wait().unwrap();
    finished
}

async fn stored(installation: &Installation) -> (BTreeMap<String, String>, i64) {
    let raw = installation.raw();
    let posts = "SELECT address, native_id, text FROM post
         JOIN account ON account.id = account_id
         JOIN revision ON post_id = post.id AND number = latest_revision";
    let posts = raw.rows(posts).await.into_iter().map(|row| {
        let row: Vec<String> = row.into_iter().flatten().collect();
        let (_, name) = row[0].split_once('@').unwrap();
        (format!("{name}/{}", row[1]), row[2].clone())
    });
    let revisions = raw.number("SELECT count(*) FROM revision").await;
    (posts.collect(), revisions)
}

#[test]
fn nothing_is_lost_and_nothing_is_twice_when_the_crawl_is_killed_two_hundred_times() {
    let site = Site::start(4, 75);
    let installation = Installation::new();
    installation.watch(&site, 4);

    let mut random = StdRng::seed_from_u64(9);
    let mut number = 75;
    for _ in 0..KILLS {
        let child = installation
            .command(&["crawl"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let finished = kill_after(
            child,
            Duration::from_micros(random.random_range(1_000..300_000)),
        );
        if finished {
            for user in 0..4 {
                (number..number + 15)
                    .for_each(|n| site.put(user, n, &format!("Kiriman {n} dari {user}")));
            }
            number += 15;
        }
    }
    let last = installation.json(&["crawl"]);
    assert_eq!(last["failed"], serde_json::json!([]), "{last:#}");

    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (posts, revisions) = runtime.block_on(stored(&installation));
    let wanted = site.all();
    assert_eq!(posts.len(), wanted.len());
    assert_eq!(posts, wanted);
    assert_eq!(
        usize::try_from(revisions).unwrap(),
        wanted.len(),
        "one revision a post"
    );
    let status = installation.json(&["status"]);
    assert_eq!(status["indexed"], wanted.len(), "{status:#}");
    assert_eq!(status["over_allowance"], 0, "{status:#}");
    let ledger = installation.rows("SELECT host FROM exchange").len();
    let arrived = site.arrivals().len();
    assert!(
        arrived <= ledger,
        "{arrived} requests arrived, {ledger} are in the ledger"
    );
    let found = installation.json(&["search", "kiriman", "--limit", "10000"]);
    assert_eq!(found["total"], wanted.len(), "{found:#}");
    check_captures(&installation);
}

/// Every capture that the database names is in a file that ends whole, with its digests.
pub(crate) fn check_captures(installation: &Installation) {
    let named = installation.rows("SELECT record_id FROM capture");
    let named = BTreeSet::from_iter(named);
    let mut kept = BTreeSet::new();
    for entry in std::fs::read_dir(installation.data().join("captures")).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().contains(".warc.gz") {
            continue;
        }
        for record in read::open(&path).unwrap() {
            let record = record.unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(record.verify().passed(), "{record:?}");
            kept.extend(record.id().map(|id| id.to_string()));
        }
    }
    assert!(!named.is_empty());
    let lost: Vec<_> = named.difference(&kept).collect();
    assert!(lost.is_empty(), "captures without a record: {lost:?}");
}
