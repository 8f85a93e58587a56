//! Any answer to any step of the HTML source is read without a panic, and read the same
//! with the cursor it left.

#![no_main]

mod support;

use libfuzzer_sys::fuzz_target;
use netra::model::Platform;

fuzz_target!(|data: &[u8]| support::parse(Platform::Html, data));
