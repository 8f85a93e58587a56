//! The shape of the house, as `ARCHITECTURE.md` draws it.

mod circles;
mod index;
mod map;
mod names;
mod source;
mod walls;

use source::sources;

#[test]
fn files_hold_one_idea() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > 500)
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_module_is_an_empty_shell() {
    let hollow: Vec<_> = sources()
        .into_iter()
        .filter(|file| file.items.is_empty())
        .map(|file| file.path)
        .collect();
    assert!(hollow.is_empty(), "{hollow:#?}");
}

/// A test that knows an engine runs on one: only the doors to databases do, and what is about the
/// file of one engine.
#[test]
fn tests_know_no_engine() {
    let may = ["support/database/", "db/migration", "architecture/"];
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut files = Vec::new();
    source::rust_files(&root, &mut files);
    let knowing: Vec<_> = files
        .iter()
        .filter(|file| {
            let inside = file.strip_prefix(&root).unwrap().to_str().unwrap();
            let text = std::fs::read_to_string(file).unwrap();
            let knows = ["sqlx::", "open_sqlite", "open_postgres"];
            !may.iter().any(|start| inside.starts_with(start))
                && knows.iter().any(|word| text.contains(word))
        })
        .collect();
    assert!(knowing.is_empty(), "{knowing:#?}");
}
