//! The map tells of things that are there: paths, rooms, types, functions, settings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use super::index::Index;
use super::source::{SourceFile, sources};
use super::walls::{ALLOWED, is_root};

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What stands between backticks, without whole blocks of code.
fn code_spans(text: &str) -> BTreeSet<&str> {
    let mut blocks = text.split("```").step_by(2);
    let mut found = BTreeSet::new();
    blocks
        .by_ref()
        .for_each(|prose| found.extend(prose.split('`').skip(1).step_by(2)));
    found
}

/// Words of the whole crate: names of columns, functions and settings stand among them.
fn words(sources: &[SourceFile]) -> BTreeSet<String> {
    let mut texts: Vec<String> = sources.iter().map(|file| file.text.clone()).collect();
    for folder in ["config", "src/db/migrations", "tests"] {
        all_texts(&root().join(folder), &mut texts);
    }
    let split = |c: char| !c.is_alphanumeric() && c != '_';
    let words = texts.iter().flat_map(|text| text.split(split));
    words.map(str::to_owned).collect()
}

fn all_texts(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all_texts(&path, found);
        } else if path
            .extension()
            .is_some_and(|end| ["toml", "sql", "rs"].iter().any(|one| end == *one))
        {
            found.extend(fs::read_to_string(&path));
        }
    }
}

/// Whether a path is in the package, its `src/` or `config/`, or made when the program runs.
fn is_there(path: &str) -> bool {
    let known = path.split('<').next().unwrap_or(path);
    let made = read(".gitignore")
        .lines()
        .any(|line| line.trim_matches('/') == path.trim_matches('/'));
    let folders = ["", "src", "config"].iter();
    made || folders
        .map(|folder| root().join(folder).join(known))
        .any(|place| place.exists())
}

fn looks_like_path(span: &str) -> bool {
    let ends = [".rs", ".toml", ".md", ".sql", ".csv", ".html", ".tsv"];
    span.contains('/') || ends.iter().any(|end| span.ends_with(end))
}

/// What is wrong with a span; `None` when it is as it says, or says nothing of the tree.
fn problem(span: &str, index: &Index<'_>, words: &BTreeSet<String>) -> Option<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let is_name = span.chars().all(is_word);
    let fine = if span.contains(' ') || span.starts_with('-') {
        true
    } else if let Some(section) = span.strip_prefix('[') {
        let key = section.trim_end_matches(']').rsplit('.').next();
        key.is_some_and(|key| words.contains(key))
    } else if let Some(name) = span.strip_suffix('!') {
        words.contains(name)
    } else if span.contains("::") {
        let path: Vec<String> = span.split("::").map(str::to_owned).collect();
        index.knows(&path)
    } else if looks_like_path(span) {
        is_there(span)
    } else if is_name && span.starts_with(char::is_uppercase) {
        index.has_type(span)
    } else if is_name {
        words.contains(span)
    } else {
        true
    };
    (!fine).then(|| span.to_owned())
}

#[test]
fn what_the_map_and_the_readme_name_is_there() {
    let sources = sources();
    let (index, words) = (Index::new(&sources), words(&sources));
    for name in ["ARCHITECTURE.md", "README.md"] {
        let text = read(name);
        let spans = code_spans(&text);
        assert!(spans.len() > 10, "{name} names nothing");
        let gone: Vec<_> = spans
            .into_iter()
            .filter_map(|span| problem(span, &index, &words))
            .collect();
        assert!(gone.is_empty(), "{name} names what is not there: {gone:#?}");
    }
}

#[test]
fn links_lead_somewhere() {
    for name in ["ARCHITECTURE.md", "README.md"] {
        let text = read(name);
        let links = text.split("](").skip(1);
        let targets = links.filter_map(|rest| rest.split(')').next());
        let inside = targets.filter(|target| !target.contains("://") && !target.starts_with('#'));
        let gone: Vec<_> = inside.filter(|target| !is_there(target)).collect();
        assert!(gone.is_empty(), "{name}: {gone:#?}");
    }
}

/// Names of the rooms in the first column of the table of rooms.
fn rooms_of_the_table(text: &str) -> BTreeSet<String> {
    let table = text.split("| room |").nth(1).unwrap_or_default();
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    rows.filter_map(|row| row.split('`').nth(1))
        .map(|room| {
            room.trim_end_matches('/')
                .trim_end_matches(".rs")
                .to_owned()
        })
        .collect()
}

#[test]
fn every_room_has_its_row() {
    let sources = sources();
    let rooms = sources.iter().map(|file| file.room().to_owned());
    let rooms: BTreeSet<_> = rooms.filter(|room| !is_root(room)).collect();
    assert_eq!(rooms_of_the_table(&read("ARCHITECTURE.md")), rooms);
}

/// Rooms of one side of an arrow, such as `{score, config}`.
fn side(text: &str) -> Vec<&str> {
    let inside = text.trim().trim_matches(['{', '}']);
    inside.split(',').map(str::trim).collect()
}

#[test]
fn the_arrows_of_the_map_are_walls() {
    let text = read("ARCHITECTURE.md");
    let chains = code_spans(&text)
        .into_iter()
        .filter(|span| span.contains(" <- "));
    let chains: Vec<_> = chains.filter(|span| *span != "A <- B").collect();
    assert!(!chains.is_empty());
    for chain in chains {
        let sides: Vec<_> = chain.split(" <- ").map(side).collect();
        for pair in sides.windows(2) {
            for (user, used) in pair[1]
                .iter()
                .flat_map(|user| pair[0].iter().map(move |used| (user, used)))
            {
                let may = ALLOWED
                    .iter()
                    .any(|(room, others)| room == user && others.contains(used));
                assert!(may, "{chain}: {user} may not use {used}");
            }
        }
    }
}
