//! Why a request brought no capture.

use std::time::Duration;

use super::book::BookError;
use crate::evidence::EvidenceError;
use crate::model::LaneKey;

/// Why a request brought no capture. Each is one sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetchError {
    /// The host's robots.txt forbids the address.
    #[error("robots.txt of {host} does not allow {url}; it is not fetched")]
    RobotsDisallowed {
        /// Scheme, host and port.
        host: String,
        /// Address, secrets redacted.
        url: String,
    },
    /// The host's robots.txt could not be had, so nothing may be fetched (RFC 9309 2.3.1.4).
    #[error("robots.txt of {host} cannot be read ({problem}); nothing is fetched until it can")]
    RobotsUnreachable {
        /// Scheme, host and port.
        host: String,
        /// What went wrong.
        problem: String,
    },
    /// The host has a private, loopback or otherwise not public address.
    #[error("{host} has no public address; list it under fetch.allow_private_hosts if it is yours")]
    PrivateAddress {
        /// Host as written in the address.
        host: String,
    },
    /// The address lies on a site that is not the account's; nothing was sent there.
    #[error("{url} lies on another site than the account: it is not asked")]
    OtherSite {
        /// Address, secrets redacted.
        url: String,
        /// Its host.
        host: String,
    },
    /// A redirect led to such a site; nothing was sent there.
    #[error(
        "{from} now leads to {to}, on another site than the account's: that is not asked; if it is \
         the account's new home, register that address with netra registry import and retire this \
         one with netra registry retire"
    )]
    LeadsElsewhere {
        /// The address that answered, secrets redacted.
        from: String,
        /// Where it leads, secrets redacted.
        to: String,
    },
    /// Redirects went in a circle or on for too long.
    #[error("{url} redirects in a circle or more than {limit} times; check the registered address")]
    TooManyRedirects {
        /// Address asked for, secrets redacted.
        url: String,
        /// Redirects that are followed.
        limit: u32,
    },
    /// The server kept answering 429 or 5xx, or asked for a rest longer than a request waits
    /// (then nothing was sent, and `status` is the host's last).
    #[error("{url} is put off: its host answered {status} and is left alone for {} s", wait.as_secs())]
    Status {
        /// Address, secrets redacted.
        url: String,
        /// Last status.
        status: u16,
        /// How long the host rests from now on.
        wait: Duration,
    },
    /// No answer in time.
    #[error("{url} did not answer in time; is the host up?")]
    Timeout {
        /// Address, secrets redacted.
        url: String,
    },
    /// Name resolution, connection, TLS or HTTP failed.
    #[error("{url} cannot be reached: {problem}")]
    Transport {
        /// Address, secrets redacted.
        url: String,
        /// What went wrong.
        problem: String,
    },
    /// The server sent a part of a page that was asked for as a whole.
    #[error(
        "{url} is not read: its server sent only a part of it (206), which nobody asked for; \
         look at it in a browser, and tell its webmaster or register another address"
    )]
    Part {
        /// Address, secrets redacted.
        url: String,
    },
    /// The server says that a page is as it was, and was not asked whether it is.
    #[error(
        "{url} is not read: its server says that it has not changed (304), which nobody asked; \
         tell its webmaster or register another address"
    )]
    Unchanged {
        /// Address, secrets redacted.
        url: String,
    },
    /// The address cannot be asked for.
    #[error("{url} cannot be fetched: {problem}")]
    InvalidUrl {
        /// Address, secrets redacted.
        url: String,
        /// What is wrong with it.
        problem: String,
    },
    /// Whoever asked is to end, and so does the wait for a turn; nothing was sent.
    #[error("nothing more is asked: the pass is to end")]
    Ended,
    /// The budget of a lane is spent; nothing was sent.
    #[error(
        "{url} is put off for {} s: the budget of {} is spent",
        wait.as_secs(),
        lane.as_ref().map_or("its lane", |lane| lane.0.as_str())
    )]
    Budget {
        /// Address, secrets redacted.
        url: String,
        /// Which lane.
        lane: Option<LaneKey>,
        /// How long until the request can be paid for.
        wait: Duration,
    },
    /// A credential may not go with the request; nothing was sent.
    #[error("credential {name:?} is not sent to {host}: {problem}")]
    Credential {
        /// Its name.
        name: String,
        /// Scheme, host and port.
        host: String,
        /// Why not.
        problem: String,
    },
    /// Nothing leaves that cannot be written down first.
    #[error(transparent)]
    Book(#[from] BookError),
    /// The answer could not be kept, so it is not parsed either.
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
}
