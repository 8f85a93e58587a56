//! Any bytes as a CSV registry file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::registry::{Defaults, read, write_csv};
use netra::source::Sources;

fuzz_target!(|data: &[u8]| {
    let reading = read("x.csv", data, &Defaults::default(), &Sources::default());
    let entries: Vec<_> = reading
        .entries
        .into_iter()
        .map(|(_, entry)| entry)
        .collect();
    let mut written = Vec::new();
    write_csv(&entries, &mut written).expect("memory can be written");
    let again = read(
        "x.csv",
        &written,
        &Defaults::default(),
        &Sources::default(),
    );
    assert!(
        entries.is_empty() || again.errors.is_empty(),
        "{:?}",
        again.errors
    );
});
