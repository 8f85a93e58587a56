//! An installation whose database is not there: its disk is not mounted, or nobody began yet.

use std::path::Path;

use crate::support::database::Keeper;
use crate::support::{Installation, text};

/// Every command that works on a database and does not begin one.
const READING: [&[&str]; 16] = [
    &["status"],
    &["audit", "verify"],
    &["crawl"],
    &["crawl", "--due"],
    &["rescore"],
    &["rescore", "--diff"],
    &["reindex"],
    &["search", "coblos"],
    &["report", "balance", "--since", "2027-01-01"],
    &["registry", "list"],
    &["registry", "export"],
    &["registry", "show", "1"],
    &["registry", "retire", "1", "--reason", "surat 1"],
    &["user", "list"],
    &["user", "enable", "rini"],
    &["serve", "--listen", "127.0.0.1:0"],
];

fn refuses_all(installation: &Installation, left: impl Fn() -> Vec<String>) {
    refuses_all_with(installation, "there is no Netra database yet in ", left);
}

fn refuses_all_with(installation: &Installation, words: &str, left: impl Fn() -> Vec<String>) {
    let before = left();
    for arguments in READING {
        let done = installation.run(arguments);
        let (out, told) = (text(&done.stdout), text(&done.stderr));
        assert_eq!(done.status.code(), Some(2), "{arguments:?}: {told}");
        assert!(out.is_empty(), "{arguments:?}: {out}");
        assert_eq!(told.matches(words).count(), 1, "{arguments:?}: {told}");
        assert!(told.contains("mount the disk"), "{told}");
        assert!(told.contains("netra init"), "{told}");
        assert_eq!(left(), before, "{arguments:?} left something");
    }
}

/// Everything below a folder, with sizes.
fn listing(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return vec!["no folder".to_owned()];
    };
    let mut found: Vec<String> = entries
        .map(|entry| {
            let entry = entry.unwrap();
            let bytes = entry.metadata().unwrap().len();
            format!("{} {bytes}", entry.path().display())
        })
        .collect();
    found.sort();
    found
}

#[test]
fn without_a_data_folder_nothing_is_said_to_be_well_and_nothing_is_made() {
    let installation = Installation::without_database();
    let data = installation.data();
    let words = match Keeper::of_this_run() {
        Keeper::Sqlite => "there is no Netra database yet in ",
        // Whether the server has a database is not asked where the rest is missing.
        Keeper::Postgres => "which holds the captures and the search index, is not there",
    };
    refuses_all_with(&installation, words, || listing(&data));
    assert!(!data.exists());
}

/// The server has all its rows, and the disk with the captures is not mounted.
#[test]
fn a_data_folder_that_is_missing_beside_a_server_is_told_as_such() {
    let installation = Installation::new();
    if Keeper::of_this_run() == Keeper::Sqlite {
        return;
    }
    let add = installation.run(&["user", "add", "rini", "--role", "analyst"]);
    assert!(add.status.success(), "{}", text(&add.stderr));
    let data = installation.data();
    std::fs::remove_dir_all(&data).unwrap();
    let words = format!("the data folder {}, which holds", data.display());
    refuses_all_with(&installation, &words, || listing(&data));
    assert!(!data.exists());
    std::fs::create_dir(&data).unwrap();
    let listed = installation.run(&["user", "list"]);
    assert!(
        text(&listed.stdout).contains("rini"),
        "{}",
        text(&listed.stderr)
    );
}

#[test]
fn an_empty_folder_is_no_installation_and_stays_empty() {
    let installation = Installation::without_database();
    let data = installation.data();
    std::fs::create_dir(&data).unwrap();
    refuses_all(&installation, || listing(&data));
    assert_eq!(listing(&data), Vec::<String>::new());
}

/// Left behind by a disk that was full, or by a copy that broke off.
#[test]
fn a_file_in_which_nothing_is_is_no_database() {
    let installation = Installation::without_database();
    let data = installation.data();
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("netra.db"), "").unwrap();
    refuses_all(&installation, || listing(&data));
}

#[test]
fn an_import_and_a_first_user_begin_one() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/config/registry.example.csv");
    let import: &[&str] = &["registry", "import", example, "--reason", "surat 1"];
    let add: &[&str] = &["user", "add", "rini", "--role", "reviewer"];
    for beginning in [import, add] {
        let installation = Installation::without_database();
        let begun = installation.run(beginning);
        assert!(begun.status.success(), "{}", text(&begun.stderr));
        let verified = installation.run(&["audit", "verify"]);
        assert!(verified.status.success(), "{}", text(&verified.stderr));
        assert!(text(&verified.stderr).contains("its one row was checked"));
    }
}

#[test]
fn a_crawl_with_the_example_contact_reaches_no_public_host() {
    let installation = Installation::new();
    let shipped = "contact = \"https://netra.contoh.example/\"";
    installation.set(
        "fetch",
        &format!("{shipped}\nallow_private_hosts = []\nhosts = {{}}"),
    );
    installation.register(&[("feed", "https://192.0.2.1/feed.xml")]);
    let refused = installation.run(&["crawl"]);
    assert_eq!(refused.status.code(), Some(2));
    let told = text(&refused.stderr);
    assert!(
        told.contains("is an example")
            && told.contains("[fetch] in")
            && told.contains("netra.toml"),
        "{told}"
    );
    // Where some hosts are the office's own, the others are refused one by one.
    installation.set("fetch", "allow_private_hosts = [\"127.0.0.1\"]");
    installation.register(&[
        ("feed", "https://8.8.8.8/feed.xml"),
        ("feed", "http://127.0.0.1:9/feed.xml"),
    ]);
    let report = installation.json(&["crawl"]);
    let reason = |address: &str| {
        let failed = report["failed"].as_array().unwrap();
        let of = failed
            .iter()
            .find(|failure| failure["address"].as_str().unwrap().contains(address));
        of.unwrap()["reason"].as_str().unwrap().to_owned()
    };
    assert!(reason("8.8.8.8").contains("contact in netra.toml is an example"));
    assert!(reason("127.0.0.1").contains("refuses the connection"));
}
