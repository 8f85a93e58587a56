//! Whose password is hashed when. A hash takes memory and tens of milliseconds of a processor, so
//! a few run at once; whoever is known has a queue of their own, so that strangers who try
//! passwords by the thousand make nobody else wait.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::error::PageFault;
use crate::access::password::{self, Cost};

/// Hashes at once for strangers, and as many for whoever is known.
const AT_ONCE: usize = 2;
/// Strangers who may wait for their turn, which comes within seconds.
const WAITING: usize = 64;
/// Who may wait with what looks like a password for one sign-in, of which one is hashed at once:
/// they pass every limit, so they shall not take the processors that others wait for.
const PASSES: usize = 8;

/// The queues.
#[derive(Debug)]
pub(super) struct HashQueue {
    strangers: Arc<Semaphore>,
    known: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
    passes: Arc<Semaphore>,
    passes_waiting: Arc<Semaphore>,
}

/// A place in a queue.
#[derive(Debug)]
pub(super) enum HashPlace {
    /// Of somebody who is signed in, or whose browser is known.
    Known,
    /// Of a stranger, who gives it back by dropping it.
    Stranger {
        /// One of the places that there are.
        _place: OwnedSemaphorePermit,
    },
    /// Of whoever brings what looks like a password for one sign-in.
    Pass {
        /// One of the places that there are.
        _place: OwnedSemaphorePermit,
    },
}

impl Default for HashQueue {
    fn default() -> Self {
        Self {
            strangers: Arc::new(Semaphore::new(AT_ONCE)),
            known: Arc::new(Semaphore::new(AT_ONCE)),
            waiting: Arc::new(Semaphore::new(WAITING + AT_ONCE)),
            passes: Arc::new(Semaphore::new(1)),
            passes_waiting: Arc::new(Semaphore::new(PASSES)),
        }
    }
}

impl HashQueue {
    /// A place for a stranger, if there is one left.
    pub(super) fn stranger(&self) -> Option<HashPlace> {
        let place = self.waiting.clone().try_acquire_owned();
        place
            .ok()
            .map(|place| HashPlace::Stranger { _place: place })
    }

    /// A place for a password for one sign-in, if there is one left.
    pub(super) fn pass(&self) -> Option<HashPlace> {
        let place = self.passes_waiting.clone().try_acquire_owned();
        place.ok().map(|place| HashPlace::Pass { _place: place })
    }

    /// Compares a password with a stored hash, off the async threads.
    pub(super) async fn verify(
        &self,
        place: &HashPlace,
        given: String,
        stored: String,
    ) -> Result<bool, PageFault> {
        let turn = self.turn(place).await?;
        take_turn(turn, move || password::matches(&given, &stored)).await
    }

    /// Hashes the new password of somebody who is signed in, off the async threads.
    pub(super) async fn hash(
        &self,
        password: String,
        salt: [u8; 16],
        cost: Cost,
    ) -> Result<String, PageFault> {
        let turn = self.turn(&HashPlace::Known).await?;
        let hashed = take_turn(turn, move || password::hash(&password, salt, cost)).await?;
        hashed.map_err(PageFault::internal)
    }

    async fn turn(&self, place: &HashPlace) -> Result<OwnedSemaphorePermit, PageFault> {
        let queue = match place {
            HashPlace::Known => &self.known,
            HashPlace::Stranger { .. } => &self.strangers,
            HashPlace::Pass { .. } => &self.passes,
        };
        queue
            .clone()
            .acquire_owned()
            .await
            .map_err(PageFault::internal)
    }
}

/// The turn ends with the work, also where whoever asked has hung up: else they could have any
/// number of hashes made at once.
async fn take_turn<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, PageFault> {
    let done = tokio::task::spawn_blocking(move || {
        let done = work();
        drop(turn);
        done
    });
    done.await.map_err(PageFault::internal)
}
