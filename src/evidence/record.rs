//! One record of a WARC file.

use uuid::Uuid;

use super::digest::{self, DigestCheck};
use super::head::{StatusLine, read_headers, without_end};

/// A record as read from a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where it starts in the file, in bytes.
    pub offset: u64,
    /// The version line, `WARC/1.1`.
    pub version: String,
    /// Named fields in order.
    pub fields: Vec<(String, String)>,
    /// The block: for HTTP records the head and the body.
    pub block: Vec<u8>,
}

/// What verifying the digests of a record showed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verification {
    /// `WARC-Block-Digest` against the block.
    pub block: DigestCheck,
    /// `WARC-Payload-Digest` against the body of the HTTP message.
    pub payload: DigestCheck,
}

impl Verification {
    /// Whether no digest speaks against the bytes.
    pub fn passed(self) -> bool {
        self.block != DigestCheck::Mismatch && self.payload != DigestCheck::Mismatch
    }
}

/// The HTTP answer inside a response or revisit record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredAnswer<'a> {
    /// Status code.
    pub status: u16,
    /// Headers in order, names in lower case, values as stored: servers send other octets than
    /// UTF-8 in them.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body as stored: content coding kept.
    pub body: &'a [u8],
}

impl StoredAnswer<'_> {
    /// The first header with this (lower-case) name, if it is readable text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.and_then(|(_, value)| std::str::from_utf8(value).ok())
    }

    /// The content codings that the answer says it is in, of all its headers.
    pub fn codings(&self) -> String {
        let named = self.headers.iter();
        let codings = named.filter(|(name, _)| name == "content-encoding");
        let codings: Vec<_> = codings
            .map(|(_, value)| String::from_utf8_lossy(value))
            .collect();
        codings.join(",")
    }
}

impl Record {
    /// The first field with this name, whatever its case.
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// `WARC-Type` in lower case; empty when missing.
    pub fn kind(&self) -> String {
        self.field("warc-type").unwrap_or_default().to_lowercase()
    }

    /// `WARC-Record-ID`, when it is a UUID.
    pub fn id(&self) -> Option<Uuid> {
        let text = self.field("warc-record-id")?;
        text.strip_prefix("<urn:uuid:")?
            .strip_suffix('>')?
            .parse()
            .ok()
    }

    /// `WARC-Target-URI`, without the angle brackets of WARC 1.0.
    pub fn target(&self) -> Option<&str> {
        let uri = self.field("warc-target-uri")?;
        Some(uri.trim_start_matches('<').trim_end_matches('>'))
    }

    /// The body of the HTTP message, or the block of any other record.
    pub fn payload(&self) -> &[u8] {
        match self.http_head_length() {
            Some(length) => &self.block[length..],
            None => &self.block,
        }
    }

    /// The HTTP answer of a response or revisit record.
    pub fn answer(&self) -> Option<StoredAnswer<'_>> {
        if !matches!(self.kind().as_str(), "response" | "revisit") {
            return None;
        }
        let length = self.http_head_length()?;
        let lines = self.block[..length].split_inclusive(|byte| *byte == b'\n');
        let lines: Vec<&[u8]> = lines.map(without_end).collect();
        let (first, lines) = lines.split_first()?;
        Some(StoredAnswer {
            status: StatusLine::parse(first)?.status,
            headers: read_headers(lines),
            body: &self.block[length..],
        })
    }

    /// Computes the digests anew and compares them with the stated ones. The payload digest of
    /// a revisit is of an earlier record and says nothing about this one.
    pub fn verify(&self) -> Verification {
        let payload = if self.kind() == "revisit" {
            match self.field("warc-payload-digest") {
                Some(_) => DigestCheck::Unknown,
                None => DigestCheck::Absent,
            }
        } else {
            digest::check(self.field("warc-payload-digest"), self.payload())
        };
        Verification {
            block: digest::check(self.field("warc-block-digest"), &self.block),
            payload,
        }
    }

    /// Length of the HTTP head with its blank line, in HTTP records.
    fn http_head_length(&self) -> Option<usize> {
        let http = self
            .field("content-type")
            .is_some_and(|media| media.to_lowercase().starts_with("application/http"));
        // A file may claim any media type; only what was exchanged has a head.
        let exchanged = matches!(self.kind().as_str(), "request" | "response" | "revisit");
        if !http || !exchanged {
            return None;
        }
        let mut length = 0;
        let mut lines = self.block.split_inclusive(|byte| *byte == b'\n');
        let is_last = |line: &&[u8]| {
            length += line.len();
            line.ends_with(b"\n") && without_end(line).is_empty()
        };
        lines.find(is_last)?;
        Some(length)
    }
}
