//! Serving the pages on a socket.

use std::io;
use std::net::SocketAddr;

use tokio::net::TcpListener;

use super::{WebState, router};

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
