//! `netra serve`: the review pages.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;
use tokio::net::TcpListener;

use super::privacy::warn_of_privacy;
use super::{Exit, Global, Pages, RefusedInput, signals};
use crate::app::{Installation, InstallationError};
use crate::clock::SystemClock;
use crate::config::{Configuration, WebSettings};
use crate::tls::KeptIdentity;

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

/// Opens the certificate of the pages, if they have one, and tells of it what somebody should
/// look at.
fn open_certificate(
    installation: &Installation,
) -> Result<Option<Arc<KeptIdentity>>, RefusedInput> {
    let configuration = installation.configuration();
    let Some((certificate, key)) = configuration.certificate_files() else {
        return Ok(None);
    };
    let now = installation.clock().now();
    let kept = KeptIdentity::open(&certificate, &key, now)
        .map_err(|fault| RefusedInput(format!("the pages are not served: {fault}")))?;
    let origin = configuration.settings.web.public_origin.as_deref();
    for warning in kept.identity().warnings(now, origin) {
        tracing::warn!("{warning}");
    }
    Ok(Some(Arc::new(kept)))
}

/// Refuses an address at which passwords would go through the network in the clear, and warns of
/// one where that was said twice.
fn check_listening(web: &WebSettings, address: SocketAddr) -> Result<(), RefusedInput> {
    web.check_listening(address).map_err(RefusedInput)?;
    if web.is_in_the_clear(address) {
        tracing::warn!(
            "passwords go through the network in the clear at {address}, as the settings say \
             twice: set certificate and private_key under [web] in netra.toml"
        );
    } else if web.secure_cookies && web.certificate.is_none() && !web.has_public_https() {
        tracing::info!(
            "no HTTPS on this machine alone: cookies do without what secure_cookies asks for"
        );
    }
    Ok(())
}

impl ServeArgs {
    pub(super) async fn run(self, global: &Global, pages: Pages) -> anyhow::Result<Exit> {
        let configuration = Configuration::load_listening(&global.config, self.listen)
            .map_err(InstallationError::Configuration)?;
        let installation = Installation::new(configuration, Arc::new(SystemClock));
        let web = &installation.configuration().settings.web;
        let address = web.listen;
        check_listening(web, address)?;
        let certificate = open_certificate(&installation)?;
        let listener = TcpListener::bind(address)
            .await
            .map_err(|error| RefusedInput(refusal(address, &error)))?;
        warn_of_privacy(&installation);
        let scheme = certificate.as_ref().map_or("http", |_| "https");
        let stop = Box::pin(signals::interrupted());
        tracing::info!("listening on {scheme}://{}/", listener.local_addr()?);
        pages(installation, listener, certificate, stop).await?;
        Ok(Exit::Ok)
    }
}
