//! Evidence: raw HTTP exchanges kept in WARC files, their digests, reading and verifying them.
//!
//! [`WarcStore`] appends (only the door to the network calls it), [`read`] gives records back,
//! [`redact`] takes secrets out before anything is written, [`decode`] removes content codings.
//! Nothing here fetches, and nothing here knows a platform.

mod decode;
mod digest;
mod error;
mod exchange;
mod folder;
pub mod read;
mod record;
mod recover;
pub mod redact;
mod store;
mod write;

pub use decode::decode;
pub use digest::DigestCheck;
pub use error::EvidenceError;
pub use exchange::{HttpAnswer, HttpExchange};
pub use record::{Record, StoredAnswer, Verification};
pub use store::WarcStore;
