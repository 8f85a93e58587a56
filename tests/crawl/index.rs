//! An index that cannot be read or written: told in the shape that was asked for, and nothing
//! that was fetched is lost.

use std::path::PathBuf;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::site::Site;
use crate::support::{Installation, text};

/// An installation whose index is a file.
fn blocked(site: &Site) -> (Installation, PathBuf) {
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    let index = installation.data().join("index");
    std::fs::write(&index, "bukan folder").unwrap();
    (installation, index)
}

/// What a command with `--json` prints and how it ends.
fn answer(installation: &Installation, arguments: &[&str]) -> (Value, i32) {
    let output = installation.command(arguments).arg("--json").output();
    let output = output.unwrap();
    let answer = serde_json::from_slice(&output.stdout);
    let answer = answer.unwrap_or_else(|error| panic!("{error}: {}", text(&output.stderr)));
    (answer, output.status.code().unwrap())
}

fn is_told(sentence: &Value) {
    let sentence = sentence.as_str().unwrap_or_default();
    let told =
        sentence.starts_with("the search index in ") && sentence.contains("see to the folder");
    assert!(told, "{sentence}");
}

#[test]
fn a_file_in_place_of_the_index_is_told_and_the_posts_are_saved() {
    let site = Site::start(1, 3);
    let (installation, index) = blocked(&site);
    let (report, exit) = answer(&installation, &["crawl"]);
    assert_eq!(
        (&report["posts_new"], &report["indexed"]),
        (&json!(3), &json!(0))
    );
    is_told(&report["index_problem"]);
    assert_eq!((&report["failed"], exit), (&json!([]), 1));
    let told = text(&installation.run(&["crawl"]).stdout);
    assert!(told.contains("the posts are saved and wait"), "{told}");

    let (found, exit) = answer(&installation, &["search", "kiriman"]);
    assert_eq!(
        (&found["total"], &found["hits"], exit),
        (&json!(null), &json!([]), 2)
    );
    assert_eq!(found["index"]["state"], "unusable");
    is_told(&found["index"]["problem"]);
    let (rebuilt, exit) = answer(&installation, &["reindex"]);
    assert_eq!((&rebuilt["indexed"], exit), (&json!(0), 1));
    is_told(&rebuilt["problem"]);
    let (status, exit) = answer(&installation, &["status"]);
    assert_eq!((&status["index"]["state"], exit), (&json!("unusable"), 0));
    let (last, exit) = answer(&installation, &["rescore"]);
    is_told(&last["summary"]["index_problem"]);
    assert_eq!(exit, 1);

    std::fs::remove_file(index).unwrap();
    assert_eq!(answer(&installation, &["crawl"]).0["indexed"], 3);
    assert_eq!(answer(&installation, &["search", "kiriman"]).0["total"], 3);
}

/// What cannot be written can be searched.
#[rstest]
#[case("batch.lock")]
#[case("rebuild.lock")]
fn an_index_that_cannot_be_written_is_told(#[case] lock: &str) {
    let site = Site::start(1, 3);
    let installation = Installation::new();
    installation.register(&[("mastodon", &site.account(0))]);
    installation.json(&["crawl"]);
    let lock = installation.data().join("index").join(lock);
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    site.put(0, 4, "Kiriman baru");
    let (report, exit) = answer(&installation, &["crawl"]);
    assert_eq!((&report["posts_new"], exit), (&json!(1), 1));
    is_told(&report["index_problem"]);
    std::fs::remove_dir(&lock).unwrap();
    assert_eq!(answer(&installation, &["crawl"]).0["indexed"], 1);
}
