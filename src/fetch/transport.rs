//! One exchange over the wire: no redirects, no retries, no waiting for a turn.

use std::error::Error as _;
use std::fmt;
use std::future::Future;
use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, ClientBuilder, Response};
use tokio::time::{Instant, timeout_at};
use url::Url;

use super::address::{GuardedResolver, Names, OnlyPrivate};
use crate::config::fetch::FetchSettings;
use crate::evidence::HttpAnswer;
use crate::model::{Method, Truncation};

/// Most headers of an answer. Some sites set a cookie for everything.
const MOST_HEADERS: usize = 1000;

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
    /// The same, and trying again soon would come to the same.
    #[error("{0}")]
    Final(String),
    /// A connection that had been kept open was closed before anything came back.
    #[error("the server closed the connection without an answer")]
    Stale,
    /// The connection broke, or what came is no HTTP.
    #[error("{0}")]
    Failed(String),
}

/// Sends one request and reads one answer. The seam at which tests replace the network.
pub trait Transport: Send + Sync {
    /// Sends `hop`; a body that was cut (cap, time, broken connection) is an answer.
    fn send(&self, hop: &Hop) -> impl Future<Output = Result<HttpAnswer, TransportError>> + Send;
}

/// HTTP/1.1 over TCP or TLS: no cookies, no proxy, no referrer, no decompression.
#[derive(Debug)]
pub struct HttpTransport {
    guarded: Client,
    open: Client,
    total: Duration,
}

impl HttpTransport {
    /// Builds the clients; the error says what the TLS library is missing.
    pub fn new(settings: &FetchSettings, names: &Names) -> Result<Self, TransportError> {
        let client = |guarding| {
            let resolver = GuardedResolver {
                names: names.clone(),
                guarding,
            };
            build_client(settings, &resolver)
        };
        Ok(Self {
            guarded: client(true)?,
            open: client(false)?,
            total: Duration::from_secs(settings.total_seconds),
        })
    }

    async fn exchange(&self, hop: &Hop, deadline: Instant) -> Result<HttpAnswer, TransportError> {
        let client = if hop.may_be_private {
            &self.open
        } else {
            &self.guarded
        };
        let mut request = client
            .request(method(hop.method), hop.url.clone())
            .headers(header_map(&hop.headers)?);
        if hop.method == Method::Post {
            request = request.body(hop.body.clone());
        }
        let response = timeout_at(deadline, request.send())
            .await
            .map_err(|_| TransportError::Timeout)?
            .map_err(|problem| explain(&problem))?;
        let mut answer = head(&response);
        answer.truncated = read_body(response, &mut answer.body, hop.body_cap, deadline).await;
        Ok(answer)
    }
}

/// Reads the body up to the cap and the deadline. Dropping the response closes the connection,
/// so an endless body ends here.
async fn read_body(
    mut response: Response,
    body: &mut Vec<u8>,
    cap: usize,
    deadline: Instant,
) -> Option<Truncation> {
    loop {
        match timeout_at(deadline, response.chunk()).await {
            Err(_) => return Some(Truncation::Time),
            Ok(Err(_)) => return Some(Truncation::Disconnect),
            Ok(Ok(None)) => return None,
            Ok(Ok(Some(chunk))) => {
                let room = cap - body.len();
                body.extend_from_slice(&chunk[..chunk.len().min(room)]);
                if chunk.len() > room {
                    return Some(Truncation::Length);
                }
            }
        }
    }
}

fn method(method: Method) -> reqwest::Method {
    match method {
        Method::Get => reqwest::Method::GET,
        Method::Head => reqwest::Method::HEAD,
        Method::Post => reqwest::Method::POST,
    }
}

impl Transport for HttpTransport {
    async fn send(&self, hop: &Hop) -> Result<HttpAnswer, TransportError> {
        self.exchange(hop, Instant::now() + self.total).await
    }
}

/// A machine without CA certificates can still fetch over plain http (the demo does).
fn build_client(
    settings: &FetchSettings,
    resolver: &GuardedResolver,
) -> Result<Client, TransportError> {
    // Fails only when a provider is installed already, which then serves as well.
    rustls::crypto::ring::default_provider()
        .install_default()
        .ok();
    let builder = || client_builder(settings).dns_resolver(resolver.clone());
    builder()
        .build()
        .or_else(|problem| {
            tracing::warn!(
                problem = chain(&problem),
                "https will fail: the system's CA certificates cannot be loaded"
            );
            builder().tls_certs_only([]).build()
        })
        .map_err(|problem| TransportError::Failed(chain(&problem)))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place that builds a client"
)]
fn client_builder(settings: &FetchSettings) -> ClientBuilder {
    Client::builder()
        .http1_only()
        .http1_ignore_invalid_headers_in_responses(true)
        .http1_allow_spaces_after_header_name_in_responses(true)
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_max_headers(MOST_HEADERS)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .no_proxy()
        .pool_max_idle_per_host(1)
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .local_address(settings.outgoing_address)
        .connect_timeout(Duration::from_secs(settings.connect_seconds))
}

fn header_map(headers: &[(String, String)]) -> Result<HeaderMap, TransportError> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let unusable = || TransportError::Failed(format!("header {name} cannot be sent"));
        let value = HeaderValue::from_str(value).map_err(|_| unusable())?;
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unusable())?;
        map.append(name, value);
    }
    Ok(map)
}

fn head(response: &Response) -> HttpAnswer {
    let headers = response
        .headers()
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    HttpAnswer {
        status: response.status().as_u16(),
        reason: response
            .status()
            .canonical_reason()
            .unwrap_or_default()
            .to_owned(),
        headers,
        body: Vec::new(),
        truncated: None,
        peer: response.remote_addr().map(|address| address.ip()),
    }
}

fn explain(problem: &reqwest::Error) -> TransportError {
    let mut cause = problem.source();
    while let Some(inner) = cause {
        if inner.is::<OnlyPrivate>() {
            return TransportError::Private;
        }
        cause = inner.source();
    }
    if problem.is_timeout() {
        return TransportError::Timeout;
    }
    if problem.is_connect() {
        return TransportError::NotConnected(chain(problem));
    }
    TransportError::Failed(chain(problem))
}

/// The innermost cause tells most; the outer ones repeat the address.
fn chain(problem: &reqwest::Error) -> String {
    let mut innermost: &dyn std::error::Error = problem;
    while let Some(inner) = innermost.source() {
        innermost = inner;
    }
    innermost.to_string()
}
