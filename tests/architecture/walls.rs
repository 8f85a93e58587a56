//! Who may use whom, and which rooms reserved crates may enter. Every permission is used: one
//! that nothing needs any more is taken back.

use std::collections::BTreeSet;

use super::source::{SourceFile, paths, sources};

/// Which top-level module may use which. Everything may use `model` and `clock`.
pub(super) const ALLOWED: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("clock", &[]),
    ("text", &[]),
    ("config", &["text"]),
    ("score", &["text"]),
    ("source", &[]),
    ("spreadsheet", &[]),
    ("registry", &["source", "spreadsheet"]),
    ("registration", &["db", "registry", "source"]),
    ("evidence", &[]),
    ("tls", &[]),
    ("fetch", &["config", "evidence", "tls"]),
    ("db", &[]),
    ("search", &["text"]),
    ("access", &["db", "text"]),
    ("intake", &["db", "evidence", "score", "source"]),
    ("corpus", &["db", "score", "search"]),
    (
        "crawl",
        &[
            "config", "corpus", "db", "fetch", "intake", "search", "source",
        ],
    ),
    ("review", &["db"]),
    // Figures only; what it reports on is handed in.
    ("report", &["score"]),
    ("lab", &["config", "score"]),
    (
        "app",
        &[
            "config", "crawl", "db", "evidence", "fetch", "intake", "score", "search", "source",
            "text",
        ],
    ),
    (
        "web",
        &[
            "access",
            "app",
            "config",
            "corpus",
            "db",
            "registration",
            "registry",
            "review",
            "source",
            "spreadsheet",
            "tls",
        ],
    ),
    (
        "cli",
        &[
            "access",
            "app",
            "config",
            "corpus",
            "crawl",
            "db",
            "lab",
            "registration",
            "registry",
            "report",
            "score",
            "search",
            "spreadsheet",
            "tls",
        ],
    ),
];

/// Words that a module's text must not hold, with the modules that may.
const RESERVED: &[(&str, &[&str])] = &[
    ("sqlx::", &["db"]),
    // `web` only hands the settings that `tls` made to the socket.
    ("rustls::", &["fetch", "tls", "web"]),
    ("axum::", &["web", "cli"]),
    ("clap::", &["cli", "main"]),
    ("std::net", &["fetch", "web", "cli", "config", "evidence"]),
    (
        "std::fs",
        // `fetch` reads the values of credentials, which no other room may know; `access` asks the
        // kernel who logged in.
        &[
            "access", "app", "cli", "config", "crawl", "evidence", "fetch", "search", "tls",
        ],
    ),
    (
        "tokio",
        &[
            "cli", "corpus", "crawl", "db", "fetch", "intake", "web", "main",
        ],
    ),
];

/// What everything may use without being named above.
const FOR_ALL: [&str; 2] = ["model", "clock"];

/// Rooms with the rooms that they use.
fn uses(sources: &[SourceFile]) -> BTreeSet<(&str, String)> {
    let inside = sources.iter().filter(|file| !is_root(file.room()));
    let uses = inside.flat_map(|file| {
        let rooms = paths(file)
            .into_iter()
            .filter_map(|path| path.into_iter().next());
        rooms.map(move |room| (file.room(), room))
    });
    uses.filter(|(room, other)| room != other && !FOR_ALL.contains(&other.as_str()))
        .collect()
}

/// The library's root names all rooms, and the program is outside of them.
pub(super) fn is_root(room: &str) -> bool {
    room == "lib" || room == "main"
}

#[test]
fn rooms_use_the_rooms_below_them_and_no_permission_is_idle() {
    let sources = sources();
    let uses = uses(&sources);
    let used: BTreeSet<_> = uses.iter().map(|(room, other)| (*room, &**other)).collect();
    let allowed: BTreeSet<_> = ALLOWED
        .iter()
        .flat_map(|(room, others)| others.iter().map(|other| (*room, *other)))
        .collect();
    let forbidden: Vec<_> = used.difference(&allowed).collect();
    let idle: Vec<_> = allowed.difference(&used).collect();
    assert!(
        forbidden.is_empty() && idle.is_empty(),
        "used but not allowed: {forbidden:#?}, allowed but not used: {idle:#?}"
    );
}

#[test]
fn every_room_is_on_the_list() {
    let sources = sources();
    let rooms = sources.iter().map(SourceFile::room);
    let rooms: BTreeSet<_> = rooms.filter(|room| !is_root(room)).collect();
    assert_eq!(rooms, ALLOWED.iter().map(|(room, _)| *room).collect());
}

#[test]
fn reserved_crates_stay_in_their_rooms_and_no_permission_is_idle() {
    let sources = sources();
    let mentions = sources.iter().flat_map(|file| {
        let lines = file.text.lines();
        let code: Vec<_> = lines
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        let words = RESERVED.iter().map(|(word, _)| *word);
        words
            .filter(move |word| code.iter().any(|line| line.contains(word)))
            .map(|word| (word, file.room()))
    });
    let mentioned: BTreeSet<_> = mentions.collect();
    let allowed: BTreeSet<_> = RESERVED
        .iter()
        .flat_map(|(word, rooms)| rooms.iter().map(|room| (*word, *room)))
        .collect();
    let forbidden: Vec<_> = mentioned.difference(&allowed).collect();
    let idle: Vec<_> = allowed.difference(&mentioned).collect();
    assert!(
        forbidden.is_empty() && idle.is_empty(),
        "used but not allowed: {forbidden:#?}, allowed but not used: {idle:#?}"
    );
}
