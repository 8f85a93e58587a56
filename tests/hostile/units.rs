//! The machine around the program: the units that run it may do little, and what they run is there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use clap::Parser as _;
use netra::cli::Cli;
use netra::config::template;
use rstest::rstest;

use crate::support::text;

const PROGRAM: &str = "/usr/local/bin/netra";

fn unit(name: &str) -> String {
    let (_, text) = template::FILES
        .iter()
        .find(|(file, _)| *file == format!("systemd/{name}"))
        .unwrap();
    (*text).to_owned()
}

/// The values of a key, in the order of the file.
fn values<'u>(unit: &'u str, key: &str) -> Vec<&'u str> {
    let lines = unit.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('='));
    pairs
        .filter(|(known, _)| *known == key)
        .map(|(_, value)| value)
        .collect()
}

/// All units in a folder, with the built program in the place where an operator copies it.
fn placed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (file, text) in template::FILES {
        if let Some(name) = file.strip_prefix("systemd/") {
            let text = text.replace(PROGRAM, env!("CARGO_BIN_EXE_netra"));
            fs::write(folder.path().join(name), text).unwrap();
        }
    }
    folder
}

fn units(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let found: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|end| end == ending))
        .collect();
    assert!(!found.is_empty(), "no .{ending}");
    found
}

/// Runs it, or tells that it is not here, which is a failure where everything must be.
fn analyze(arguments: &[&str], units: &[PathBuf]) -> Option<Output> {
    let mut program = Command::new("systemd-analyze");
    let done = program.args(arguments).args(units).output().ok();
    if done.is_none() {
        let servers = std::env::var_os("NETRA_SERVERS");
        assert!(servers.is_none(), "systemd-analyze is missing");
        eprintln!("skipped: systemd-analyze is not installed");
    }
    done
}

#[test]
fn the_units_are_what_systemd_understands() {
    let folder = placed();
    let all = [
        units(folder.path(), "service"),
        units(folder.path(), "timer"),
    ]
    .concat();
    if let Some(done) = analyze(&["verify", "--recursive-errors=no"], &all) {
        assert!(done.status.success(), "{}", text(&done.stderr));
        assert_eq!(text(&done.stderr), "");
    }
}

#[test]
fn a_service_is_exposed_no_more_than_two_of_ten() {
    let folder = placed();
    for service in units(folder.path(), "service") {
        let arguments = ["security", "--offline=true", "--threshold=20"];
        if let Some(done) = analyze(&arguments, std::slice::from_ref(&service)) {
            let told = text(&done.stdout) + &text(&done.stderr);
            assert!(done.status.success(), "{}: {told}", service.display());
            assert!(told.contains("Overall exposure level"), "{told}");
        }
    }
}

/// A test that cannot fail would pass this as well.
#[test]
fn a_service_that_is_open_is_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let open = folder.path().join("terbuka.service");
    fs::write(&open, "[Service]\nExecStart=/bin/true\n").unwrap();
    let arguments = ["security", "--offline=true", "--threshold=20"];
    if let Some(done) = analyze(&arguments, &[open]) {
        assert!(!done.status.success());
    }
}

#[rstest]
#[case::serve("netra-serve.service", &["serve"])]
#[case::crawl("netra-crawl.service", &["crawl", "--due", "--max-minutes", "9"])]
fn what_a_service_starts_is_a_command(#[case] name: &str, #[case] arguments: &[&str]) {
    let unit = unit(name);
    let starts = values(&unit, "ExecStart");
    let words: Vec<&str> = starts[0].split(' ').collect();
    assert_eq!(
        (starts.len(), words[0], &words[1..]),
        (1, PROGRAM, arguments)
    );
    assert!(Cli::try_parse_from(&words).is_ok(), "{words:?}");
}

#[rstest]
#[case("UMask", "0077")]
#[case("User", "netra")]
#[case("NoNewPrivileges", "yes")]
#[case("CapabilityBoundingSet", "")]
#[case("ProtectSystem", "strict")]
#[case("ReadWritePaths", "/srv/netra")]
#[case("ProtectHome", "yes")]
#[case("PrivateTmp", "yes")]
#[case("PrivateDevices", "yes")]
#[case("MemoryDenyWriteExecute", "yes")]
#[case("LockPersonality", "yes")]
#[case("MemoryMax", "2G")]
#[case("LimitCORE", "0")]
fn both_services_are_held_alike(#[case] key: &str, #[case] value: &str) {
    for name in ["netra-serve.service", "netra-crawl.service"] {
        assert_eq!(values(&unit(name), key), [value], "{name}");
    }
}

/// A weekend without power costs one pass, and what a pass may end with is no alarm.
#[test]
fn what_was_missed_is_caught_up_once_and_a_late_site_is_no_alarm() {
    let timer = unit("netra-crawl.timer");
    assert_eq!(values(&timer, "Persistent"), ["true"]);
    assert_eq!(values(&timer, "OnCalendar").len(), 1);
    assert!(!values(&timer, "RandomizedDelaySec").is_empty());
    let crawl = unit("netra-crawl.service");
    assert_eq!(values(&crawl, "Type"), ["oneshot"]);
    let (some, locked) = (netra::cli::Exit::SomeFailed, netra::cli::Exit::Locked);
    let expected = format!("{} {}", some as u8, locked as u8);
    assert_eq!(values(&crawl, "SuccessExitStatus"), [expected]);
    // A pass that was told to end after nine minutes ends before it is killed.
    assert_eq!(values(&crawl, "TimeoutStartSec"), ["20min"]);
    assert!(!values(&crawl, "TimeoutStopSec").is_empty());
}
