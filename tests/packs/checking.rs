//! `netra contest check` and `netra lexicon check`, through the program.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

struct Told {
    code: i32,
    out: String,
    talk: String,
}

impl Told {
    fn findings(&self) -> Vec<Value> {
        let read = |line: &str| serde_json::from_str(line).expect("JSON Lines");
        self.out.lines().map(read).collect()
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Told {
    let mut command = Command::new(env!("CARGO_BIN_EXE_netra"));
    let output = command
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Told {
        code: output.status.code().expect("an exit code"),
        out: text(output.stdout),
        talk: text(output.stderr),
    }
}

/// An installation with the demo pack alone, and this lexicon instead of the shipped one.
fn installation(words: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["init"]).code, 0);
    let config = folder.path().join("config");
    for file in fs::read_dir(config.join("contests")).unwrap() {
        let path = file.unwrap().path();
        if !path.ends_with("demo-2027.toml") {
            fs::remove_file(path).unwrap();
        }
    }
    fs::remove_dir_all(config.join("lexicon")).unwrap();
    fs::create_dir(config.join("lexicon")).unwrap();
    fs::write(config.join("lexicon/words.toml"), words).unwrap();
    folder
}

fn entry(id: &str, kind: &str, forms: &str) -> String {
    format!(
        "[[entry]]\nid = \"{id}\"\nkind = \"{kind}\"\nlanguage = \"id\"\nweight = 2.0\nforms = [{forms}]\n"
    )
}

fn words() -> String {
    entry("x.coblos", "call", "\"coblos\"")
        + &entry("x.hebat", "praise", "\"hebat\"")
        + &entry("x.jaya", "praise", "\"jaya\"")
        + &entry("x.acara", "event", "\"arak-arakan\"")
}

#[test]
fn the_shipped_words_pass() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lexicon = run(folder, &["lexicon", "check"]);
    assert_eq!(lexicon.code, 0, "{}", lexicon.out);
    assert!(lexicon.out.contains(" entries, digest ") && lexicon.out.contains("\n0 errors, "));
    let packs = run(folder, &["contest", "check", "--all"]);
    assert_eq!(packs.code, 0, "{}", packs.out);
    assert!(packs.out.contains("\n0 errors, "));
}

#[test]
fn errors_end_with_2_and_findings_are_json_lines() {
    let folder = installation(&(words() + &entry("x.ejek", "insult", "\"Hebat\"")));
    let told = run(folder.path(), &["lexicon", "check", "--json"]);
    assert_eq!(told.code, 2);
    let errors: Vec<Value> = told.findings();
    let error = errors
        .iter()
        .find(|one| one["severity"] == "error")
        .unwrap();
    assert_eq!((&error["line"], &error["column"]), (&30.into(), &10.into()));
    assert!(
        error["file"]
            .as_str()
            .unwrap()
            .ends_with("config/lexicon/words.toml")
    );
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("for a contestant and against")
    );
    assert!(error["hint"].is_string());
}

#[test]
fn a_lexicon_that_does_not_load_is_told_with_its_places() {
    let folder = installation("[[entri]]\n");
    let told = run(folder.path(), &["lexicon", "check"]);
    assert_eq!(told.code, 2);
    assert!(
        told.out.contains("config/lexicon/words.toml:1:"),
        "{}",
        told.out
    );
    let told = run(
        folder.path(),
        &["lexicon", "check", "--config", "tidak/ada"],
    );
    assert_eq!(told.code, 2);
    assert!(told.out.contains("tidak/ada"), "{}", told.out);
}

#[test]
fn packs_of_the_folder_are_checked_together() {
    let folder = installation(&words());
    let contests = folder.path().join("config/contests");
    let demo = fs::read_to_string(contests.join("demo-2027.toml")).unwrap();
    fs::write(contests.join("other.toml"), &demo).unwrap();
    let told = run(folder.path(), &["contest", "check"]);
    assert_eq!(told.code, 2);
    assert!(
        told.out.contains("config/contests/other.toml: the id \"demo-2027\" is that of config/contests/demo-2027.toml too"),
        "{}",
        told.out
    );
    let alone = run(
        folder.path(),
        &["contest", "check", "config/contests/other.toml"],
    );
    assert_eq!(
        (alone.code, alone.out.as_str()),
        (0, "0 errors, 0 warnings\n")
    );
}

#[test]
fn the_balance_is_a_table_or_an_object() {
    let folder = installation(&words());
    let told = run(folder.path(), &["contest", "check", "--balance"]);
    let lines: Vec<Vec<&str>> = told
        .out
        .lines()
        .map(|line| line.split_whitespace().collect())
        .collect();
    let row = |name: &str| {
        lines
            .iter()
            .find(|row| row.first() == Some(&name))
            .cloned()
            .unwrap()
    };
    assert_eq!(
        row("demo-2027")[1..5],
        ["names", "short_names", "nicknames", "mocking"]
    );
    assert_eq!(
        row("banu"),
        [
            "banu", "2", "3", "4", "2", "4", "2", "4", "7", "4", "1", "2", "yes"
        ]
    );
    let told = run(folder.path(), &["contest", "check", "--balance", "--json"]);
    let table = &told.findings()[0];
    assert_eq!(table["contestants"][1]["words"]["hashtags"], 7);
}

fn corpus(folder: &Path, posts: &str) -> String {
    fs::write(folder.join("posts"), posts).unwrap();
    "posts".to_owned()
}

#[test]
fn words_that_fire_on_everyday_posts() {
    let folder = installation(&words());
    let mut posts = "Hadi Santosa memang hebat\n".repeat(2);
    posts += &"Selamat pagi semua\n".repeat(198);
    let file = corpus(folder.path(), &posts);
    let told = run(folder.path(), &["lexicon", "check", "--corpus", &file]);
    assert_eq!(told.code, 0);
    let expected = "config/lexicon/words.toml:8:6: warning: x.hebat fires on 10.0 of 1,000 everyday posts (2 of 200), more than 5; add needs";
    assert!(told.out.contains(expected), "{}", told.out);
    assert!(!told.out.contains("x.coblos fires"), "{}", told.out);
    let silent = "config/lexicon/words.toml:2: x.coblos stands in no post of the corpus";
    assert!(told.talk.contains(silent), "{}", told.talk);
    let arguments = [
        "lexicon",
        "check",
        "--corpus",
        &file,
        "--most-per-1000",
        "10",
    ];
    let told = run(folder.path(), &arguments);
    assert!(!told.out.contains("everyday posts"), "{}", told.out);
}

#[test]
fn forms_that_stand_in_everyday_posts() {
    let folder = installation(&words());
    let mut posts = "Hadi Santosa ketemu lagi\nSukaraja Bangkit\n".repeat(2);
    posts += &"Selamat pagi semua\n".repeat(196);
    let file = corpus(folder.path(), &posts);
    let told = run(folder.path(), &["contest", "check", "--corpus", &file]);
    let slogan = "\"Sukaraja Bangkit\" (Hadi Santosa - Lestari Putri) fires on 10.0 of 1,000 everyday posts (2 of 200), more than 5;";
    assert!(told.out.contains(slogan), "{}", told.out);
    assert!(
        !told.out.contains("\"Hadi Santosa\" ("),
        "a name may stand there: {}",
        told.out
    );
    let arguments = [
        "contest",
        "check",
        "--corpus",
        &file,
        "--most-per-1000",
        "2",
    ];
    let told = run(folder.path(), &arguments);
    let name = "\"Hadi Santosa\" (Hadi Santosa - Lestari Putri) fires on 10.0 of 1,000 everyday posts (2 of 200), more than 8;";
    assert!(told.out.contains(name), "{}", told.out);
    assert!(told.talk.contains(
        "demo-2027.toml: Bagas Wirawan - Nur Aisyah is nowhere in the corpus as \"Bagas Wirawan\", "
    ));
}

#[test]
fn words_that_are_wrong_more_often_than_right() {
    let folder = installation(&words());
    let post = |text: &str, gold: &str| format!("{{\"text\": \"{text}\", \"gold\": \"{gold}\"}}\n");
    let mut posts = post("Hadi Santosa hebat", "neutral").repeat(2);
    posts += &post("Hadi Santosa hebat, jaya", "partisan");
    posts += &post("Bagas Wirawan jaya", "neutral");
    posts += &post("Bagas Wirawan jaya", "partisan");
    posts += &post("Coblos Yasin Maulana", "neutral");
    posts += "{\"gold\": \"neutral\"}\n";
    let file = corpus(folder.path(), &posts);
    let told = run(
        folder.path(),
        &[
            "lexicon",
            "check",
            "--corpus",
            &file,
            "--most-per-1000",
            "1000",
        ],
    );
    let expected = "config/lexicon/words.toml:8:6: warning: signals of x.hebat are wrong more often than right: 2 neutral posts, 1 partisan ones;";
    assert!(told.out.contains(expected), "{}", told.out);
    assert!(
        !told.out.contains("signals of x.jaya"),
        "right more often: {}",
        told.out
    );
    assert!(
        !told.out.contains("signals of x.coblos"),
        "one post says little: {}",
        told.out
    );
    assert!(
        told.talk
            .contains("posts:7 was skipped: missing field `text`"),
        "{}",
        told.talk
    );
    let told = run(
        folder.path(),
        &[
            "contest",
            "check",
            "--corpus",
            &file,
            "--most-per-1000",
            "1000",
        ],
    );
    let expected = "signals of \"Hadi Santosa\" (Hadi Santosa - Lestari Putri) are wrong more often than right: 2 neutral posts, 1 partisan ones;";
    assert!(told.out.contains(expected), "{}", told.out);
    let told = run(folder.path(), &["lexicon", "check", "--corpus", &file]);
    let everyday = "x.hebat fires on 500.0 of 1,000 everyday posts (2 of 4), more than 5;";
    assert!(told.out.contains(everyday), "{}", told.out);
}

#[test]
fn a_corpus_needs_a_sound_lexicon() {
    let folder = installation("[[entri]]\n");
    let file = corpus(folder.path(), "Selamat pagi\n");
    for command in ["lexicon", "contest"] {
        let told = run(folder.path(), &[command, "check", "--corpus", &file]);
        assert_eq!(told.code, 2, "{command}");
        assert!(told.out.contains("words.toml:1:"), "{}", told.out);
        let reason = "the corpus was not read, because the lexicon has errors";
        assert!(told.talk.contains(reason), "{}", told.talk);
    }
    let packs = run(folder.path(), &["contest", "check"]);
    assert_eq!(
        packs.code, 0,
        "the packs themselves are fine: {}",
        packs.out
    );
}

#[test]
fn a_corpus_that_cannot_be_used() {
    let folder = installation(&words());
    let told = run(
        folder.path(),
        &["lexicon", "check", "--corpus", "tidak-ada"],
    );
    assert_eq!(told.code, 2);
    assert!(
        told.talk.contains("tidak-ada cannot be read"),
        "{}",
        told.talk
    );
    let file = corpus(folder.path(), "\n \n");
    let told = run(folder.path(), &["lexicon", "check", "--corpus", &file]);
    assert_eq!(told.code, 2);
    assert!(told.talk.contains("posts holds no posts"), "{}", told.talk);
    let file = corpus(folder.path(), "Selamat pagi\n");
    let arguments = [
        "lexicon",
        "check",
        "--corpus",
        &file,
        "--contests",
        "tidak-ada",
    ];
    let told = run(folder.path(), &arguments);
    assert_eq!(told.code, 2);
    assert!(
        told.talk.contains("no contest pack is named"),
        "{}",
        told.talk
    );
}
