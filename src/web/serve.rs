//! Serving the pages on a socket.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::serve::ListenerExt as _;
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::secure::SecureListener;
use super::{WebState, freshness, router};
use crate::tls::KeptIdentity;

/// Serves until `stop` completes; requests under way are finished first.
pub async fn serve(
    listener: TcpListener,
    state: WebState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, service)
        .with_graceful_shutdown(stop)
        .await
}

/// The same over HTTPS, with a certificate that is read anew when it was renewed.
pub async fn serve_secure(
    listener: TcpListener,
    kept: Arc<KeptIdentity>,
    state: WebState,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let fresh = freshness::keep_fresh(Arc::clone(&kept), state.clock.clone());
    let settings = kept.server_settings().map_err(io::Error::other)?;
    let acceptor = TlsAcceptor::from(Arc::new(settings));
    // Pages are sent in whole: waiting to fill packets helps nobody.
    let listener = SecureListener::new(listener, acceptor).tap_io(|stream| {
        stream.get_ref().0.set_nodelay(true).ok();
    });
    let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(stop);
    tokio::select! {
        ended = served.into_future() => ended,
        () = fresh => Ok(()),
    }
}
