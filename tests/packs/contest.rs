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
    assert!(demo.contestants[1].incumbent && !demo.closed);
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
