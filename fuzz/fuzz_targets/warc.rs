//! A capture file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::evidence::{read, read_body};

fuzz_target!(|bytes: &[u8]| {
    for record in read::records(bytes).flatten() {
        record.verify();
        if let Some(answer) = record.answer() {
            read_body(&answer.codings(), answer.body, 1 << 20, None);
        }
    }
});
