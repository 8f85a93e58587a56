//! How a running command is told to end.

use tokio::signal::unix::{SignalKind, signal};

/// Completes at Ctrl-C or SIGTERM, from the call on: a program that is told to end while it still
/// begins ends in good order too.
pub(super) fn interrupted() -> impl Future<Output = ()> + Send + 'static {
    let both = signal(SignalKind::interrupt()).and_then(|interrupt| {
        let terminate = signal(SignalKind::terminate())?;
        Ok((interrupt, terminate))
    });
    async {
        let Ok((mut interrupt, mut terminate)) = both else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}
