//! Any bytes as an XLSX registry file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::registry::{Defaults, read};
use netra::source::Sources;

fuzz_target!(
    init: {
        // A panic inside calamine is caught and reported as a damaged file; the fuzzer's hook
        // would abort before that.
        std::panic::set_hook(Box::new(|_| {}));
    },
    |data: &[u8]| {
        read("x.xlsx", data, &Defaults::default(), &Sources::default());
    }
);
