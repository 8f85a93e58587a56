//! The seam to the wire: one exchange, no redirects, no retries, no waiting for a turn.

use std::fmt;
use std::future::Future;
use std::net::IpAddr;

use url::Url;

use super::room::AnswerPlace;
use crate::evidence::HttpAnswer;
use crate::model::{Method, Truncation};

/// What leaves.
#[derive(Clone)]
pub struct Hop {
    /// How to ask.
    pub method: Method,
    /// What to ask.
    pub url: Url,
    /// Headers in order, `host` included.
    pub headers: Vec<(String, String)>,
    /// What goes with a POST.
    pub body: Vec<u8>,
    /// Most bytes of the answer that are read.
    pub body_cap: usize,
    /// Where the answer finds room in memory when it grows.
    pub place: AnswerPlace,
    /// Whether the operator lets this host be private.
    pub may_be_private: bool,
}

/// Address and headers may hold a credential, so neither is shown whole.
impl fmt::Debug for Hop {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        formatter
            .debug_struct("Hop")
            .field("method", &self.method)
            .field("host", &self.url.host_str())
            .field("path", &self.url.path())
            .field("headers", &names)
            .finish_non_exhaustive()
    }
}

/// Why nothing came back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// The host's name has private addresses only; nothing was sent.
    #[error("the host has no public address")]
    Private,
    /// The connection or the head of the answer took too long.
    #[error("no answer in time")]
    Timeout,
    /// Name resolution, connection or TLS failed: nothing was sent.
    #[error("{0}")]
    NotConnected(String),
    /// Trying again soon would come to the same: a name that is not known, a connection or a
    /// certificate that is refused, an answer that is no HTTP.
    #[error("{0}")]
    Final(String),
    /// A connection that had been kept open was closed before anything came back.
    #[error("the server closed the connection without an answer")]
    Stale,
    /// The connection broke.
    #[error("{0}")]
    Failed(String),
    /// Something came that is no answer of HTTP.
    #[error("{}", .0.fault)]
    Unread(Box<HeardAnswer>),
}

/// What came instead of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeardAnswer {
    /// What that says of trying again, with why it is no answer.
    pub fault: TransportError,
    /// All octets, as many as of any other answer.
    pub bytes: Vec<u8>,
    /// Why they are not all, if they are not.
    pub truncated: Option<Truncation>,
    /// Who sent them.
    pub peer: Option<IpAddr>,
}

/// Sends one request and reads one answer. The seam at which tests replace the network.
pub trait Transport: Send + Sync {
    /// Sends `hop`; a body that was cut (cap, time, broken connection) is an answer.
    fn send(&self, hop: &Hop) -> impl Future<Output = Result<HttpAnswer, TransportError>> + Send;
}
