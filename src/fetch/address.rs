//! Which addresses may be asked for: scheme, credentials, and the guard against requests to
//! private networks (SSRF).

use std::collections::BTreeMap;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use url::{Host, Url};

use super::FetchError;
use crate::evidence::redact;

/// The most bytes of a host name (RFC 1035, 2.3.4, without the dots of the wire). The ledger finds
/// requests by it.
const LONGEST_HOST: usize = 253;

/// The most octets of an address, which is what servers are asked to take at least (RFC 9110
/// section 4.1) and most do. Written into records, each may become three times as long.
const LONGEST_ADDRESS: usize = 8000;

/// Where machines at Azure find the host that they run on, with their secrets; it belongs to a
/// public range, and every machine there reaches its own.
const METADATA: Ipv4Addr = Ipv4Addr::new(168, 63, 129, 16);

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

/// Whether an address belongs to the public internet. Private, loopback, link-local, unique
/// local, shared (carrier NAT), multicast, documentation, benchmark and reserved ranges do not;
/// nor do IPv6 forms that stand for such an IPv4 address (IANA special-purpose registries).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => match embedded_v4(address) {
            Some(embedded) => is_public_v4(embedded),
            None => is_public_v6(address),
        },
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address == METADATA
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_documentation()
        || matches!((a, b, c), (0 | 224..=255, ..) | (100, 64..=127, _))
        || matches!((a, b, c), (192, 0, 0) | (192, 88, 99) | (198, 18..=19, _));
    !special
}

/// The IPv4 address inside a mapped, compatible, NAT64 (RFC 6052, RFC 8215) or 6to4 address.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let segments = address.segments();
    match segments {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..] => {
            Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
        }
        _ => None,
    }
}

/// Global unicast is `2000::/3`; the special ranges inside it are left out.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let special = matches!(segments, [0x2001, 0..=0x01ff | 0xdb8, ..])
        || matches!(segments, [0x3fff, 0..=0x0fff, ..]);
    segments[0] & 0xe000 == 0x2000 && !special
}

/// Where host names are looked up.
#[derive(Debug, Clone, Default)]
pub enum Names {
    /// The system's resolver.
    #[default]
    System,
    /// A fixed table; names not in it do not exist. For tests and the demo.
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
}
