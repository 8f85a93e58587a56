//! A capture file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::evidence::{decode, read};

fuzz_target!(|bytes: &[u8]| {
    for record in read::records(bytes).flatten() {
        record.verify();
        if let Some(answer) = record.answer() {
            decode(answer.header("content-encoding"), answer.body, 1 << 20);
        }
    }
});
