//! Evidence: raw HTTP exchanges, and files that people brought, kept in WARC files; their
//! digests, reading and verifying them.
//!
//! [`WarcStore`] appends (the door to the network exchanges, the way in what was brought),
//! [`read`] gives records back; secrets are taken out before anything is written;
//! [`read_body`] removes content codings and tells whether a document is whole.
//! Nothing here fetches, and nothing here knows a platform.

mod body;
mod decode;
mod digest;
mod ending;
mod error;
mod exchange;
mod folder;
mod head;
mod inflate;
pub mod read;
mod record;
mod recover;
mod resource;
mod store;
mod write;

pub use body::{ReadBody, read_body};
pub use decode::{Decoded, Ending, decode};
pub use digest::DigestCheck;
pub use ending::is_ended;
pub use error::EvidenceError;
pub use exchange::{HttpAnswer, HttpExchange, UnreadAnswer};
pub use head::{StatusLine, header_text, read_headers, without_end};
pub use record::{Record, StoredAnswer, Verification};
pub use resource::{LARGEST_RESOURCE, Resource};
pub use store::WarcStore;
