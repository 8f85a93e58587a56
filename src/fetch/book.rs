//! Where lanes and the ledger are kept.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, PoisonError};

use futures_util::future::{BoxFuture, FutureExt as _, ready};

use crate::model::{AccountId, Exchange, ExchangeId, LaneKey, LaneState, RobotsCopy};

/// Why a book could not be read or written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BookError {
    /// Nothing can be kept, whatever host is asked.
    #[error("what is known of its host cannot be kept ({0}); nothing leaves without that")]
    Failed(String),
    /// What is kept of this request's lanes or origin is broken; requests to others may leave.
    #[error("what is known of its host cannot be read ({0}); nothing leaves without that")]
    Unreadable(String),
}

/// Looks at the lanes of a request and may change them; the line of the ledger that it gives is
/// written with them.
pub type Decide<'a> = Box<dyn FnMut(&mut [LaneState]) -> Option<Exchange> + Send + 'a>;

/// Changes the lanes of a request after it.
pub type Amend<'a> = Box<dyn FnMut(&mut [LaneState]) + Send + 'a>;

/// A result of a book, later.
pub type Booked<'a, T> = BoxFuture<'a, Result<T, BookError>>;

/// Keeps what is known of lanes and origins, and the ledger. What a book holds outlives the
/// door; the one over the database outlives the process and is shared between processes.
///
/// A book knows no rule: it shows lanes to a function, alone among all that use it, and keeps
/// what that makes of them.
pub trait LaneBook: Send + Sync + std::fmt::Debug {
    /// Shows `decide` the lanes in their order. The lanes as it leaves them, and the line when it
    /// gives one, are durable before the answer comes.
    fn reserve<'a>(
        &'a self,
        lanes: &'a [LaneKey],
        account: Option<AccountId>,
        decide: Decide<'a>,
    ) -> Booked<'a, Option<ExchangeId>>;

    /// Completes a line, or takes it back (`None`) because the request never left, and lets
    /// `amend` change the lanes.
    fn settle<'a>(
        &'a self,
        id: ExchangeId,
        line: Option<&'a Exchange>,
        lanes: &'a [LaneKey],
        amend: Amend<'a>,
    ) -> Booked<'a, ()>;

    /// The robots.txt that is kept of an origin, however old.
    fn robots<'a>(&'a self, origin: &'a str) -> Booked<'a, Option<RobotsCopy>>;

    /// Keeps a robots.txt in the place of an older one.
    fn keep_robots<'a>(&'a self, copy: &'a RobotsCopy) -> Booked<'a, ()>;
}

/// A book that ends with the process. For tests, and for what keeps no database.
#[derive(Debug, Default)]
pub struct MemoryBook(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    lanes: HashMap<LaneKey, LaneState>,
    robots: HashMap<String, RobotsCopy>,
    ledger: BTreeMap<ExchangeId, Exchange>,
    entered: i64,
}

impl MemoryBook {
    /// The ledger: all lines in the order of their entry.
    pub fn ledger(&self) -> Vec<Exchange> {
        self.with(|pages| pages.ledger.values().cloned().collect())
    }

    /// What is known of a lane.
    pub fn lane(&self, lane: &LaneKey) -> LaneState {
        self.with(|pages| pages.lanes.get(lane).cloned().unwrap_or_default())
    }

    fn with<T>(&self, read: impl FnOnce(&mut Pages) -> T) -> T {
        read(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Pages {
    fn states(&self, lanes: &[LaneKey]) -> Vec<LaneState> {
        let state = |lane| self.lanes.get(lane).cloned().unwrap_or_default();
        lanes.iter().map(state).collect()
    }

    fn keep(&mut self, lanes: &[LaneKey], states: Vec<LaneState>) {
        self.lanes.extend(lanes.iter().cloned().zip(states));
    }
}

impl LaneBook for MemoryBook {
    fn reserve<'a>(
        &'a self,
        lanes: &'a [LaneKey],
        _account: Option<AccountId>,
        mut decide: Decide<'a>,
    ) -> Booked<'a, Option<ExchangeId>> {
        let id = self.with(|pages| {
            let mut states = pages.states(lanes);
            let line = decide(&mut states);
            pages.keep(lanes, states);
            let line = line?;
            pages.entered += 1;
            let id = ExchangeId(pages.entered);
            pages.ledger.insert(id, line);
            Some(id)
        });
        ready(Ok(id)).boxed()
    }

    fn settle<'a>(
        &'a self,
        id: ExchangeId,
        line: Option<&'a Exchange>,
        lanes: &'a [LaneKey],
        mut amend: Amend<'a>,
    ) -> Booked<'a, ()> {
        self.with(|pages| {
            let mut states = pages.states(lanes);
            amend(&mut states);
            pages.keep(lanes, states);
            pages.ledger.remove(&id);
            if let Some(line) = line {
                pages.ledger.insert(id, line.clone());
            }
        });
        ready(Ok(())).boxed()
    }

    fn robots<'a>(&'a self, origin: &'a str) -> Booked<'a, Option<RobotsCopy>> {
        ready(Ok(self.with(|pages| pages.robots.get(origin).cloned()))).boxed()
    }

    fn keep_robots<'a>(&'a self, copy: &'a RobotsCopy) -> Booked<'a, ()> {
        self.with(|pages| pages.robots.insert(copy.origin.clone(), copy.clone()));
        ready(Ok(())).boxed()
    }
}
