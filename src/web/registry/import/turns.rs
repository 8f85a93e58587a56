//! What lists are read by, and whose turn it is.

use std::sync::Arc;

use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore};

use crate::registry::Defaults;
use crate::source::Sources;

/// What lists are read by.
#[derive(Debug, Default)]
pub struct ListTerms {
    /// How each account is spelt.
    pub sources: Sources,
    /// What holds for rows that do not say otherwise, where whoever uploads does not say it either.
    pub defaults: Defaults,
}

/// The desk at which one list is read at a time.
#[derive(Debug, Clone)]
pub(in crate::web) struct ListDesk {
    pub(in crate::web) terms: Arc<ListTerms>,
    seat: Arc<Semaphore>,
}

impl ListDesk {
    pub(in crate::web) fn new(terms: ListTerms) -> Self {
        Self {
            terms: Arc::new(terms),
            seat: Arc::new(Semaphore::new(1)),
        }
    }

    /// Waits until no other list is read; the next one waits until this is let go.
    pub(in crate::web) async fn turn(&self) -> Result<OwnedSemaphorePermit, AcquireError> {
        self.seat.clone().acquire_owned().await
    }
}
