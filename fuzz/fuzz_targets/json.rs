//! Any bytes are read as a document and as a list without a panic, bare and behind a notice.

#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::source::shared::json;

fuzz_target!(|data: &[u8]| {
    json::document(data).ok();
    json::list(data, "items");
    let (_, list) = json::list(data, "");
    let behind = [b"<b>Notice</b>\n".as_slice(), data].concat();
    let (_, again) = json::list(&behind, "");
    assert!(list.length() >= list.items.len() && again.length() >= again.items.len());
});
