//! Capture files: writing, crash recovery, reading, digests, redaction.

mod decode;
mod reading;
mod recovery;
mod redact;
mod store;
mod support;
