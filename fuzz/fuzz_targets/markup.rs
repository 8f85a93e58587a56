//! Bytes in any encoding, and whatever markup they hold, are read without a panic.

#![no_main]

mod markup_laws;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| markup_laws::read(data));
