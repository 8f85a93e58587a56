//! One address asked for as often as it takes: turn, exchange, evidence, and again after
//! failures.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::FetchError;
use super::door::{AdmittedHop, Door};
use super::transport::{Transport, TransportError};
use super::turn::is_failure;
use crate::evidence::{self, EvidenceError, HttpAnswer, HttpExchange, redact};
use crate::model::{Capture, CaptureRecord, Exchange, FetchRequest, Outcome, Truncation};

/// An answer that is kept as evidence.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) answer: HttpAnswer,
    /// The body with its content coding removed.
    pub(super) body: Vec<u8>,
    truncated: Option<Truncation>,
    record: CaptureRecord,
    sent_at: Timestamp,
}

/// How one try ended.
enum Try {
    /// The answer stands.
    Final(Kept),
    /// The connection broke in the body; what came is kept and may do if nothing better comes.
    Partial(Kept),
    /// Worth another try.
    Again(FetchError),
}

impl Kept {
    /// Where a redirect leads: resolved, without fragment.
    pub(super) fn redirect(&self, from: &Url) -> Option<Url> {
        if !matches!(self.answer.status, 301 | 302 | 303 | 307 | 308) {
            return None;
        }
        let mut target = from.join(self.answer.header("location")?).ok()?;
        target.set_fragment(None);
        Some(target)
    }

    pub(super) fn into_capture(self, request: FetchRequest, final_url: Url) -> Capture {
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = self.answer.headers.iter();
        Capture {
            request,
            final_url,
            status: self.answer.status,
            headers: headers
                .map(|(name, value)| (name.clone(), text(&redact::header(name, value))))
                .collect(),
            body: self.body,
            truncated: self.truncated,
            fetched_at: self.sent_at,
            record: self.record,
        }
    }
}

impl<T: Transport> Door<T> {
    /// Asks until there is an answer that stands, at most `retries` more times.
    pub(super) async fn insist(
        &self,
        hop: &AdmittedHop,
        ledger: &mut Vec<Exchange>,
    ) -> Result<Kept, FetchError> {
        let mut retries = self.settings.retries;
        loop {
            match self.attempt(hop, ledger).await? {
                Try::Final(kept) => return Ok(kept),
                Try::Partial(kept) if retries == 0 => return Ok(kept),
                Try::Again(problem) if retries == 0 => return Err(problem),
                Try::Partial(_) | Try::Again(_) => retries -= 1,
            }
        }
    }

    /// One request in its turn. The lanes stay locked until the answer was read and heeded.
    async fn attempt(
        &self,
        hop: &AdmittedHop,
        ledger: &mut Vec<Exchange>,
    ) -> Result<Try, FetchError> {
        let mut paces = self.enter_lanes(hop).await;
        let mut turn = self.turn(hop, &mut paces).await?;
        let started = Instant::now();
        let result = self.transport.send(&hop.hop).await;
        if result == Err(TransportError::Private) {
            self.give_back(hop, turn).await?;
            let host = hop.key.host.clone();
            return Err(FetchError::PrivateAddress { host });
        }
        complete(&mut turn.line, started.elapsed(), result.as_ref());
        let (sent_at, milliseconds) = (turn.line.sent_at, turn.line.milliseconds);
        ledger.push(turn.line.clone());
        let put_off = self.settle(hop, turn, result.as_ref()).await?;
        drop(paces);
        let url = || redact::url(hop.hop.url.as_str());
        let answer = match result {
            Ok(answer) => answer,
            Err(TransportError::Failed(problem)) => {
                return Ok(Try::Again(FetchError::Transport {
                    url: url(),
                    problem,
                }));
            }
            Err(_) => return Ok(Try::Again(FetchError::Timeout { url: url() })),
        };
        let failed = is_failure(answer.status);
        let kept = self.keep(hop, answer, sent_at, milliseconds).await?;
        Ok(match kept.answer.truncated {
            _ if failed => Try::Again(put_off),
            Some(Truncation::Disconnect) => Try::Partial(kept),
            _ => Try::Final(kept),
        })
    }

    /// Writes the exchange down before anyone reads it, and decodes a copy of the body.
    async fn keep(
        &self,
        hop: &AdmittedHop,
        answer: HttpAnswer,
        sent_at: Timestamp,
        milliseconds: u64,
    ) -> Result<Kept, FetchError> {
        let store = Arc::clone(&self.store);
        let cap = self.settings.body_bytes;
        let exchange = HttpExchange {
            url: hop.hop.url.clone(),
            via: hop.via.clone(),
            sent_at,
            milliseconds,
            request_headers: hop.hop.headers.clone(),
            answer,
        };
        let work = move || {
            let record = store.append(&exchange)?;
            let answer = exchange.answer;
            let coding = answer.header("content-encoding");
            let (body, cut) = evidence::decode(coding, &answer.body, cap);
            Ok(Kept {
                truncated: answer.truncated.or(cut),
                answer,
                body,
                record,
                sent_at,
            })
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| FetchError::Evidence(EvidenceError::Stopped))?
    }
}

/// Enters what came of a request.
fn complete(line: &mut Exchange, took: Duration, result: Result<&HttpAnswer, &TransportError>) {
    line.milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    line.status = result.ok().map(|answer| answer.status);
    line.bytes = result.map_or(0, |answer| answer.body.len() as u64);
    line.outcome = match result {
        Ok(answer) if answer.truncated.is_some() => Outcome::Truncated,
        Ok(_) => Outcome::Answered,
        Err(_) => Outcome::Failed,
    };
}
