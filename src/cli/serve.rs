//! `netra serve`: the review pages.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use super::{Exit, Global, Pages, RefusedInput, signals};
use crate::app::Installation;
use crate::clock::SystemClock;

/// Serves the review pages until interrupted.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port, instead of the one in netra.toml.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

/// Why an address cannot be listened on, and what to do.
fn refusal(address: SocketAddr, error: &io::Error) -> String {
    let port = address.port();
    let what_to_do = match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "another program listens on port {port}; is another netra serve running? end it, or \
             give another port with --listen"
        ),
        io::ErrorKind::PermissionDenied => {
            format!("this user may not listen on port {port}; give one above 1023 with --listen")
        }
        io::ErrorKind::AddrNotAvailable => {
            "this machine has no such address; give one of its own with --listen".to_owned()
        }
        _ => format!("{error}; give another address with --listen"),
    };
    format!("{address} cannot be listened on: {what_to_do}")
}

impl ServeArgs {
    pub(super) async fn run(self, global: &Global, pages: Pages) -> anyhow::Result<Exit> {
        let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
        let address = self
            .listen
            .unwrap_or(installation.configuration().settings.web.listen);
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| RefusedInput(refusal(address, &error)))?;
        if installation
            .configuration()
            .settings
            .web
            .lacks_https(address)
        {
            tracing::warn!(
                "{address} is open to other machines without HTTPS, over which nobody can sign \
                 in: put a proxy with HTTPS in front of 127.0.0.1 and set public_origin under \
                 [web] in netra.toml"
            );
        }
        tracing::info!("listening on http://{}/", listener.local_addr()?);
        pages(installation, listener, Box::pin(signals::interrupted())).await?;
        Ok(Exit::Ok)
    }
}
