//! What is paced together, and what is known of it from one process to the next.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// The name of a lane: requests of one lane keep their distance from each other. A site is its
/// host without `www.`, with the port where it is not the web's own (`contoh.example`,
/// `127.0.0.1:8001`); an operator may give several sites one name. What leaves from an address that
/// the settings name says so (`contoh.example from 192.0.2.7`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LaneKey(pub String);

impl LaneKey {
    /// The lane of an address's site. `http` and `https`, and the host with and without `www.`,
    /// are one installation nearly always, and where they are not, nothing but time is lost.
    /// `None` for an address without a host.
    pub fn of_site(url: &Url) -> Option<Self> {
        let host = url.host_str()?.trim_end_matches('.');
        let apex = host.strip_prefix("www.").filter(|rest| rest.contains('.'));
        let host = apex.unwrap_or(host);
        Some(Self(match url.port() {
            None | Some(80 | 443) => host.to_owned(),
            Some(port) => format!("{host}:{port}"),
        }))
    }

    /// An address at the site that gave the lane its name.
    pub fn address(&self) -> Option<Url> {
        Url::parse(&format!("http://{}/", self.0)).ok()
    }
}

impl fmt::Display for LaneKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What is known of a lane. The default is a lane that was never used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LaneState {
    /// The latest instant at which a request of this lane can have left, as far as is known.
    pub last_at: Option<Timestamp>,
    /// Nothing leaves before this instant: the server asked for it, or back-off.
    pub rest_until: Option<Timestamp>,
    /// Failures in a row; they lengthen the back-off.
    pub failures: u32,
    /// Status of the last answer; `None` when the last request got none.
    pub last_status: Option<u16>,
    /// What was spent of each budget.
    pub spent: Vec<Spending>,
}

/// What was spent of a budget that holds for any window of this length.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// Length of the window, in seconds.
    pub window_seconds: u64,
    /// Units by time, oldest first.
    pub portions: Vec<Portion>,
}

/// Units spent between two instants close to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Portion {
    /// When the first of them was spent.
    pub first: Timestamp,
    /// When the last of them can have been spent; all count until this leaves the window.
    pub last: Timestamp,
    /// How many.
    pub units: u64,
}

/// A robots.txt as it was had, or why it could not be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsCopy {
    /// Scheme, host and port that it speaks for.
    pub origin: String,
    /// When it was asked for.
    pub fetched_at: Timestamp,
    /// When it must be asked for again.
    pub keep_until: Timestamp,
    /// The file, empty where there is none; or what went wrong.
    pub content: Result<Vec<u8>, String>,
}
