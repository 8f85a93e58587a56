//! `netra train` from the outside, with a small data set of its own.

mod material;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use netra::config::classifier;
use netra::model::Sha256;
use serde_json::Value;

use crate::support::{Installation, text};
use material::{Material, label};

/// Runs `netra train` on the files of the material.
fn train(material: &Material, config: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    command.arg("--config").arg(config).arg("train");
    for (option, file) in [
        ("--posts", "posts.jsonl"),
        ("--texts", "texts.txt"),
        ("--labels", "labels.tsv"),
        ("--background", "background.txt"),
    ] {
        command.arg(option).arg(material.path(file));
    }
    command
        .args(["--folds", "3"])
        .args(arguments)
        .output()
        .unwrap()
}

fn shipped() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/config"))
}

/// Trains into a folder of the material; gives the weights and the manifest.
fn trained(material: &Material, name: &str, seed: &str) -> (String, toml::Table) {
    let folder = material.path(name);
    let folder = folder.to_str().unwrap();
    let output = train(material, shipped(), &["--out", folder, "--seed", seed]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let file = |file: &str| material.read(&Path::new(name).join(file));
    let manifest = file("manifest.toml");
    assert_eq!(text(&output.stdout), manifest);
    (file("weights.tsv"), manifest.parse().unwrap())
}

/// What is said when a changed data set is refused, with the temporary folder taken out.
fn refusal(change: impl Fn(&Material)) -> String {
    let material = Material::new();
    change(&material);
    let folder = material.path("model");
    let output = train(&material, shipped(), &["--out", folder.to_str().unwrap()]);
    let talk = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{talk}");
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
    assert!(!folder.exists(), "nothing is written");
    let root = material.path("").display().to_string();
    talk.replace(&root, "").trim_end().to_owned()
}

#[test]
fn the_same_files_give_the_same_bytes() {
    let material = Material::new();
    let (first, manifest) = trained(&material, "first", "1");
    let (second, again) = trained(&material, "second", "1");
    assert_eq!(first, second);
    assert_eq!(manifest, again);
    assert_eq!(
        manifest["weights_sha256"].as_str().unwrap(),
        Sha256::of(&first).to_string()
    );
    for (name, digest) in manifest["files"].as_table().unwrap() {
        let content = material.read(Path::new(name));
        assert_eq!(digest.as_str().unwrap(), Sha256::of(&content).to_string());
    }
    let posts = &manifest["posts"];
    let count = |name: &str| posts[name].as_integer().unwrap();
    assert_eq!((count("labelled"), count("partisan")), (48, 24));
    assert_eq!((count("uncertain"), count("background")), (2, 18));
}

/// Weights as they were before calibration, with how far rounding may have moved them.
fn uncalibrated(weights: &str, manifest: &toml::Table) -> (BTreeMap<String, f64>, f64) {
    let calibration = manifest["validation"]["calibration"].as_array().unwrap();
    let [slope, offset] = [0, 1].map(|at| calibration[at].as_float().unwrap());
    assert!(slope > 0.1, "the data set generalises: {slope}");
    let model = classifier::parse("weights.tsv", weights).unwrap();
    let features = model.weights.iter();
    let mut before: BTreeMap<String, f64> = features
        .map(|(name, weight)| (name.to_string(), weight / slope))
        .collect();
    before.insert("bias".to_owned(), (model.bias - offset) / slope);
    before.insert("rules".to_owned(), model.rules / slope);
    (before, 0.000_06 / slope)
}

#[test]
fn the_seed_deals_the_posts_and_changes_what_is_learnt_only_by_calibration() {
    let material = Material::new();
    let (first, manifest) = trained(&material, "first", "1");
    let (second, other) = trained(&material, "second", "2");
    assert_ne!(manifest["validation"], other["validation"]);
    let (one, one_off) = uncalibrated(&first, &manifest);
    let (two, two_off) = uncalibrated(&second, &other);
    assert!(one.len() > 20, "{one:?}");
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, weight) in &one {
        let apart = (weight - two[name]).abs();
        assert!(
            apart <= one_off + two_off,
            "{name}: {weight}, {}",
            two[name]
        );
    }
}

#[test]
fn what_is_learnt_tells_partisan_words_from_others() {
    let (weights, _) = trained(&Material::new(), "model", "1");
    let model = classifier::parse("weights.tsv", &weights).unwrap();
    let weight = |wanted: &str| {
        let found = model.weights.iter().find(|(name, _)| &**name == wanted);
        found.unwrap_or_else(|| panic!("no {wanted}: {weights}")).1
    };
    assert!(
        weight("u:keluarga") > 0.0 && weight("u:pengamat") < 0.0,
        "{weights}"
    );
    assert!(model.rules > 0.0, "{}", model.rules);
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let installation = Installation::new();
    let material = Material::new();
    let config = installation.path().join("config");
    let before = fs::read(config.join(classifier::FILE)).unwrap();
    let scores = material.path("scores.jsonl");
    let arguments = ["--dry-run", "--json", "--scores", scores.to_str().unwrap()];
    let output = train(&material, &config, &arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let (weights, _) = trained(&material, "model", "1");
    assert_eq!(
        told["weights_sha256"].as_str().unwrap(),
        Sha256::of(&weights).to_string()
    );
    assert_eq!(fs::read(config.join(classifier::FILE)).unwrap(), before);
    let lines = material.read(&scores);
    let posts: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(posts.len(), 48 + 18);
    assert!(posts[0]["by_source"].is_f64() && posts[60]["by_source"].is_null());
}

/// The digest of the model that `netra score` tells.
fn model_in_use(installation: &Installation) -> String {
    use std::io::Write as _;
    let mut child = installation
        .command(&["score", "--contests", "demo-2027"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input
        .write_all(b"{\"id\": 1, \"text\": \"Ayo coblos BANU\"}\n")
        .unwrap();
    drop(input);
    let output = child.wait_with_output().unwrap();
    let verdict: Value = serde_json::from_slice(&output.stdout).unwrap();
    verdict["versions"]["model"].as_str().unwrap().to_owned()
}

#[test]
fn the_model_written_is_the_one_in_use() {
    let installation = Installation::new();
    let config = installation.path().join("config");
    let before = model_in_use(&installation);
    let output = train(&Material::new(), &config, &[]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let after = model_in_use(&installation);
    assert_ne!(before, after);
    let written = fs::read(config.join(classifier::FILE)).unwrap();
    assert_eq!(after, Sha256::of(&written).to_string());
}

#[test]
fn a_label_of_another_line_is_refused() {
    let told = refusal(|material| {
        material.append(
            "labels.tsv",
            &label("background.txt", 1, "N", "another line"),
        );
    });
    assert_eq!(
        told,
        "netra: labels.tsv, line 18: line 1 of background.txt is not the one that was labelled"
    );
    let twice = refusal(|material| {
        let labels = material.read(Path::new("labels.tsv"));
        material.append("labels.tsv", labels.lines().nth(1).unwrap());
    });
    assert_eq!(
        twice,
        "netra: labels.tsv, line 18: line 1 of texts.txt is not the one that was labelled"
    );
    let unchecked = refusal(|material| material.append("labels.tsv", "background.txt\t1\tN\t-\t"));
    assert_eq!(
        unchecked,
        "netra: labels.tsv, line 18: line 1 of background.txt is not the one that was labelled"
    );
}

#[test]
fn a_broken_label_is_refused_with_its_place() {
    let said = |line: &str| {
        let told = refusal(|material| material.append("labels.tsv", line));
        let (place, message) = told.split_once(": labels.tsv, line 18: ").unwrap();
        assert_eq!(place, "netra");
        message.to_owned()
    };
    assert_eq!(
        said("texts.txt\t1\tX\t-\t00000000"),
        "“X” is no label; use N, E, P, A or I, with ? if unsure"
    );
    assert_eq!(
        said("texts.txt\t1\tE"),
        "expected file, line, label, election and digest, parted by tabs"
    );
    assert_eq!(
        said("texts.txt\tsatu\tE\t-\t00000000"),
        "“satu” is no line number"
    );
    assert_eq!(
        said("texts.txt\t0\tE\t-\t00000000"),
        "texts.txt has no line 0"
    );
    assert_eq!(
        said("texts.txt\t99\tE\t-\t00000000"),
        "texts.txt has no line 99"
    );
    assert_eq!(
        said("lain.txt\t1\tE\t-\t00000000"),
        "name the file lain.txt with --texts"
    );
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let told = refusal(|material| fs::remove_file(material.path("texts.txt")).unwrap());
    assert!(
        told.starts_with("netra: texts.txt cannot be read: "),
        "{told}"
    );
}

#[test]
fn a_broken_post_is_refused_with_its_place() {
    let said = |line: &str| {
        let told = refusal(|material| material.append("posts.jsonl", line));
        let place = "netra: posts.jsonl, line 33: ";
        told.strip_prefix(place)
            .unwrap_or_else(|| panic!("{told}"))
            .to_owned()
    };
    assert!(said("{\"text\": \"Ayo coblos").starts_with("EOF while parsing a string"));
    assert!(said("{\"gold\": \"neutral\"}").starts_with("missing field `text`"));
    assert!(
        said("{\"text\": \"a\", \"gold\": \"maybe\"}")
            .starts_with("unknown variant `maybe`, expected `partisan` or `neutral`")
    );
}
