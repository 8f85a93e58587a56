//! The shape of the house, as `ARCHITECTURE.md` draws it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Which top-level module may use which. Everything may use `model` and `clock`.
const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("clock", &[]),
    ("text", &[]),
    ("config", &["text"]),
    ("score", &["text"]),
    ("source", &[]),
    ("registry", &["source"]),
    ("evidence", &[]),
    ("fetch", &["config", "evidence"]),
    ("db", &[]),
    ("search", &["config", "text"]),
    ("access", &["db"]),
    ("intake", &["db", "evidence", "score", "source"]),
    ("corpus", &["db", "score", "search"]),
    (
        "crawl",
        &[
            "config", "corpus", "db", "fetch", "intake", "search", "source",
        ],
    ),
    ("review", &["access", "db"]),
    // Figures only; what it reports on is handed in.
    ("report", &["score"]),
    ("lab", &["config", "score"]),
    (
        "app",
        &[
            "config", "corpus", "crawl", "db", "evidence", "fetch", "intake", "score", "search",
            "source", "text",
        ],
    ),
    (
        "web",
        &[
            "access", "app", "config", "corpus", "db", "review", "search",
        ],
    ),
    (
        "cli",
        &[
            "access", "app", "config", "corpus", "crawl", "db", "evidence", "fetch", "lab",
            "registry", "report", "score", "search", "source", "text",
        ],
    ),
];

/// Words that a module's text must not hold, with the modules that may.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx::", &["db"]),
    ("reqwest::", &["fetch"]),
    ("axum::", &["web", "cli"]),
    ("clap::", &["cli", "main"]),
    (
        "std::net",
        &["fetch", "web", "cli", "config", "app", "evidence"],
    ),
    (
        "std::fs",
        &[
            "app", "cli", "config", "crawl", "evidence", "search", "db", "fetch", "lab",
        ],
    ),
    (
        "tokio",
        &[
            "app", "access", "cli", "corpus", "crawl", "db", "evidence", "fetch", "intake",
            "search", "web", "main",
        ],
    ),
];

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(String, PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let inside = path.strip_prefix(&root).unwrap();
            let module = inside
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy();
            let module = module.trim_end_matches(".rs").to_owned();
            let text = fs::read_to_string(&path).unwrap();
            let text = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap()
                .to_owned();
            (module, path, text)
        })
        .collect()
}

fn mentioned_modules(text: &str) -> BTreeSet<&str> {
    let code = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| {
        line.match_indices("crate::")
            .map(move |(at, word)| &line[at + word.len()..])
    })
    .map(|rest| {
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()
            .unwrap_or_default()
    })
    .filter(|name| !name.is_empty())
    .collect()
}

#[test]
fn modules_use_only_the_modules_below_them() {
    let allowed: BTreeMap<_, _> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for (module, path, text) in sources()
        .iter()
        .filter(|(module, ..)| module != "lib" && module != "main")
    {
        let may_use = allowed
            .get(module.as_str())
            .unwrap_or_else(|| panic!("{module} is not on the map"));
        for name in mentioned_modules(text) {
            let fine =
                name == module || name == "model" || name == "clock" || may_use.contains(&name);
            if !fine {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn reserved_crates_stay_in_their_rooms() {
    let mut wrong = Vec::new();
    for (module, path, text) in &sources() {
        let code: String = text
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        for (word, rooms) in RESERVED {
            if code.contains(word) && !rooms.contains(&module.as_str()) {
                wrong.push(format!("{} mentions {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_hold_one_idea() {
    let long: Vec<_> = sources()
        .into_iter()
        .filter(|(.., text)| text.lines().count() > 500)
        .map(|(_, path, text)| format!("{}: {} lines", path.display(), text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{long:#?}");
}

#[test]
fn no_module_is_an_empty_shell() {
    let hollow: Vec<_> = sources()
        .into_iter()
        .filter(|(.., text)| {
            text.lines()
                .all(|line| line.starts_with("//") || line.trim().is_empty())
        })
        .map(|(_, path, _)| path.display().to_string())
        .collect();
    assert!(hollow.is_empty(), "{hollow:#?}");
}
