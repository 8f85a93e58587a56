//! No way around the reader: whatever the database hands out of people, their posts and what
//! was decided about them, it hands to somebody.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What must not be read by nobody. Types that hold one of these are found.
const PERSONAL: [&str; 9] = [
    "Person",
    "RegistryEntry",
    "PostRow",
    "Revision",
    "QueueRow",
    "Verdict",
    "Decision",
    "User",
    "AuditEntry",
];

/// Functions that find out who the reader is, so that there is none yet.
const BEFORE_THERE_IS_A_READER: [&str; 4] = ["bearer", "by_name", "credentials", "half_user"];

/// A public function: its name, its parameters, what it returns.
#[derive(Debug, PartialEq, Eq)]
struct Signature {
    owner: String,
    name: String,
    parameters: String,
    returns: String,
}

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

/// The sources in `src/FOLDER` without comments, so that only code is searched.
fn code(folder: &str) -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("src")
        .join(folder);
    let mut files = Vec::new();
    rust_files(&root, &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        (path, without_comments(&text))
    };
    files.into_iter().map(read).collect()
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
}

/// The end of the item that starts at `from`: its first `{` or `;` outside of round brackets.
fn head(text: &str, from: usize) -> &str {
    let mut depth = 0;
    for (at, letter) in text[from..].char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            '{' | ';' if depth == 0 => return &text[from..from + at],
            _ => {}
        }
    }
    &text[from..]
}

/// All functions that other rooms may call.
fn signatures(text: &str) -> Vec<Signature> {
    let mut found = Vec::new();
    let mut owner = String::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with("impl") {
            let named = line.split(" for ").last().unwrap_or(line);
            let named = words(named).find(|word| word.starts_with(char::is_uppercase));
            named.unwrap_or_default().clone_into(&mut owner);
        } else if line.starts_with('}') {
            owner.clear();
        }
        let indent = line.len() - line.trim_start().len();
        for start in ["pub async fn ", "pub fn ", "pub const fn "] {
            if let Some(rest) = line.trim_start().strip_prefix(start) {
                let name = words(rest).next().unwrap_or_default().to_owned();
                let whole = head(text, at + indent);
                let (before, returns) = whole.split_once("->").unwrap_or((whole, ""));
                let parameters = before.split_once('(').map_or("", |(_, rest)| rest);
                found.push(Signature {
                    owner: owner.clone(),
                    name,
                    parameters: parameters.split_whitespace().collect::<Vec<_>>().join(" "),
                    returns: returns.to_owned(),
                });
            }
        }
        at += line.len();
    }
    found
}

/// Each struct and enum with its body.
fn types(text: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for keyword in ["struct ", "enum ", "type "] {
        for (at, _) in text.match_indices(keyword) {
            let rest = &text[at + keyword.len()..];
            let name = words(rest).next().unwrap_or_default().to_owned();
            let end = rest
                .find("\n}")
                .or_else(|| rest.find(';'))
                .unwrap_or(rest.len());
            found.insert(name, rest[..end].to_owned());
        }
    }
    found
}

/// The personal types and all that hold one, however deep.
fn personal(texts: &[String]) -> BTreeSet<String> {
    let all: BTreeMap<String, String> = texts.iter().flat_map(|text| types(text)).collect();
    let mut found: BTreeSet<String> = PERSONAL.map(str::to_owned).into();
    loop {
        let holding = all.iter().filter(|(name, body)| {
            !found.contains(*name) && words(body).skip(1).any(|word| found.contains(word))
        });
        let more: Vec<String> = holding.map(|(name, _)| name.clone()).collect();
        if more.is_empty() {
            return found;
        }
        found.extend(more);
    }
}

/// Whether the first thing that a function is given is its reader; a method's type may hold it.
fn has_reader(signature: &Signature, types: &BTreeMap<String, String>) -> bool {
    let own = types.get(&signature.owner);
    let held = own.is_some_and(|body| body.contains("reader: &'a Reader"));
    let method = signature.parameters.trim_start().starts_with('&') && held;
    method || signature.parameters.starts_with("reader: &")
}

/// Public functions that hand out something personal to nobody.
fn leaks(texts: &[String]) -> Vec<String> {
    let personal = personal(texts);
    let types: BTreeMap<String, String> = texts.iter().flat_map(|text| types(text)).collect();
    let public = texts.iter().flat_map(|text| signatures(text));
    // Whoever holds something personal was handed it, and may look at its parts.
    let part = |one: &Signature| {
        one.parameters.trim_start().starts_with("&self") && personal.contains(&one.owner)
    };
    public
        .filter(|one| words(&one.returns).any(|word| personal.contains(word)))
        .filter(|one| !has_reader(one, &types) && !part(one))
        .map(|one| one.name)
        .collect()
}

fn database() -> Vec<String> {
    code("db").into_iter().map(|(_, text)| text).collect()
}

#[test]
fn what_is_personal_is_handed_to_a_reader() {
    let found = leaks(&database());
    // No more and no fewer: an exception that nothing needs any more goes.
    assert_eq!(
        found.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        BEFORE_THERE_IS_A_READER.into()
    );
}

#[test]
fn what_is_personal_goes_by_its_name() {
    let texts = ["db", "model"].into_iter().flat_map(code);
    let types: BTreeSet<String> = texts
        .flat_map(|(_, text)| types(&text).into_keys())
        .collect();
    for name in PERSONAL {
        assert!(types.contains(name), "no type is called {name} any more");
    }
}

#[test]
fn the_walk_knows_what_it_looks_for() {
    let texts = database();
    let personal = personal(&texts);
    for name in [
        "StoredPost",
        "ReviewItem",
        "QueueEntry",
        "Registered",
        "Shown",
        "Pending",
    ] {
        assert!(personal.contains(name), "{name}");
    }
    for name in ["Status", "Backlog", "SavedPage"] {
        assert!(!personal.contains(name), "{name}");
    }
    let handed = texts.iter().flat_map(|text| signatures(text));
    let handed = handed.filter(|one| words(&one.returns).any(|word| personal.contains(word)));
    let names: BTreeSet<String> = handed.map(|one| one.name).collect();
    for name in [
        "open", "reveal", "find", "next", "page", "list", "show", "export", "batch",
    ] {
        assert!(names.contains(name), "{name} of {names:?}");
    }
}

#[test]
fn a_function_that_forgets_the_reader_is_found() {
    let cases = [
        (
            "pub async fn a(db: &Db) -> Result<Vec<Verdict>, DbError> {}",
            true,
        ),
        (
            "pub async fn a(reader: &Reader, db: &Db) -> Result<Vec<Verdict>, DbError> {}",
            false,
        ),
        (
            "pub async fn a(db: &Db, reader: &Reader) -> Result<Person, DbError> {}",
            true,
        ),
        (
            "pub fn a(\n    db: &Db,\n    id: i64,\n) -> Option<Wrapped>\n{}",
            true,
        ),
        (
            "pub fn a(f: impl Fn(i64) -> i64, db: &Db) -> Vec<Deeper> {}",
            true,
        ),
        ("pub(crate) fn a(db: &Db) -> Person {}", false),
        ("pub fn a(db: &Db) -> u64 {}", false),
        (
            "impl Walk<'_> {\n    pub async fn a(&mut self) -> Vec<Person> {}\n}",
            false,
        ),
        (
            "impl Wrapped {\n    pub fn a(&self) -> &PostRow {}\n}",
            false,
        ),
        (
            "impl Other {\n    pub async fn a(&self) -> Vec<Person> {}\n}",
            true,
        ),
    ];
    let known = "pub struct Wrapped {\n    inner: PostRow,\n}\n\
                 pub struct Deeper {\n    inner: Vec<Wrapped>,\n}\n\
                 pub struct Walk<'a> {\n    reader: &'a Reader,\n}\n";
    for (text, leaks_it) in cases {
        let found = leaks(&[known.to_owned(), without_comments(text)]);
        assert_eq!(found == ["a"], leaks_it, "{text}: {found:?}");
    }
}

/// The web makes readers of users alone, so that no request reads as the program or as somebody
/// at the command line; only the command line makes an operator.
#[test]
fn no_request_makes_a_reader_of_its_own() {
    for (maker, rooms) in [
        (
            "Reader::machine(",
            &["web", "review", "access", "report"][..],
        ),
        (
            "Reader::operator(",
            &["web", "review", "corpus", "crawl", "intake", "cli"][..],
        ),
    ] {
        for room in rooms {
            let makes: Vec<_> = code(room)
                .into_iter()
                .filter(|(_, text)| text.contains(maker))
                .map(|(path, _)| path)
                .collect();
            assert!(makes.is_empty(), "{maker} in {makes:?}");
        }
    }
}
