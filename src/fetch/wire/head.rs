//! The head of an answer: status line and headers, read as browsers and curl read them. Pure.

use super::framing::Framing;
use crate::evidence::{StatusLine, read_headers, without_end};
use crate::model::redact;

/// Most octets of a head, which is what Chromium takes.
pub(super) const LARGEST_HEAD: usize = 256 * 1024;
/// Octets of rubbish before a status line that Chromium passes over.
const RUBBISH: usize = 4;
/// From this many octets on it shows whether HTTP is spoken.
const TELLING: usize = 16;
/// A head that is shorter is read as often as it grows.
const SHORT: usize = 64;
/// Octets from the end of the last line to that of the empty one, as far as they are honest.
const LONGEST_END: usize = 4;
/// How much of a line is shown in a message.
const SHOWN: usize = 60;

/// RFC 9110 section 15.2.2. No request here asks for another protocol.
pub(super) const SWITCHING_PROTOCOLS: u16 = 101;

/// A head as received, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerHead {
    /// Status code.
    pub status: u16,
    /// Reason phrase; may be empty.
    pub reason: String,
    /// Headers in order, names in lower case. Lines that are none are not among them.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Status line and all lines up to the empty one, as received, each with its line end.
    pub lines: Vec<Vec<u8>>,
    /// Whether the version is 1.1 or later, which keeps connections open.
    is_persistent: bool,
}

/// What an answer began with that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HeadError {
    /// Another protocol.
    #[error("what answers there does not speak HTTP (it began with {0:?}); check host and port")]
    NoHttp(String),
    /// TLS where plain HTTP was asked.
    #[error("what answers there speaks TLS; register the address with https://")]
    Tls,
    /// No status.
    #[error("the first line of its answer, {0:?}, names no status of HTTP; tell its webmaster")]
    NoStatus(String),
    /// Endless headers.
    #[error(
        "the headers of its answer are larger than {} KiB (line {line} begins with {shown:?}); \
         tell its webmaster",
        LARGEST_HEAD / 1024
    )]
    TooLarge {
        /// Where the limit was passed.
        line: usize,
        /// How that line begins; of a header the name alone, for its value may be a secret.
        shown: String,
    },
    /// Announcements without an answer.
    #[error("it announced an answer {0} times and gave none; tell its webmaster")]
    OnlyAnnounced(usize),
    /// Something else than HTTP follows.
    #[error("it turned to another protocol (101), which nobody asked for; check host and port")]
    Switched,
    /// A body that is in no chunks.
    #[error(
        "its answer says that it comes in chunks, and what comes are none \
         (Transfer-Encoding: chunked); tell its webmaster"
    )]
    NoChunks,
    /// Lengths that differ.
    #[error(
        "its answer says that it is {first} and that it is {other} octets long \
         (two Content-Length headers); tell its webmaster"
    )]
    TwoLengths {
        /// One.
        first: u64,
        /// The other.
        other: u64,
    },
}

/// Takes a head from the beginning of what was received. `None`: more must come.
pub fn take_head(received: &mut Vec<u8>) -> Result<Option<AnswerHead>, HeadError> {
    let blank = received
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let blank = blank.count();
    received.drain(..blank);
    let Some(start) = start(received) else {
        return check_protocol(received).map(|()| None);
    };
    let Some((lines, end)) = lines(&received[start..]) else {
        return check_size(&received[start..]).map(|()| None);
    };
    let head = read_lines(lines)?;
    received.drain(..start + end);
    Ok(Some(head))
}

/// Whether a head may be all there, or is known to be none, once octets came after the first
/// `before`. A head that comes an octet at a time is then not read anew with each of them.
pub(super) fn is_worth_reading(received: &[u8], before: usize) -> bool {
    let new = &received[before.saturating_sub(LONGEST_END)..];
    let mut lines = new.split(|byte| *byte == b'\n');
    // The first may have begun before, and the last has no end yet.
    lines.next();
    lines.next_back();
    let ends = lines.any(|line| without_end(line).is_empty());
    before < SHORT || received.len() > LARGEST_HEAD || ends
}

/// Where the status line starts.
fn start(received: &[u8]) -> Option<usize> {
    let begins = |start: &usize| {
        let word = received.get(*start..*start + 5);
        word.is_some_and(|word| word.eq_ignore_ascii_case(b"HTTP/"))
    };
    (0..=RUBBISH).find(begins)
}

fn check_protocol(received: &[u8]) -> Result<(), HeadError> {
    // A record of TLS: an alert or a handshake, version 3.x.
    if matches!(received, [0x15 | 0x16, 3, ..]) {
        return Err(HeadError::Tls);
    }
    let is_told = received.len() >= TELLING || received.contains(&b'\n');
    if is_told {
        return Err(HeadError::NoHttp(shown(received)));
    }
    Ok(())
}

/// Whether what was received can be the start of an answer, of which no more comes.
pub(super) fn check_start(received: &[u8]) -> Result<(), HeadError> {
    let protocol = b"HTTP/";
    let begins = received.len() < protocol.len()
        && received.eq_ignore_ascii_case(&protocol[..received.len()]);
    if begins || start(received).is_some() {
        return Ok(());
    }
    Err(HeadError::NoHttp(shown(received)))
}

fn check_size(received: &[u8]) -> Result<(), HeadError> {
    if received.len() <= LARGEST_HEAD {
        return Ok(());
    }
    let lines = received[..LARGEST_HEAD].split(|byte| *byte == b'\n');
    // A line that begins with a blank is the value of the one before it.
    let begins = |(_, line): &(usize, &[u8])| !matches!(line, [b' ' | b'\t', ..]);
    let last = lines.enumerate().filter(begins).last();
    let (before, line) = last.unwrap_or_default();
    let name = line.split(|byte| *byte == b':').next().unwrap_or(line);
    Err(HeadError::TooLarge {
        line: before + 1,
        shown: shown(name),
    })
}

/// The lines up to the empty one, which may end in LF alone, each with its end, and the length of
/// it all.
fn lines(head: &[u8]) -> Option<(Vec<Vec<u8>>, usize)> {
    let mut lines = Vec::new();
    let mut rest = head;
    loop {
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (line, after) = rest.split_at(end + 1);
        rest = after;
        lines.push(line.to_vec());
        if without_end(line).is_empty() {
            return Some((lines, head.len() - rest.len()));
        }
    }
}

fn read_lines(lines: Vec<Vec<u8>>) -> Result<AnswerHead, HeadError> {
    let told: Vec<&[u8]> = lines.iter().map(|line| without_end(line)).collect();
    let first = told.first().copied().unwrap_or_default();
    let status = StatusLine::parse(first).ok_or_else(|| HeadError::NoStatus(shown(first)))?;
    Ok(AnswerHead {
        is_persistent: !matches!(status.version.as_slice(), b"0.9" | b"1.0"),
        status: status.status,
        reason: status.reason,
        headers: read_headers(&told[1..]),
        lines,
    })
}

impl AnswerHead {
    /// An answer that only announces another (100, 103).
    pub(super) fn is_interim(&self) -> bool {
        (100..200).contains(&self.status) && self.status != SWITCHING_PROTOCOLS
    }

    /// How the body is framed (RFC 9112 section 6.3). Chunks go before lengths; a length that
    /// is none (`-1`, `abc`) is passed over as browsers do, two that differ are refused.
    pub(super) fn framing(&self, is_bodiless: bool) -> Result<Framing, HeadError> {
        if is_bodiless || matches!(self.status, 100..200 | 204 | 304) {
            return Ok(Framing::length(0));
        }
        let mut codings = self.words("transfer-encoding");
        codings.retain(|coding| coding != "identity");
        if codings.last().is_some_and(|last| last == "chunked") {
            return Ok(Framing::chunks());
        }
        let digits = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
        let lengths = self.words("content-length");
        let mut lengths = lengths
            .iter()
            .filter(|word| digits(word))
            .filter_map(|word| word.parse::<u64>().ok());
        let Some(first) = lengths.next() else {
            return Ok(Framing::ToEnd);
        };
        match lengths.find(|other| *other != first) {
            Some(other) => Err(HeadError::TwoLengths { first, other }),
            None => Ok(Framing::length(first)),
        }
    }

    /// Whether the server keeps the connection open after the answer.
    pub(super) fn keeps_open(&self) -> bool {
        let said = self.words("connection");
        let says = |word: &str| said.iter().any(|said| said == word);
        !says("close") && (self.is_persistent || says("keep-alive"))
    }

    /// For how many seconds an open connection is kept, where the server says so.
    pub(super) fn kept_seconds(&self) -> Option<u64> {
        let said = self.words("keep-alive");
        said.iter()
            .find_map(|word| word.strip_prefix("timeout=")?.trim().parse().ok())
    }

    /// The values of all headers of a name, taken apart at commas, in lower case.
    fn words(&self, name: &str) -> Vec<String> {
        let named = self.headers.iter().filter(|(known, _)| known == name);
        let mut words = Vec::new();
        for (_, value) in named {
            let value = String::from_utf8_lossy(value).to_ascii_lowercase();
            words.extend(value.split(',').map(|word| word.trim().to_owned()));
        }
        words.retain(|word| !word.is_empty());
        words
    }
}

/// The beginning of a line, to be shown.
fn shown(line: &[u8]) -> String {
    let line = line.split(|byte| *byte == b'\n').next().unwrap_or(line);
    let line = redact::unread_answer(&line[..line.len().min(SHOWN)]);
    String::from_utf8_lossy(&line).trim_end().to_owned()
}
