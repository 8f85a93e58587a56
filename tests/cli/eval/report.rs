//! What the report says.

use serde_json::{Value, json};

use super::{eval, eval_file, everyday, fixture, report};

fn near(value: &Value, wanted: f64) {
    let value = value.as_f64().unwrap();
    assert!((value - wanted).abs() < 1e-9, "{value} is not {wanted}");
}

#[test]
fn the_text_says_it_all() {
    let background = everyday();
    let text = eval(&[
        "--background",
        &background,
        "--errors",
        "2",
        "--prevalence",
        "0.02",
        "--obfuscate",
    ]);
    let lines = text
        .lines()
        .filter(|line| !line.starts_with("posts per second"));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn intervals_hold_their_figures_and_follow_the_seed() {
    let first = report(&["--seed", "7"]);
    for set in ["all", "certain"] {
        let (figures, intervals) = (&first[set], &first[set]["intervals"]);
        for (name, value) in [
            ("average_precision", &figures["average_precision"]),
            ("best_f1", &figures["best_f1"]["f1"]),
            ("recall_at_precision_90", &figures["recall_at_precision_90"]),
            ("recall_at_precision_95", &figures["recall_at_precision_95"]),
            ("high_precision", &figures["high"]["precision"]),
            ("high_recall", &figures["high"]["recall"]),
            ("queue_precision", &figures["queue"]["precision"]),
            ("queue_recall", &figures["queue"]["recall"]),
        ] {
            let [low, high] = [0, 1].map(|end| intervals[name][end].as_f64().unwrap());
            let value = value.as_f64().unwrap();
            assert!(
                low <= value && value <= high,
                "{name}: {low} {value} {high}"
            );
        }
        let width = &intervals["queue_precision"];
        assert!(width[0].as_f64() < width[1].as_f64(), "{width}");
    }
    assert_eq!(first["all"], report(&["--seed", "7"])["all"]);
    let other = report(&["--seed", "8"]);
    assert_ne!(first["all"]["intervals"], other["all"]["intervals"]);
    assert_eq!(first["all"]["queue"], other["all"]["queue"]);
}

/// Recall and the share of alarms stay, precision follows.
#[test]
fn another_prevalence_gives_another_precision() {
    let report = report(&["--prevalence", "0.02"]);
    let (all, reweighted) = (&report["all"], &report["reweighted"]);
    let [posts, partisan] = ["posts", "partisan"].map(|name| all[name].as_f64().unwrap());
    for band in ["high", "queue"] {
        let [precision, recall, flagged] =
            ["precision", "recall", "flagged"].map(|name| all[band][name].as_f64().unwrap());
        let alarms = flagged * (1.0 - precision) / (posts - partisan);
        let found = 0.02 * recall;
        near(
            &reweighted[band]["precision"],
            found / (found + 0.98 * alarms),
        );
        assert_eq!(reweighted[band]["threshold"], all[band]["threshold"]);
    }
    assert!(reweighted["average_precision"].as_f64() < all["average_precision"].as_f64());
    assert_ne!(reweighted["calibration_error"], all["calibration_error"]);
    assert_ne!(reweighted["certain"], Value::Null);
}

#[test]
fn the_prevalence_that_is_there_changes_nothing() {
    let all = &report(&[])["all"];
    let share = all["partisan"].as_f64().unwrap() / all["posts"].as_f64().unwrap();
    let same = &report(&["--prevalence", &share.to_string()])["reweighted"];
    for name in ["average_precision", "calibration_error"] {
        near(&same[name], all[name].as_f64().unwrap());
    }
    near(
        &same["queue"]["precision"],
        all["queue"]["precision"].as_f64().unwrap(),
    );
}

#[test]
fn without_a_prevalence_nothing_is_reweighted() {
    let report = report(&[]);
    assert_eq!(report.get("reweighted"), None);
    assert_eq!(report.get("disguises"), None);
    assert_eq!(report.get("errors"), None);
}

#[test]
fn groups_have_their_recall_with_an_interval() {
    let report = report(&[]);
    let invitations = &report["kinds"]["campaign_invitation"];
    assert_eq!(
        (&invitations["posts"], &invitations["queued"]),
        (&json!(11), &json!(11))
    );
    near(&invitations["recall"], 1.0);
    near(&invitations["recall_interval"][1], 1.0);
    near(
        &invitations["recall_interval"][0],
        11.0 / (11.0 + 1.959_963_984_540_054_f64.powi(2)),
    );
    assert!(invitations["recall_high"].is_number());
    assert_eq!(report["kinds"]["none"]["recall"], Value::Null);
    assert_eq!(report["strata"]["everyday_neutral"]["queued"], 0);
    let languages = report["languages"].as_object().unwrap();
    let posts = languages
        .values()
        .map(|group| group["posts"].as_u64().unwrap());
    assert_eq!(posts.sum::<u64>(), report["all"]["posts"].as_u64().unwrap());
}

#[test]
fn rules_stand_by_firings_and_the_wrong_ones_are_told() {
    let text = eval(&["--json"]);
    let report: Value = serde_json::from_str(&text).unwrap();
    let (coblos, dukung) = (
        &report["rules"]["uji.coblos"],
        &report["rules"]["uji.dukung"],
    );
    assert_eq!(
        (&coblos["fired"], &coblos["wrong"]),
        (&json!(11), &json!(false))
    );
    assert_eq!(
        (&dukung["fired"], &dukung["partisan"], &dukung["wrong"]),
        (&json!(11), &json!(2), &json!(true))
    );
    near(&dukung["precision"], 2.0 / 11.0);
    let interval = dukung["interval"].as_array().unwrap();
    assert!(interval[0].as_f64() > Some(0.04) && interval[1].as_f64() < Some(0.5));
    let kabar = &report["counter_rules"]["uji.kabar"];
    assert_eq!(
        (&kabar["fired"], &kabar["partisan"], &kabar["wrong"]),
        (&json!(8), &json!(8), &json!(true))
    );
    let rules = text.split_once("\"rules\":").unwrap().1;
    let rules = rules.split_once("\"counter_rules\"").unwrap().0;
    let firings: Vec<u32> = rules
        .split("\"fired\":")
        .skip(1)
        .map(|rest| rest.split(',').next().unwrap().parse().unwrap())
        .collect();
    assert!(
        firings.len() >= 2 && firings.is_sorted_by(|left, right| left >= right),
        "{firings:?}"
    );
}

fn sum_of_parts(tree: &Value) -> f64 {
    let parts = tree["parts"].as_array().unwrap();
    parts
        .iter()
        .map(|part| part["value"].as_f64().unwrap())
        .sum()
}

#[test]
fn errors_come_with_the_whole_tree() {
    let background = everyday();
    let report = report(&["--errors", "2", "--background", &background]);
    let errors = report["errors"].as_array().unwrap();
    let golds: Vec<&str> = errors
        .iter()
        .map(|one| one["gold"].as_str().unwrap())
        .collect();
    assert_eq!(golds, ["neutral", "neutral", "partisan", "partisan"]);
    assert!(errors[0]["score"].as_f64() >= errors[1]["score"].as_f64());
    assert!(errors[2]["score"].as_f64() <= errors[3]["score"].as_f64());
    let everyday = report["background"]["errors"].as_array().unwrap();
    assert_eq!(everyday.len(), 2);
    assert_eq!(
        (&everyday[0]["id"], &everyday[0]["gold"]),
        (&json!(4), &json!("background"))
    );
    for mistake in errors.iter().chain(everyday) {
        let tree = &mistake["explanation"];
        assert!(
            (sum_of_parts(tree) - tree["value"].as_f64().unwrap()).abs() < 0.002,
            "{tree}"
        );
        let text = mistake["text"].as_str().unwrap();
        for signal in mistake["signals"].as_array().unwrap() {
            let [start, end] = [0, 1].map(|end| signal["spans"][0][end].as_u64().unwrap());
            assert!(start < end && end <= text.len() as u64);
        }
        assert!(mistake["counter"].is_array());
    }
    assert!(
        errors[0]["signals"]
            .as_array()
            .is_some_and(|signals| !signals.is_empty())
    );
}

#[test]
fn errors_can_be_narrowed_to_a_kind_or_a_stratum() {
    let attack = report(&["--errors", "9", "--only", "attack"]);
    let errors = attack["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0]["gold_kind"], "attack");
    let hard = report(&["--errors", "3", "--only", "hard_neutral"]);
    let errors = hard["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 3);
    assert!(errors.iter().all(|one| one["stratum"] == "hard_neutral"));
}

#[test]
fn everyday_posts_count_in_the_calibration() {
    let background = everyday();
    let report = report(&["--background", &background]);
    let everyday = &report["background"];
    assert_eq!(
        (&everyday["posts"], &everyday["queued"]),
        (&json!(5), &json!(2))
    );
    near(&everyday["queued_per_1000"], 400.0);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("posts.jsonl");
    let mut posts = std::fs::read_to_string(fixture("posts.jsonl")).unwrap();
    for line in std::fs::read_to_string(background).unwrap().lines() {
        if !line.is_empty() {
            posts.push_str(&format!("{}\n", json!({"text": line, "gold": "neutral"})));
        }
    }
    std::fs::write(&file, posts).unwrap();
    let (_, data, _) = eval_file(&file, &["--json"]);
    let together: Value = serde_json::from_str(&data).unwrap();
    for name in ["brier", "calibration_error"] {
        near(&everyday[name], together["all"][name].as_f64().unwrap());
        assert_ne!(everyday[name], report["all"][name]);
    }
}

#[test]
fn disguises_tell_what_they_hide() {
    let report = report(&["--obfuscate"]);
    let disguises = report["disguises"].as_object().unwrap();
    assert_eq!(disguises.len(), 7);
    for (name, disguise) in disguises {
        let [posts, queued, kept] =
            ["posts", "queued", "kept"].map(|count| disguise[count].as_u64().unwrap());
        assert_eq!(posts, report["all"]["partisan"].as_u64().unwrap(), "{name}");
        assert_eq!(queued, 13, "{name}");
        assert!(kept <= queued, "{name}");
        assert!(
            kept <= disguise["queued_in_disguise"].as_u64().unwrap(),
            "{name}"
        );
        assert_eq!(disguise["unchanged"], 0, "{name}");
    }
    near(&disguises["bold"]["recall_kept"], 1.0);
}

#[test]
fn what_cannot_be_meant_is_refused() {
    let posts = fixture("posts.jsonl");
    for (arguments, complaint) in [
        (&["--prevalence", "1.5"][..], "between 0 and 1"),
        (&["--only", "attack"], "--errors"),
        (
            &["--errors", "1", "--only", "praise"],
            "there are: attack, campaign_invitation",
        ),
    ] {
        let (code, data, talk) = eval_file(&posts, arguments);
        assert_eq!((code, data.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(talk.contains(complaint), "{talk}");
    }
}

#[test]
fn posts_of_one_class_are_measured_without_reweighting() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("posts.jsonl");
    std::fs::write(
        &file,
        "{\"text\": \"Coblos Nur Aisyah\", \"gold\": \"partisan\"}\n",
    )
    .unwrap();
    let (code, data, _) = eval_file(&file, &["--json", "--prevalence", "0.1"]);
    assert_eq!(code, Some(0));
    let report: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(
        report["reweighted"],
        json!({"prevalence": 0.1, "certain": null})
    );
    assert_eq!(
        report["all"]["intervals"]["average_precision"],
        json!([1.0, 1.0])
    );
}

/// All packs at once are no installation: a pack alone has figures of its own, and what two readers
/// said of the posts tells which of its flags are false.
#[test]
fn each_contest_is_measured_alone_and_held_against_readers() {
    let background = everyday();
    let folder = tempfile::tempdir().unwrap();
    let readers = folder.path().join("readers.tsv");
    let lines = std::fs::read_to_string(&background).unwrap();
    let label = |line: usize, labels: &str| {
        let text = lines.lines().nth(line - 1).unwrap();
        let digest = netra::model::Sha256::of(text).to_string();
        format!("{line}\t{}\t{labels}\n", &digest[..8])
    };
    let labels = format!(
        "# who read\n{}{}",
        label(4, "E\tE?\tdesa-2027"),
        label(6, "N\tN\tdesa-2027")
    );
    std::fs::write(&readers, &labels).unwrap();
    let readers = readers.display().to_string();
    let asked = [
        "--background",
        &background,
        "--each-contest",
        "--readers",
        &readers,
    ];
    let figures = &report(&asked)["each_contest"];
    assert_eq!(figures.as_object().unwrap().len(), 1, "{figures}");
    let desa = figures.as_object().unwrap().values().next().unwrap();
    near(&desa["queued_per_1000"], 400.0);
    near(&desa["high_per_1000"], 200.0);
    near(&desa["readers"]["false_per_1000"], 200.0);
    let of_readers = |name: &str| desa["readers"][name].as_u64().unwrap();
    assert_eq!(
        ["read", "neutral", "disputed", "partisan"].map(of_readers),
        [2, 1, 0, 1]
    );
    let text = eval(&asked);
    assert!(
        text.contains("false 200.00 (of 2 read 1 neutral, 0 disputed); kept 1 of 1"),
        "{text}"
    );
}

#[test]
fn readers_of_another_text_are_refused_with_the_line() {
    let background = everyday();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("readers.tsv");
    for (labels, problem) in [
        (
            "1\t00000000\tN\tN\t-",
            "line 1 is not the one that was read",
        ),
        (
            "99\t00000000\tN\tN\t-",
            "the everyday posts have no line 99",
        ),
        ("x\t00000000\tN\tN\t-", "“x” is no line number"),
        (
            "1\t00000000\tN",
            "expected line, digest, two labels and contests, parted by tabs",
        ),
    ] {
        std::fs::write(&file, format!("\n{labels}\n")).unwrap();
        let path = file.display().to_string();
        let asked = [
            "--background",
            &background,
            "--each-contest",
            "--readers",
            &path,
        ];
        let (code, data, talk) = eval_file(&fixture("posts.jsonl"), &asked);
        assert_eq!((code, data.as_str()), (Some(2), ""), "{talk}");
        assert!(
            talk.contains(&format!("readers.tsv, line 2: {problem}")),
            "{talk}"
        );
    }
}
