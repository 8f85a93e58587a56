//! One connection: made secure, its requests looked at, handed to the pages, and ended in order.

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service as _;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;

use super::body::{AnswerBody, BodyEnd, PacedBody};
use super::crowd::Doing;
use super::handshake::secure;
use super::host::KnownHosts;
use super::limits::ServeLimits;
use super::refusals::NotServed;
use super::stream::{Watch, WatchedStream};
use crate::web::client::is_forwarded;
use crate::web::state::ServerSettings;

/// Largest head of a request, in bytes. Many half-sent ones must fit into memory.
const MOST_HEAD: usize = 32 * 1_024;

/// What all connections share.
pub(super) struct Site {
    pub(super) pages: TowerToHyperService<Router>,
    pub(super) settings: Arc<ServerSettings>,
    pub(super) hosts: KnownHosts,
    pub(super) acceptor: Option<TlsAcceptor>,
    pub(super) limits: ServeLimits,
    /// Cancelled when requests under way are the last.
    pub(super) stopping: CancellationToken,
}

/// The two ends of a connection.
#[derive(Debug, Clone, Copy)]
pub struct ConnectionEnds {
    /// Who is connected.
    pub peer: SocketAddr,
    /// The address of ours that they are connected to.
    pub local: SocketAddr,
}

impl Site {
    /// Whether an address is this machine's or a proxy's.
    pub(super) fn is_near(&self, address: IpAddr) -> bool {
        address.to_canonical().is_loopback() || self.settings.has_proxy_at(address)
    }

    /// Serves a connection to its end.
    pub(super) async fn attend<S>(&self, stream: S, ends: ConnectionEnds, watch: Arc<Watch>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let stream = WatchedStream::new(stream, Arc::clone(&watch));
        let Some(acceptor) = &self.acceptor else {
            return self.speak(stream, ends, watch).await;
        };
        match timeout(self.limits.greeting, secure(acceptor, stream)).await {
            Ok(Some(stream)) => {
                watch.seat.does(Doing::Silent);
                self.speak(stream, ends, watch).await;
            }
            Err(_) if watch.seat.doing() == Doing::Begun => watch.note(&NotServed::SlowGreeting),
            Ok(None) | Err(_) => {}
        }
    }

    async fn speak<S>(&self, stream: S, ends: ConnectionEnds, watch: Arc<Watch>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = hyper::service::service_fn(|request| self.answer(request, ends, &watch));
        let mut builder = http1::Builder::new();
        // Heads and pauses are timed by the watch, which tells a silent connection from a half-sent
        // head; hyper's own time-out treats both alike.
        builder.max_buf_size(MOST_HEAD).header_read_timeout(None);
        let connection = builder.serve_connection(TokioIo::new(stream), service);
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            _ = connection.as_mut() => return,
            () = self.stopping.cancelled() => connection.as_mut().graceful_shutdown(),
        }
        connection.await.ok();
    }

    async fn answer(
        &self,
        request: hyper::Request<Incoming>,
        ends: ConnectionEnds,
        watch: &Arc<Watch>,
    ) -> Result<Response<AnswerBody>, Infallible> {
        watch.seat.does(Doing::Working);
        watch.answered.store(false, Ordering::Relaxed);
        let waits = request.headers().contains_key(header::EXPECT);
        let end = BodyEnd::of(request.body(), waits);
        let mut response = match self.refusal(&request, ends) {
            Some(refusal) => {
                watch.note(&refusal);
                self.refused(&refusal)
            }
            None => self.page(request, ends, watch, &end).await,
        };
        if end.was_slow() {
            watch.note(&NotServed::SlowBody);
            response = told(StatusCode::REQUEST_TIMEOUT, SLOW.to_owned());
        }
        // What nobody wants to read keeps no place from those who ask for something.
        watch.seat.does(Doing::Parting);
        let is_read = !end.was_slow() && end.drain().await;
        watch.seat.does(Doing::Working);
        if !is_read {
            watch.unread.store(true, Ordering::Relaxed);
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        Ok(response.map(|body| AnswerBody::new(body, Arc::clone(watch))))
    }

    async fn page(
        &self,
        request: hyper::Request<Incoming>,
        ends: ConnectionEnds,
        watch: &Arc<Watch>,
        end: &Arc<BodyEnd>,
    ) -> Response {
        if self.settings.public_origin.is_none() && is_forwarded(request.headers()) {
            watch.note(&NotServed::UnknownProxy);
        }
        let mut request =
            request.map(|body| Body::new(PacedBody::new(body, Arc::clone(watch), Arc::clone(end))));
        request.extensions_mut().insert(ConnectInfo(ends.peer));
        match self.pages.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Why a request is not for the pages, if it is not.
    fn refusal(
        &self,
        request: &hyper::Request<Incoming>,
        ends: ConnectionEnds,
    ) -> Option<NotServed> {
        let head = (request.version(), request.uri(), request.headers());
        match self.hosts.check(head, ends.local.ip()) {
            // The pages say what to do about the proxy.
            Err(NotServed::OtherHost(_))
                if self.settings.public_origin.is_none() && is_forwarded(request.headers()) =>
            {
                None
            }
            Err(refusal) => Some(refusal),
            Ok(()) if self.settings.only_proxies && !self.is_near(ends.peer.ip()) => {
                Some(NotServed::PastProxy)
            }
            Ok(()) => None,
        }
    }

    fn refused(&self, refusal: &NotServed) -> Response {
        let status = match refusal {
            NotServed::OtherHost(_) => StatusCode::MISDIRECTED_REQUEST,
            NotServed::PastProxy => StatusCode::FORBIDDEN,
            _ => return told(StatusCode::BAD_REQUEST, BAD_HOST.to_owned()),
        };
        let text = match &self.settings.public_origin {
            Some(origin) => {
                format!("Halaman ini dibuka di {origin}/\n(These pages are opened at {origin}/)\n")
            }
            None => OTHER_HOST.to_owned(),
        };
        told(status, text)
    }
}

const SLOW: &str = "Kiriman datang terlalu lambat. Coba lagi.\n\
                    (What you sent came too slowly. Try again.)\n";
const BAD_HOST: &str = "Permintaan tidak menyebut satu alamat peladen yang dapat dibaca.\n\
                        (The request does not name one host that can be read.)\n";
const OTHER_HOST: &str = "Peladen ini tidak mengenal alamat tersebut; pengelola menuliskannya di \
                          public_origin pada netra.toml.\n\
                          (This server does not know that address; its operator writes it into \
                          public_origin in netra.toml.)\n";

fn told(status: StatusCode, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (status, headers, text).into_response()
}

/// Waits for a connection to be ended, or ends it.
pub(super) async fn until_gone(watch: &Watch, served: impl Future<Output = ()>) {
    tokio::select! {
        () = served => {}
        () = watch.seat.gone() => {}
    }
}

/// Why accepting failed for one connection alone.
pub(super) fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}
