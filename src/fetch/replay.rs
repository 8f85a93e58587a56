//! Answers from recorded captures: tests and re-parsing of old evidence need no network.

use std::collections::{HashMap, VecDeque};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use url::Url;

use super::{Fetch, FetchError, Fetched, HostKey, Waits, odd};
use crate::evidence::read::{self, ReadError};
use crate::evidence::{self, Record};
use crate::model::{
    Capture, CaptureRecord, Exchange, ExchangeOutcome, FetchRequest, LaneKey, Sha256, Truncation,
    redact,
};

/// Redirects that are followed inside the recording.
const MOST_REDIRECTS: u32 = 10;
/// Bodies of recordings are decoded up to this size.
const BODY_CAP: usize = 256 * 1024 * 1024;

/// Answers requests by address from a recording. Several answers for one address are given in
/// order; the last one stays. An address without one fails as unreachable.
#[derive(Debug, Default)]
pub struct ReplayFetcher {
    answers: Mutex<HashMap<String, VecDeque<Result<Recorded, FetchError>>>>,
    requests: Mutex<Vec<FetchRequest>>,
}

/// A recorded answer, and where it redirects to: the octets of a `Location` tell, which the text
/// of a capture's headers has no more.
#[derive(Debug, Clone)]
struct Recorded {
    capture: Capture,
    redirect: Option<Url>,
}

impl Recorded {
    fn new(capture: Capture, headers: &[(String, Vec<u8>)]) -> Self {
        let moved = matches!(capture.status, 301 | 302 | 303 | 307 | 308);
        let location = moved.then(|| odd::location(headers, &capture.final_url));
        Self {
            redirect: location.flatten(),
            capture,
        }
    }

    /// One of which no more is known than its capture.
    fn of(capture: Capture) -> Self {
        let headers = capture.headers.iter();
        let headers = headers.map(|(name, value)| (name.clone(), value.clone().into_bytes()));
        let headers: Vec<_> = headers.collect();
        Self::new(capture, &headers)
    }
}

impl ReplayFetcher {
    /// Replays captures by the address that was requested.
    pub fn new(captures: impl IntoIterator<Item = Capture>) -> Self {
        let replay = Self::default();
        for capture in captures {
            let url = capture.request.url.clone();
            replay.add(&url, Ok(capture));
        }
        replay
    }

    /// Replays all responses of a WARC file, in its order.
    pub fn from_warc(path: &Path) -> Result<Self, ReadError> {
        let file = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let replay = Self::default();
        for record in read::open(path)? {
            if let Some(recorded) = recorded(&record?, &file) {
                let url = recorded.capture.request.url.clone();
                replay.record(&url, Ok(recorded));
            }
        }
        Ok(replay)
    }

    /// Adds an answer, or a failure, for an address.
    pub fn add(&self, url: &Url, answer: Result<Capture, FetchError>) {
        self.record(url, answer.map(Recorded::of));
    }

    fn record(&self, url: &Url, answer: Result<Recorded, FetchError>) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers
            .entry(url.as_str().to_owned())
            .or_default()
            .push_back(answer);
    }

    /// What was asked so far, in order.
    pub fn requests(&self) -> Vec<FetchRequest> {
        let requests = self.requests.lock();
        requests.unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer(&self, url: &Url) -> Result<Recorded, FetchError> {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let missing = || FetchError::Transport {
            url: redact::url(url.as_str()),
            problem: "the recording holds no answer for it".to_owned(),
        };
        let queue = answers.get_mut(url.as_str()).ok_or_else(missing)?;
        match queue.len() {
            0 | 1 => queue.front().cloned().ok_or_else(missing)?,
            _ => queue.pop_front().ok_or_else(missing)?,
        }
    }
}

impl Fetch for ReplayFetcher {
    async fn fetch_among(&self, request: &FetchRequest, _: &Waits) -> Fetched {
        self.requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.clone());
        let mut exchanges = Vec::new();
        let mut url = request.url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let answer = self.answer(&url);
            let told = answer.as_ref().ok();
            exchanges.extend(told.map(|recorded| exchange(&url, &recorded.capture)));
            if let Some(next) = told.and_then(|recorded| recorded.redirect.clone()) {
                url = next;
                continue;
            }
            let result = answer.map(|recorded| Capture {
                request: request.clone(),
                ..recorded.capture
            });
            return Fetched {
                result,
                exchanges,
                oddities: Vec::new(),
                place: None,
            };
        }
        let result = Err(FetchError::TooManyRedirects {
            url: redact::url(request.url.as_str()),
            limit: MOST_REDIRECTS,
        });
        Fetched {
            result,
            exchanges,
            oddities: Vec::new(),
            place: None,
        }
    }
}

fn exchange(url: &Url, capture: &Capture) -> Exchange {
    Exchange {
        lane: LaneKey::of_site(url).unwrap_or_else(|| LaneKey(String::new())),
        method: capture.request.method,
        credential: None,
        cost: capture.request.cost,
        host: HostKey::of(url).map_or_else(|_| String::new(), |key| key.to_string()),
        url: redact::url(url.as_str()),
        sent_at: capture.fetched_at,
        milliseconds: 0,
        status: Some(capture.status),
        bytes: capture.body.len() as u64,
        outcome: match capture.truncated {
            Some(_) => ExchangeOutcome::Truncated,
            None => ExchangeOutcome::Answered,
        },
        allowed_at: capture.fetched_at,
        unread: None,
    }
}

/// The answer that a response or revisit record was made of.
fn recorded(record: &Record, file: &str) -> Option<Recorded> {
    let answer = record.answer()?;
    let url = Url::parse(record.target()?).ok()?;
    let read = evidence::read_body(&answer.codings(), answer.body, BODY_CAP, truncation(record));
    let texts = answer.headers.iter();
    let texts = texts.map(|(name, value)| (name.clone(), evidence::header_text(value)));
    let capture = Capture {
        request: FetchRequest::new(url.clone(), "*/*", ""),
        final_url: url,
        status: answer.status,
        body: read.bytes,
        truncated: read.truncated,
        fetched_at: record
            .field("warc-date")
            .and_then(|date| date.parse().ok())
            .unwrap_or(Timestamp::UNIX_EPOCH),
        record: CaptureRecord {
            record_id: record.id()?,
            file: file.to_owned(),
            offset: record.offset,
            payload: Sha256::of(answer.body),
        },
        headers: texts.collect(),
    };
    Some(Recorded::new(capture, &answer.headers))
}

fn truncation(record: &Record) -> Option<Truncation> {
    match record.field("warc-truncated")? {
        "length" => Some(Truncation::Length),
        "time" => Some(Truncation::Time),
        _ => Some(Truncation::Disconnect),
    }
}
