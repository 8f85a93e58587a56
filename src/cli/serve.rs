//! `netra serve`: the review pages.

use std::io::{self, Write};
use std::net::SocketAddr;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;

use super::Exit;

/// Serve the review pages until interrupted.
#[derive(Debug, Clone, Args)]
pub struct Command {
    /// Address and port. On loopback cookies also work without HTTPS.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
}

impl Command {
    /// Binds the address, says so on `talk`, and hands the socket to `serve` together with a
    /// future that completes on Ctrl-C or SIGTERM. Whether cookies need HTTPS is the third
    /// argument.
    pub async fn run<Serve, Served>(
        self,
        talk: &mut (dyn Write + Send),
        serve: Serve,
    ) -> anyhow::Result<Exit>
    where
        Serve: FnOnce(TcpListener, Stop, bool) -> Served,
        Served: Future<Output = io::Result<()>>,
    {
        let listener = TcpListener::bind(self.listen).await.with_context(|| {
            format!(
                "{} cannot be listened on; is another netra serve running?",
                self.listen
            )
        })?;
        let address = listener.local_addr()?;
        writeln!(talk, "listening on http://{address}/")?;
        serve(listener, Box::pin(stopped()), !address.ip().is_loopback()).await?;
        writeln!(talk, "stopped")?;
        Ok(Exit::Ok)
    }
}

/// Completes when the program is asked to end.
pub type Stop = std::pin::Pin<Box<dyn Future<Output = ()> + Send>>;

async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupted => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
