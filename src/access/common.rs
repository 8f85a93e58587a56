//! The passwords that most people take.
//!
//! `common-passwords.txt.gz` is the list that Django 5.2 ships in `django/contrib/auth` (BSD
//! 3-Clause, Django Software Foundation and contributors), byte for byte: 19,640 passwords of
//! leaks, the commonest first, in lower case, compiled by Royce Williams.

use std::io::Read as _;

use flate2::read::GzDecoder;

static PACKED: &[u8] = include_bytes!("common-passwords.txt.gz");

/// All of them, one per line, unpacked for whoever asks.
pub(super) fn common_passwords() -> String {
    let mut text = String::new();
    GzDecoder::new(PACKED)
        .read_to_string(&mut text)
        .expect("the list is part of the program");
    text
}
