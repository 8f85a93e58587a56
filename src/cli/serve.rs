//! `netra serve`: the review pages.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;
use tokio::net::TcpListener;

use super::{Exit, Global, Pages, signals};
use crate::app::Installation;
use crate::clock::SystemClock;

/// Serves the review pages until interrupted.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port, instead of the one in netra.toml.
    #[arg(long, value_name = "ADDR")]
    listen: Option<SocketAddr>,
}

impl ServeArgs {
    pub(super) async fn run(self, global: &Global, pages: Pages) -> anyhow::Result<Exit> {
        let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
        let address = self
            .listen
            .unwrap_or(installation.configuration().settings.web.listen);
        let listener = TcpListener::bind(address).await.with_context(|| {
            format!("{address} cannot be listened on; is another netra serve running?")
        })?;
        tracing::info!("listening on http://{}/", listener.local_addr()?);
        pages(installation, listener, Box::pin(signals::interrupted())).await?;
        Ok(Exit::Ok)
    }
}
