//! Connections: a name looked up, its addresses tried, and TLS over it.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::certificate;
use super::line::Line;
use crate::fetch::address::{Names, is_public};
use crate::fetch::transport::TransportError;

/// RFC 8305 section 5: how long an address may take before the next one is tried beside it.
const HEAD_START: Duration = Duration::from_millis(300);

/// Most addresses of a name that are tried. Names of honest hosts have fewer; one with thousands
/// would have us knock at the doors of others.
const MOST_ADDRESSES: usize = 16;

/// Opens connections.
#[derive(Debug)]
pub(super) struct Connector {
    pub(super) names: Names,
    pub(super) tls: Arc<ClientConfig>,
    pub(super) outgoing: Option<IpAddr>,
    /// Whether whoever is asked can reach whoever asks: without that, no public host is asked.
    pub(super) has_contact: bool,
}

impl Connector {
    /// A new connection to the host of an address. It leads to the addresses that were looked
    /// up here and to no other, so a name cannot change in between.
    pub(super) async fn connect(
        &self,
        url: &Url,
        may_be_private: bool,
    ) -> Result<Line, TransportError> {
        let addresses = self.addresses(url, may_be_private).await?;
        let stream = self.race(addresses).await;
        let stream = stream.map_err(|problem| not_connected(&problem))?;
        // Requests are one small packet; waiting to fill it helps nobody.
        stream.set_nodelay(true).ok();
        let peer = stream.peer_addr().ok().map(|address| address.ip());
        if url.scheme() != "https" {
            return Ok(Line::new(Box::new(stream), peer));
        }
        let name = url.host_str().unwrap_or_default();
        let name = ServerName::try_from(name.trim_matches(['[', ']']).to_owned())
            .map_err(|_| TransportError::Final(format!("{name} is no name for TLS")))?;
        let secured = TlsConnector::from(Arc::clone(&self.tls)).connect(name, stream);
        let secured = secured.await.map_err(|problem| not_secured(&problem))?;
        Ok(Line::new(Box::new(secured), peer))
    }

    async fn addresses(
        &self,
        url: &Url,
        may_be_private: bool,
    ) -> Result<Vec<SocketAddr>, TransportError> {
        let port = url.port_or_known_default().unwrap_or(80);
        let known: Vec<IpAddr> = match url.host() {
            Some(Host::Ipv4(address)) => vec![address.into()],
            Some(Host::Ipv6(address)) => vec![address.into()],
            Some(Host::Domain(name)) => self.look_up(name).await?,
            None => Vec::new(),
        };
        let own = self.own_addresses()?;
        let is_strange = |address: &IpAddr| {
            is_public(*address)
                && !own
                    .iter()
                    .any(|own| own.to_canonical() == address.to_canonical())
        };
        let usable = known
            .into_iter()
            .filter(|address| may_be_private || is_strange(address));
        let usable = usable.take(MOST_ADDRESSES);
        let usable: Vec<SocketAddr> = usable.map(|address| (address, port).into()).collect();
        if usable.is_empty() {
            return Err(TransportError::Private);
        }
        if !self.has_contact && usable.iter().any(|address| is_public(address.ip())) {
            return Err(TransportError::Final(
                "it is not asked while the contact in netra.toml is an example; write under \
                 [fetch] where webmasters reach your office"
                    .to_owned(),
            ));
        }
        Ok(usable)
    }

    /// Asked each time: addresses come and go with networks.
    fn own_addresses(&self) -> Result<Vec<IpAddr>, TransportError> {
        let own = self.names.own_addresses();
        own.map_err(|problem| {
            TransportError::Failed(format!(
                "the addresses of this machine, which are not asked, cannot be read ({problem})"
            ))
        })
    }

    /// The system's resolver has tried again by itself before it says that a name is unknown.
    async fn look_up(&self, name: &str) -> Result<Vec<IpAddr>, TransportError> {
        let unknown = |problem: &str| {
            TransportError::Final(format!(
                "the name {name} is not known ({problem}); check the registered address, and \
                 this machine's connection"
            ))
        };
        match self.names.look_up(name).await {
            Ok(found) if found.is_empty() => Err(unknown("it has no address")),
            Ok(found) => Ok(found),
            Err(problem) => Err(unknown(&problem.to_string())),
        }
    }

    /// The first connection that comes about; the addresses are tried in their order, and an
    /// address that takes long does not keep the next one waiting.
    async fn race(&self, addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
        let mut waiting = addresses.into_iter();
        let mut tries = FuturesUnordered::new();
        let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
        loop {
            let next = waiting.next();
            let is_last = next.is_none();
            tries.extend(next.map(|address| dial(address, self.outgoing)));
            let ended = if is_last {
                tries.next().await
            } else {
                let ended = timeout(HEAD_START, tries.next()).await;
                ended.ok().flatten()
            };
            match ended {
                Some(Ok(stream)) => return Ok(stream),
                Some(Err(problem)) => failed = problem,
                None if is_last => return Err(failed),
                None => {}
            }
        }
    }
}

async fn dial(address: SocketAddr, outgoing: Option<IpAddr>) -> io::Result<TcpStream> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    if let Some(outgoing) = outgoing {
        socket.bind((outgoing, 0).into())?;
    }
    socket.connect(address).await
}

fn not_connected(problem: &io::Error) -> TransportError {
    if problem.kind() == io::ErrorKind::ConnectionRefused {
        return TransportError::Final(
            "it refuses the connection; is a web server running there?".to_owned(),
        );
    }
    TransportError::NotConnected(problem.to_string())
}

/// What TLS refuses, it refuses again; a connection that broke may come about the next time.
fn not_secured(problem: &io::Error) -> TransportError {
    let inner = problem.get_ref();
    match inner.and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(error) => TransportError::Final(certificate::explain(error)),
        None => TransportError::NotConnected(format!(
            "the connection broke before it was secure ({problem})"
        )),
    }
}
