//! What came back from platforms, and the ledger of what left.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;
use uuid::Uuid;

use super::{FetchRequest, LaneKey, Method, Sha256};

/// Why a body is shorter than what the server meant to send (WARC 1.1 `WARC-Truncated`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Truncation {
    /// The size cap was reached.
    Length,
    /// The time cap was reached.
    Time,
    /// The connection broke.
    Disconnect,
}

/// Where an exchange is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaptureRecord {
    /// `WARC-Record-ID` of the response (or revisit) record.
    pub record_id: Uuid,
    /// File name inside the captures folder.
    pub file: String,
    /// Byte offset of the record's gzip member.
    pub offset: u64,
    /// Payload digest: SHA-256 of the body as stored in the record.
    pub payload: Sha256,
}

/// A finished exchange, already kept as evidence, ready to be parsed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// What was asked.
    pub request: FetchRequest,
    /// Where redirects led.
    pub final_url: Url,
    /// HTTP status of the final answer; 304 has no body.
    pub status: u16,
    /// Headers, names in lower case, in order.
    pub headers: Vec<(String, String)>,
    /// Body, content codings removed, at most the configured size.
    pub body: Vec<u8>,
    /// Set when the body was cut.
    pub truncated: Option<Truncation>,
    /// When the request was sent.
    pub fetched_at: Timestamp,
    /// Where the raw exchange is kept.
    pub record: CaptureRecord,
}

impl Capture {
    /// The first header with this (lower-case) name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The media type without parameters, in lower case.
    pub fn media_type(&self) -> String {
        let value = self.header("content-type").unwrap_or_default();
        value
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_lowercase()
    }
}

/// How an exchange ended, for the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExchangeOutcome {
    /// An answer arrived whole.
    Answered,
    /// An answer arrived and was cut.
    Truncated,
    /// No answer: connection, TLS or time.
    Failed,
    /// Something came that is no answer of HTTP, and is kept as it came.
    Unread,
    /// Entered before it left, and nothing more is known: it is under way, or the process ended.
    Unfinished,
}

impl ExchangeOutcome {
    /// The name used in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Truncated => "truncated",
            Self::Failed => "failed",
            Self::Unread => "unread",
            Self::Unfinished => "unfinished",
        }
    }
}

/// One line of the request ledger: every request that left, robots.txt, redirects and retries
/// included, with the allowance that held when it left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// The lane of its site.
    pub lane: LaneKey,
    /// How it was asked.
    pub method: Method,
    /// Name of the credential that went with it.
    pub credential: Option<String>,
    /// What it cost of the budgets of its lanes.
    pub cost: u64,
    /// Scheme, host and port.
    pub host: String,
    /// URL with secrets redacted.
    pub url: String,
    /// When it left; of an unfinished one, when it is to leave.
    pub sent_at: Timestamp,
    /// Milliseconds until the answer was read.
    pub milliseconds: u64,
    /// HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// Bytes of body received.
    pub bytes: u64,
    /// How it ended.
    pub outcome: ExchangeOutcome,
    /// The earliest instant at which this request was allowed; `sent_at` before it is a breach.
    pub allowed_at: Timestamp,
    /// Where that is kept which came and was no answer of HTTP.
    pub unread: Option<CaptureRecord>,
}
