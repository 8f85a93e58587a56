//! The lexicon loader on any text: a lexicon or findings, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::config::lexicon::parse;

const SCALE: &str = include_str!("../../config/score.toml");

fuzz_target!(|text: &str| {
    let files = [("words.toml".to_owned(), text.to_owned())];
    let read = parse(&files, ("score.toml", SCALE));
    assert!(read.is_ok() || read.is_err_and(|findings| !findings.is_empty()));
    let _: Result<_, _> = parse(&[], ("score.toml", text));
});
