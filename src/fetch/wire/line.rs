//! One connection: a request out, an answer in.

use std::fmt;
use std::io;
use std::net::IpAddr;
use std::time::Duration;

use futures_util::FutureExt as _;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::{Instant, timeout_at};

use super::super::room::{AnswerPlace, SMALL_ANSWER};
use super::framing::{BodyProgress, Framing};
use super::head::{
    AnswerHead, HeadError, LARGEST_HEAD, SWITCHING_PROTOCOLS, check_start, is_worth_reading,
    take_head,
};
use crate::model::Truncation;

/// Octets that are read at a time.
const STEP: usize = 16 * 1024;
/// Most answers that only announce another (RFC 9110 section 15.2). Servers that work long may
/// send one every few seconds; nobody honest sends more.
const MOST_INTERIM: usize = 100;
/// Most octets of such answers together, which are kept until the one that counts is there.
const LARGEST_INTERIM: usize = 2 * LARGEST_HEAD;
/// How long more is waited for, once what came is known to be no answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What a connection is made of, with TLS or without.
pub(super) trait Socket: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Socket for T {}

/// A connection.
pub(super) struct Line {
    socket: Box<dyn Socket>,
    /// Received, and not yet taken.
    received: Vec<u8>,
    /// All that came since the request, as long as it may turn out to be no answer.
    heard: Vec<u8>,
    hears: bool,
    /// Who answers.
    pub(super) peer: Option<IpAddr>,
}

/// Why no head came.
#[derive(Debug)]
pub(super) enum Silence {
    /// The connection was closed, or broke, before a single octet.
    Silent(Option<io::Error>),
    /// It was closed within the head.
    BrokeOff,
    /// No head came in time.
    Late,
    /// It cannot be read.
    Head(HeadError),
}

impl fmt::Debug for Line {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Line");
        shown.field("peer", &self.peer).finish_non_exhaustive()
    }
}

impl Line {
    pub(super) fn new(socket: Box<dyn Socket>, peer: Option<IpAddr>) -> Self {
        Self {
            socket,
            received: Vec::new(),
            heard: Vec::new(),
            hears: false,
            peer,
        }
    }

    /// Whether it can take another request: nothing is left of the last answer, and the server
    /// has not closed it.
    pub(super) fn is_quiet(&mut self) -> bool {
        let mut octet = [0];
        // What TLS has to say besides (a session ticket) is dealt with below this.
        match self.socket.read(&mut octet).now_or_never() {
            None => self.received.is_empty(),
            Some(read) => {
                let read = read.unwrap_or(0);
                self.received.extend_from_slice(&octet[..read]);
                false
            }
        }
    }

    /// Sends a request and reads the head of the answer.
    pub(super) async fn ask(&mut self, request: &[u8]) -> Result<AnswerHead, Silence> {
        self.heard.clear();
        self.hears = true;
        let sent = self.send(request).await;
        let mut interim = 0;
        // A server that refuses a body may answer before it was sent.
        loop {
            match take_head(&mut self.received).map_err(Silence::Head)? {
                Some(head) if head.is_interim() => {
                    interim += 1;
                    if interim > MOST_INTERIM || self.heard.len() > LARGEST_INTERIM {
                        return Err(Silence::Head(HeadError::OnlyAnnounced(interim - 1)));
                    }
                }
                Some(head) if head.status == SWITCHING_PROTOCOLS => {
                    return Err(Silence::Head(HeadError::Switched));
                }
                Some(head) => return Ok(head),
                None => match self.receive_head().await {
                    Ok(0) => return Err(self.silence(interim, sent.err())),
                    Ok(_) => {}
                    Err(problem) => return Err(self.silence(interim, Some(problem))),
                },
            }
        }
    }

    /// Why no head came, after so many that announced one.
    fn silence(&self, interim: usize, problem: Option<io::Error>) -> Silence {
        if interim == 0 && self.received.is_empty() {
            return Silence::Silent(problem);
        }
        let started = check_start(&self.received);
        started.map_or_else(Silence::Head, |()| Silence::BrokeOff)
    }

    /// Receives until there may be a head; zero when nothing more comes.
    async fn receive_head(&mut self) -> io::Result<usize> {
        loop {
            let before = self.received.len();
            let read = self.receive().await?;
            if read == 0 || is_worth_reading(&self.received, before) {
                return Ok(read);
            }
        }
    }

    async fn send(&mut self, request: &[u8]) -> io::Result<()> {
        self.socket.write_all(request).await?;
        self.socket.flush().await
    }

    /// Reads a body up to the cap and the deadline. Whether it was all there, so that the
    /// connection can be used again, or why not. What is in no chunks from the start on is none.
    pub(super) async fn read_body(
        &mut self,
        mut framing: Framing,
        body: &mut Vec<u8>,
        cap: usize,
        (mut deadline, place): (Instant, &AnswerPlace),
    ) -> Result<Option<Truncation>, HeadError> {
        loop {
            let progress = framing.take(&mut self.received, body);
            if !body.is_empty() {
                self.stop_hearing();
            }
            if body.len() > cap {
                body.truncate(cap);
                return Ok(Some(Truncation::Length));
            }
            match progress {
                BodyProgress::Done => return Ok(None),
                BodyProgress::Broken if body.is_empty() => return Err(HeadError::NoChunks),
                BodyProgress::Broken => return Ok(Some(Truncation::Disconnect)),
                BodyProgress::More => {}
            }
            if body.len() > SMALL_ANSWER {
                // The time until there is room is not the server's.
                let since = Instant::now();
                place.hold(body.len()).await;
                deadline += since.elapsed();
            }
            match timeout_at(deadline, self.receive()).await {
                Err(_) => return Ok(Some(Truncation::Time)),
                Ok(Ok(0)) if framing.may_end() => return Ok(None),
                Ok(Ok(0) | Err(_)) => return Ok(Some(Truncation::Disconnect)),
                Ok(Ok(_)) => {}
            }
        }
    }

    async fn receive(&mut self) -> io::Result<usize> {
        let mut step = vec![0; STEP];
        let read = self.socket.read(&mut step).await?;
        self.received.extend_from_slice(&step[..read]);
        if self.hears {
            self.heard.extend_from_slice(&step[..read]);
        }
        Ok(read)
    }

    /// Forgets what came: it is an answer, which whoever reads it has.
    pub(super) fn stop_hearing(&mut self) {
        self.hears = false;
        self.heard = Vec::new();
    }

    /// Everything that came since the request and still comes, up to the cap and the deadline, and
    /// why it is not all. Nothing else can be asked on this line.
    pub(super) async fn hear_out(
        &mut self,
        cap: usize,
        (mut deadline, place): (Instant, &AnswerPlace),
    ) -> (Vec<u8>, Option<Truncation>) {
        let truncated = loop {
            self.received.clear();
            if self.heard.len() > cap {
                self.heard.truncate(cap);
                break Some(Truncation::Length);
            }
            if self.heard.len() > SMALL_ANSWER {
                let since = Instant::now();
                place.take_room().await;
                deadline += since.elapsed();
            }
            let patience = deadline.min(Instant::now() + PATIENCE);
            match timeout_at(patience, self.receive()).await {
                Err(_) => break Some(Truncation::Time),
                Ok(Ok(0)) => break None,
                Ok(Err(_)) => break Some(Truncation::Disconnect),
                Ok(Ok(_)) => {}
            }
        };
        (std::mem::take(&mut self.heard), truncated)
    }
}
