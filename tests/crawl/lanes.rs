//! Lanes: what is slow, rests or kills the program costs itself time and nobody else.

use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};

use crate::support::process::{breathe, terminate};
use crate::support::site::{Site, serve};
use crate::support::{Installation, text};
use axum::Router;
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use rstest::rstest;

fn feed(number: usize) -> Response {
    let item = format!(
        "<rss version=\"2.0\"><channel><title>Uji</title><item><guid>{number}</guid>\
         <title>Kiriman {number}</title><pubDate>Mon, 01 Nov 2027 00:00:00 GMT</pubDate></item>\
         </channel></rss>"
    );
    ([(header::CONTENT_TYPE, "application/rss+xml")], item).into_response()
}

/// A site of feeds of which number 0 tells when it is asked for, and then never answers.
fn site_with_a_deadly_feed() -> (std::net::SocketAddr, Receiver<()>) {
    let (deadly, asked) = channel();
    let deadly = Arc::new(Mutex::new(deadly));
    let answer = move |Path(number): Path<usize>| {
        let deadly = deadly.clone();
        async move {
            if number > 0 {
                return feed(number);
            }
            deadly.lock().unwrap().send(()).unwrap();
            std::future::pending().await
        }
    };
    (
        serve(Router::new().route("/{number}/feed.xml", get(answer))),
        asked,
    )
}

/// Runs a command and kills it without warning when the deadly feed is asked for; whether it
/// came to its end instead.
fn run_until_asked(installation: &Installation, arguments: &[&str], asked: &Receiver<()>) -> bool {
    let mut child = installation
        .command(arguments)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    loop {
        if asked.try_recv().is_ok() {
            child.kill().unwrap();
            child.wait().unwrap();
            return false;
        }
        if let Some(status) = child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
            return true;
        }
        breathe();
    }
}

const POSTS: &str = "SELECT native_id FROM post ORDER BY 1";

#[test]
fn an_account_that_kills_the_program_costs_itself_a_rest_and_nobody_a_visit() {
    let (site, asked) = site_with_a_deadly_feed();
    let installation = Installation::new();
    let addresses: Vec<_> = (0..12)
        .map(|n| format!("http://{site}/{n}/feed.xml"))
        .collect();
    let accounts: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&accounts);

    assert!(!run_until_asked(&installation, &["crawl", "--due"], &asked));
    assert!(run_until_asked(&installation, &["crawl", "--due"], &asked));
    assert_eq!(installation.rows(POSTS).len(), 11);
    let found = installation.json(&["search", "kiriman"]);
    assert_eq!(found["total"], 11, "{found:#}");
}

#[rstest]
#[case::whether_due_or_not(&["crawl"])]
#[case::one_after_the_other(&["crawl", "--due"])]
fn of_lanes_that_died_together_only_the_one_at_fault_stays_out(#[case] arguments: &[&str]) {
    let (deadly, asked) = site_with_a_deadly_feed();
    let installation = Installation::new();
    let answer = |Path(number): Path<usize>| async move { feed(number) };
    let mut addresses = vec![format!("http://{deadly}/0/feed.xml")];
    addresses.extend((1..8).map(|number| {
        let site = serve(Router::new().route("/{number}/feed.xml", get(answer)));
        format!("http://{site}/{number}/feed.xml")
    }));
    let accounts: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&accounts);

    for _ in 0..3 {
        run_until_asked(&installation, arguments, &asked);
    }
    assert_eq!(installation.rows(POSTS).len(), 7);
}

#[test]
fn a_busy_lane_does_not_delay_another() {
    let (busy, other) = (Site::start(9, 3), Site::start(2, 3));
    let installation = Installation::new();
    installation.set("crawl", "accounts_at_a_time = 2");
    installation.set(
        "fetch.hosts",
        &format!("\"{}\" = {{ interval_seconds = 0.02 }}", busy.address),
    );
    let mut addresses: Vec<_> = (0..9).map(|user| busy.account(user)).collect();
    addresses.extend((0..2).map(|user| other.account(user)));
    let accounts: Vec<_> = addresses
        .iter()
        .map(|one| ("mastodon", one.as_str()))
        .collect();
    installation.register(&accounts);
    let report = installation.json(&["crawl"]);
    assert_eq!(report["failed"], serde_json::json!([]), "{report:#}");

    let order = installation.rows("SELECT host FROM exchange ORDER BY sent_at, id");
    let of_other = |host: &String| host.ends_with(&other.address.port().to_string());
    let last = order.iter().rposition(of_other).unwrap();
    let waited_for = order[..last].iter().filter(|host| !of_other(host)).count();
    assert!(
        waited_for * 2 < order.iter().filter(|host| !of_other(host)).count(),
        "the other lane ended after {waited_for} requests to the busy one: {order:?}"
    );
    let first = order.iter().position(of_other).unwrap();
    assert!(first <= 3, "{order:?}");
}

/// How many accounts a report says could not be read.
fn told_of(report: &serde_json::Value) -> usize {
    report["failed"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_lane_that_rests_is_asked_once_and_its_accounts_are_not_blamed() {
    let refuse = || async {
        let rest = [(header::RETRY_AFTER, "3600")];
        (StatusCode::TOO_MANY_REQUESTS, rest).into_response()
    };
    let site = serve(Router::new().fallback(get(refuse)));
    let installation = Installation::new();
    let addresses: Vec<_> = (0..5)
        .map(|n| format!("http://{site}/{n}/feed.xml"))
        .collect();
    let accounts: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&accounts);
    let first = installation.run(&["crawl", "--json"]);
    assert_eq!(first.status.code(), Some(4), "{}", text(&first.stderr));
    let report: serde_json::Value = serde_json::from_slice(&first.stdout).unwrap();
    assert_eq!(report["requests"], 1, "{report:#}");
    // The one that asked and the one that found the lane at rest.
    assert_eq!(told_of(&report), 2, "{report:#}");
    for _ in 0..2 {
        // A process of its own: the rest outlives the first one.
        let next = installation.json(&["crawl"]);
        assert_eq!(next["requests"], 0, "{next:#}");
        // One account finds out that the lane rests: the others stay due.
        assert_eq!(told_of(&next), 1, "{next:#}");
        let reason = next["failed"][0]["reason"].as_str().unwrap();
        assert!(reason.contains("is left alone for"), "{reason}");
    }
    let blamed = installation.rows("SELECT address FROM account WHERE failures > 0");
    let blamed = BTreeSet::from_iter(blamed);
    assert!(blamed.len() <= 1, "{blamed:?}");
}

#[test]
fn an_account_that_cannot_be_visited_is_told_with_its_reason() {
    let installation = Installation::new();
    let output = installation.run(&["crawl", "--account", "7", "--json"]);
    assert_eq!(output.status.code(), Some(4), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("no account 7"), "{reason}");
}

#[test]
fn all_accounts_that_are_asked_for_by_number_are_told_of() {
    let resting = serve(
        Router::new()
            .fallback(|| async { (StatusCode::TOO_MANY_REQUESTS, [("retry-after", "3600")]) }),
    );
    let installation = Installation::new();
    let addresses: Vec<_> = (0..3)
        .map(|number| format!("http://{resting}/{number}/feed.xml"))
        .collect();
    let accounts: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&accounts);
    let all = [
        "crawl",
        "--account",
        "1",
        "--account",
        "2",
        "--account",
        "3",
    ];
    for _ in 0..2 {
        let told = installation.json(&all)["failed"].clone();
        let told = told.as_array().unwrap().iter();
        let told: Vec<_> = told.map(|one| one["account"].as_u64().unwrap()).collect();
        assert_eq!(told, [1, 2, 3]);
    }
    let elsewhere = [&all[..], &["--platform", "mastodon"]].concat();
    let told = installation.json(&elsewhere)["failed"].clone();
    assert_eq!(told.as_array().unwrap().len(), 3, "{told}");
}

#[test]
fn a_pass_that_is_told_to_stop_ends_in_good_order_and_leaves_the_rest_due() {
    let (site, asked) = site_with_a_deadly_feed();
    let installation = Installation::new();
    installation.set("crawl", "grace_seconds = 0");
    let addresses: Vec<_> = (0..5)
        .map(|n| format!("http://{site}/{n}/feed.xml"))
        .collect();
    let accounts: Vec<_> = addresses.iter().map(|one| ("feed", one.as_str())).collect();
    installation.register(&accounts);

    let child = installation
        .command(&["crawl", "--due", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    asked.recv().unwrap();
    terminate(&child);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["interrupted"], true, "{report:#}");
    let due = "SELECT address FROM account WHERE attempts = 0 AND failures = 0";
    assert_eq!(installation.rows(due).len(), 5);
    assert_eq!(installation.json(&["status"])["accounts_due"], 5);
}

/// A post whose hashtags take a development build minutes to split into words.
#[test]
fn a_pass_that_is_told_to_stop_does_not_wait_for_a_page_that_takes_long() {
    let answer = || async {
        let tags: Vec<_> = (0..60_000).map(|number| format!("#c{number}")).collect();
        let tags = tags.join(" ");
        let item = format!(
            "<rss version=\"2.0\"><channel><title>Uji</title><item><guid>1</guid>\
             <title>Tagar</title><description>{tags}</description></item></channel></rss>"
        );
        ([(header::CONTENT_TYPE, "application/rss+xml")], item)
    };
    let site = serve(Router::new().route("/feed.xml", get(answer)));
    let installation = Installation::new();
    installation.set("crawl", "grace_seconds = 0");
    installation.register(&[("feed", &format!("http://{site}/feed.xml"))]);
    let child = installation
        .command(&["crawl", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let answered = "SELECT url FROM exchange WHERE status = 200";
    while installation.rows(answered).is_empty() {
        breathe();
    }
    terminate(&child);
    let report = child.wait_with_output().unwrap().stdout;
    let report: serde_json::Value = serde_json::from_slice(&report).unwrap();
    let ended = (&report["interrupted"], &report["failed"]);
    assert_eq!(ended, (&true.into(), &serde_json::json!([])), "{report:#}");
    let due = "SELECT address FROM account WHERE attempts = 0 AND failures = 0";
    assert_eq!(installation.rows(due).len(), 1);
}
