//! Rows that this version cannot read: they stop their account, never the pass.

use rstest::rstest;
use serde_json::json;

use crate::support::site::Site;
use crate::support::{Installation, text};

fn three(site: &Site) -> Installation {
    let installation = Installation::new();
    installation.watch(site, 3);
    installation
}

#[rstest]
#[case::state(
    "UPDATE account SET state = 'rusak' WHERE id = 2",
    "row 2 of table account holds the unknown name \"rusak\" as state"
)]
#[case::failures(
    "UPDATE account SET failures = -1 WHERE id = 2",
    "row 2 of table account holds a value as failures"
)]
#[case::turn(
    "UPDATE account SET due_at = -9000000000000000000 WHERE id = 2",
    "row 2 of table account holds -9000000000000000000 as due_at"
)]
#[case::region(
    "UPDATE person SET region = 'di sana' WHERE id = 2",
    "row 2 of table person holds a value as region"
)]
#[case::purpose(
    "UPDATE person SET purpose_ends = 'entah' WHERE id = 2",
    "row 2 of table person holds a value as purpose_ends"
)]
fn an_unreadable_row_fails_its_account_alone(
    #[values(true, false)] placed: bool,
    #[case] damage: &'static str,
    #[case] sentence: &str,
) {
    let site = Site::start(3, 2);
    let installation = three(&site);
    if placed {
        installation.json(&["crawl"]);
        (0..3).for_each(|account| site.put(account, 3, "Kiriman baru"));
    }
    installation.rows(damage);
    let output = installation.run(&["crawl", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let new = if placed { 2 } else { 4 };
    assert_eq!(
        (&report["posts_new"], &report["accounts"]),
        (&json!(new), &json!(3)),
        "{report:#}"
    );
    let failed = report["failed"].as_array().unwrap();
    assert_eq!((failed.len(), &failed[0]["account"]), (1, &json!(2)));
    let reason = failed[0]["reason"].as_str().unwrap();
    assert!(reason.starts_with(sentence), "{reason}");
    let address = failed[0]["address"].as_str().unwrap();
    assert!(address.starts_with("mastodon "), "{address}");
}

/// What is asked for by number is told once, and what is not asked for is not told.
#[test]
fn a_pass_tells_of_the_broken_accounts_that_it_was_asked_for() {
    let site = Site::start(3, 2);
    let installation = three(&site);
    installation.rows("UPDATE account SET state = 'rusak' WHERE id = 2");
    for (asked, exit) in [("1", 0), ("2", 4)] {
        let output = installation.run(&["crawl", "--account", asked]);
        assert_eq!(output.status.code(), Some(exit), "{}", text(&output.stdout));
        let told = text(&output.stdout)
            .matches("row 2 of table account")
            .count();
        assert_eq!(told, usize::from(exit > 0));
    }
}

/// A post that the visit compares with what it fetched.
#[test]
fn an_unreadable_post_fails_its_account_alone() {
    let site = Site::start(3, 2);
    let installation = three(&site);
    installation.json(&["crawl"]);
    installation.rows(
        "UPDATE revision SET content_hash = 'rusak' WHERE post_id IN \
         (SELECT id FROM post WHERE account_id = 2)",
    );
    (0..3).for_each(|account| site.put(account, 3, "Kiriman baru"));
    let report = installation.json(&["crawl"]);
    let failed = report["failed"].as_array().unwrap();
    assert_eq!((failed.len(), &failed[0]["account"]), (1, &json!(2)));
    assert_eq!(report["posts_new"], 2, "{report:#}");
}

/// A post that was to be indexed: the others are, and it is as soon as its row is mended.
#[test]
fn an_unreadable_post_does_not_keep_the_others_out_of_the_index() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    installation.json(&["crawl"]);
    installation.rows("UPDATE post SET region = 'entah' WHERE id = 2");
    installation.rows("INSERT INTO index_pending (post_id, mark) VALUES (1, 1), (2, 1), (3, 1)");
    site.put(0, 4, "Kiriman baru");
    let output = installation.run(&["crawl", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let unindexed = report["unindexed"].clone();
    assert_eq!(
        (&report["indexed"], &unindexed["posts"]),
        (&json!(3), &json!(1))
    );
    let first = &unindexed["first"];
    assert_eq!(
        (&first["table"], &first["row"]),
        (&json!("post"), &json!(2))
    );
    let told = text(&installation.run(&["crawl"]).stdout);
    assert!(told.contains("row 2 of table post holds"), "{told}");

    let reindexed = installation.json(&["reindex"]);
    let expected = json!({"indexed": 3, "unindexed": unindexed});
    assert_eq!(reindexed, expected);
    let told = text(&installation.run(&["reindex"]).stdout);
    let sentence = "1 posts are not in the search index and wait: row 2 of table post holds";
    assert!(told.contains(sentence), "{told}");
    let standing = &installation.json(&["status"])["index"];
    assert_eq!(
        (&standing["pending"], &standing["documents"]),
        (&json!(1), &json!(3))
    );

    installation.rows("UPDATE post SET region = '32.99' WHERE id = 2");
    let report = installation.json(&["crawl"]);
    assert_eq!(
        (&report["indexed"], &report["unindexed"]),
        (&json!(1), &json!(null))
    );
    assert_eq!(installation.json(&["status"])["index"]["state"], "current");
}

/// One that was not pending, of which a new index would know nothing.
#[test]
fn a_new_index_waits_for_the_posts_that_it_lacks() {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    installation.json(&["crawl"]);
    installation.rows("UPDATE post SET region = 'entah' WHERE id = 2");
    assert_eq!(installation.json(&["reindex"])["indexed"], 2);
    installation.rows("UPDATE post SET region = '32.99' WHERE id = 2");
    assert_eq!(installation.json(&["crawl"])["indexed"], 1);
    assert_eq!(installation.json(&["search", "*"])["total"], 3);
}

#[test]
fn an_unreadable_user_is_named_beside_the_others() {
    let installation = Installation::new();
    for name in ["ani", "budi", "citra"] {
        let added = installation.run(&["user", "add", name, "--role", "reviewer"]);
        assert!(added.status.success(), "{}", text(&added.stderr));
    }
    installation.rows("UPDATE staff SET role = 'raja' WHERE name = 'budi'");
    for (arguments, sentence) in [
        (
            &["user", "list"][..],
            "user 2\tunreadable: row 2 of table staff holds",
        ),
        (
            &["user", "list", "--json"],
            "{\"id\":2,\"unreadable\":\"row 2 of table staff holds",
        ),
    ] {
        let output = installation.run(arguments);
        assert_eq!(output.status.code(), Some(1));
        let told = text(&output.stdout);
        assert_eq!(told.lines().count(), 3, "{told}");
        assert!(told.contains(sentence) && told.contains("citra"), "{told}");
    }
}

/// What is kept of one host: nothing is asked of it, and the others are.
#[test]
fn an_unreadable_lane_fails_its_accounts_alone() {
    let (good, bad) = (Site::start(1, 2), Site::start(1, 2));
    let installation = Installation::new();
    installation.register(&[
        ("mastodon", &good.account(0)),
        ("mastodon", &bad.account(0)),
    ]);
    installation.json(&["crawl"]);
    let good_lane = good.address.to_string();
    installation.rows("UPDATE lane SET spent = 'rusak'");
    installation.rows("DELETE FROM lane WHERE name = (SELECT lane FROM account WHERE id = 1)");
    assert!(
        !installation
            .rows("SELECT name FROM lane")
            .contains(&good_lane)
    );
    for site in [&good, &bad] {
        site.put(0, 3, "Kiriman baru");
    }
    let asked = bad.arrivals().len();
    let output = installation.run(&["crawl", "--json"]);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (&report["posts_new"], &report["failed"][0]["account"]),
        (&json!(1), &json!(2)),
        "{report:#}"
    );
    let reason = report["failed"][0]["reason"].as_str().unwrap();
    assert!(reason.contains("of table lane holds"), "{reason}");
    assert_eq!(bad.arrivals().len(), asked);
}
