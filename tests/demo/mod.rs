//! The demo, as a newcomer runs it.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

fn demo(temporary: &std::path::Path, arguments: &[&str]) -> (Value, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_netra"))
        .arg("demo")
        .args(arguments)
        .env("TMPDIR", temporary)
        .output()
        .unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaint}");
    let text = String::from_utf8(output.stdout).unwrap();
    (serde_json::from_str(&text).unwrap_or(Value::Null), text)
}

fn number(summary: &Value, key: &str) -> u64 {
    summary[key]
        .as_u64()
        .unwrap_or_else(|| panic!("{key} in {summary:#}"))
}

#[test]
fn the_demo_crawls_scores_indexes_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let (summary, _) = demo(temporary.path(), &["--once", "--json"]);

    assert_eq!(number(&summary, "accounts"), 14);
    assert_eq!(summary["failed"], serde_json::json!([]), "{summary:#}");
    assert_eq!(number(&summary, "over_allowance"), 0);
    // 161 posts of accounts.toml, one that appears on the second day, one without a date.
    assert_eq!(number(&summary, "posts"), 163, "{summary:#}");
    assert_eq!(number(&summary, "indexed"), number(&summary, "posts"));
    assert_eq!(
        (number(&summary, "edited"), number(&summary, "not_visible")),
        (1, 1),
        "{summary:#}"
    );
    assert!(number(&summary, "requests") > 50);
    // The twelve A and six B posts of the labelled list, the edited and the new one stay flagged.
    assert!(
        (18..=24).contains(&number(&summary, "flagged")),
        "{summary:#}"
    );
    assert!(
        summary["top"]
            .as_array()
            .unwrap()
            .iter()
            .all(|top| !top["reasons"].as_array().unwrap().is_empty())
    );
    let warnings = summary["warnings"].to_string();
    assert!(
        warnings.contains("robots.txt"),
        "the closed page is noted: {warnings}"
    );

    let left = std::fs::read_dir(temporary.path()).unwrap().count();
    assert_eq!(left, 0, "temporary files are left behind");
}

#[test]
fn the_summary_for_people_names_what_is_to_be_reviewed() {
    let temporary = tempfile::tempdir().unwrap();
    let (_, text) = demo(temporary.path(), &["--once"]);
    assert!(text.contains("0 over the allowance"), "{text}");
    assert!(text.contains("coblos nomor 2 BANU"), "{text}");
}

/// The installation in the demo's folder is the one that it serves.
#[test]
fn a_demo_that_serves_says_how_to_search_it() {
    let temporary = tempfile::tempdir().unwrap();
    let mut demo = Command::new(env!("CARGO_BIN_EXE_netra"))
        .args(["demo", "--port", "0"])
        .env("TMPDIR", temporary.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(demo.stdout.take().unwrap()).lines();
    let told = lines.find_map(|line| {
        let line = line.unwrap();
        let config = line.strip_prefix("search meanwhile: netra --config '")?;
        Some(config.split_once('\'').unwrap().0.to_owned())
    });
    let found = told.map(|config| {
        let arguments = ["--config", &config, "search", "*", "--json"];
        let netra = env!("CARGO_BIN_EXE_netra");
        Command::new(netra).args(arguments).output().unwrap()
    });
    demo.kill().unwrap();
    demo.wait().unwrap();
    let found: Value = serde_json::from_slice(&found.unwrap().stdout).unwrap();
    assert_eq!(number(&found, "total"), 163, "{found:#}");
}
