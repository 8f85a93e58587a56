//! HTTP/1.1 as this program needs it: one request, one answer, both as they are on the wire.
//!
//! A library would be less work, but none hands out the head of an answer as it was received,
//! which the evidence must hold, and none reads all that browsers read. `head` and `framing`
//! are pure and total; `line` moves octets, `connect` and `certificate` open connections, `idle`
//! keeps them.

mod certificate;
mod connect;
mod framing;
mod head;
mod idle;
mod line;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use self::connect::Connector;
use self::idle::IdleLines;
use self::line::{Line, Silence};
use super::address::{HostKey, Names};
use super::room::AnswerPlace;
use super::transport::{HeardAnswer, Hop, Transport, TransportError};
use crate::config::fetch::FetchSettings;
use crate::evidence::{HttpAnswer, is_ended, read_body};
use crate::model::{Method, Truncation};
use crate::tls::{self, FaultyFile};

pub use framing::{BodyProgress, Framing};
pub use head::{AnswerHead, HeadError, take_head};

/// How long after the announced end of a body more of it is waited for, where the document has
/// none and the server closes the connection anyway.
const PATIENCE: Duration = Duration::from_secs(1);

/// Why nothing can be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The certificates of one's own cannot be used.
    #[error("extra_ca under [fetch] in netra.toml: {0}")]
    ExtraCa(#[from] FaultyFile),
    /// The TLS library is built without what it needs.
    #[error("the HTTP client cannot start: {0}")]
    Library(String),
}

/// HTTP/1.1 over TCP or TLS: no cookies, no proxy, no referrer, no decompression.
#[derive(Debug)]
pub struct HttpTransport {
    connector: Connector,
    idle: IdleLines,
    /// How long a connection may take to come about, and an exchange as a whole.
    connect: Duration,
    total: Duration,
}

impl HttpTransport {
    /// Loads the certificates; the error says what is wrong with one of one's own, or what the
    /// TLS library is missing.
    pub fn new(settings: &FetchSettings, names: &Names) -> Result<Self, ClientError> {
        let own = settings.extra_ca.as_deref().map(tls::read_authorities);
        let own = own.transpose()?.unwrap_or_default();
        let tls = certificate::tls_settings(own);
        let tls = tls.map_err(|problem| ClientError::Library(problem.to_string()))?;
        Ok(Self {
            connector: Connector {
                names: names.clone(),
                tls: Arc::new(tls),
                outgoing: settings.outgoing_address,
                has_contact: !settings.contact_is_example(),
            },
            idle: IdleLines::default(),
            connect: Duration::from_secs(settings.connect_seconds),
            total: Duration::from_secs(settings.total_seconds),
        })
    }

    async fn exchange(&self, hop: &Hop, deadline: Instant) -> Result<HttpAnswer, TransportError> {
        let request = request(hop)?;
        let host = HostKey::of(&hop.url).map_err(|e| TransportError::Failed(e.to_string()))?;
        let key = (host, hop.may_be_private);
        let kept = self.idle.take(&key);
        let was_kept = kept.is_some();
        let mut line = match kept {
            Some(line) => line,
            None => self.open(hop, deadline).await?,
        };
        let read = read_answer(&mut line, hop, &request, deadline).await;
        let (mut answer, head, framing) = match read {
            Ok(read) => read,
            Err(Silence::Silent(_)) if was_kept => return Err(TransportError::Stale),
            Err(silence) => return Err(unanswered(&mut line, hop, deadline, silence).await),
        };
        if answer.truncated.is_some() || framing == Framing::ToEnd {
            return Ok(answer);
        }
        if head.keeps_open() && line.is_quiet() {
            self.idle.keep(key, line, head.kept_seconds());
        } else if matches!(framing, Framing::Length(1..)) {
            read_beyond(&mut line, &mut answer, hop.body_cap, (deadline, &hop.place)).await;
        }
        Ok(answer)
    }

    async fn open(&self, hop: &Hop, deadline: Instant) -> Result<Line, TransportError> {
        let deadline = deadline.min(Instant::now() + self.connect);
        let opening = self.connector.connect(&hop.url, hop.may_be_private);
        let opened = timeout_at(deadline, opening).await;
        opened.map_err(|_| TransportError::Timeout)?
    }
}

impl Transport for HttpTransport {
    async fn send(&self, hop: &Hop) -> Result<HttpAnswer, TransportError> {
        self.exchange(hop, Instant::now() + self.total).await
    }
}

/// A length that is too short cuts the end off a document. What comes after it belongs to the
/// answer if it brings the document to its end; nothing else can follow on this connection.
async fn read_beyond(
    line: &mut Line,
    answer: &mut HttpAnswer,
    cap: usize,
    (deadline, place): (Instant, &AnswerPlace),
) {
    let is_whole = |body: &[u8], codings: &str| {
        let read = read_body(codings, body, cap, None);
        read.truncated.is_none() && is_ended(&read.bytes)
    };
    let codings = answer.codings();
    if is_whole(&answer.body, &codings) {
        return;
    }
    let deadline = deadline.min(Instant::now() + PATIENCE);
    let mut body = answer.body.clone();
    let room = cap.saturating_sub(body.len());
    let mut rest = Vec::new();
    let cut = line
        .read_body(Framing::ToEnd, &mut rest, room, (deadline, place))
        .await;
    body.append(&mut rest);
    if cut != Ok(Some(Truncation::Length)) && is_whole(&body, &codings) {
        answer.body = body;
    }
}

/// Asks, and reads an answer with its head and the framing that it says its body has.
async fn read_answer(
    line: &mut Line,
    hop: &Hop,
    request: &[u8],
    deadline: Instant,
) -> Result<(HttpAnswer, AnswerHead, Framing), Silence> {
    let head = timeout_at(deadline, line.ask(request)).await;
    let head = head.map_err(|_| Silence::Late)??;
    let framing = head.framing(hop.method == Method::Head);
    let framing = framing.map_err(Silence::Head)?;
    let mut body = Vec::new();
    let read = line.read_body(
        framing.clone(),
        &mut body,
        hop.body_cap,
        (deadline, &hop.place),
    );
    let truncated = read.await.map_err(Silence::Head)?;
    line.stop_hearing();
    let answer = HttpAnswer {
        status: head.status,
        reason: head.reason.clone(),
        headers: head.headers.clone(),
        lines: head.lines.clone(),
        body,
        truncated,
        peer: line.peer,
    };
    Ok((answer, head, framing))
}

/// The fault of what is no answer, with all that came of it.
async fn unanswered(
    line: &mut Line,
    hop: &Hop,
    deadline: Instant,
    silence: Silence,
) -> TransportError {
    let fault = fault_of(&silence);
    let (bytes, cut) = line.hear_out(hop.body_cap, (deadline, &hop.place)).await;
    if bytes.is_empty() {
        return fault;
    }
    let truncated = match silence {
        Silence::BrokeOff | Silence::Silent(_) => Some(Truncation::Disconnect),
        Silence::Late => Some(Truncation::Time),
        Silence::Head(_) => cut,
    };
    TransportError::Unread(Box::new(HeardAnswer {
        fault,
        bytes,
        truncated,
        peer: line.peer,
    }))
}

fn fault_of(silence: &Silence) -> TransportError {
    match silence {
        Silence::Late => TransportError::Timeout,
        Silence::Silent(None) => {
            TransportError::Failed("the server closed the connection without an answer".to_owned())
        }
        Silence::Silent(Some(problem)) => {
            TransportError::Failed(format!("the connection broke before an answer ({problem})"))
        }
        Silence::BrokeOff => TransportError::Failed(
            "the connection ended within the headers of its answer".to_owned(),
        ),
        // What a server sent in this way, it sends again.
        Silence::Head(problem) => TransportError::Final(problem.to_string()),
    }
}

/// A request as it goes out. No header may hold what would end its line.
fn request(hop: &Hop) -> Result<Vec<u8>, TransportError> {
    let target = &hop.url[url::Position::BeforePath..url::Position::AfterQuery];
    let mut request = format!("{} {target} HTTP/1.1\r\n", hop.method.as_str());
    for (name, value) in &hop.headers {
        let fits = |text: &str| !text.contains(['\r', '\n', '\0']);
        if !fits(name) || !fits(value) {
            return Err(TransportError::Final(format!(
                "header {name} cannot be sent"
            )));
        }
        request.push_str(name);
        request.push_str(": ");
        request.push_str(value);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    let mut request = request.into_bytes();
    if hop.method == Method::Post {
        request.extend_from_slice(&hop.body);
    }
    Ok(request)
}
