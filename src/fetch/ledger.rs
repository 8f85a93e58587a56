//! Every request that left during one fetch.

use std::time::Duration;

use url::Url;

use super::address::HostKey;
use super::pace::Turn;
use super::transport::TransportError;
use crate::evidence::{HttpAnswer, redact};
use crate::model::{Exchange, Outcome};

/// The lines that a fetch adds to the request ledger.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    pub(super) exchanges: Vec<Exchange>,
}

impl Ledger {
    /// Adds a request that left and what came of it.
    pub(super) fn enter(
        &mut self,
        key: &HostKey,
        url: &Url,
        turn: Turn,
        took: Duration,
        answer: Result<&HttpAnswer, &TransportError>,
    ) {
        let outcome = match answer {
            Ok(answer) if answer.truncated.is_some() => Outcome::Truncated,
            Ok(_) => Outcome::Answered,
            Err(_) => Outcome::Failed,
        };
        self.exchanges.push(Exchange {
            host: key.to_string(),
            url: redact::url(url.as_str()),
            sent_at: turn.sent_at,
            milliseconds: milliseconds(took),
            status: answer.ok().map(|answer| answer.status),
            bytes: answer.map_or(0, |answer| answer.body.len() as u64),
            outcome,
            allowed_at: turn.allowed_at,
        });
    }
}

pub(super) fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}
