//! Bytes that somebody brought, as they are handed over to be kept.

use jiff::Timestamp;
use url::Url;

/// Larger files are refused and not cut: a cut file would prove nothing, and its owner can split
/// it. Less than the largest record that is read.
pub const LARGEST_RESOURCE: usize = 256 * 1024 * 1024;

/// A file, or part of one, to be kept as a WARC `resource` record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resource {
    /// What the bytes are of: the address of a page, or `file:///NAME`.
    pub target: Url,
    /// Media type of the bytes.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// When they were brought.
    pub at: Timestamp,
    /// Who brought them and what is known of where they come from: fields of the metadata record
    /// beside them.
    pub notes: Vec<(&'static str, String)>,
}
