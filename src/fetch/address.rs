//! Which addresses may be asked for: scheme, credentials, and the guard against requests to
//! private networks (SSRF).

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use nix::ifaddrs::getifaddrs;
use nix::sys::socket::SockaddrStorage;
use url::{Host, Url};

use super::{FetchError, special};
use crate::model::redact;

/// The most bytes of a host name (RFC 1035, 2.3.4, without the dots of the wire). The ledger finds
/// requests by it.
const LONGEST_HOST: usize = 253;

/// The most octets of an address, which is what servers are asked to take at least (RFC 9110
/// section 4.1) and most do. Written into records, each may become three times as long.
const LONGEST_ADDRESS: usize = 8000;

/// Scheme, host and port: what has a pace and a robots.txt of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HostKey {
    /// `http` or `https`.
    pub scheme: String,
    /// Host as written in addresses; IPv6 in brackets.
    pub host: String,
    /// Port, the scheme's own if the address names none.
    pub port: u16,
}

impl fmt::Display for HostKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

impl HostKey {
    /// The key of an address that may be asked for: `http` or `https`, a host, no credentials.
    pub fn of(url: &Url) -> Result<Self, FetchError> {
        let refuse = |problem: &str| {
            Err(FetchError::InvalidUrl {
                url: redact::url(url.as_str()),
                problem: problem.to_owned(),
            })
        };
        if !matches!(url.scheme(), "http" | "https") {
            return refuse("only http and https are fetched");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("it holds a user name; netra never logs in");
        }
        if url.as_str().len() > LONGEST_ADDRESS {
            return Err(FetchError::InvalidUrl {
                url: redact::url(&url[..url::Position::AfterPort]),
                problem: format!("an address of that host is longer than {LONGEST_ADDRESS} octets"),
            });
        }
        if url.host_str().is_some_and(|host| host.len() > LONGEST_HOST) {
            return refuse("its host is longer than a name can be");
        }
        match (url.host_str(), url.port_or_known_default()) {
            (Some(host), Some(port)) => Ok(Self {
                scheme: url.scheme().to_owned(),
                host: host.to_owned(),
                port,
            }),
            _ => refuse("it has no host"),
        }
    }
}

/// Refuses an address whose host is written as a private IP address. Names are checked
/// when they are looked up.
pub(super) fn check_literal(url: &Url) -> Result<(), FetchError> {
    let public = match url.host() {
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        Some(Host::Domain(_)) | None => true,
    };
    if public {
        return Ok(());
    }
    Err(FetchError::PrivateAddress {
        host: url.host_str().unwrap_or_default().to_owned(),
    })
}

/// Whether an address belongs to the public internet: none of the special ranges does, nor does an
/// IPv6 address that stands for an IPv4 address that does not.
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => !special::is_special(address.to_ipv6_mapped()),
        IpAddr::V6(address) => match translated_v4(address) {
            Some(inside) => is_public(inside.into()),
            None => is_global_unicast(address) && !special::is_special(address),
        },
    }
}

/// The IPv4 address that a translator reaches under an address (NAT64, RFC 6052).
fn translated_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let [0x64, 0xff9b, 0, 0, 0, 0, high, low] = address.segments() else {
        return None;
    };
    let bits = u32::from(high) << 16 | u32::from(low);
    Some(Ipv4Addr::from_bits(bits))
}

/// What was ever given out to networks is `2000::/3` (RFC 4291 section 2.4).
const fn is_global_unicast(address: Ipv6Addr) -> bool {
    address.segments()[0] & 0xe000 == 0x2000
}

/// Addresses of this machine's own network interfaces. Services behind them may trust whoever comes
/// from the machine itself.
fn interface_addresses() -> std::io::Result<Vec<IpAddr>> {
    let address = |storage: SockaddrStorage| {
        let four = storage.as_sockaddr_in().map(|four| four.ip().into());
        four.or_else(|| storage.as_sockaddr_in6().map(|six| six.ip().into()))
    };
    let interfaces = getifaddrs()?;
    Ok(interfaces.filter_map(|one| address(one.address?)).collect())
}

/// Where host names are looked up.
#[derive(Debug, Clone, Default)]
pub enum Names {
    /// The system's resolver.
    #[default]
    System,
    /// A fixed table; names not in it do not exist, and `localhost` has the addresses of this
    /// machine. For tests and the demo.
    Fixed(Arc<BTreeMap<String, Vec<IpAddr>>>),
}

impl Names {
    /// All addresses of a name, in the order in which they are to be tried.
    pub(super) async fn look_up(&self, name: &str) -> std::io::Result<Vec<IpAddr>> {
        match self {
            Self::System => {
                let found = tokio::net::lookup_host((name, 0)).await?;
                Ok(found.map(|address| address.ip()).collect())
            }
            Self::Fixed(table) => Ok(table.get(name).cloned().unwrap_or_default()),
        }
    }
    /// The addresses of this machine itself, loopback or not.
    pub fn own_addresses(&self) -> std::io::Result<Vec<IpAddr>> {
        match self {
            Self::System => interface_addresses(),
            Self::Fixed(table) => Ok(table.get("localhost").cloned().unwrap_or_default()),
        }
    }
}
