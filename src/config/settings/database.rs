//! Where what must be right is kept.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize, Serializer};
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
    pub(super) fn check(&self) -> Result<(), InvalidSetting> {
        let refuse = |key: &str, problem: &str| {
            Err(InvalidSetting {
                key: key.to_owned(),
                problem: problem.to_owned(),
            })
        };
        match (&self.url, &self.password_file) {
            (Some(url), _) if !url.is_database() => refuse(
                "url",
                "must be postgres://USER@HOST:PORT/DATABASE; leave it out to keep a SQLite file",
            ),
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
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct ServerUrl(Url);

impl ServerUrl {
    fn is_database(&self) -> bool {
        let scheme = matches!(self.0.scheme(), "postgres" | "postgresql");
        let database = self.0.path().trim_matches('/');
        scheme && self.0.has_host() && !database.is_empty() && !database.contains('/')
    }

    /// The whole address, with this password if it has none: for connecting, nothing else.
    pub fn expose(&self, password: Option<&str>) -> String {
        let mut url = self.0.clone();
        if password.is_some() {
            // Only an address without a host refuses a password, and those are refused before.
            let _ = url.set_password(password);
        }
        url.into()
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
