//! The pace of a server outlives the process: looked at from the server's own log and from the
//! ledger.

use std::process::Stdio;
use std::time::{Duration, Instant};

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::support::Installation;
use crate::support::process::ended_within;
use crate::support::site::Site;

/// Longer than a process takes to start, so that one without a memory would be found out.
const INTERVAL: Duration = Duration::from_millis(400);

fn installation(site: &Site, users: usize) -> Installation {
    let installation = Installation::new();
    let pace = format!(
        "\"127.0.0.1\" = {{ interval_seconds = {} }}",
        INTERVAL.as_secs_f64()
    );
    installation.set("fetch.hosts", &pace);
    installation.set("crawl", "recheck_posts = 0");
    installation.watch(site, users);
    installation
}

/// Any number of requests takes the intervals between them. A request may be late on its way
/// and the next one in time, so that half an interval is granted, once.
fn assert_paced(arrivals: &[Instant]) {
    for (first, one) in arrivals.iter().enumerate() {
        for (further, other) in arrivals[first..].iter().enumerate() {
            let least = INTERVAL.saturating_mul(u32::try_from(further).unwrap());
            let took = other.duration_since(*one) + INTERVAL / 2;
            assert!(
                took >= least,
                "{further} requests after request {first} in {took:?}"
            );
        }
    }
}

/// By the ledger to the microsecond.
fn assert_ledger_paced(installation: &Installation, site: &Site) {
    let sent = installation.rows("SELECT CAST(sent_at AS TEXT) FROM exchange ORDER BY sent_at");
    let sent: Vec<i64> = sent.iter().map(|text| text.parse().unwrap()).collect();
    let least = i64::try_from(INTERVAL.as_micros()).unwrap();
    for pair in sent.windows(2) {
        assert!(pair[1] - pair[0] >= least, "{} us apart", pair[1] - pair[0]);
    }
    assert!(sent.len() >= site.arrivals().len());
    assert_eq!(installation.json(&["status"])["over_allowance"], 0);
}

#[test]
fn three_passes_in_a_row_keep_the_pace_of_one() {
    let site = Site::start(1, 3);
    let installation = installation(&site, 1);
    for _ in 0..3 {
        let report = installation.json(&["crawl"]);
        assert_eq!(report["failed"], serde_json::json!([]), "{report:#}");
    }
    // robots.txt once for all of them.
    assert!(site.arrivals().len() >= 4, "{}", site.arrivals().len());
    assert_paced(&site.arrivals());
    assert_ledger_paced(&installation, &site);
}

#[test]
fn processes_that_are_killed_at_any_instant_keep_the_pace_together() {
    let site = Site::start(3, 3);
    let installation = installation(&site, 3);
    let mut random = StdRng::seed_from_u64(7);
    for _ in 0..8 {
        let mut child = installation
            .command(&["crawl"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // A kill between taking a turn and leaving costs the lane a second: lives are longer.
        let wait = Duration::from_millis(random.random_range(1..3_000));
        ended_within(&mut child, wait);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(site.arrivals().len() >= 4, "{}", site.arrivals().len());
    assert_paced(&site.arrivals());
    assert_ledger_paced(&installation, &site);
}
