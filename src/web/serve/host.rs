//! Which host a request is for (RFC 9112 section 3.2), and whether that is us: a page of somebody
//! else whose name leads to this machine must not speak to it (DNS rebinding).

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use axum::http::{HeaderMap, Uri, Version, header};

use super::refusals::NotServed;
use crate::tls::KeptIdentity;

/// A host as requests name it: a name in lower case without the last dot, or an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum HostName {
    Name(String),
    Address(IpAddr),
}

impl HostName {
    /// Reads `netra.example:8443`, `127.0.0.1`, `[::1]:80`; none for anything else.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (host, port) = if let Some(rest) = text.strip_prefix('[') {
            let (address, port) = rest.split_once(']')?;
            let address: Ipv6Addr = address.parse().ok()?;
            (Self::Address(IpAddr::V6(address).to_canonical()), port)
        } else {
            let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
            (Self::named(name)?, port)
        };
        let port = port.strip_prefix(':').unwrap_or(port);
        let digits = port.bytes().all(|byte| byte.is_ascii_digit());
        let fits = port.is_empty() || port.parse::<u16>().is_ok();
        (digits && fits).then_some(host)
    }

    fn named(name: &str) -> Option<Self> {
        if let Ok(address) = name.parse() {
            return Some(Self::Address(address));
        }
        let name = name.strip_suffix('.').unwrap_or(name);
        let letters = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let mut labels = name.split('.');
        let is_name = labels.all(|label| !label.is_empty() && label.bytes().all(letters));
        is_name.then(|| Self::Name(name.to_ascii_lowercase()))
    }
}

/// Our hosts.
#[derive(Debug, Clone)]
pub(super) struct KnownHosts {
    public: Option<HostName>,
    certificate: Option<Arc<KeptIdentity>>,
}

impl KnownHosts {
    /// The host of the public origin, and those of the certificate.
    pub(super) fn new(public_origin: Option<&str>, certificate: Option<Arc<KeptIdentity>>) -> Self {
        let host = public_origin.and_then(|origin| origin.split_once("://"));
        Self {
            public: host.and_then(|(_, host)| HostName::parse(host)),
            certificate,
        }
    }

    fn has(&self, host: &HostName, local: IpAddr) -> bool {
        let own = match host {
            HostName::Address(address) => address.is_loopback() || *address == local.to_canonical(),
            HostName::Name(name) => name == "localhost" || name.ends_with(".localhost"),
        };
        own || self.public.as_ref() == Some(host) || self.certifies(host)
    }

    fn certifies(&self, host: &HostName) -> bool {
        let name = match host {
            HostName::Name(name) => name.clone(),
            HostName::Address(address) => address.to_string(),
        };
        let identity = self.certificate.as_ref().map(|kept| kept.identity());
        identity.is_some_and(|identity| identity.is_for(&name))
    }

    /// Whether a request that came to the address `local` is for one of them.
    ///
    /// # Errors
    ///
    /// Why it is not to be answered.
    pub(super) fn check(
        &self,
        (version, uri, headers): (Version, &Uri, &HeaderMap),
        local: IpAddr,
    ) -> Result<(), NotServed> {
        let mut given = headers.get_all(header::HOST).iter();
        let (first, second) = (given.next(), given.next());
        let named = match (first, second) {
            // Before HTTP/1.1 there was none. Browsers always send it.
            (None, None) if version < Version::HTTP_11 => None,
            (_, Some(_)) | (None, None) => return Err(NotServed::NoHost),
            (Some(host), None) => Some(host.to_str().map_err(|_| NotServed::NoHost)?),
        };
        // What stands in the request line counts for more than the header.
        let authority = uri.authority().map(axum::http::uri::Authority::as_str);
        for text in named.into_iter().chain(authority) {
            let host = HostName::parse(text).ok_or(NotServed::NoHost)?;
            if !self.has(&host, local) {
                let shown = text.chars().take(80).collect();
                return Err(NotServed::OtherHost(shown));
            }
        }
        Ok(())
    }
}
