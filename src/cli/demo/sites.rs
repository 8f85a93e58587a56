//! One loopback site a connector, each on a port of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use super::world::{DemoAccount, World};
use super::{bluesky, feed, html, mastodon, wordpress};
use crate::model::Platform;

/// A site that speaks a platform's language, and how it writes the address of an account.
type Speaker = (Platform, fn(Arc<World>) -> Router, fn(&str, &str) -> String);

/// The sites, each with the path at which it shows an account.
const SPEAKERS: [Speaker; 5] = [
    (Platform::Bluesky, bluesky::router, |site, handle| {
        format!("http://{site}/{handle}")
    }),
    (Platform::Feed, feed::router, |site, handle| {
        format!("http://{site}/{handle}/feed")
    }),
    (Platform::Html, html::router, |site, handle| {
        format!("http://{site}/{handle}/")
    }),
    (Platform::Mastodon, mastodon::router, |site, handle| {
        format!("http://{site}/@{handle}")
    }),
    (Platform::Wordpress, wordpress::router, |site, handle| {
        format!("http://{site}/author/{handle}/")
    }),
];

/// Where the sites listen.
#[derive(Debug, Clone)]
pub(super) struct Sites {
    addresses: Vec<(Speaker, SocketAddr)>,
}

/// Starts all sites; they end with the program.
pub(super) async fn start(world: &Arc<World>) -> anyhow::Result<Sites> {
    let mut addresses = Vec::new();
    for speaker in SPEAKERS {
        let (_, router, _) = speaker;
        addresses.push((speaker, listen(router(world.clone())).await?));
    }
    Ok(Sites { addresses })
}

async fn listen(router: Router) -> anyhow::Result<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}

impl Sites {
    /// The address under which an account is registered.
    pub(super) fn address(&self, account: &DemoAccount) -> anyhow::Result<String> {
        let speaks = |((platform, ..), _): &&(Speaker, _)| *platform == account.platform;
        let found = self.addresses.iter().find(speaks);
        let ((.., address), site) =
            found.ok_or_else(|| anyhow::anyhow!("no site speaks {}", account.platform))?;
        Ok(address(&site.to_string(), &account.handle))
    }
}
