//! The passwords that most people take.
//!
//! `common-passwords.txt.gz` is the list that Django 5.2 ships in `django/contrib/auth` (BSD
//! 3-Clause, Django Software Foundation and contributors), byte for byte: 19,640 passwords of
//! leaks, the commonest first, in lower case, compiled by Royce Williams.

use std::collections::HashSet;
use std::io::Read as _;
use std::sync::LazyLock;

use flate2::read::GzDecoder;

static PACKED: &[u8] = include_bytes!("common-passwords.txt.gz");

/// Unpacked at the first question, which takes some milliseconds.
static LIST: LazyLock<HashSet<Box<str>>> = LazyLock::new(|| {
    let mut text = String::new();
    GzDecoder::new(PACKED)
        .read_to_string(&mut text)
        .expect("the list is part of the program");
    text.lines().map(Box::from).collect()
});

/// Whether a text in lower case is one of them.
pub(super) fn is_common(text: &str) -> bool {
    LIST.contains(text)
}
