//! Records as bytes (WARC 1.1, ISO 28500:2017): one gzip member a record.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use uuid::Uuid;

use super::digest;
use super::exchange::{HttpAnswer, HttpExchange};
use super::head::without_end;
use super::resource::Resource;
use crate::model::{Sha256, Truncation, redact};

const REVISIT_PROFILE: &str = "http://netpreserve.org/warc/1.1/revisit/server-not-modified";
const CRLF: &[u8] = b"\r\n";

/// Identifiers of the records of one exchange.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ids {
    pub(super) response: Uuid,
    pub(super) request: Uuid,
    pub(super) metadata: Uuid,
}

/// The members of one exchange: the response (or revisit) first, then the request, then notes
/// when there is something to note.
pub(super) fn exchange(exchange: &HttpExchange, ids: Ids) -> (Vec<u8>, Sha256) {
    let rewritten = RewrittenHead::of(&exchange.answer);
    let payload = Sha256::of(&exchange.answer.body);
    let mut members = response(exchange, &rewritten, ids.response, payload);
    members.extend(request(exchange, ids));
    let notes = notes(exchange, &rewritten);
    if !notes.is_empty() {
        members.extend(metadata(exchange, ids, &notes));
    }
    (members, payload)
}

/// The members of something brought: its bytes, then who brought it.
pub(super) fn resource(resource: &Resource, id: Uuid, metadata: Uuid) -> (Vec<u8>, Sha256) {
    let payload = Sha256::of(&resource.bytes);
    let uri = redact::url(resource.target.as_str());
    let mut head = Head::new("resource", id, resource.at);
    head.field("WARC-Target-URI", &uri);
    head.field("WARC-Payload-Digest", &digest::label(payload));
    head.field("Content-Type", &resource.media_type);
    let mut members = head.member(&resource.bytes);
    let mut head = Head::new("metadata", metadata, resource.at);
    head.field("WARC-Target-URI", &uri);
    head.field("WARC-Refers-To", &urn(id));
    head.field("Content-Type", "application/warc-fields");
    let notes = resource.notes.iter();
    let notes: Vec<(&str, &str)> = notes.map(|(name, value)| (*name, value.as_str())).collect();
    members.extend(head.member(&fields(&notes)));
    (members, payload)
}

/// The record that opens a file.
pub(super) fn warcinfo(id: Uuid, at: Timestamp, filename: &str, software: &str) -> Vec<u8> {
    let block = fields(&[
        ("software", software),
        ("format", "WARC File Format 1.1"),
        (
            "conformsTo",
            "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        ),
        ("robots", "obey"),
    ]);
    let mut head = Head::new("warcinfo", id, at);
    head.field("WARC-Filename", filename);
    head.field("Content-Type", "application/warc-fields");
    head.member(&block)
}

fn response(
    exchange: &HttpExchange,
    rewritten: &RewrittenHead,
    id: Uuid,
    payload: Sha256,
) -> Vec<u8> {
    let answer = &exchange.answer;
    let revisit = answer.status == 304;
    let kind = if revisit { "revisit" } else { "response" };
    let mut head = Head::new(kind, id, exchange.sent_at);
    let uri = redact::url(exchange.url.as_str());
    head.field("WARC-Target-URI", &uri);
    if let Some(peer) = answer.peer {
        head.field("WARC-IP-Address", &peer.to_string());
    }
    if revisit {
        head.field("WARC-Profile", REVISIT_PROFILE);
        head.field("WARC-Refers-To-Target-URI", &uri);
    } else {
        head.field("WARC-Payload-Digest", &digest::label(payload));
    }
    if let Some(truncation) = answer.truncated {
        head.field("WARC-Truncated", truncation_name(truncation));
    }
    head.field("Content-Type", "application/http;msgtype=response");
    let mut block = rewritten.bytes.clone();
    block.extend_from_slice(&answer.body);
    head.member(&block)
}

fn request(exchange: &HttpExchange, ids: Ids) -> Vec<u8> {
    let mut head = Head::new("request", ids.request, exchange.sent_at);
    head.field("WARC-Target-URI", &redact::url(exchange.url.as_str()));
    head.field("WARC-Concurrent-To", &urn(ids.response));
    head.field("Content-Type", "application/http;msgtype=request");
    let target = &exchange.url[url::Position::BeforePath..url::Position::AfterQuery];
    let method = exchange.method.as_str();
    let mut block = format!("{method} {} HTTP/1.1\r\n", redact::url(target)).into_bytes();
    for (name, value) in &exchange.request_headers {
        header_line(&mut block, name, &redact::header(name, value.as_bytes()));
    }
    block.extend_from_slice(CRLF);
    block.extend_from_slice(&exchange.request_body);
    head.member(&block)
}

fn metadata(exchange: &HttpExchange, ids: Ids, notes: &[(&str, String)]) -> Vec<u8> {
    let mut head = Head::new("metadata", ids.metadata, exchange.sent_at);
    head.field("WARC-Target-URI", &redact::url(exchange.url.as_str()));
    head.field("WARC-Concurrent-To", &urn(ids.response));
    head.field("Content-Type", "application/warc-fields");
    let notes: Vec<(&str, &str)> = notes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    head.member(&fields(&notes))
}

/// What a reader of the record could not see otherwise: how the request came about, and which
/// headers of the answer describe the transfer and not the stored body.
fn notes(exchange: &HttpExchange, rewritten: &RewrittenHead) -> Vec<(&'static str, String)> {
    let mut notes = Vec::new();
    if let Some(via) = &exchange.via {
        notes.push(("via", redact::url(via.as_str())));
    }
    for line in &rewritten.replaced {
        notes.push(("replacedHeader", line.clone()));
    }
    if !notes.is_empty() {
        notes.push(("fetchTimeMs", exchange.milliseconds.to_string()));
    }
    notes
}

/// Status line and headers of an answer, true to the stored body.
///
/// The lines are kept as received, those included that are no headers, with the ends they had. A
/// chunked body is stored without its framing, so `Transfer-Encoding` goes and the true
/// `Content-Length` comes; otherwise replay tools misread the record.
struct RewrittenHead {
    bytes: Vec<u8>,
    replaced: Vec<String>,
}

impl RewrittenHead {
    fn of(answer: &HttpAnswer) -> Self {
        let mut head = Self {
            bytes: Vec::new(),
            replaced: Vec::new(),
        };
        match answer.lines.split_first() {
            Some((status, lines)) => head.copy(answer, status, lines),
            None => head.compose(answer),
        }
        let length = answer.body.len().to_string();
        if !head.replaced.is_empty() && !is_bodiless(answer) {
            header_line(&mut head.bytes, "content-length", length.as_bytes());
        }
        let blank = answer.lines.last().map(|line| apart(line));
        let blank = blank.filter(|(told, _)| told.is_empty());
        head.bytes
            .extend_from_slice(blank.map_or(CRLF, |(_, end)| end));
        head
    }

    /// As received, line by line. A line that goes on with the one before it is treated as that.
    fn copy(&mut self, answer: &HttpAnswer, status: &[u8], lines: &[Vec<u8>]) {
        let (status, end) = apart(status);
        self.line(status, end);
        let mut before = Treatment::AsItIs;
        let told = lines.iter().map(|line| apart(line));
        for (line, end) in told.filter(|(line, _)| !line.is_empty()) {
            let goes_on = matches!(line, [b' ' | b'\t', ..]);
            let colon = line.iter().position(|byte| *byte == b':');
            let (name, value) = line.split_at(colon.filter(|_| !goes_on).unwrap_or(0));
            let value = value.strip_prefix(b":").unwrap_or(value);
            let known = String::from_utf8_lossy(name).trim_end().to_lowercase();
            if !goes_on {
                before = Treatment::of(answer, &known, value.trim_ascii());
            }
            match before {
                Treatment::AsItIs if name.is_empty() => self.line(&redact::value(line), end),
                Treatment::AsItIs => {
                    let kept = redact::header(&known, value);
                    self.line(&[name, b":", &kept].concat(), end);
                }
                Treatment::Replaced => {
                    let line = String::from_utf8_lossy(line);
                    self.replaced.push(line.into_owned());
                }
                Treatment::Redacted if goes_on => {}
                Treatment::Redacted => {
                    let kept = redact::header(&known, value.trim_ascii());
                    self.line(&[name, b": ", &kept].concat(), end);
                }
            }
        }
    }

    fn compose(&mut self, answer: &HttpAnswer) {
        let status = format!("HTTP/1.1 {:03} {}", answer.status, answer.reason);
        self.line(&one_line(status.as_bytes()), CRLF);
        for (name, value) in &answer.headers {
            if Treatment::of(answer, name, value) == Treatment::Replaced {
                let value = String::from_utf8_lossy(value);
                self.replaced.push(format!("{name}: {value}"));
            } else {
                header_line(&mut self.bytes, name, &redact::header(name, value));
            }
        }
    }

    fn line(&mut self, line: &[u8], end: &[u8]) {
        self.bytes.extend_from_slice(line);
        self.bytes.extend_from_slice(end);
    }
}

/// A line of a head, and its end.
fn apart(line: &[u8]) -> (&[u8], &[u8]) {
    line.split_at(without_end(line).len())
}

/// What becomes of a header in a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Treatment {
    AsItIs,
    /// It describes the transfer and not the stored body.
    Replaced,
    Redacted,
}

impl Treatment {
    fn of(answer: &HttpAnswer, name: &str, value: &[u8]) -> Self {
        let length = answer.body.len().to_string();
        let is_framing = name == "transfer-encoding"
            || (name == "content-length" && !is_bodiless(answer) && value != length.as_bytes());
        if is_framing {
            Self::Replaced
        } else if redact::is_secret(name) {
            Self::Redacted
        } else {
            Self::AsItIs
        }
    }
}

/// An answer whose length, if it names one, is that of another.
fn is_bodiless(answer: &HttpAnswer) -> bool {
    answer.status == 304 || answer.status == 204
}

/// The named fields of a record.
struct Head {
    text: Vec<u8>,
}

impl Head {
    fn new(kind: &str, id: Uuid, at: Timestamp) -> Self {
        let mut head = Self {
            text: b"WARC/1.1\r\n".to_vec(),
        };
        head.field("WARC-Type", kind);
        head.field("WARC-Record-ID", &urn(id));
        head.field("WARC-Date", &date(at));
        head
    }

    fn field(&mut self, name: &str, value: &str) {
        self.text.extend_from_slice(name.as_bytes());
        self.text.extend_from_slice(b": ");
        self.text.extend_from_slice(&one_line(value.as_bytes()));
        self.text.extend_from_slice(CRLF);
    }

    fn member(mut self, block: &[u8]) -> Vec<u8> {
        self.field("WARC-Block-Digest", &digest::label(Sha256::of(block)));
        self.field("Content-Length", &block.len().to_string());
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        for part in [&self.text, CRLF, block, CRLF, CRLF] {
            encoder
                .write_all(part)
                .expect("writing to memory does not fail");
        }
        encoder.finish().expect("writing to memory does not fail")
    }
}

/// `application/warc-fields`.
fn fields(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        header_line(&mut block, name, value.as_bytes());
    }
    block
}

fn header_line(block: &mut Vec<u8>, name: &str, value: &[u8]) {
    block.extend_from_slice(&one_line(name.as_bytes()));
    block.extend_from_slice(b": ");
    block.extend_from_slice(&one_line(value));
    block.extend_from_slice(CRLF);
}

/// Line breaks inside a value would forge fields.
fn one_line(value: &[u8]) -> Vec<u8> {
    value
        .iter()
        .map(|byte| {
            if matches!(byte, b'\r' | b'\n') {
                b' '
            } else {
                *byte
            }
        })
        .collect()
}

fn urn(id: Uuid) -> String {
    format!("<urn:uuid:{id}>")
}

/// UTC with microseconds; a fixed width so that text sorts as time does.
fn date(at: Timestamp) -> String {
    format!("{at:.6}")
}

fn truncation_name(truncation: Truncation) -> &'static str {
    match truncation {
        Truncation::Length => "length",
        Truncation::Time => "time",
        Truncation::Disconnect => "disconnect",
    }
}
