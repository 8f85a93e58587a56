//! Any text is a pack or a list of errors.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let checked = netra::config::contest::check("fuzz.toml", text);
    let refused = checked.diagnostics.iter().any(|one| one.is_error());
    assert_eq!(checked.contest.is_none(), refused);
    let _ = netra::config::norms::parse("fuzz.toml", text);
    let _ = netra::config::settings::check("fuzz.toml", text);
});
