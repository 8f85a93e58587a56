//! Settings and norms of any text: values or findings, never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::config::{norms, settings};

fuzz_target!(|text: &str| {
    settings::check("netra.toml", text);
    let _: Result<_, _> = norms::parse("norms.toml", text);
});
