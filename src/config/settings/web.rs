//! The review pages.

use std::net::{Ipv4Addr, SocketAddr};
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
    /// Whether cookies are sent over HTTPS only.
    pub secure_cookies: bool,
    /// Scheme, host and port under which people reach the pages, if a proxy stands in front
    /// and changes the `Host` header.
    pub public_origin: Option<String>,
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
            secure_cookies: true,
            public_origin: None,
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

    /// Whether browsers on other machines would be asked to sign in over plain HTTP, which they
    /// cannot: the cookie of a session travels over HTTPS only.
    pub fn lacks_https(&self, listen: SocketAddr) -> bool {
        let proxied = self.public_origin.as_deref();
        let proxied = proxied.is_some_and(|origin| origin.starts_with("https://"));
        !listen.ip().is_loopback() && !proxied && self.certificate.is_none()
    }

    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
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
        if !self.secure_cookies && !self.listen.ip().is_loopback() {
            return refuse(
                "secure_cookies",
                "may be false only when listening on this machine alone (127.0.0.1)",
            );
        }
        let origin = self.public_origin.as_deref();
        if origin.is_some_and(|origin| !is_origin(origin)) {
            return refuse(
                "public_origin",
                "must look like \"https://netra.contoh.example\"",
            );
        }
        match (&self.certificate, &self.private_key) {
            (Some(_), None) => refuse("certificate", "needs its key: name it in private_key"),
            (None, Some(_)) => refuse("private_key", "stands without a certificate; name both"),
            (Some(_), _) if origin.is_some_and(|origin| origin.starts_with("http://")) => refuse(
                "public_origin",
                "begins with http://, while the pages have a certificate: write https://",
            ),
            _ => Ok(()),
        }
    }
}

fn is_origin(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|host| !host.is_empty() && !host.contains(['/', ' ', '?', '#']))
}
