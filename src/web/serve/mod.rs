//! Serving the pages on a socket, so that they stay up: connections have time-outs and caps, and
//! whoever says nothing, sends half or reads nothing keeps nobody out.

mod body;
mod connection;
mod crowd;
mod handshake;
mod host;
mod limits;
mod refusals;
mod stream;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

pub use self::connection::ConnectionEnds;
use self::connection::{Site, is_of_one_connection, until_gone};
use self::crowd::Crowd;
use self::host::KnownHosts;
pub use self::limits::ServeLimits;
use self::refusals::{NotServed, RefusalLog};
use self::stream::Watch;
use super::{WebState, freshness, router};
use crate::tls::KeptIdentity;

/// How long nothing is accepted after the system had no connection to give.
const BREATH: Duration = Duration::from_millis(100);

/// Where connections come from: a socket, or whatever a test puts in its place.
pub trait Doorway: Send {
    /// What is spoken on.
    type Stream: AsyncRead + AsyncWrite + Unpin + Send + 'static;

    /// The next connection.
    fn accept(&self) -> impl Future<Output = io::Result<(Self::Stream, ConnectionEnds)>> + Send;
}

impl Doorway for TcpListener {
    type Stream = TcpStream;

    async fn accept(&self) -> io::Result<(TcpStream, ConnectionEnds)> {
        let (stream, peer) = Self::accept(self).await?;
        // Pages are sent in whole: waiting to fill packets helps nobody.
        stream.set_nodelay(true).ok();
        let local = stream.local_addr()?;
        Ok((stream, ConnectionEnds { peer, local }))
    }
}

/// Serves until `stop` completes; requests under way are finished first.
pub async fn serve(
    doorway: impl Doorway,
    state: WebState,
    limits: ServeLimits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    House::new(state, limits, None)?.open(doorway, stop).await;
    Ok(())
}

/// The same over HTTPS, with a certificate that is read anew when it was renewed.
pub async fn serve_secure(
    doorway: impl Doorway,
    kept: Arc<KeptIdentity>,
    state: WebState,
    limits: ServeLimits,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let fresh = freshness::keep_fresh(Arc::clone(&kept), state.clock.clone());
    let house = House::new(state, limits, Some(kept))?;
    tokio::select! {
        () = house.open(doorway, stop) => {}
        () = fresh => {}
    }
    Ok(())
}

/// The pages with all who are connected.
struct House {
    site: Arc<Site>,
    crowd: Arc<Crowd>,
    log: Arc<RefusalLog>,
    tasks: TaskTracker,
}

impl House {
    fn new(
        state: WebState,
        limits: ServeLimits,
        kept: Option<Arc<KeptIdentity>>,
    ) -> io::Result<Self> {
        let tls = kept.clone().map(KeptIdentity::server_settings);
        let tls = tls.transpose().map_err(io::Error::other)?;
        let settings = Arc::clone(&state.settings);
        let site = Site {
            hosts: KnownHosts::new(settings.public_origin.as_deref(), kept),
            pages: TowerToHyperService::new(router(state)),
            settings,
            acceptor: tls.map(|tls| TlsAcceptor::from(Arc::new(tls))),
            limits,
            stopping: CancellationToken::new(),
        };
        Ok(Self {
            site: Arc::new(site),
            crowd: Crowd::new(limits),
            log: Arc::default(),
            tasks: TaskTracker::new(),
        })
    }

    async fn open(self, doorway: impl Doorway, stop: impl Future<Output = ()> + Send) {
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                biased;
                () = stop.as_mut() => break,
                accepted = doorway.accept() => accepted,
            };
            match accepted {
                Ok((stream, ends)) => self.admit(stream, ends),
                Err(error) if is_of_one_connection(&error) => {}
                Err(error) => {
                    self.log
                        .note(None, &NotServed::NoConnection(error.to_string()));
                    self.crowd.make_room();
                    sleep(BREATH).await;
                }
            }
        }
        drop(doorway);
        self.close().await;
    }

    fn admit<S>(&self, stream: S, ends: ConnectionEnds)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let peer = ends.peer.ip().to_canonical();
        let seat = match self.crowd.admit(peer, self.site.is_near(peer)) {
            Ok((seat, false)) => seat,
            Ok((seat, true)) => {
                self.log.note(Some(peer), &NotServed::GaveWay);
                seat
            }
            Err(refusal) => return self.log.note(Some(peer), &refusal),
        };
        let watch = Watch::new(seat, peer, Arc::clone(&self.log), self.site.limits.pause);
        let site = Arc::clone(&self.site);
        self.tasks.spawn(async move {
            let served = site.attend(stream, ends, Arc::clone(&watch));
            until_gone(&watch, served).await;
        });
    }

    /// Ends what waits, lets requests under way come to their end, and then ends those too.
    async fn close(self) {
        self.site.stopping.cancel();
        self.crowd.close();
        self.tasks.close();
        if timeout(self.site.limits.farewell, self.tasks.wait())
            .await
            .is_err()
        {
            tracing::warn!("some requests did not end in time and were cut off");
            self.crowd.end();
            self.tasks.wait().await;
        }
    }
}
