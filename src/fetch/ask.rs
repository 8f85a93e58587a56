//! One address asked for as often as it takes: turn, exchange, evidence, and again after
//! failures.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;
use tracing::Instrument as _;

use super::FetchError;
use super::door::{AdmittedHop, Door};
use super::kept::Kept;
use super::odd;
use super::room::SMALL_ANSWER;
use super::secrets::{self, Secrets};
use super::transport::{HeardAnswer, Transport, TransportError};
use super::turn::{TOO_MANY_REQUESTS, is_failure};
use super::waits::Journey;
use crate::evidence::{self, EvidenceError, HttpAnswer, HttpExchange, ReadBody, UnreadAnswer};
use crate::model::{CaptureRecord, Exchange, ExchangeOutcome, Truncation, redact};

/// RFC 9110 section 15.4.5.
const NOT_MODIFIED: u16 = 304;

/// How one try ended.
enum Try {
    /// The answer stands.
    Final(Kept),
    /// The connection broke in the body; what came is kept and may do if nothing better comes.
    Partial(Kept),
    /// The server had closed the connection that was kept open, which says nothing of the
    /// request: it may go over a new one.
    Stale(FetchError),
    /// Worth another try.
    Again {
        problem: FetchError,
        /// Whether the server may have done what it was asked all the same.
        may_be_done: bool,
    },
}

impl<T: Transport> Door<T> {
    /// Asks until there is an answer that stands, at most `retries` more times. What the server
    /// must not get twice is asked again only when it was not done.
    pub(super) async fn insist(
        &self,
        hop: &AdmittedHop,
        journey: &mut Journey<'_>,
    ) -> Result<Kept, FetchError> {
        let mut retries = self.settings.retries;
        let mut is_new = false;
        let mut before = None;
        loop {
            let tried = self.attempt(hop, journey).await?;
            if journey.is_over() {
                retries = 0;
            }
            match tried {
                Try::Final(kept) => return Ok(kept),
                Try::Partial(mut kept) => {
                    kept.is_steady = before == Some(kept.record.payload);
                    if retries == 0 || !hop.may_repeat || kept.is_steady {
                        return Ok(kept);
                    }
                    before = Some(kept.record.payload);
                    retries -= 1;
                }
                // Once: the next one goes over a connection that was not used before.
                Try::Stale(_) if hop.may_repeat && !is_new => is_new = true,
                Try::Stale(problem) => return Err(problem),
                Try::Again {
                    problem,
                    may_be_done,
                } if retries == 0 || (may_be_done && !hop.may_repeat) => return Err(problem),
                Try::Again { .. } => retries -= 1,
            }
        }
    }

    async fn attempt(
        &self,
        hop: &AdmittedHop,
        journey: &mut Journey<'_>,
    ) -> Result<Try, FetchError> {
        let span = tracing::info_span!(
            "exchange",
            host = %hop.key,
            lane = %hop.site,
            method = hop.hop.method.as_str(),
            url = redact::url(hop.hop.url.as_str()),
            status = tracing::field::Empty,
            milliseconds = tracing::field::Empty,
        );
        self.exchange(hop, journey).instrument(span).await
    }

    /// One request in its turn. The lanes stay locked until the answer was read and heeded.
    async fn exchange(
        &self,
        hop: &AdmittedHop,
        journey: &mut Journey<'_>,
    ) -> Result<Try, FetchError> {
        let mut paces = self.enter_lanes(hop, journey.waits).await?;
        let mut turn = self.turn(hop, &mut paces, journey).await?;
        let started = Instant::now();
        let result = self.send(hop).await;
        if result == Err(TransportError::Private) {
            self.give_back(hop, turn).await?;
            let host = hop.key.host.clone();
            return Err(FetchError::PrivateAddress { host });
        }
        complete(&mut turn.line, started.elapsed(), result.as_ref());
        let result = match result {
            Err(TransportError::Unread(heard)) => {
                Err(self.keep_unread(hop, *heard, &mut turn.line).await?)
            }
            result => result,
        };
        let line = turn.line.clone();
        let span = tracing::Span::current();
        span.record("status", line.status);
        span.record("milliseconds", line.milliseconds);
        journey.exchanges.push(line.clone());
        let put_off = self.settle(hop, turn, result.as_ref()).await?;
        drop(paces);
        let url = || redact::url(hop.hop.url.as_str());
        let answer = match result {
            Ok(answer) => answer,
            Err(error @ TransportError::Final(_)) => return Err(unanswered(url(), error)),
            Err(error @ TransportError::Stale) => {
                return Ok(Try::Stale(unanswered(url(), error)));
            }
            Err(error) => {
                return Ok(Try::Again {
                    may_be_done: !matches!(error, TransportError::NotConnected(_)),
                    problem: unanswered(url(), error),
                });
            }
        };
        let rests = answer.status == TOO_MANY_REQUESTS || answer.header("retry-after").is_some();
        let failed = is_failure(answer.status) && (rests || !hop.takes_failure);
        let kept = self.keep(hop, answer, &line).await?;
        if odd::is_part(&kept.answer, &kept.read.bytes) {
            return Err(FetchError::Part { url: url() });
        }
        if kept.answer.status == NOT_MODIFIED && !hop.is_conditional() {
            return Err(FetchError::Unchanged { url: url() });
        }
        let broke_off = kept
            .answer
            .truncated
            .filter(|_| kept.read.truncated.is_some());
        Ok(match broke_off {
            _ if failed => Try::Again {
                problem: put_off,
                may_be_done: kept.answer.status != TOO_MANY_REQUESTS,
            },
            Some(Truncation::Disconnect) => Try::Partial(kept),
            _ => Try::Final(kept),
        })
    }

    /// Sends what was shown so far with the credential that belongs to it, and gives back an
    /// answer without it.
    async fn send(&self, hop: &AdmittedHop) -> Result<HttpAnswer, TransportError> {
        let Some((name, place)) = &hop.credential else {
            return self.transport.send(&hop.hop).await;
        };
        let mut leaving = hop.hop.clone();
        let value = self.secrets.value(name).unwrap_or_default();
        secrets::put(&mut leaving, place, value);
        match self.transport.send(&leaving).await {
            Ok(mut answer) => {
                self.secrets.cleanse_answer(&mut answer, hop.hop.body_cap);
                Ok(answer)
            }
            Err(error) => Err(cleansed(error, &self.secrets)),
        }
    }

    /// Writes down what came and is no answer, before the ledger says where it is. Gives the fault,
    /// which tells that it is kept.
    async fn keep_unread(
        &self,
        hop: &AdmittedHop,
        heard: HeardAnswer,
        line: &mut Exchange,
    ) -> Result<TransportError, FetchError> {
        let octets = heard.bytes.len();
        let answer = UnreadAnswer {
            bytes: heard.bytes,
            truncated: heard.truncated,
            peer: heard.peer,
            problem: heard.fault.to_string(),
        };
        let exchange = exchange(hop, answer, line);
        let store = Arc::clone(&self.store);
        let keeping = aside(move || {
            let record = store.append_unread(&exchange)?;
            store.sync().map(|()| record)
        });
        let record = keeping.await?.map_err(FetchError::Evidence)?;
        let fault = told_as_kept(&heard.fault, octets, &record);
        line.unread = Some(record);
        Ok(fault)
    }

    /// Writes the exchange down before anyone reads it, and reads a copy of the body.
    async fn keep(
        &self,
        hop: &AdmittedHop,
        answer: HttpAnswer,
        line: &Exchange,
    ) -> Result<Kept, FetchError> {
        let store = Arc::clone(&self.store);
        let cap = hop.hop.body_cap;
        let exchange = exchange(hop, answer, line);
        let keeping = aside(move || {
            let record = store.append(&exchange)?;
            Ok((record, unpacked(exchange.answer, SMALL_ANSWER.min(cap))))
        });
        let (record, (answer, read)) = keeping.await?.map_err(FetchError::Evidence)?;
        let (answer, read) = if read.bytes.len() < SMALL_ANSWER {
            (answer, read)
        } else {
            // It may become much more: first there must be room for it.
            drop(read);
            hop.hop.place.take_room().await;
            aside(move || unpacked(answer, cap)).await?
        };
        Ok(Kept {
            answer,
            read,
            is_steady: false,
            record,
            sent_at: line.sent_at,
            place: hop.hop.place.clone(),
        })
    }
}

/// Does work that takes its time away from the tasks that wait for the network.
async fn aside<R: Send + 'static>(
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, FetchError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| FetchError::Evidence(EvidenceError::Stopped))
}

/// An answer with its body as it is read, up to `cap` bytes.
fn unpacked(answer: HttpAnswer, cap: usize) -> (HttpAnswer, ReadBody) {
    let read = evidence::read_body(&answer.codings(), &answer.body, cap, answer.truncated);
    (answer, read)
}

/// The same without the values of credentials.
fn cleansed(error: TransportError, secrets: &Secrets) -> TransportError {
    match error {
        TransportError::NotConnected(text) => {
            TransportError::NotConnected(secrets.cleanse_text(&text))
        }
        TransportError::Final(text) => TransportError::Final(secrets.cleanse_text(&text)),
        TransportError::Failed(text) => TransportError::Failed(secrets.cleanse_text(&text)),
        TransportError::Unread(heard) => TransportError::Unread(Box::new(HeardAnswer {
            fault: cleansed(heard.fault, secrets),
            bytes: secrets.cleanse(&heard.bytes),
            ..*heard
        })),
        TransportError::Private | TransportError::Timeout | TransportError::Stale => error,
    }
}

fn unanswered(url: String, error: TransportError) -> FetchError {
    match error {
        TransportError::NotConnected(problem)
        | TransportError::Final(problem)
        | TransportError::Failed(problem) => FetchError::Transport { url, problem },
        TransportError::Stale | TransportError::Unread(_) => FetchError::Transport {
            url,
            problem: error.to_string(),
        },
        TransportError::Timeout | TransportError::Private => FetchError::Timeout { url },
    }
}

/// What is kept of a request and what came of it.
fn exchange<A>(hop: &AdmittedHop, answer: A, line: &Exchange) -> HttpExchange<A> {
    let (request_headers, request_body) = shown_request(hop);
    HttpExchange {
        method: hop.hop.method,
        url: hop.hop.url.clone(),
        via: hop.via.clone(),
        sent_at: line.sent_at,
        milliseconds: line.milliseconds,
        request_headers,
        request_body,
        answer,
    }
}

/// The same fault, told with where that is kept which came.
fn told_as_kept(fault: &TransportError, octets: usize, record: &CaptureRecord) -> TransportError {
    let (file, at) = (&record.file, record.offset);
    let told = format!("{fault}; the {octets} octets that came are kept in {file} at byte {at}");
    match fault {
        TransportError::Final(_) => TransportError::Final(told),
        _ => TransportError::Failed(told),
    }
}

/// Headers and body of a request as they are kept: secret fields of a body are taken out by
/// their names, and its length told as it is then.
fn shown_request(hop: &AdmittedHop) -> (Vec<(String, String)>, Vec<u8>) {
    let body = redact::body(&hop.hop.body);
    let length = body.len().to_string();
    let headers = hop.hop.headers.iter().map(|(name, value)| {
        let shown = if name == "content-length" {
            &length
        } else {
            value
        };
        (name.clone(), shown.clone())
    });
    (headers.collect(), body)
}

/// Enters what came of a request.
fn complete(line: &mut Exchange, took: Duration, result: Result<&HttpAnswer, &TransportError>) {
    line.milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    line.status = result.ok().map(|answer| answer.status);
    line.bytes = match result {
        Ok(answer) => answer.body.len() as u64,
        Err(TransportError::Unread(heard)) => heard.bytes.len() as u64,
        Err(_) => 0,
    };
    line.outcome = match result {
        Ok(answer) if answer.truncated.is_some() => ExchangeOutcome::Truncated,
        Ok(_) => ExchangeOutcome::Answered,
        Err(TransportError::Unread(_)) => ExchangeOutcome::Unread,
        Err(_) => ExchangeOutcome::Failed,
    };
}
