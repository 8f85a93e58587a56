//! How politely requests leave: the `[fetch]` section. All limits of the network live here.

mod check;
mod credential;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize};

pub use self::credential::{CredentialPlace, CredentialSettings};
use crate::model::{AnswerKind, LaneKey};

/// RFC 9309 section 2.4: robots.txt is not to be kept for longer.
const LONGEST_ROBOTS_CACHE: u64 = 24 * 60 * 60;

/// The `[fetch]` section. Unknown keys are refused; every key has a default but `contact`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FetchSettings {
    /// Mail address or web page that reaches the operator; sent in every request. Mandatory.
    pub contact: String,
    /// Name of the crawler in the user agent, and the one looked for in robots.txt.
    pub product: String,
    /// Least time between two requests to a host, in seconds.
    pub interval_seconds: f64,
    /// The address of this machine that requests leave from; else the system chooses. Requests
    /// from different addresses are paced apart.
    #[serde(deserialize_with = "address")]
    pub outgoing_address: Option<IpAddr>,
    /// File of certificates of authorities that are trusted beside the system's, in PEM; a
    /// relative path starts at the configuration folder.
    pub extra_ca: Option<PathBuf>,
    /// Exceptions by `host` or `host:port`.
    pub hosts: BTreeMap<String, HostSettings>,
    /// Credentials of official interfaces by name. None by default.
    pub credentials: BTreeMap<String, CredentialSettings>,
    /// Longest wait for a connection, in seconds.
    pub connect_seconds: u64,
    /// Longest time for one exchange from connecting to the last byte, in seconds.
    pub total_seconds: u64,
    /// Most bytes of a page that are read, both as sent and with its coding removed.
    pub body_bytes: usize,
    /// The same of a feed.
    pub feed_bytes: usize,
    /// The same of a picture, a film or a sound.
    pub media_bytes: usize,
    /// The same of a token: a time stamp, an access token.
    pub token_bytes: usize,
    /// Most redirects that are followed for one request.
    pub redirects: u32,
    /// How often a request is tried again after 429, 5xx or a broken connection.
    pub retries: u32,
    /// First wait before trying again, in seconds; it doubles each time.
    pub backoff_seconds: f64,
    /// Longest rest that a server is granted when it asks for one, in seconds.
    pub rest_cap_seconds: u64,
    /// Longest time that a request waits for a resting host before it is given up, in seconds.
    pub patience_seconds: u64,
    /// Longest `Crawl-delay` of a robots.txt that is kept to, in seconds.
    pub crawl_delay_cap_seconds: u64,
    /// How long a robots.txt is kept, in seconds; at most a day.
    pub robots_seconds: u64,
    /// How long a host rests whose robots.txt could not be had, in seconds.
    pub robots_failure_seconds: u64,
    /// Hosts (`host` or `host:port`, as written in addresses) that may be private. For tests
    /// and the demo.
    pub allow_private_hosts: Vec<String>,
}

/// Exceptions for one host.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HostSettings {
    /// Least time between two requests to this host, in seconds.
    pub interval_seconds: Option<f64>,
    /// The lane in which its requests leave, if it belongs to another host's installation.
    pub lane: Option<String>,
    /// Most requests in any window of a length, besides the interval.
    pub budgets: Vec<Budget>,
}

/// Most units that may be spent in any window of a length. A request costs one unit where its
/// source knows no other price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// Units.
    pub units: u64,
    /// Length of the window, in seconds: any 86400 seconds hold no more than a day's quota.
    pub seconds: u64,
}

impl Default for FetchSettings {
    fn default() -> Self {
        Self {
            contact: String::new(),
            product: "Netra".to_owned(),
            interval_seconds: 2.0,
            outgoing_address: None,
            extra_ca: None,
            hosts: BTreeMap::new(),
            credentials: BTreeMap::new(),
            connect_seconds: 10,
            total_seconds: 60,
            body_bytes: 20 * 1024 * 1024,
            feed_bytes: 64 * 1024 * 1024,
            media_bytes: 64 * 1024 * 1024,
            token_bytes: 64 * 1024,
            redirects: 5,
            retries: 3,
            backoff_seconds: 2.0,
            rest_cap_seconds: 60 * 60,
            patience_seconds: 10 * 60,
            crawl_delay_cap_seconds: 60,
            robots_seconds: LONGEST_ROBOTS_CACHE,
            robots_failure_seconds: 30 * 60,
            allow_private_hosts: Vec::new(),
        }
    }
}

impl FetchSettings {
    /// `Product/version (+contact)`.
    pub fn user_agent(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        format!("{}/{version} (+{})", self.product, self.contact)
    }

    /// Whether the contact is on a name that is kept for examples (RFC 2606), where it reaches
    /// nobody.
    pub fn contact_is_example(&self) -> bool {
        let contact = self.contact.as_str();
        let place = contact.split_once("://").map_or(contact, |(_, rest)| rest);
        let place = place.split(['/', '?', '#']).next().unwrap_or_default();
        let host = place.rsplit_once('@').map_or(place, |(_, host)| host);
        let host = host.split(':').next().unwrap_or_default();
        let mut labels = host.trim_end_matches('.').rsplit('.');
        let (last, second) = (labels.next().unwrap_or_default(), labels.next());
        let is = |label: &str, name: &str| label.eq_ignore_ascii_case(name);
        is(last, "example")
            || (second.is_some_and(|label| is(label, "example"))
                && ["com", "net", "org"].iter().any(|name| is(last, name)))
    }

    /// Least time between two requests to a host, before robots.txt has its say.
    pub fn interval(&self, host: &str, port: u16) -> Duration {
        let exception = self.host(host, port);
        let exception = exception.and_then(|settings| settings.interval_seconds);
        seconds(exception.unwrap_or(self.interval_seconds))
    }

    /// The lane that the operator put a host into.
    pub fn lane(&self, host: &str, port: u16) -> Option<LaneKey> {
        let settings = self.host(host, port)?;
        settings.lane.clone().map(LaneKey)
    }

    /// Least time between two requests in a lane, if it is named after a host with exceptions.
    pub fn lane_interval(&self, lane: &LaneKey) -> Duration {
        let exception = self.hosts.get(&lane.0);
        let exception = exception.and_then(|settings| settings.interval_seconds);
        exception.map_or(Duration::ZERO, seconds)
    }

    /// Budgets of a host and of a lane named after a host with exceptions.
    pub fn budgets(&self, host: &str, port: u16, lane: &LaneKey) -> Vec<Budget> {
        let of_host = self.host(host, port);
        let of_lane = self.hosts.get(&lane.0);
        let mut budgets: Vec<Budget> = of_host
            .into_iter()
            .chain(of_lane)
            .flat_map(|settings| settings.budgets.iter().copied())
            .collect();
        budgets.sort_by_key(|budget| (budget.seconds, budget.units));
        budgets.dedup_by_key(|budget| budget.seconds);
        budgets
    }

    /// Exceptions for a host, or for the host without `www.`, whose lane it shares.
    fn host(&self, host: &str, port: u16) -> Option<&HostSettings> {
        let find = |host: &str| {
            let with_port = self.hosts.get(&format!("{host}:{port}"));
            with_port.or_else(|| self.hosts.get(host))
        };
        find(host).or_else(|| find(host.strip_prefix("www.")?))
    }

    /// Most bytes of an answer that are read, by what it is for.
    pub fn body_cap(&self, kind: AnswerKind) -> usize {
        match kind {
            AnswerKind::Page => self.body_bytes,
            AnswerKind::Feed => self.feed_bytes,
            AnswerKind::Media => self.media_bytes,
            AnswerKind::Token => self.token_bytes,
        }
    }

    /// First wait before a request is tried again.
    pub fn backoff(&self) -> Duration {
        seconds(self.backoff_seconds)
    }

    /// Whether the operator lets this host have a private address.
    pub fn may_be_private(&self, host: &str, port: u16) -> bool {
        self.allow_private_hosts.iter().any(|allowed| {
            allowed.eq_ignore_ascii_case(host)
                || allowed.eq_ignore_ascii_case(&format!("{host}:{port}"))
        })
    }
}

/// An address as people write it; the error says what one looks like.
fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<IpAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let fits = |address: &IpAddr| !address.is_unspecified() && !address.is_multicast();
    let address = text.parse().ok().filter(fits);
    address.map(Some).ok_or_else(|| {
        let example = "192.0.2.7 or 2001:db8::7";
        serde::de::Error::custom(format!(
            "{text:?} is no address of a machine, such as {example}"
        ))
    })
}

fn seconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value).unwrap_or(Duration::ZERO)
}
