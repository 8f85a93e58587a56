//! The statistical model's file: what is written is read, what is broken is told with its line,
//! and the shipped one names no contestant.

use std::collections::{BTreeMap, HashSet};

use netra::config::classifier::{FILE, load, parse, write};
use netra::model::{Contest, EntryKind, TargetEntry};
use netra::text::{fold, tokens};
use proptest::prelude::*;
use rstest::rstest;

use super::support::{classifier, config, packs};

const HEAD: &str = "bias\t-1.5\nrules\t0.5\n";

fn complaint(text: &str) -> String {
    let findings = parse("weights.tsv", text).expect_err("the text is broken");
    let lines: Vec<String> = findings.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

#[rstest]
#[case::no_tab(
    "u:coblos 1.0\n",
    "weights.tsv:3:1: expected a feature, a tab and a number; write it anew with `netra train`"
)]
#[case::no_number(
    "u:coblos\tbanyak\n",
    "weights.tsv:3:1: “banyak” is not a number from -100 to 100; write it anew with `netra train`"
)]
#[case::too_large(
    "u:coblos\t100.1\n",
    "weights.tsv:3:1: “100.1” is not a number from -100 to 100; write it anew with `netra train`"
)]
#[case::endless(
    "u:coblos\t-inf\n",
    "weights.tsv:3:1: “-inf” is not a number from -100 to 100; write it anew with `netra train`"
)]
#[case::not_a_number(
    "u:coblos\tNaN\n",
    "weights.tsv:3:1: “NaN” is not a number from -100 to 100; write it anew with `netra train`"
)]
#[case::three_fields(
    "u:coblos\t1\t2\n",
    "weights.tsv:3:1: “1\t2” is not a number from -100 to 100; write it anew with `netra train`"
)]
#[case::out_of_order(
    "u:pilih\t1\nu:coblos\t1\n",
    "weights.tsv:4:1: the feature “u:coblos” is out of order or twice there; write it anew with `netra train`"
)]
#[case::twice(
    "u:pilih\t1\n# remark\n\nu:pilih\t1\n",
    "weights.tsv:6:1: the feature “u:pilih” is out of order or twice there; write it anew with `netra train`"
)]
#[case::bias_twice(
    "bias\t2\n",
    "weights.tsv:3:1: the line “bias” is twice there; write it anew with `netra train`"
)]
#[case::rules_twice(
    "rules\t2\n",
    "weights.tsv:3:1: the line “rules” is twice there; write it anew with `netra train`"
)]
fn a_broken_line_is_told(#[case] lines: &str, #[case] expected: &str) {
    assert_eq!(complaint(&format!("{HEAD}{lines}")), expected);
}

#[rstest]
#[case::bias(
    "rules\t0.5\n",
    "weights.tsv: the line “bias” is missing; write it anew with `netra train`"
)]
#[case::rules(
    "bias\t0.5\n",
    "weights.tsv: the line “rules” is missing; write it anew with `netra train`"
)]
#[case::negative_rules(
    "bias\t0.5\nrules\t-0.5\n",
    "weights.tsv:2:1: the factor of the rules must not be negative; write it anew with `netra train`\n\
     weights.tsv: the line “rules” is missing; write it anew with `netra train`"
)]
#[case::empty(
    "",
    "weights.tsv: the line “bias” is missing; write it anew with `netra train`"
)]
fn a_broken_head_is_told(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(complaint(text), expected);
}

#[test]
fn every_broken_line_is_told_at_once() {
    let told = complaint("bias\tx\nrules\t0\nu:a\nu:b\t1\nu:a\t1\n");
    let lines: Vec<&str> = told.lines().map(|line| &line[..13]).collect();
    let places = ["1", "3", "5"].map(|line| format!("weights.tsv:{line}"));
    assert_eq!(lines[..3], places, "{told}");
}

#[test]
fn no_file_is_no_model_and_an_unreadable_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(load(folder.path()), Ok(None));
    let file = folder.path().join(FILE);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, [0xff, 0xfe, b'\n']).unwrap();
    let findings = load(folder.path()).unwrap_err();
    assert!(findings[0].file.ends_with(FILE), "{findings:?}");
}

/// The seeds of the fuzz target; their names tell which are read.
#[test]
fn the_fixtures_are_what_their_names_say() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/classifier");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let read = parse(&name, &std::fs::read_to_string(&path).unwrap());
        assert_eq!(read.is_ok(), name.starts_with("good_"), "{name}: {read:?}");
        seen += 1;
    }
    assert_eq!(seen, 4);
}

/// A weight as the file can hold it.
fn weight(at_least: i32) -> impl Strategy<Value = f64> {
    (at_least..=1_000_000).prop_map(|weight| f64::from(weight) / 10_000.0)
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        bias in weight(-1_000_000),
        rules in weight(0),
        weights in prop::collection::btree_map(
            "(u|b|t|s|k|id):[a-zñ<>#^$+0-9][a-zñ<>#^$+ 0-9-]{0,20}", weight(-1_000_000), 0..30),
    ) {
        let listed: Vec<(String, f64)> = weights.clone().into_iter().collect();
        let text = write(bias, rules, &listed);
        let read = parse("weights.tsv", &text).expect("it was just written");
        prop_assert_eq!((read.bias, read.rules), (bias, rules));
        let read_weights: BTreeMap<String, f64> = read.weights.iter()
            .map(|(name, weight)| (name.to_string(), *weight))
            .collect();
        prop_assert_eq!(&read_weights, &weights);
        let other = parse("weights.tsv", &format!("{text}# remark\n")).expect("a remark");
        prop_assert_ne!(read.hash, other.hash);
    }

    #[test]
    fn any_text_is_a_model_or_findings_with_places(
        lines in prop::collection::vec(prop_oneof![
            Just("bias\t1".to_owned()), Just("rules\t1".to_owned()), Just("rules\t-1".to_owned()),
            "[a-c]\t[0-9.e-]{1,4}", "\\PC{0,20}", "[\t\r\n#ñ]{0,4}",
        ], 0..12),
    ) {
        let text = lines.join("\n");
        match parse("weights.tsv", &text) {
            Ok(read) => {
                prop_assert!(read.rules >= 0.0 && read.bias.abs() <= 100.0);
                prop_assert!(read.weights.windows(2).all(|pair| pair[0].0 < pair[1].0));
            }
            Err(findings) => {
                prop_assert!(!findings.is_empty());
                prop_assert!(findings.iter().all(|one| one.line <= text.lines().count()));
            }
        }
    }
}

#[test]
fn the_shipped_file_is_small_sorted_and_as_it_was_written() {
    let text = std::fs::read_to_string(config().join(FILE)).unwrap();
    assert!(text.len() < 1_000_000, "{} bytes", text.len());
    let model = classifier().expect("a model is shipped");
    assert!(model.weights.len() > 1_000);
    assert!(model.weights.windows(2).all(|pair| pair[0].0 < pair[1].0));
    let weights: Vec<(String, f64)> = model
        .weights
        .iter()
        .map(|(name, weight)| (name.to_string(), *weight))
        .collect();
    assert_eq!(write(model.bias, model.rules, &weights), text);
}

/// Up to four words in a row that stand in a feature's name.
fn runs_of_words(features: &[(Box<str>, f64)]) -> HashSet<String> {
    let mut runs = HashSet::new();
    for (name, _) in features {
        let body = name.split_once(':').map_or(&**name, |(_, body)| body);
        let words: Vec<&str> = body.split(' ').collect();
        for length in 1..=words.len().min(4) {
            runs.extend(words.windows(length).map(|run| run.join(" ")));
        }
    }
    runs
}

/// Whether an entry stands for a contestant wherever it is written.
fn stands_alone(entry: &TargetEntry) -> bool {
    use EntryKind::{Hashtag, Mocking, Name, Nickname, Pair, Party, ShortName};
    let names = matches!(
        entry.kind,
        Name | ShortName | Nickname | Mocking | Pair | Party | Hashtag
    );
    names && !entry.needs_company && !entry.case_sensitive
}

/// The words of a form, one space between them.
fn words(form: &str) -> String {
    let folded = fold(form);
    let cut = tokens(folded.text());
    let words: Vec<&str> = cut
        .list
        .iter()
        .map(|token| &folded.text()[token.start..token.end])
        .collect();
    words.join(" ")
}

fn entries(packs: &[Contest]) -> impl Iterator<Item = &TargetEntry> {
    let contestants = packs.iter().flat_map(|pack| &pack.contestants);
    contestants.flat_map(|contestant| &contestant.entries)
}

/// Only forms that are everyday words without company or capitals may be in the model.
#[test]
fn the_shipped_model_knows_no_contestant() {
    let runs = runs_of_words(&classifier().expect("a model is shipped").weights);
    let packs = packs();
    let forms = entries(&packs).filter(|entry| stands_alone(entry));
    let forms: Vec<String> = forms.map(|entry| words(&entry.form)).collect();
    assert!(forms.len() > 2_000, "{} forms", forms.len());
    let known: HashSet<&String> = forms
        .iter()
        .filter(|form| form.chars().count() >= 3 && runs.contains(*form))
        .collect();
    assert!(known.is_empty(), "{known:?}");
    for word in ["<calon>", "coblos", "jangan lupa"] {
        assert!(runs.contains(word), "{word} is in no feature");
    }
}
