//! Where what must be right is kept.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use crate::config::InvalidSetting;

/// The `[database]` section.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseSettings {
    /// The PostgreSQL database; without it a SQLite file in the data folder.
    pub url: Option<ServerUrl>,
    /// A file that holds the password alone; a relative path starts at the configuration folder.
    pub password_file: Option<PathBuf>,
}

impl DatabaseSettings {
    /// Whether the address itself holds a password.
    pub fn holds_password(&self) -> bool {
        self.url.as_ref().is_some_and(ServerUrl::holds_password)
    }

    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        let refuse = |key: &str, problem: &str| {
            Err(InvalidSetting {
                key: key.to_owned(),
                problem: problem.to_owned(),
            })
        };
        if let Some(problem) = self.url.as_ref().and_then(ServerUrl::problem) {
            return refuse("url", &problem);
        }
        match (&self.url, &self.password_file) {
            (Some(url), Some(_)) if url.0.password().is_some() => refuse(
                "password_file",
                "stands beside a password in url; keep one of the two",
            ),
            (None, Some(_)) => refuse("password_file", "needs the url of a PostgreSQL database"),
            _ => Ok(()),
        }
    }
}

/// The address of a database server. Shown without its password, wherever it is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct ServerUrl(Url);

const FORM: &str = "must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file";

/// What may stand behind the `?`. The library passes over what it does not know, so that a
/// misspelt `sslmode` would send everything in the clear.
const PARAMETERS: &[&str] = &[
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
    "host",
    "options",
];

const SSL_MODES: &[&str] = &[
    "disable",
    "allow",
    "prefer",
    "require",
    "verify-ca",
    "verify-full",
];

impl ServerUrl {
    fn holds_password(&self) -> bool {
        // `options` may hand any setting on.
        self.0.password().is_some() || self.0.query_pairs().any(|(name, _)| name == "options")
    }

    /// Why it is no address of a database, without a word of what may be the password.
    fn problem(&self) -> Option<String> {
        let url = &self.0;
        let scheme = matches!(url.scheme(), "postgres" | "postgresql");
        let database = url.path().trim_start_matches('/');
        let whole = url.has_host() && !url.username().is_empty() && url.fragment().is_none();
        if !scheme || !whole || database.is_empty() || database.contains('/') {
            return Some(FORM.to_owned());
        }
        url.query_pairs()
            .find_map(|(name, value)| wrong_parameter(&name, &value))
            .or_else(|| self.fault_of_connection())
    }

    /// Why what is asked of a database on another machine could be read, or answered, by somebody
    /// between: without `sslmode` the library goes on without TLS where the other side wants none,
    /// and only these two look at its certificate.
    fn fault_of_connection(&self) -> Option<String> {
        let of = |wanted: &str| {
            let mut pairs = self.0.query_pairs();
            let found = pairs.find(|(name, _)| name == wanted);
            found.map(|(_, value)| value.into_owned())
        };
        let host = of("host").or_else(|| self.0.host_str().map(str::to_owned))?;
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let address = bare.parse::<IpAddr>().map(|address| address.to_canonical());
        // A path is a socket of this machine.
        let here = host.starts_with('/')
            || host == "localhost"
            || address.is_ok_and(|address| address.is_loopback());
        let checked = of("sslmode").is_some_and(|mode| mode.starts_with("verify-"));
        (!here && !checked).then(|| {
            format!(
                "names the database of another machine ({host}), to which everything would go in \
                 the clear, or to whoever answers in its place: write ?sslmode=verify-full behind \
                 it, and &sslrootcert=FILE where the system does not trust its certificate"
            )
        })
    }

    /// The whole address, with this password if it has none: for connecting, nothing else.
    pub fn expose(&self, password: Option<&str>) -> String {
        let mut url = self.0.clone();
        if let Some(password) = password {
            // What looks like an escape in a password is none.
            let password = password.replace('%', "%25");
            // Only an address without a host refuses a password, and those are refused before.
            let _ = url.set_password(Some(&password));
        }
        url.into()
    }
}

fn wrong_parameter(name: &str, value: &str) -> Option<String> {
    if name == "sslmode" && !SSL_MODES.contains(&value) {
        return Some(format!(
            "has an sslmode that is none of {}",
            SSL_MODES.join(", ")
        ));
    }
    let known = PARAMETERS.join(", ");
    (!PARAMETERS.contains(&name)).then(|| format!("may have behind its ? only {known}"))
}

impl<'de> Deserialize<'de> for ServerUrl {
    /// What the library says of a wrong address shows all of it, and with it the password.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let url = Url::parse(&text)
            .map_err(|problem| D::Error::custom(format!("url {FORM} ({problem})")))?;
        Ok(Self(url))
    }
}

impl fmt::Display for ServerUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = self.0.clone();
        if shown.password().is_some() {
            let _ = shown.set_password(Some("***"));
        }
        // A password may stand among the parameters as well.
        shown.set_query(None);
        fmt::Display::fmt(&shown, formatter)
    }
}

impl fmt::Debug for ServerUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for ServerUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
