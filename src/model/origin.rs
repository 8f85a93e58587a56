//! How a page came to Netra, with what proves it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::{Capture, CaptureRecord};

/// How evidence came to Netra.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OriginKind {
    /// Netra asked a server for it.
    Fetched,
    /// It stood in a file that was collected elsewhere.
    Imported,
    /// A person saw it and captured it.
    Captured,
}

impl OriginKind {
    /// The name used in the database, in records of evidence and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Imported => "imported",
            Self::Captured => "captured",
        }
    }
}

/// What somebody brought, kept as evidence byte for byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// What the bytes are of: the address of the page, or `file:///NAME` of a file.
    pub target: Url,
    /// The name the file had, without its folder.
    pub name: Option<String>,
    /// Media type of the bytes.
    pub media_type: String,
    /// The user who brought it.
    pub by: String,
    /// When it was brought.
    pub brought_at: Timestamp,
    /// When the posts in it were seen; never after `brought_at`.
    pub seen_at: Timestamp,
    /// Where the bytes are kept.
    pub record: CaptureRecord,
}

/// How a page came, with its evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin<'a> {
    /// The answer of a server.
    Fetched(&'a Capture),
    /// Part of a file that was collected elsewhere.
    Imported(&'a Brought),
    /// What a person saw and captured.
    Captured(&'a Brought),
}

impl<'a> Origin<'a> {
    /// How it came.
    pub const fn kind(self) -> OriginKind {
        match self {
            Self::Fetched(_) => OriginKind::Fetched,
            Self::Imported(_) => OriginKind::Imported,
            Self::Captured(_) => OriginKind::Captured,
        }
    }

    /// When what it shows was seen.
    pub const fn seen_at(self) -> Timestamp {
        match self {
            Self::Fetched(capture) => capture.fetched_at,
            Self::Imported(brought) | Self::Captured(brought) => brought.seen_at,
        }
    }

    /// Where its bytes are kept.
    pub const fn record(self) -> &'a CaptureRecord {
        match self {
            Self::Fetched(capture) => &capture.record,
            Self::Imported(brought) | Self::Captured(brought) => &brought.record,
        }
    }

    /// What it shows: the address that was asked, or what was brought.
    pub fn address(self) -> &'a str {
        match self {
            Self::Fetched(capture) => capture.request.url.as_str(),
            Self::Imported(brought) | Self::Captured(brought) => brought.target.as_str(),
        }
    }
}
