//! One loopback site a connector, each on a port of its own.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;

use super::world::{DemoAccount, World};
use super::{bluesky, feed, html, mastodon, wordpress};
use crate::model::Platform;

/// Where the sites listen.
#[derive(Debug, Clone)]
pub(super) struct Sites {
    addresses: Vec<(Platform, SocketAddr)>,
}

/// Starts all sites; they end with the program.
pub(super) async fn start(world: &Arc<World>) -> anyhow::Result<Sites> {
    let routers = [
        (Platform::Bluesky, bluesky::router(world.clone())),
        (Platform::Feed, feed::router(world.clone())),
        (Platform::Html, html::router(world.clone())),
        (Platform::Mastodon, mastodon::router(world.clone())),
        (Platform::Wordpress, wordpress::router(world.clone())),
    ];
    let mut addresses = Vec::new();
    for (platform, router) in routers {
        addresses.push((platform, listen(router).await?));
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
        let site = self
            .addresses
            .iter()
            .find(|(platform, _)| *platform == account.platform);
        let (_, site) =
            site.ok_or_else(|| anyhow::anyhow!("no site speaks {}", account.platform))?;
        let handle = &account.handle;
        Ok(match account.platform {
            Platform::Bluesky => format!("http://{site}/{handle}"),
            Platform::Feed => format!("http://{site}/{handle}/feed"),
            Platform::Html => format!("http://{site}/{handle}/"),
            Platform::Mastodon => format!("http://{site}/@{handle}"),
            Platform::Wordpress => format!("http://{site}/author/{handle}/"),
        })
    }
}
