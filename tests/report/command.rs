//! `netra report balance`, through the built program.

use netra::model::Decision;
use serde_json::{Value, json};

use crate::support::corpus::Corpus;
use crate::support::{Installation, text};

const POSTS: [&str; 6] = [
    "Gaskeunpol BANU pagi ini!",
    "Gaskeunpol BANU siang ini!",
    "Foto bersama Pak Yasin di lapangan voli",
    "Gaskeunpol Hadi-Lestari malam ini!",
    "Sarapan bubur ayam di alun-alun",
    "Mantap Bagas Wirawan, semoga menang",
];

fn row<'r>(report: &'r Value, contestant: &str) -> &'r Value {
    let rows = report["contestants"].as_array().unwrap();
    let found = rows.iter().find(|row| row["contestant"] == contestant);
    found.unwrap_or_else(|| panic!("{contestant} in {report:#}"))
}

#[tokio::test]
async fn flags_and_verdicts_are_counted_for_each_contestant() {
    let corpus = Corpus::new("gaskeunpol", &POSTS);
    let [upheld, waiting, rejected] = ["pagi", "siang", "malam"].map(|word| corpus.post(word));
    corpus.judge("siti", upheld, Decision::Suspected).await;
    corpus.judge("budi", upheld, Decision::Suspected).await;
    corpus.judge("siti", waiting, Decision::Suspected).await;
    corpus.judge("siti", rejected, Decision::Dismissed).await;
    let report = corpus.installation.json(&["report", "balance"]);
    assert_eq!(report["posts"], 6, "{report:#}");
    assert_eq!(report["other_versions"], 0);

    let bodies = "SELECT body FROM assessment";
    let bodies = corpus.installation.raw().texts(bodies).await;
    let about_banu = |body: &&String| {
        let body: Value = serde_json::from_str(body).unwrap();
        let mut signals = body["signals"].as_array().unwrap().iter();
        signals.any(|signal| signal["target"] == "demo-2027/banu")
    };
    let banu = row(&report, "demo-2027/banu");
    assert_eq!(banu["posts"], bodies.iter().filter(about_banu).count());
    assert_eq!(banu["flagged"]["of"], banu["posts"]);
    assert!(banu["flagged"]["count"].as_u64() >= Some(2), "{banu:#}");
    let verdicts = ["halus", "banu", "yasda"].map(|id| {
        let row = row(&report, &format!("demo-2027/{id}"));
        ["upheld", "rejected"].map(|key| row[key]["count"].as_i64().unwrap())
    });
    // The post that waits for its second reader counts as neither.
    assert_eq!(verdicts, [[0, 1], [1, 0], [0, 0]], "{report:#}");
    let rules = banu["rules"].as_array().unwrap();
    let call = rules
        .iter()
        .find(|rule| rule["rule"] == "uji.ajak")
        .unwrap();
    assert_eq!(call["fired"]["of"], banu["posts"]);
}

#[tokio::test]
async fn a_verdict_on_words_that_were_edited_since_counts_no_more() {
    let corpus = Corpus::new("gaskeunpol", &["Gaskeunpol BANU!"]);
    corpus.judge("siti", 1, Decision::Dismissed).await;
    let rejected = || {
        let report = corpus.installation.json(&["report", "balance"]);
        row(&report, "demo-2027/banu")["rejected"]["count"].clone()
    };
    assert_eq!(rejected(), 1);
    corpus.site.put(0, 0, "Gaskeunpol BANU, diubah!");
    corpus.crawl();
    assert_eq!(rejected(), 0);
}

#[tokio::test]
async fn no_account_and_no_person_is_named() {
    let corpus = Corpus::new("gaskeunpol", &POSTS);
    for arguments in [&["report", "balance"][..], &["report", "balance", "--json"]] {
        let output = corpus.installation.run(arguments);
        let shown = text(&output.stdout);
        assert!(
            output.status.success() && shown.contains("demo-2027/banu"),
            "{shown}"
        );
        let widest = shown.lines().map(|line| line.chars().count()).max();
        assert!(arguments.len() > 2 || widest <= Some(100), "{shown}");
        for name in ["user0", "Dinas Uji", "mastodon", "Bagas", "127.0.0.1"] {
            assert!(!shown.contains(name), "{name} in {shown}");
        }
    }
}

#[tokio::test]
async fn the_time_and_the_contest_can_be_chosen() {
    let corpus = Corpus::new("gaskeunpol", &POSTS);
    let none = corpus
        .installation
        .json(&["report", "balance", "--until", "2001-01-01"]);
    assert_eq!(
        (&none["posts"], &none["twins"]["swaps"]),
        (&json!(0), &json!(0))
    );
    let all = corpus
        .installation
        .json(&["report", "balance", "--since", "2001-01-01"]);
    assert_eq!(all["posts"], 6);
    let one = corpus
        .installation
        .json(&["report", "balance", "--contest", "demo-2027"]);
    assert_eq!(one["contestants"].as_array().unwrap().len(), 3);
    let refused = corpus
        .installation
        .run(&["report", "balance", "--contest", "tidak-ada"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(text(&refused.stderr).contains("tidak-ada"));
}

#[tokio::test]
async fn a_contestant_whose_word_is_weaker_shows_in_the_twin_test() {
    let corpus = Corpus::new(
        "gaskeunpol",
        &["Gaskeunpol bareng BANU!", "Gaskeunpol bareng HALUS!"],
    );
    // Praise tells of nobody who stands for election, and a weak name stays anybody's beside it.
    corpus.say("gaskeunpol", "praise");
    let before = corpus.installation.json(&["report", "balance"]);
    let twins = &before["twins"];
    assert_eq!(
        (&twins["swaps"], &twins["changed"]["count"]),
        (&json!(4), &json!(0)),
        "{before:#}"
    );

    let pack = corpus
        .installation
        .path()
        .join("config/contests/demo-2027.toml");
    let words = std::fs::read_to_string(&pack).unwrap();
    let mut words: toml::Table = words.parse().unwrap();
    let weak: toml::Table = "pair = [{ form = \"YASDA\", needs_company = true }]"
        .parse()
        .unwrap();
    let yasda = words["contestant"]
        .as_array_mut()
        .unwrap()
        .last_mut()
        .unwrap();
    yasda.as_table_mut().unwrap().extend(weak);
    std::fs::write(&pack, words.to_string()).unwrap();
    let after = corpus.installation.json(&["report", "balance"]);
    assert_eq!(after["other_versions"], 2, "{after:#}");
    assert!(
        after["twins"]["changed"]["count"].as_u64() > Some(0),
        "{after:#}"
    );
    let worst = &after["twins"]["worst"][0];
    let posts: Vec<String> = (1..=2).map(|post: i64| post.to_string()).collect();
    assert!(
        posts.contains(&worst["post"].as_str().unwrap().to_owned()),
        "{worst:#}"
    );
    assert_eq!(
        after["twins"]["rules"]["uji.ajak"], after["twins"]["changed"]["count"],
        "{after:#}"
    );
}

fn file(installation: &Installation, lines: &str) -> String {
    let file = installation.path().join("posts.jsonl");
    std::fs::write(&file, lines).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_enough_for_the_twin_test() {
    let installation = Installation::without_database();
    installation.add_pack("pilpres-2019");
    let lines = "{\"id\": \"a\", \"text\": \"Coblos BANU nomor 2!\"}\nrusak\n\
                 {\"text\": \"Bubur ayam\"}\n\n{\"text\": \"#SukarajaBangkit dukung Hadi Santosa\"}\n";
    let file = file(&installation, lines);
    let report = installation.json(&["report", "balance", "--posts", &file]);
    let counts = ["posts", "skipped_lines", "with_signals"].map(|key| &report[key]);
    assert_eq!(counts, [3, 1, 2], "{report:#}");
    assert_eq!(
        (&report["twins"]["posts"], &report["twins"]["swaps"]),
        (&json!(2), &json!(4))
    );
    assert_eq!(report.get("contestants"), None);
    assert!(!installation.data().exists(), "no database is needed");

    let sampled = installation.json(&["report", "balance", "--posts", &file, "--sample", "1"]);
    assert_eq!(sampled["twins"]["posts"], 1);
    let none = installation.json(&[
        "report",
        "balance",
        "--posts",
        &file,
        "--contests",
        "pilpres-2019",
    ]);
    assert_eq!(
        none["twins"]["contestants"].get("demo-2027/banu"),
        None,
        "{none:#}"
    );
}

#[test]
fn the_text_fits_a_hundred_columns() {
    let installation = Installation::new();
    let lines: String = [
        "Coblos BANU nomor 2!",
        "TolakJokowi #2019GantiPresiden pilih Prabowo",
    ]
    .map(|text| json!({"id": "nomor-yang-panjang-sekali-sekali", "text": text}).to_string() + "\n")
    .concat();
    let file = file(&installation, &lines);
    let output = installation.run(&["report", "balance", "--posts", &file, "--contests", "all"]);
    let shown = text(&output.stdout);
    assert!(shown.contains("twin test"), "{shown}");
    let longest = shown.lines().map(|line| line.chars().count()).max();
    assert!(longest <= Some(100), "{shown}");
}

#[test]
fn a_file_without_posts_is_refused() {
    let installation = Installation::new();
    let file = file(&installation, "rusak\n");
    let output = installation.run(&["report", "balance", "--posts", &file]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        text(&output.stderr).contains("has no posts"),
        "{}",
        text(&output.stderr)
    );
    let missing = installation.run(&["report", "balance", "--posts", "/tidak/ada"]);
    assert_eq!(missing.status.code(), Some(2));
}
