//! The review pages.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

use crate::config::InvalidSetting;

/// The `[web]` section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebSettings {
    /// Address and port that the pages are served on.
    pub listen: SocketAddr,
    /// How long a login lasts, in hours.
    pub session_hours: u32,
    /// How long a password that was made for one sign-in may be used, in hours.
    pub one_time_hours: u32,
    /// How long a login lasts that nobody uses, in minutes.
    pub idle_minutes: u32,
    /// For how many days whoever must have a second factor may go on without it after the first
    /// login.
    pub second_factor_grace_days: u32,
    /// Whether cookies are sent over HTTPS only, wherever there is HTTPS.
    pub secure_cookies: bool,
    /// Whether passwords may go through the network in the clear. One setting more must say so:
    /// `secure_cookies = false`, or `proxies` where HTTPS ends at a proxy on another machine.
    pub plain_http_in_the_network: bool,
    /// Scheme, host and port under which people reach the pages; needed wherever a proxy stands
    /// in front.
    pub public_origin: Option<String>,
    /// Addresses of proxies in front that are not on this machine.
    pub proxies: Vec<IpAddr>,
    /// File with the server's certificate and those in between, in PEM: then the pages are served
    /// over HTTPS. A relative path starts at the configuration folder.
    pub certificate: Option<PathBuf>,
    /// File with the key that the certificate was made for, in PEM.
    pub private_key: Option<PathBuf>,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            listen: (Ipv4Addr::LOCALHOST, 8080).into(),
            session_hours: 12,
            one_time_hours: 72,
            idle_minutes: 30,
            second_factor_grace_days: 7,
            secure_cookies: true,
            plain_http_in_the_network: false,
            public_origin: None,
            proxies: Vec::new(),
            certificate: None,
            private_key: None,
        }
    }
}

impl WebSettings {
    /// How long a login lasts.
    pub fn session(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.session_hours))
    }

    /// How long a password that was made for one sign-in may be used.
    pub fn one_time(&self) -> SignedDuration {
        SignedDuration::from_hours(i64::from(self.one_time_hours))
    }

    /// How long a login lasts that nobody uses.
    pub fn idle(&self) -> SignedDuration {
        SignedDuration::from_mins(i64::from(self.idle_minutes))
    }

    /// How long whoever must have a second factor may go on without it.
    pub fn second_factor_grace(&self) -> SignedDuration {
        SignedDuration::from_hours(24 * i64::from(self.second_factor_grace_days))
    }

    /// Whether people reach the pages over HTTPS that a proxy speaks.
    pub fn has_public_https(&self) -> bool {
        let origin = self.public_origin.as_deref();
        origin.is_some_and(|origin| origin.starts_with("https://"))
    }

    /// Whether passwords go through the network in the clear when an address is listened on.
    pub fn is_in_the_clear(&self, listen: SocketAddr) -> bool {
        !is_alone(listen.ip()) && self.certificate.is_none()
    }

    /// Whether an address may be listened on with these settings.
    ///
    /// # Errors
    ///
    /// Why not, and what to do.
    pub fn check_listening(&self, listen: SocketAddr) -> Result<(), String> {
        let (second, is_said) = if self.has_public_https() {
            ("proxies = [\"(its address)\"]", !self.proxies.is_empty())
        } else {
            ("secure_cookies = false", !self.secure_cookies)
        };
        if !self.is_in_the_clear(listen) || (self.plain_http_in_the_network && is_said) {
            return Ok(());
        }
        Err(format!(
            "{listen} is open to other machines without HTTPS, so that passwords would go through \
             the network in the clear: give the pages a certificate and its private_key, or listen \
             on 127.0.0.1 behind a proxy with HTTPS and write its address into public_origin; \
             where plain HTTP is truly meant, say so twice under [web]: \
             plain_http_in_the_network = true and {second}"
        ))
    }

    /// Checks all of them. What is said of listening is said of `instead`, where the command line
    /// gives an address.
    pub(super) fn check(&self, instead: Option<SocketAddr>) -> Result<(), InvalidSetting> {
        let refuse = |key: &str, problem: &str| {
            Err(InvalidSetting {
                key: key.to_owned(),
                problem: problem.to_owned(),
            })
        };
        if !(1..=168).contains(&self.session_hours) {
            return refuse("session_hours", "must lie between 1 and 168 (a week)");
        }
        if !(1..=720).contains(&self.one_time_hours) {
            return refuse("one_time_hours", "must lie between 1 and 720 (thirty days)");
        }
        if !(1..=1_440).contains(&self.idle_minutes) {
            return refuse("idle_minutes", "must lie between 1 and 1440 (a day)");
        }
        if self.second_factor_grace_days > 90 {
            return refuse("second_factor_grace_days", "must lie between 0 and 90");
        }
        match (&self.certificate, &self.private_key) {
            (Some(_), None) => {
                return refuse("certificate", "needs its key: name it in private_key");
            }
            (None, Some(_)) => {
                return refuse("private_key", "stands without a certificate; name both");
            }
            _ => {}
        }
        if let Some((key, problem)) = self.contradiction() {
            return refuse(key, &problem);
        }
        if instead.is_none()
            && let Err(problem) = self.check_listening(self.listen)
        {
            return refuse("listen", &problem);
        }
        let listen = instead.unwrap_or(self.listen);
        let unheard = fault_of_proxies(&self.proxies, listen.ip());
        unheard.map_or(Ok(()), |problem| refuse("proxies", &problem))
    }

    /// What one setting says against another, with the key of the one to change.
    fn contradiction(&self) -> Option<(&'static str, String)> {
        let secured = self.certificate.is_some() || self.has_public_https();
        if let Some(origin) = &self.public_origin
            && let Some(problem) = self.fault_of_origin(origin)
        {
            return Some(("public_origin", problem));
        }
        let said = if secured && !self.secure_cookies {
            (
                "secure_cookies",
                "is false, while people reach the pages over HTTPS: take the line out",
            )
        } else if self.certificate.is_some() && self.plain_http_in_the_network {
            (
                "plain_http_in_the_network",
                "is true, while the pages have a certificate: take the line out",
            )
        } else if !self.proxies.is_empty() && self.public_origin.is_none() {
            (
                "proxies",
                "are named, but not how people reach the pages through them: write it into \
                 public_origin",
            )
        } else {
            return None;
        };
        Some((said.0, said.1.to_owned()))
    }

    fn fault_of_origin(&self, origin: &str) -> Option<String> {
        let Some(url) = read_origin(origin) else {
            return Some("must look like \"https://netra.contoh.example\"".to_owned());
        };
        // Browsers spell it so in `Origin`, which forms are held against.
        let spelt = url.origin().ascii_serialization();
        if spelt != origin {
            return Some(format!("must be spelt as browsers do: \"{spelt}\""));
        }
        if let Some(problem) = fault_of_host(&url) {
            return Some(problem);
        }
        if url.scheme() == "https" {
            return None;
        }
        let alone = match url.host()? {
            url::Host::Domain(name) => name == "localhost",
            url::Host::Ipv4(address) => address.is_loopback(),
            url::Host::Ipv6(address) => is_alone(IpAddr::V6(address)),
        };
        if self.certificate.is_some() {
            let told = "begins with http://, while the pages have a certificate: write https://";
            return Some(told.to_owned());
        }
        let meant = self.plain_http_in_the_network && !self.secure_cookies;
        (!alone && !meant).then(|| {
            "begins with http://, so that passwords would go through the network in the clear: \
             write https://; where plain HTTP is truly meant, say so twice: \
             plain_http_in_the_network = true and secure_cookies = false"
                .to_owned()
        })
    }
}

/// Why nobody can reach the host and port of an origin, and what to write.
fn fault_of_host(url: &url::Url) -> Option<String> {
    let no_machine = |address: IpAddr| {
        let named = is_nobodys(address);
        named.map(|what| {
            format!("names {what}, at which nobody reaches the pages; write their name")
        })
    };
    if url.port() == Some(0) {
        return Some(
            "has port 0, at which nobody reaches the pages; write the true one".to_owned(),
        );
    }
    match url.host()? {
        url::Host::Domain(name) => (!is_host_name(name)).then(|| {
            format!(
                "names the host {name:?}, which no machine can have; write one name of letters, \
                 digits, hyphens and dots, such as \"https://netra.contoh.example\""
            )
        }),
        url::Host::Ipv4(address) => no_machine(address.into()),
        url::Host::Ipv6(address) => no_machine(address.into()),
    }
}

/// Whether a name may be that of a host (RFC 1123 section 2.1). Windows puts underscores into them,
/// and browsers go there.
fn is_host_name(name: &str) -> bool {
    let is_label = |label: &str| {
        let inner = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let bare = !label.starts_with('-') && !label.ends_with('-');
        (1..=63).contains(&label.len()) && bare && label.bytes().all(inner)
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// What an address is that no single machine has.
fn is_nobodys(address: IpAddr) -> Option<&'static str> {
    let first = match address.to_canonical() {
        IpAddr::V4(address) => address.octets()[0],
        IpAddr::V6(_) => 1,
    };
    if address.is_unspecified() || first == 0 {
        Some("no machine at all")
    } else if address.to_canonical().is_multicast() {
        Some("a group of machines")
    } else if first >= 240 {
        Some("all machines of a network, or none")
    } else {
        None
    }
}

/// What is wrong with the proxies of pages that are served on an address.
fn fault_of_proxies(proxies: &[IpAddr], listen: IpAddr) -> Option<String> {
    let single = |proxy: &IpAddr| {
        if let Some(what) = is_nobodys(*proxy) {
            Some(format!(
                "has {proxy}, which is {what}; name each proxy by its own address"
            ))
        } else if is_alone(*proxy) {
            Some(format!(
                "has {proxy}, which is this machine: proxies here need no line; take it out"
            ))
        } else if proxy.to_canonical() != *proxy {
            let plain = proxy.to_canonical();
            Some(format!(
                "has {proxy}, which connections come from as {plain}; write that"
            ))
        } else {
            None
        }
    };
    if let Some(problem) = proxies.iter().find_map(single) {
        return Some(problem);
    }
    // Behind one on this machine there may be others, of any kind.
    let heard = |proxy: &IpAddr| {
        listen == IpAddr::V6(Ipv6Addr::UNSPECIFIED) || proxy.is_ipv4() == listen.is_ipv4()
    };
    let unheard = !proxies.is_empty() && !is_alone(listen) && !proxies.iter().any(heard);
    unheard.then(|| {
        format!(
            "cannot reach {listen}, because none of them has an address of its kind (IPv4 or \
             IPv6); name their addresses in that network"
        )
    })
}

/// Whether an address is this machine's alone.
fn is_alone(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Scheme, host and port without anything else, in whatever spelling.
fn read_origin(text: &str) -> Option<url::Url> {
    let (scheme, host) = text.split_once("://")?;
    let bare = !host.is_empty() && !host.contains(['/', '\\', '?', '#', '@']);
    let known = ["http", "https"].contains(&scheme);
    let url = url::Url::parse(text).ok()?;
    (bare && known && url.host().is_some()).then_some(url)
}
