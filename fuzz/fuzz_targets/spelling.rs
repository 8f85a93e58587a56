//! Any text as addresses, one a line: what a source spells is its own spelling, and can be
//! planned.

#![no_main]

mod spelling_laws;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| text.lines().for_each(spelling_laws::spell));
