//! Accounts that cannot be read are failing and say what to do; those that robots.txt closes are
//! closed and told once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rstest::rstest;
use serde_json::json;

use crate::support::Installation;
use crate::support::world::{Asked, Told, World, rss, rss_item};

/// A feed that is there once, and then something else in its place.
fn once(then: Told) -> World {
    let visits = Arc::new(AtomicUsize::new(0));
    World::start(move |asked: &Asked| {
        (asked.path == "/umpan").then(|| match visits.fetch_add(1, Ordering::SeqCst) {
            0 => Told::new(200, "text/xml", rss(&[rss_item(1, "Isi")])),
            _ => then.clone(),
        })
    })
}

#[rstest]
#[case::parked(Told::html("<title>Domain ini dijual</title><h1>Dijual</h1>"))]
#[case::challenge(Told::new(403, "text/html", "<title>Just a moment...</title>").header("cf-mitigated", "challenge"))]
#[case::bad_request(Told::new(400, "text/html", "bad"))]
#[case::gone(Told::new(410, "text/html", "gone"))]
#[case::not_found(Told::new(404, "text/html", "nihil"))]
#[case::payment(Told::new(402, "text/html", "pay"))]
#[case::law(Told::new(451, "text/html", "blokir"))]
#[case::empty(Told::html(""))]
#[case::no_content(Told::nothing(204))]
#[case::json(Told::json(&json!({"error": "x"})))]
#[case::maintenance(Told::html("<h1>Situs sedang dalam pemeliharaan</h1>"))]
#[case::consent(Told::html("<h1>Before you continue</h1>"))]
#[case::login(Told::html("<form><input type=password></form>"))]
#[case::proxy(Told::new(407, "text/html", ""))]
#[case::teapot(Told::new(418, "text/html", "teko"))]
#[case::picture(Told::new(200, "image/png", b"\x89PNG\r\n\x1a\n".to_vec()))]
fn an_account_of_which_nothing_is_read_is_failing(#[case] then: Told) {
    let site = once(then);
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    assert!(installation.run(&["crawl"]).status.success());
    for failures in 1..=2 {
        let output = installation.run(&["crawl", "--json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(4), "{report:#}");
        let status = installation.json(&["status"]);
        assert_eq!(status["accounts_failing"], 1);
        let failing = &status["failing"][0];
        assert_eq!(failing["failures"], failures);
        let reason = failing["reason"].as_str().unwrap();
        assert!(reason.len() > 20 && reason.contains([';', ':']), "{reason}");
        assert_eq!(report["failed"][0]["reason"], reason);
    }
    let told = String::from_utf8(installation.run(&["status"]).stdout).unwrap();
    assert!(
        told.contains("failing: account 1 (feed http://127.0.0.1"),
        "{told}"
    );
    let untrue = "SELECT count(*) FROM account WHERE state IN ('private', 'suspended')";
    assert_eq!(installation.rows(untrue), ["0"]);
    assert_eq!(installation.rows("SELECT count(*) FROM revision"), ["1"]);
}

#[test]
fn an_account_that_robots_txt_closes_is_told_once_and_does_not_fail() {
    let closed = Arc::new(AtomicUsize::new(1));
    let state = closed.clone();
    let site = World::start(move |asked: &Asked| match asked.path.as_str() {
        "/robots.txt" if state.load(Ordering::SeqCst) == 1 => {
            Some(Told::new(200, "text/plain", "User-agent: *\nDisallow: /"))
        }
        "/umpan" => Some(Told::new(200, "text/xml", rss(&[rss_item(1, "Isi")]))),
        _ => None,
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    for told in [1, 0, 0] {
        let output = installation.run(&["crawl", "--json"]);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(output.status.success(), "{report:#}");
        let closed = report["closed"].as_array().map_or(0, Vec::len);
        assert_eq!(
            (closed, &report["failed"]),
            (told, &json!([])),
            "{report:#}"
        );
    }
    let status = installation.json(&["status"]);
    assert_eq!(
        (
            &status["accounts_failing"],
            &status["accounts_by_state"]["closed"]
        ),
        (&json!(0), &json!(1))
    );
    assert_eq!(site.asked(), Vec::<String>::new());
    closed.store(0, Ordering::SeqCst);
    installation.rows("DELETE FROM robots");
    assert_eq!(installation.json(&["crawl"])["posts_new"], 1);
    assert_eq!(
        installation.json(&["status"])["accounts_by_state"],
        json!({"active": 1})
    );
}

/// Entry pages that answer 404 while the feed says that nothing changed.
#[test]
fn a_feed_that_did_not_change_confirms_its_entries() {
    let site = World::start(|asked: &Asked| {
        let items: Vec<String> = (1..=6).map(|number| rss_item(number, "Isi")).collect();
        (asked.path == "/umpan")
            .then(|| Told::new(200, "text/xml", rss(&items)).tagged(asked, "\"v1\""))
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    assert_eq!(installation.json(&["crawl"])["posts_new"], 6);
    site.asked();
    for _ in 0..2 {
        let report = installation.json(&["crawl"]);
        let counts = (&report["posts_not_visible"], &report["posts_edited"]);
        assert_eq!(counts, (&json!(0), &json!(0)), "{report:#}");
        assert_eq!(site.asked(), ["/umpan"], "nothing else is asked");
    }
}

/// What a platform said of an account stays, and no capture proves what robots.txt says.
#[test]
fn closing_leaves_what_the_platform_said_and_claims_no_proof() {
    let site = World::start(|asked: &Asked| match asked.path.as_str() {
        "/robots.txt" => Some(Told::new(200, "text/plain", "User-agent: *\nDisallow: /")),
        _ => None,
    });
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/satu")), ("feed", &site.at("/dua"))]);
    installation.rows("UPDATE account SET state = 'gone' WHERE id = 2");
    installation.rows(
        "INSERT INTO capture (id, record_id, account_id, url, final_url, step, status, \
         fetched_at, file, byte_offset, payload, origin) \
         VALUES (1, 'x', 1, 'u', 'u', 's', 200, 0, 'f', 0, 'p', 'fetched')",
    );
    installation.rows("UPDATE account SET state = 'active', state_capture_id = 1 WHERE id = 1");
    for told in [1, 0] {
        let report = installation.json(&["crawl"]);
        assert_eq!(report["closed"].as_array().map_or(0, Vec::len), told);
    }
    let states = "SELECT state || coalesce(state_capture_id, 0) FROM account ORDER BY id";
    assert_eq!(installation.rows(states), ["closed0", "gone0"]);
}

/// What a register shows of an account that is gone leads to the answer that said so.
#[test]
fn a_register_shows_the_answer_that_proves_a_state() {
    let site = once(Told::new(410, "text/html", "gone"));
    let installation = Installation::new();
    installation.register(&[("feed", &site.at("/umpan"))]);
    assert_eq!(
        installation.json(&["registry", "show", "1"])["state_proof"],
        json!(null)
    );
    for state in ["active", "gone"] {
        installation.run(&["crawl"]);
        let shown = installation.json(&["registry", "show", "1"]);
        let proof = &shown["state_proof"];
        assert_eq!(shown["state"], state);
        assert_eq!(proof["final_url"], site.at("/umpan"));
        assert_eq!(proof["status"], if state == "gone" { 410 } else { 200 });
        let kept = format!(
            "SELECT count(*) FROM capture WHERE status = {} AND record_id = '{}' AND file = '{}'",
            proof["status"],
            proof["record_id"].as_str().unwrap(),
            proof["file"].as_str().unwrap(),
        );
        assert_eq!(installation.rows(&kept), ["1"]);
    }
    let told = String::from_utf8(installation.run(&["registry", "show", "1"]).stdout).unwrap();
    let line = told.lines().find(|line| line.starts_with("state shown by"));
    let line = line.unwrap();
    assert!(line.contains("status 410 from http://127.0.0.1"), "{line}");
    assert!(line.contains("WARC file netra-"), "{line}");
}
