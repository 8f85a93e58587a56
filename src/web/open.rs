//! The pages of an installation.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Catalogue, ListTerms, ServeLimits, ServerSettings, WebState, serve, serve_secure};
use crate::access::password::Cost;
use crate::app::{Installation, InstallationError, randomness};
use crate::config::Configuration;
use crate::corpus::Upkeep;
use crate::registry::Defaults;
use crate::tls::KeptIdentity;

/// How long the end waits for the last batch of the search index, which takes a second.
const LAST_BATCH: Duration = Duration::from_secs(5);

/// Serves the pages of an installation until `stop` completes, over HTTPS where it has a
/// certificate, and keeps the search index up to date meanwhile.
pub fn open(
    installation: Installation,
    listener: TcpListener,
    certificate: Option<Arc<KeptIdentity>>,
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send>> {
    // As a trait object it is compiled with the library, and not once more with each program.
    Box::pin(keep_open(installation, listener, certificate, stop))
}

async fn keep_open(
    installation: Installation,
    listener: TcpListener,
    certificate: Option<Arc<KeptIdentity>>,
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
) -> anyhow::Result<()> {
    let database = installation.open_db().await?;
    let web = &installation.configuration().settings.web;
    let https = certificate.is_some() || web.has_public_https();
    // On this machine alone there is no HTTPS, and cookies must do without it.
    let alone = listener.local_addr()?.ip().to_canonical().is_loopback();
    let settings = ServerSettings {
        secure_cookies: https || (web.secure_cookies && !alone),
        session: web.session(),
        one_time: web.one_time(),
        idle: web.idle(),
        second_factor_grace: web.second_factor_grace(),
        password_cost: Cost::STANDARD,
        public_origin: web.public_origin.clone(),
        proxies: web.proxies.clone(),
        upload_folder: installation.configuration().settings.data_dir.clone(),
        only_proxies: web.has_public_https() && certificate.is_none(),
    };
    let state = WebState::new(
        database.clone(),
        installation.clock().clone(),
        Arc::new(Mutex::new(randomness()?)),
        settings,
        catalogue(installation.configuration()),
        list_terms(&installation)?,
    )?;
    let index = Arc::new(installation.open_index()?);
    let upkeep = Upkeep::new(&database, index, state.changed().clone());
    let ended = CancellationToken::new();
    let upkeep = tokio::spawn(upkeep.run(ended.clone()));
    let limits = ServeLimits::of_process();
    let served = match certificate {
        Some(certificate) => serve_secure(listener, certificate, state, limits, stop).await,
        None => serve(listener, state, limits, stop).await,
    };
    ended.cancel();
    // A disk that hangs must not keep the program from ending: what was not written is pending.
    if let Ok(ended) = tokio::time::timeout(LAST_BATCH, upkeep).await {
        ended?;
    } else {
        tracing::warn!("the search index is not at rest; what it lacks stays pending");
    }
    database.close().await;
    Ok(served?)
}

/// Lists are read in the browser as at the command line.
fn list_terms(installation: &Installation) -> Result<ListTerms, InstallationError> {
    let settings = &installation.configuration().settings.registry;
    Ok(ListTerms {
        sources: installation.sources()?,
        defaults: Defaults {
            basis: settings.basis.clone(),
            ends_on: settings.ends_on,
            region: settings.region.clone(),
            with_hidden: false,
        },
    })
}

fn catalogue(configuration: &Configuration) -> Catalogue {
    let norms = configuration
        .norms
        .entries
        .iter()
        .map(|entry| (entry.norm.code.clone(), entry.norm.text.clone()));
    let mut targets = BTreeMap::new();
    for contest in &configuration.contests {
        targets.insert(contest.id.clone(), contest.title.clone());
        for contestant in &contest.contestants {
            targets.insert(
                format!("{}/{}", contest.id, contestant.id),
                contestant.label.clone(),
            );
        }
    }
    Catalogue {
        norms: norms.collect(),
        targets,
        regions: BTreeMap::new(),
        names: configuration.public_names(),
    }
}
