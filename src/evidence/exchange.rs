//! A raw HTTP exchange as the door hands it over to be kept.

use std::net::IpAddr;

use jiff::Timestamp;
use url::Url;

use crate::model::{Method, Truncation};

/// A request that left and what came: an answer, or [`UnreadAnswer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpExchange<A = HttpAnswer> {
    /// How it was asked.
    pub method: Method,
    /// What was asked for.
    pub url: Url,
    /// The page whose redirect led here.
    pub via: Option<Url>,
    /// When the request left.
    pub sent_at: Timestamp,
    /// Milliseconds until the answer was read.
    pub milliseconds: u64,
    /// Headers of the request in order, `host` included.
    pub request_headers: Vec<(String, String)>,
    /// Body of the request, without the secrets that it held.
    pub request_body: Vec<u8>,
    /// What came back.
    pub answer: A,
}

/// What came where an answer was to come, and is none that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadAnswer {
    /// The octets as they were received, all that tells of the transfer included.
    pub bytes: Vec<u8>,
    /// Why they are not all, if they are not.
    pub truncated: Option<Truncation>,
    /// Address that they came from.
    pub peer: Option<IpAddr>,
    /// Why they are no answer, a sentence without its first letter and its stop.
    pub problem: String,
}

/// An answer as received, transfer coding removed, content coding kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpAnswer {
    /// Status code.
    pub status: u16,
    /// Reason phrase; may be empty.
    pub reason: String,
    /// Headers in order, names in lower case, values as received.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Status line, header lines and the empty one as received, with their ends, those that are no
    /// headers included. Where they are not known there are none, and the record is made of the rest.
    pub lines: Vec<Vec<u8>>,
    /// Body as received, without chunk framing.
    pub body: Vec<u8>,
    /// Why the body is short, if it is.
    pub truncated: Option<Truncation>,
    /// Address that answered.
    pub peer: Option<IpAddr>,
}

impl HttpAnswer {
    /// The first header with this (lower-case) name, if it is readable text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .and_then(|(_, value)| std::str::from_utf8(value).ok())
            .map(str::trim)
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
