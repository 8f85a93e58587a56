//! Capture files: writing, crash recovery, reading, digests, redaction.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail by panicking, as tests do"
)]

mod decode;
mod ending;
mod reading;
mod recovery;
mod redact;
mod store;
mod support;
