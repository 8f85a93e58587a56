//! `netra eval` from the outside, with a small lexicon of its own.

mod report;

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/eval")
        .join(name)
}

/// The small lexicon and contest, with the shipped norms.
fn configuration() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["contests/desa.toml", "lexicon/words.toml", "score.toml"] {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::copy(fixture(name), file).unwrap();
    }
    let norms = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/norms.toml");
    std::fs::copy(norms, folder.path().join("norms.toml")).unwrap();
    folder
}

/// Runs `netra eval` on a file; gives its exit code, data and talk.
fn eval_file(file: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let folder = configuration();
    let output = Command::cargo_bin("netra")
        .unwrap()
        .arg("--config")
        .arg(folder.path())
        .arg("eval")
        .arg(file)
        .args(arguments)
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

fn eval(arguments: &[&str]) -> String {
    let (code, data, talk) = eval_file(&fixture("posts.jsonl"), arguments);
    assert_eq!(code, Some(0), "{talk}");
    data
}

fn report(arguments: &[&str]) -> Value {
    let arguments = [&["--json"], arguments].concat();
    serde_json::from_str(&eval(&arguments)).unwrap()
}

fn everyday() -> String {
    fixture("everyday.txt").display().to_string()
}
