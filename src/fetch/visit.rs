//! One address asked for as often as it takes: turn, exchange, evidence, and again after
//! failures.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::FetchError;
use super::address::HostKey;
use super::door::Door;
use super::lane::{Host, is_failure};
use super::ledger::{Ledger, milliseconds};
use super::transport::{Hop, Transport, TransportError};
use crate::evidence::{self, EvidenceError, HttpAnswer, HttpExchange, redact};
use crate::model::{Capture, CaptureRecord, FetchRequest, Truncation};

/// An address that may be asked for, and the host it belongs to.
#[derive(Debug)]
pub(super) struct Visit {
    pub(super) hop: Hop,
    pub(super) via: Option<Url>,
    pub(super) key: HostKey,
    pub(super) host: Arc<Host>,
}

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
        visit: &Visit,
        ledger: &mut Ledger,
    ) -> Result<Kept, FetchError> {
        let mut retries = self.settings.retries;
        loop {
            match self.attempt(visit, ledger).await? {
                Try::Final(kept) => return Ok(kept),
                Try::Partial(kept) if retries == 0 => return Ok(kept),
                Try::Again(problem) if retries == 0 => return Err(problem),
                Try::Partial(_) | Try::Again(_) => retries -= 1,
            }
        }
    }

    /// One request in its turn. The host stays locked until the answer was read and heeded.
    async fn attempt(&self, visit: &Visit, ledger: &mut Ledger) -> Result<Try, FetchError> {
        let url = redact::url(visit.hop.url.as_str());
        let mut lane = visit.host.lane.lock().await;
        let patience = Duration::from_secs(self.settings.patience_seconds);
        if let Some(impatience) = lane.impatience(&url, patience) {
            return Err(impatience);
        }
        let turn = lane.pace.turn(self.clock.as_ref()).await;
        let started = Instant::now();
        let result = self.transport.send(&visit.hop).await;
        if result == Err(TransportError::Private) {
            let host = visit.key.host.clone();
            return Err(FetchError::PrivateAddress { host });
        }
        let took = started.elapsed();
        ledger.enter(&visit.key, &visit.hop.url, turn, took, result.as_ref());
        let answer = result.as_ref().ok();
        lane.heed(answer, &self.settings, self.clock.now(), self.luck());
        let resting = lane.resting(&url);
        drop(lane);
        let answer = match result {
            Ok(answer) => answer,
            Err(TransportError::Failed(problem)) => {
                return Ok(Try::Again(FetchError::Transport { url, problem }));
            }
            Err(_) => return Ok(Try::Again(FetchError::Timeout { url })),
        };
        let failed = is_failure(answer.status);
        let kept = self
            .keep(visit, answer, turn.sent_at, milliseconds(took))
            .await?;
        Ok(match kept.answer.truncated {
            _ if failed => Try::Again(resting),
            Some(Truncation::Disconnect) => Try::Partial(kept),
            _ => Try::Final(kept),
        })
    }

    /// Writes the exchange down before anyone reads it, and decodes a copy of the body.
    async fn keep(
        &self,
        visit: &Visit,
        answer: HttpAnswer,
        sent_at: Timestamp,
        milliseconds: u64,
    ) -> Result<Kept, FetchError> {
        let store = Arc::clone(&self.store);
        let cap = self.settings.body_bytes;
        let exchange = HttpExchange {
            url: visit.hop.url.clone(),
            via: visit.via.clone(),
            sent_at,
            milliseconds,
            request_headers: visit.hop.headers.clone(),
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
