//! `netra score` and `eval` from the outside.

use assert_cmd::Command;
use serde_json::Value;

fn netra(arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("netra").expect("the fixture holds");
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(arguments);
    command
}

fn lines(output: &[u8]) -> Vec<Value> {
    let text = std::str::from_utf8(output).expect("the fixture holds");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("the fixture holds"))
        .collect()
}

#[test]
fn score_answers_line_by_line() {
    let input = concat!(
        "{\"id\": \"a\", \"text\": \"Coblos nomor 2 BANU\"}\n",
        "not json\n",
        "{\"id\": 7, \"text\": \"Selamat pagi\"}\n",
    );
    let output = netra(&["score"])
        .write_stdin(input)
        .assert()
        .success()
        .get_output()
        .clone();
    let answers = lines(&output.stdout);
    assert_eq!(answers.len(), 2);
    assert_eq!(
        (&answers[0]["id"], &answers[1]["id"]),
        (&"a".into(), &7.into())
    );
    assert_eq!(
        (&answers[0]["band"], &answers[1]["band"]),
        (&"high".into(), &"none".into())
    );
    let signal = &answers[0]["signals"][0];
    assert_eq!(signal["kind"], "call");
    assert_eq!(signal["spans"][0], serde_json::json!([0, 6]));
    assert!(
        signal["norms"]
            .as_array()
            .is_some_and(|norms| !norms.is_empty())
    );
    for key in ["rule", "target", "weight", "reason"] {
        assert!(!signal[key].is_null(), "{key}");
    }
    for key in ["score", "counter", "language", "versions"] {
        assert!(!answers[0][key].is_null(), "{key}");
    }
    let talk = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(talk.contains("line 2 was skipped"), "{talk}");
}

#[test]
fn score_takes_a_day() {
    let line = "{\"id\": 1, \"text\": \"Coblos nomor 2 BANU\"}";
    let output = netra(&["score", "--at", "2020-01-01"])
        .write_stdin(line)
        .assert()
        .success();
    assert_eq!(lines(&output.get_output().stdout)[0]["band"], "low");
}

#[test]
fn score_refuses_what_it_cannot_read() {
    netra(&["score"])
        .write_stdin("nothing here\n")
        .assert()
        .code(2);
    netra(&["score"]).write_stdin("").assert().success();
    netra(&["score", "--contests", "nowhere"])
        .write_stdin("")
        .assert()
        .code(2);
}

#[test]
fn eval_measures() {
    let folder = tempfile::tempdir().expect("the fixture holds");
    let file = folder.path().join("labelled.jsonl");
    let posts = concat!(
        "{\"id\": 1, \"text\": \"Coblos nomor 2 BANU\", \"gold\": \"partisan\", \"gold_kind\": \"campaign_invitation\"}\n",
        "{\"id\": 2, \"text\": \"Rapat pagi\", \"gold\": \"neutral\", \"stratum\": \"everyday_neutral\", \"uncertain\": true}\n",
    );
    std::fs::write(&file, posts).expect("the fixture holds");
    let background = folder.path().join("everyday.txt");
    std::fs::write(&background, "Selamat pagi\nAyo coblos BANU\n").expect("the fixture holds");
    let arguments = [
        "eval",
        file.to_str().expect("the fixture holds"),
        "--background",
        background.to_str().expect("the fixture holds"),
        "--json",
    ];
    let output = netra(&arguments).assert().success();
    let report = &lines(&output.get_output().stdout)[0];
    assert_eq!(report["all"]["average_precision"], 1.0);
    assert_eq!(
        (&report["all"]["posts"], &report["certain"]["posts"]),
        (&2.into(), &1.into())
    );
    assert_eq!(report["all"]["queue"]["recall"], 1.0);
    assert_eq!(report["kinds"]["campaign_invitation"]["recall"], 1.0);
    assert_eq!(report["strata"]["everyday_neutral"]["queued"], 0);
    assert_eq!(report["rules"]["id.coblos"]["precision"], 1.0);
    assert_eq!(report["background"]["queued_per_1000"], 500.0);
    assert!(
        report["posts_per_second"]
            .as_f64()
            .expect("the fixture holds")
            > 0.0
    );
}
