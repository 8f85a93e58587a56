//! The waits of a pass: who waits long for a turn holds nobody else up, and waits no longer than
//! the pass.

use std::pin::pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::FetchError;
use crate::config::fetch::FetchSettings;
use crate::model::Exchange;

/// A wait up to this long keeps its place: the steady interval and the first pause after a failure
/// (two seconds each) are over before the next visit has asked for its first page.
const SHORT: Duration = Duration::from_secs(5);
/// Requests of a pass that may stand aside. All may come back in the same instant, each with a
/// connection, and a process often has no more than 1,024 files for those and everything else.
const MOST_ASIDE: usize = 512;

/// The waits of all requests of one pass; clones share them. A request that waits for longer than
/// a moment stands aside: others may go in its place, and it goes on without waiting for a place,
/// for it may hold what the others wait for.
#[derive(Debug, Clone)]
pub struct Waits {
    aside: watch::Sender<usize>,
    most: usize,
    end: CancellationToken,
}

/// Waits that nobody ends.
impl Default for Waits {
    fn default() -> Self {
        Self::until(CancellationToken::new())
    }
}

impl Waits {
    /// Waits that end when `end` is cancelled.
    pub fn until(end: CancellationToken) -> Self {
        Self {
            aside: watch::Sender::new(0),
            most: MOST_ASIDE,
            end,
        }
    }

    /// The same for requests in whose place no other can go: no rest is waited for any longer than
    /// a moment.
    #[must_use]
    pub fn briefly(&self) -> Self {
        Self {
            most: 0,
            ..self.clone()
        }
    }

    /// What ends them.
    pub fn end(&self) -> &CancellationToken {
        &self.end
    }

    /// How many requests stand aside, now and whenever that changes.
    pub fn aside(&self) -> watch::Receiver<usize> {
        self.aside.subscribe()
    }

    /// Whether there is still place to stand aside for a rest of that length.
    fn have_place(&self, wait: Duration) -> bool {
        wait <= SHORT || *self.aside.borrow() < self.most
    }

    /// Waits for a time that is known.
    pub(super) async fn sleep(&self, wait: Duration) -> Result<(), FetchError> {
        let _aside = (wait > SHORT).then(|| Aside::step(&self.aside));
        tokio::select! {
            biased;
            () = self.end.cancelled() => Err(FetchError::Ended),
            () = tokio::time::sleep(wait) => Ok(()),
        }
    }

    /// Waits for what another request holds, which may itself be waiting.
    pub(super) async fn held<T>(&self, held: impl Future<Output = T>) -> Result<T, FetchError> {
        let mut held = pin!(held);
        tokio::select! {
            biased;
            free = &mut held => return Ok(free),
            () = self.end.cancelled() => return Err(FetchError::Ended),
            () = tokio::time::sleep(SHORT) => {}
        }
        let _aside = Aside::step(&self.aside);
        tokio::select! {
            biased;
            free = held => Ok(free),
            () = self.end.cancelled() => Err(FetchError::Ended),
        }
    }
}

/// How many exchanges may take as long as one may, until no other follows.
const SLOW_TRIES: u32 = 2;

/// A request that stands aside for as long as this lives.
struct Aside<'a>(&'a watch::Sender<usize>);

impl<'a> Aside<'a> {
    fn step(aside: &'a watch::Sender<usize>) -> Self {
        aside.send_modify(|number| *number += 1);
        Self(aside)
    }
}

impl Drop for Aside<'_> {
    fn drop(&mut self) {
        self.0.send_modify(|number| *number -= 1);
    }
}

/// A request on its way, with what was sent for it and how long it may still wait.
#[derive(Debug)]
pub(super) struct Journey<'a> {
    /// What left, in its order.
    pub(super) exchanges: Vec<Exchange>,
    pub(super) waits: &'a Waits,
    /// How long it still waits for hosts that rest, over all hops and tries.
    patience: Duration,
    /// How long servers may take to answer, over all hops and tries, until no other is made.
    answering: Duration,
}

impl<'a> Journey<'a> {
    pub(super) fn new(settings: &FetchSettings, waits: &'a Waits) -> Self {
        Self {
            exchanges: Vec::new(),
            waits,
            patience: Duration::from_secs(settings.patience_seconds),
            answering: Duration::from_secs(settings.total_seconds) * SLOW_TRIES,
        }
    }

    /// Whether servers have taken so long to answer that nothing more is asked: deadlines of hops
    /// and tries add up, and whoever uses them all holds its lane for half an hour a page.
    pub(super) fn is_over(&self) -> bool {
        let taken = self.exchanges.iter().map(|line| line.milliseconds);
        Duration::from_millis(taken.sum()) >= self.answering
    }

    /// Whether a rest of that length is waited for.
    pub(super) fn is_patient(&self, rest: Duration) -> bool {
        rest <= self.patience && self.waits.have_place(rest)
    }

    /// Notes that a rest was waited for.
    pub(super) fn waited(&mut self, rest: Duration) {
        self.patience = self.patience.saturating_sub(rest);
    }
}
