//! Election packs.

use netra::config::{Diagnostic, contest};
use netra::model::{EntryKind, Stage};

fn shipped(name: &str) -> String {
    let path = format!("{}/config/contests/{name}.toml", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).expect("a shipped pack")
}

#[test]
fn the_demo_pack_reads_as_its_file_says() {
    let demo = contest::parse("demo-2027.toml", &shipped("demo-2027")).expect("no errors");
    let numbers: Vec<_> = demo.contestants.iter().map(|one| one.number).collect();
    assert_eq!(numbers, [Some(1), Some(2), Some(3)]);
    let titles = demo.contestants[1].offices.iter();
    let titles: Vec<_> = titles
        .map(|office| (office.title.as_str(), office.at_stake))
        .collect();
    assert_eq!(
        titles,
        [("Bupati Sukaraja", true), ("Wakil Bupati Sukaraja", true)]
    );
    assert!(!demo.closed);
    assert_eq!(
        demo.calendar.stage(jiff::civil::date(2027, 11, 25)),
        Stage::Quiet
    );
    let halus = &demo.contestants[0].entries;
    let company = |kind| {
        let one = halus.iter().find(|entry| entry.kind == kind);
        one.expect("an entry of each kind").needs_company
    };
    assert!(company(EntryKind::ShortName) && company(EntryKind::Gesture));
    assert!(company(EntryKind::Party) && !company(EntryKind::Name));
}

#[test]
fn all_shipped_packs_load_without_a_finding() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/config/contests");
    let (contests, warnings) = contest::load_dir(folder.as_ref()).unwrap_or_else(|errors| {
        let lines: Vec<String> = errors.iter().map(Diagnostic::to_string).collect();
        panic!("{}", lines.join("\n"))
    });
    assert_eq!(warnings, []);
    let open: Vec<_> = contests.iter().filter(|contest| !contest.closed).collect();
    assert_eq!(open.len(), 1, "only the fictional contest is open");
}

#[test]
fn offices_have_days_a_region_and_a_holder() {
    let mistakes = [
        (
            "since = 2023-02-20",
            "since = 2028-02-21",
            "ends (2028-02-20) before it begins (2028-02-21)",
        ),
        (
            "since = 2023-02-20",
            "begin = 2023-02-20",
            "\"since\" is missing",
        ),
        (
            "region = \"32.99\"\nsince",
            "since",
            "\"region\" is missing",
        ),
        (
            "until = 2028-02-20",
            "until = 2022-01-01",
            "ends (2022-01-01) before it begins",
        ),
        (
            "holder = [\"Bagas\"",
            "holder = [\"Budi\"",
            "holds \"Budi\"",
        ),
    ];
    for (shipped, instead, expected) in mistakes {
        let text = shipped_with(shipped, instead);
        let errors = contest::parse("demo.toml", &text).expect_err(expected);
        let lines: Vec<String> = errors.iter().map(Diagnostic::to_string).collect();
        assert!(
            lines.iter().any(|line| line.contains(expected)),
            "{lines:?}"
        );
    }
}

#[test]
fn incumbent_is_told_to_be_no_more_than_a_word() {
    let text = shipped_with("number = 2", "number = 2\nincumbent = true");
    let found = contest::check("demo.toml", &text);
    assert!(found.contest.is_some());
    assert!(
        found.diagnostics[0]
            .to_string()
            .contains("[[contestant.offices]]")
    );
}

fn shipped_with(part: &str, instead: &str) -> String {
    let text = shipped("demo-2027");
    assert!(text.contains(part), "{part}");
    text.replacen(part, instead, 1)
}
