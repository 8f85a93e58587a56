//! The log of what was refused: a line each, but no more than one per minute and address, so that
//! nobody fills a disk by being refused.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::web::network::Network;

/// How long an address has had its line.
const QUIET: Duration = Duration::from_mins(1);
/// Most addresses that have a line of their own; the others share one.
const MOST_ADDRESSES: usize = 1_000;

/// Why somebody was not served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NotServed {
    /// As many connections are open as may be, and all are at work.
    Full,
    /// The same of this address.
    Crowded,
    /// Others needed its place.
    GaveWay,
    /// The head of a request was begun and not ended.
    SlowHead,
    /// The connection did not become secure.
    SlowGreeting,
    /// A body came too slowly.
    SlowBody,
    /// An answer was not read.
    Unread,
    /// The request was for another host: this one.
    OtherHost(String),
    /// What names the host cannot be read.
    NoHost,
    /// A proxy sent it which the settings do not name.
    UnknownProxy,
    /// It came past the proxy.
    PastProxy,
    /// The system gave no connection, and why.
    NoConnection(String),
}

impl fmt::Display for NotServed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full => formatter.write_str(
                "a connection was refused, because as many are at work as there is room for",
            ),
            Self::Crowded => formatter.write_str(
                "a connection was refused, because as many of this address are at work as one may \
                 have",
            ),
            Self::GaveWay => formatter.write_str(
                "there was no room for another connection, so the one that had waited longest was \
                 closed",
            ),
            Self::SlowHead => formatter
                .write_str("a connection was closed, because its request was begun and not ended"),
            Self::SlowGreeting => formatter
                .write_str("a connection was closed, because it did not become secure in time"),
            Self::SlowBody => {
                formatter.write_str("a request was refused, because its body came too slowly")
            }
            Self::Unread => {
                formatter.write_str("a connection was closed, because its answer was not read")
            }
            // Whoever writes it would otherwise write the log.
            Self::OtherHost(host) => write!(
                formatter,
                "a request for the host {host:?} was refused, which these pages do not have; if \
                 people reach them so, write it into public_origin under [web]"
            ),
            Self::NoHost => formatter
                .write_str("a request was refused, because what names its host cannot be read"),
            Self::UnknownProxy => formatter.write_str(
                "a request came through a proxy and was refused, because public_origin under \
                 [web] in netra.toml does not say how people reach the pages: write it there, for \
                 example public_origin = \"https://netra.kantor.example\"",
            ),
            Self::PastProxy => formatter.write_str(
                "a request was refused, because it came past the proxy; if this is a proxy, name \
                 it in proxies under [web]",
            ),
            Self::NoConnection(problem) => {
                write!(formatter, "no connection could be accepted ({problem})")
            }
        }
    }
}

/// What was told of whom.
#[derive(Debug, Default)]
pub(super) struct RefusalLog(Mutex<HashMap<Network, Told>>);

#[derive(Debug)]
struct Told {
    at: Instant,
    /// How many were not told since.
    more: u64,
}

impl RefusalLog {
    /// Tells of a refusal, or counts it.
    pub(super) fn note(&self, address: Option<IpAddr>, refusal: &NotServed) {
        let now = Instant::now();
        if let Some(more) = self.due(Network::of(address), now) {
            let who = address.map_or_else(|| "somebody".to_owned(), |address| address.to_string());
            let more = match more {
                0 => String::new(),
                more => format!(" ({more} refusals before it were not told)"),
            };
            tracing::warn!("{who}: {refusal}{more}");
        }
    }

    /// How many were not told before this one, if it is to be told.
    fn due(&self, key: Network, now: Instant) -> Option<u64> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST_ADDRESSES && !all.contains_key(&key) {
            all.retain(|_, told| now.duration_since(told.at) < QUIET);
        }
        let known = all.len() < MOST_ADDRESSES || all.contains_key(&key);
        let key = if known { key } else { Network::Unknown };
        match all.get_mut(&key) {
            Some(told) if now.duration_since(told.at) < QUIET => {
                told.more += 1;
                None
            }
            Some(told) => {
                told.at = now;
                Some(std::mem::take(&mut told.more))
            }
            None => {
                all.insert(key, Told { at: now, more: 0 });
                Some(0)
            }
        }
    }
}
