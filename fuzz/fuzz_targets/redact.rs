//! Secrets are taken out of any bytes without a panic, and what is left holds none.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::model::redact;

fuzz_target!(|data: &[u8]| {
    for name in ["location", "set-cookie", "authorization", "x"] {
        redact::header(name, data);
    }
    redact::body(data);
    redact::unread_answer(data);
    let text = String::from_utf8_lossy(data);
    redact::is_secret(&text);
    let once = redact::url(&text);
    assert_eq!(redact::url(&once), once, "{text:?}");
});
