//! Any text as dates, one a line: read without a panic, and as the laws of dates have it.

#![no_main]

mod dates_laws;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| text.lines().for_each(dates_laws::read_date));
