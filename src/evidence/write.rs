//! Records as bytes (WARC 1.1, ISO 28500:2017): one gzip member a record.

use std::io::Write;
use std::net::IpAddr;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use url::Url;
use uuid::Uuid;

use super::digest;
use super::exchange::{HttpAnswer, HttpExchange, UnreadAnswer};
use super::head::without_end;
use super::resource::Resource;
use crate::model::redact::HeadRedaction;
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

/// The members of what is no answer: its octets, the request, and why they are none.
///
/// A `response` record holds a message of HTTP (ISO 28500, 6.3.2), and whoever reads one takes the
/// first lines for its head, whatever media type it names. These octets are none, or none that two
/// readers would take apart alike, so they are a `resource`: what begins with no status line is all
/// of it the entity (RFC 1945, section 6).
pub(super) fn unread(exchange: &HttpExchange<UnreadAnswer>, ids: Ids) -> (Vec<u8>, Sha256) {
    let answer = &exchange.answer;
    let block = redact::unread_answer(&answer.bytes);
    let payload = Sha256::of(&block);
    let mut head = Head::new("resource", ids.response, exchange.sent_at);
    head.received(&exchange.url, answer.peer, answer.truncated);
    head.field("WARC-Payload-Digest", &digest::label(payload));
    head.field("Content-Type", "application/octet-stream");
    let mut members = head.member(&block);
    members.extend(request(exchange, ids));
    let mut notes = vec![("unread", redact::url(&answer.problem))];
    notes.extend(via(exchange));
    notes.push(fetch_time(exchange));
    members.extend(metadata(exchange, ids, &notes));
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
    head.received(&exchange.url, answer.peer, answer.truncated);
    if revisit {
        head.field("WARC-Profile", REVISIT_PROFILE);
        let uri = redact::url(exchange.url.as_str());
        head.field("WARC-Refers-To-Target-URI", &uri);
    } else {
        head.field("WARC-Payload-Digest", &digest::label(payload));
    }
    head.field("Content-Type", "application/http;msgtype=response");
    let mut block = rewritten.bytes.clone();
    block.extend_from_slice(&answer.body);
    head.member(&block)
}

fn request<A>(exchange: &HttpExchange<A>, ids: Ids) -> Vec<u8> {
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

fn metadata<A>(exchange: &HttpExchange<A>, ids: Ids, notes: &[(&str, String)]) -> Vec<u8> {
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
    let mut notes: Vec<_> = via(exchange).into_iter().collect();
    for line in &rewritten.replaced {
        notes.push(("replacedHeader", line.clone()));
    }
    if !notes.is_empty() {
        notes.push(fetch_time(exchange));
    }
    notes
}

/// The page whose redirect led to what was asked.
fn via<A>(exchange: &HttpExchange<A>) -> Option<(&'static str, String)> {
    let via = exchange.via.as_ref()?;
    Some(("via", redact::url(via.as_str())))
}

fn fetch_time<A>(exchange: &HttpExchange<A>) -> (&'static str, String) {
    ("fetchTimeMs", exchange.milliseconds.to_string())
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
        let mut redaction = HeadRedaction::default();
        let (status, end) = apart(status);
        self.line(&redaction.line(status).unwrap_or_default(), end);
        let mut is_replaced = false;
        let told = lines.iter().map(|line| apart(line));
        for (line, end) in told.filter(|(line, _)| !line.is_empty()) {
            if !matches!(line, [b' ' | b'\t', ..]) {
                is_replaced = is_framing(answer, line);
            }
            match redaction.line(line) {
                None => {}
                Some(kept) if is_replaced => {
                    let kept = String::from_utf8_lossy(&kept);
                    self.replaced.push(kept.into_owned());
                }
                Some(kept) => self.line(&kept, end),
            }
        }
    }

    fn compose(&mut self, answer: &HttpAnswer) {
        let status = format!("HTTP/1.1 {:03} {}", answer.status, answer.reason);
        self.line(&one_line(status.as_bytes()), CRLF);
        for (name, value) in &answer.headers {
            let kept = redact::header(name, value);
            if describes_transfer(answer, name, value) {
                let kept = String::from_utf8_lossy(&kept);
                self.replaced.push(format!("{name}: {kept}"));
            } else {
                header_line(&mut self.bytes, name, &kept);
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

/// Whether a line of a head describes the transfer.
fn is_framing(answer: &HttpAnswer, line: &[u8]) -> bool {
    let colon = line.iter().position(|byte| *byte == b':');
    let (name, value) = line.split_at(colon.unwrap_or(0));
    let name = String::from_utf8_lossy(name).trim_end().to_lowercase();
    let value = value.strip_prefix(b":").unwrap_or(value);
    describes_transfer(answer, &name, value.trim_ascii())
}

/// Whether a header describes the transfer and not the stored body.
fn describes_transfer(answer: &HttpAnswer, name: &str, value: &[u8]) -> bool {
    let length = answer.body.len().to_string();
    name == "transfer-encoding"
        || (name == "content-length" && !is_bodiless(answer) && value != length.as_bytes())
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

    /// What was asked for, who answered, and why what came is not all.
    fn received(&mut self, url: &Url, peer: Option<IpAddr>, truncated: Option<Truncation>) {
        self.field("WARC-Target-URI", &redact::url(url.as_str()));
        if let Some(peer) = peer {
            self.field("WARC-IP-Address", &peer.to_string());
        }
        if let Some(truncation) = truncated {
            self.field("WARC-Truncated", truncation_name(truncation));
        }
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
