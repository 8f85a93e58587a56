//! Whole passes: increments, edits, posts that vanish, exit codes, and answers that are not
//! what was promised.

use serde_json::json;

use crate::support::site::Site;
use crate::support::{Installation, text};

#[test]
fn a_second_pass_finds_nothing_new_and_a_third_finds_what_changed() {
    let site = Site::start(2, 25);
    let installation = Installation::new();
    installation.register(&[
        ("mastodon", &site.account(0)),
        ("mastodon", &site.account(1)),
    ]);

    let first = installation.json(&["crawl"]);
    assert_eq!(
        (&first["posts_new"], &first["accounts"]),
        (&json!(50), &json!(2)),
        "{first:#}"
    );
    assert_eq!(first["indexed"], 50);

    let second = installation.json(&["crawl"]);
    assert_eq!(
        (&second["posts_new"], &second["posts_edited"]),
        (&json!(0), &json!(0)),
        "{second:#}"
    );

    site.put(0, 24, "Kiriman yang sudah diubah");
    site.put(1, 25, "Kiriman baru");
    site.remove(1, 3);
    let third = installation.json(&["crawl"]);
    let counts = [
        "posts_new",
        "posts_edited",
        "posts_not_visible",
        "over_allowance",
    ]
    .map(|key| &third[key]);
    assert_eq!(
        counts,
        [&json!(1), &json!(1), &json!(1), &json!(0)],
        "{third:#}"
    );
    let found = installation.json(&["search", "\"sudah diubah\""]);
    assert_eq!(found["total"], 1, "{found:#}");
}

/// A crawl goes on when the index was deleted, and makes none of the newest posts alone.
#[test]
fn a_deleted_index_folder_is_told_until_it_is_built_anew() {
    let site = Site::start(1, 5);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    assert_eq!(installation.json(&["status"])["index"]["state"], "current");
    installation.json(&["crawl"]);
    std::fs::remove_dir_all(installation.data().join("index")).unwrap();
    site.put(0, 6, "Kiriman sesudah hilang");
    assert_eq!(installation.json(&["crawl"])["posts_new"], 1);
    for arguments in [&["search", "kiriman"][..], &["search", "kiriman", "--csv"]] {
        let output = installation.run(arguments);
        let told = text(&output.stderr);
        let sentence = "netra: the search index is missing: run netra reindex";
        assert!(told.contains(sentence), "{told}");
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
    }
    let status = installation.json(&["status"]);
    let expected = json!({"state": "missing", "documents": 0, "pending": 1, "posts": 6});
    assert_eq!(
        (&status["index"], &status["indexed"]),
        (&expected, &json!(0))
    );
    assert_eq!(installation.json(&["reindex"])["indexed"], 6);
    let found = installation.json(&["search", "kiriman"]);
    let expected = json!({"state": "current", "documents": 6, "pending": 0, "posts": 6});
    assert_eq!((&found["index"], &found["total"]), (&expected, &json!(6)));
}

#[test]
fn accounts_that_are_not_due_are_left_alone() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    assert_eq!(installation.json(&["crawl", "--due"])["accounts"], 1);
    assert_eq!(installation.json(&["crawl", "--due"])["accounts"], 0);
    assert_eq!(installation.json(&["crawl"])["accounts"], 1);
}

#[test]
fn one_account_that_fails_does_not_stop_the_others() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    let nobody = "http://127.0.0.1:9/@siapa";
    installation.register(&[("mastodon", &site.account(0)), ("mastodon", nobody)]);
    let output = installation.run(&["crawl", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["posts_new"], 3);
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("127.0.0.1:9"), "{reason}");
}

#[test]
fn nothing_fetched_has_its_own_exit_code() {
    let installation = Installation::new();
    installation.register(&[("mastodon", "http://127.0.0.1:9/@siapa")]);
    assert_eq!(installation.run(&["crawl"]).status.code(), Some(4));
}

#[test]
fn two_crawls_at_once_are_refused() {
    let installation = Installation::new();
    installation.register(&[("mastodon", "http://127.0.0.1:9/@siapa")]);
    let lock = std::fs::File::create(installation.data().join("crawl.lock")).unwrap();
    lock.lock().unwrap();
    let output = installation.run(&["crawl"]);
    assert_eq!(output.status.code(), Some(75));
    assert!(
        text(&output.stderr).contains("another netra crawl"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn a_platform_that_is_not_crawled_says_how_its_accounts_are_collected() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[
        ("mastodon", &site.account(0)),
        ("instagram", "dinas_a"),
        ("instagram", "dinas_b"),
        ("instagram", "dinas_c"),
    ]);
    installation.run(&["registry", "retire", "4", "--reason", "uji"]);
    let sentence = "accounts on instagram are not crawled but collected by import or capture: \
                    2 were passed over";
    for _ in 0..2 {
        let report = installation.json(&["crawl", "--platform", "instagram"]);
        let expected = json!({"platform": "instagram", "accounts": 2, "message": sentence});
        assert_eq!(report["not_crawled"], expected);
    }
    let told = installation.run(&["crawl", "--platform", "instagram"]);
    assert!(
        text(&told.stdout).contains(sentence),
        "{}",
        text(&told.stdout)
    );
    assert!(told.status.success());
    let other = installation.json(&["crawl", "--platform", "threads"]);
    assert_eq!(other["not_crawled"]["accounts"], 0);
    let crawled = installation.json(&["crawl", "--platform", "mastodon"]);
    assert_eq!(
        (&crawled["not_crawled"], &crawled["posts_new"]),
        (&json!(null), &json!(3))
    );
}
