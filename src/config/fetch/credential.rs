//! Credentials of official interfaces: who allowed their use, where they are sent, where their
//! value is found. The value itself never stands in the settings.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::check::{check_budgets, check_interval, is_host, refuse};
use super::{Budget, seconds};
use crate::config::InvalidSetting;

/// A credential as the operator recorded it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CredentialSettings {
    /// The written authorisation by which it is used: number and date of the agreement.
    pub basis: String,
    /// Hosts (`host` or `host:port`) that it is sent to, and no others.
    pub hosts: Vec<String>,
    /// Environment variable that holds its value.
    pub environment: Option<String>,
    /// File that holds its value; a relative path starts at the configuration folder.
    pub file: Option<PathBuf>,
    /// Header that carries it; `authorization` unless a parameter does.
    pub header: Option<String>,
    /// What stands before it in the header; `Bearer ` in `authorization`.
    pub prefix: Option<String>,
    /// Parameter of the address that carries it.
    pub parameter: Option<String>,
    /// Least time between two requests with it, in seconds, besides that of the host.
    pub interval_seconds: f64,
    /// Most units in any window of a length, whatever the host.
    pub budgets: Vec<Budget>,
}

/// Where a credential stands in a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CredentialPlace {
    /// In a header, after a prefix.
    Header {
        /// Name, in lower case.
        name: String,
        /// What stands before the value.
        prefix: String,
    },
    /// In a parameter of the address.
    Parameter(String),
}

impl CredentialSettings {
    /// Where it stands in a request.
    pub fn place(&self) -> CredentialPlace {
        if let Some(parameter) = &self.parameter {
            return CredentialPlace::Parameter(parameter.clone());
        }
        let name = self.header.as_deref().unwrap_or("authorization");
        let name = name.to_ascii_lowercase();
        let usual = if name == "authorization" {
            "Bearer "
        } else {
            ""
        };
        let prefix = self.prefix.as_deref().unwrap_or(usual).to_owned();
        CredentialPlace::Header { name, prefix }
    }

    /// Whether it may be sent to a host.
    pub fn is_for(&self, host: &str, port: u16) -> bool {
        let with_port = format!("{host}:{port}");
        self.hosts
            .iter()
            .any(|allowed| *allowed == host || *allowed == with_port)
    }

    /// Least time between two requests with it.
    pub fn interval(&self) -> Duration {
        seconds(self.interval_seconds)
    }

    pub(super) fn validate(&self, name: &str) -> Result<(), InvalidSetting> {
        let key = |key: &str| format!("credentials.{name:?}.{key}");
        if self.basis.trim().len() < 8 {
            return refuse(
                &key("basis"),
                "is missing; a credential is used only by a written authorisation: give its \
                 number and date",
            );
        }
        if self.hosts.is_empty() || !self.hosts.iter().all(|host| is_host(host)) {
            return refuse(
                &key("hosts"),
                "must name the hosts it is sent to, each as it stands in addresses, in lower case \
                 and without *",
            );
        }
        if self.environment.is_some() == self.file.is_some() {
            return refuse(&key("environment"), "give either environment or file");
        }
        if self.parameter.is_some() && (self.header.is_some() || self.prefix.is_some()) {
            return refuse(&key("parameter"), "give either parameter or header");
        }
        self.validate_place(&key)?;
        check_interval(&key("interval_seconds"), self.interval_seconds, 0.0)?;
        check_budgets(&key("budgets"), &self.budgets)
    }

    fn validate_place(&self, key: &impl Fn(&str) -> String) -> Result<(), InvalidSetting> {
        let token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let is_token = |text: &str| !text.is_empty() && text.chars().all(token);
        if self
            .environment
            .as_deref()
            .is_some_and(|name| !is_token(name))
        {
            return refuse(
                &key("environment"),
                "may hold letters, digits, - and _ only",
            );
        }
        if self
            .header
            .as_deref()
            .is_some_and(|header| !is_token(header))
        {
            return refuse(&key("header"), "may hold letters, digits, - and _ only");
        }
        if self
            .parameter
            .as_deref()
            .is_some_and(|parameter| !is_token(parameter))
        {
            return refuse(&key("parameter"), "may hold letters, digits, - and _ only");
        }
        let printable = |c: char| c == ' ' || c.is_ascii_graphic();
        let prefix = self.prefix.as_deref().unwrap_or_default();
        if !prefix.chars().all(printable) {
            return refuse(&key("prefix"), "may hold printable ASCII only");
        }
        // These say where and how a request goes; a secret in them would break or misroute it.
        let routing = [
            "host",
            "cookie",
            "content-length",
            "content-type",
            "connection",
            "transfer-encoding",
        ];
        let header = self
            .header
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase();
        if routing.contains(&header.as_str()) {
            return refuse(&key("header"), "cannot carry a credential");
        }
        Ok(())
    }
}
