//! An answer as it comes over the wire: head, chunks, codings and end.
#![no_main]

use libfuzzer_sys::fuzz_target;
use netra::evidence::read_body;
use netra::fetch::wire::{Framing, take_head};
use netra::model::Truncation;

fuzz_target!(|bytes: &[u8]| {
    let mut received = bytes.to_vec();
    let codings = match take_head(&mut received) {
        Ok(Some(head)) => {
            let mut named = head.headers.iter();
            let coding = named.find(|(name, _)| name == "content-encoding");
            coding.map_or_else(String::new, |(_, value)| {
                String::from_utf8_lossy(value).into_owned()
            })
        }
        _ => String::new(),
    };
    read_body(&codings, &received, 1 << 20, Some(Truncation::Disconnect));
    let mut body = Vec::new();
    Framing::chunks().take(&mut received, &mut body);
    read_body(&codings, &body, 1 << 20, None);
});
