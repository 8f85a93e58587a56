//! Tests of the command line as a whole.

mod absent;
mod certificate;
mod disks;
mod eval;
mod machine;
mod score;
mod status;
mod terminal;
mod train;

use std::collections::BTreeSet;
use std::process::Command;

use clap::CommandFactory as _;
use netra::cli::Cli;

#[test]
fn the_command_line_is_well_formed() {
    Cli::command().debug_assert();
}

/// Words after `netra` in the README's code, such as `registry import`.
fn commands_of_the_readme() -> BTreeSet<Vec<String>> {
    let readme = include_str!("../../README.md");
    let starts = readme
        .match_indices("netra ")
        .map(|(at, word)| &readme[at + word.len()..]);
    starts
        .map(|rest| {
            rest.split_whitespace()
                .map(|word| word.trim_end_matches(['`', ',', '.', '|']))
                .take_while(|word| {
                    !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                })
                .take_while(|word| !word.starts_with('-'))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .filter(|words| !words.is_empty())
        .collect()
}

#[test]
fn every_command_of_the_readme_exists() {
    let command = Cli::command();
    let wanted = commands_of_the_readme();
    assert!(wanted.len() > 8, "the README shows no commands: {wanted:?}");
    for words in wanted {
        let mut at = &command;
        for word in &words {
            match at.find_subcommand(word) {
                Some(found) => at = found,
                None => assert!(
                    !at.has_subcommands(),
                    "README: netra {} is no command",
                    words.join(" ")
                ),
            }
        }
    }
}

#[test]
fn wrong_usage_ends_with_two() {
    let output = Command::new(env!("CARGO_BIN_EXE_netra"))
        .arg("hapus-semua")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
}

#[test]
fn a_missing_configuration_is_named_and_ends_with_two() {
    let output = Command::new(env!("CARGO_BIN_EXE_netra"))
        .args(["--config", "/tidak/ada", "status"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert!(complaint.contains("/tidak/ada"), "{complaint}");
}
