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

/// Posts of the fictional contest that meet many of the rules.
const KINDS: &str = concat!(
    r#"{"id": 1, "text": "Saya dukung BANU, ayo coblos nomor 2!"}"#,
    "\n",
    r#"{"id": 2, "text": "Jangan pilih Hadi-Lestari! Hadi janji melulu"}"#,
    "\n",
    r#"{"id": 3, "text": "✌ foto bareng Pak Bagas #LanjutMakmur", "kind": "share"}"#,
    "\n",
    r#"{"id": 4, "text": "Ayo hadiri kampanye akbar YASDA besok"}"#,
    "\n",
    r#"{"id": 5, "text": "Kata Pak Hadi: siapa yang mau dukung BANU? ASN wajib netral", "region": "33.01"}"#,
    "\n",
    r#"{"id": 6, "text": "Sukaraja Bangkit bersama HALUS", "account": "agency", "day": "2030-01-01"}"#,
    "\n",
    r#"{"id": 7, "text": "Semoga Bu Nur menang dan lanjutkan jabatan, insya Allah amanah"}"#,
    "\n",
);

/// The reasons of the rules; which words the model names depends on what it has learnt.
fn reasons(answers: &[Value]) -> String {
    let told = answers.iter().flat_map(|answer| {
        let sides = ["signals", "counter"].map(|side| answer[side].as_array().expect("a list"));
        let ruled = sides
            .into_iter()
            .flatten()
            .filter(|one| one["rule"] != "model");
        let reasons = ruled.map(|one| one["reason"].as_str().expect("a text"));
        reasons.map(|reason| format!("{} {reason}", answer["id"]))
    });
    told.collect::<Vec<String>>().join("\n")
}

fn labels(node: &Value, found: &mut Vec<String>) {
    found.push(node["label"].as_str().expect("a text").to_owned());
    let parts = node["parts"].as_array().expect("a list");
    for part in parts {
        labels(part, found);
    }
}

fn answers(arguments: &[&str]) -> Vec<Value> {
    let arguments = [&["score", "--at", "2027-11-10"], arguments].concat();
    let output = netra(&arguments).write_stdin(KINDS).assert().success();
    lines(&output.get_output().stdout)
}

#[test]
fn score_tells_its_reasons_in_english() {
    let english = answers(&["--language", "en"]);
    insta::assert_snapshot!(reasons(&english));
    let mut parts = Vec::new();
    labels(&english[0]["explanation"], &mut parts);
    parts.retain(|label| !label.starts_with('“'));
    insta::assert_snapshot!("parts_of_the_explanation", parts.join("\n"));
    let signals = english[0]["signals"].as_array().expect("a list");
    let model = signals.last().expect("the model speaks last");
    let reason = model["reason"].as_str().expect("a text");
    assert!(reason.starts_with("Wording such as “"), "{reason}");
    assert!(
        reason.ends_with("” is common in partisan posts."),
        "{reason}"
    );
}

#[test]
fn the_language_changes_nothing_but_the_sentences() {
    fn without_sentences(value: &mut Value) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(without_sentences),
            Value::Object(fields) => {
                fields.remove("reason");
                fields.remove("label");
                fields.values_mut().for_each(without_sentences);
            }
            _ => {}
        }
    }
    let indonesian = answers(&[]);
    assert_eq!(answers(&["--language", "id"]), indonesian);
    insta::assert_snapshot!(reasons(&indonesian));
    let [indonesian, english] = [indonesian, answers(&["--language", "en"])].map(|mut answers| {
        answers.iter_mut().for_each(without_sentences);
        answers
    });
    assert_eq!(indonesian, english);
    netra(&["score", "--language", "jv"])
        .write_stdin("")
        .assert()
        .code(2);
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
        "{\"id\": 3, \"text\": \"rakyat sudah muak diberi janji, saatnya ganti bupati\", \"gold\": \"partisan\"}\n",
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
        (&3.into(), &2.into())
    );
    assert_eq!(report["all"]["queue"]["recall"], 1.0);
    // Where nobody is named nothing is queued, whatever the score.
    assert_eq!(report["all"]["reviewed"]["recall"], 0.5);
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

#[test]
fn score_reads_alternative_texts_and_says_where_a_reason_stands() {
    let line = r#"{"id": 1, "text": "Kegiatan pagi", "alt": [null, "Ayo coblos nomor 2 BANU"]}"#;
    let output = netra(&["score", "--at", "2027-11-10"])
        .write_stdin(line)
        .assert()
        .success();
    let answer = &lines(&output.get_output().stdout)[0];
    assert_eq!(
        answer["signals"][0]["spans"],
        serde_json::json!([
            {"text": "alt 2", "range": [0, 10]},
            {"text": "alt 2", "range": [11, 18]},
        ])
    );
}

/// Files of Windows programs begin with a mark, and most posts have no alternative text.
#[test]
fn score_leaves_out_no_post_for_a_mark_or_a_missing_text() {
    let input = "\u{feff}{\"id\": 1, \"text\": \"coblos BANU\", \"alt\": null}\n";
    let output = netra(&["score"]).write_stdin(input).assert().success();
    let answers = lines(&output.get_output().stdout);
    assert_eq!(
        answers[0]["signals"][0]["spans"][0],
        serde_json::json!([0, 6])
    );
}

/// A reason always stands on words.
#[test]
fn no_span_of_a_hashtag_is_empty() {
    let line = r##"{"id": 1, "text": "#coblosBANU2027"}"##;
    let output = netra(&["score"]).write_stdin(line).assert().success();
    let answer = &lines(&output.get_output().stdout)[0];
    let signals = answer["signals"].as_array().expect("it has signals");
    assert!(signals.iter().any(|signal| signal["rule"] == "model"));
    for signal in signals {
        for span in signal["spans"].as_array().expect("a list") {
            assert!(span[0].as_u64() < span[1].as_u64(), "{signal}");
        }
        let reason = signal["reason"].as_str().expect("a sentence");
        assert!(!reason.contains("“”"), "{reason}");
    }
}
