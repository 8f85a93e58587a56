//! Room in memory for large answers.
//!
//! Hundreds of accounts are fetched side by side, and each answer may be as large as its cap. Most
//! are small and wait for nothing. What grows beyond that takes room as it comes, so that a server
//! that sends slowly holds no more than it sent. Once it is there it waits until there is room for
//! all that it may become, and keeps that until it was read and saved: there no server can delay it.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Answers up to this size need no room: a page with its pictures left out has a tenth of it.
pub const SMALL_ANSWER: usize = 1 << 20;
/// Room for what large answers may become together while they are read, in mebibytes of their
/// bodies: two of the largest feeds. Each is held about three times while it is kept and read.
const ROOM: u32 = 160;
/// Room for what comes in of large answers, in mebibytes beyond what is small.
const INCOMING: usize = 96;

/// Room for large answers; clones share it.
#[derive(Debug, Clone)]
pub struct LargeAnswers {
    incoming: Arc<Semaphore>,
    /// Where all room is taken by answers that want more, one goes on without.
    without: Arc<Semaphore>,
    read: Arc<Semaphore>,
}

impl Default for LargeAnswers {
    fn default() -> Self {
        let of = |permits| Arc::new(Semaphore::new(permits));
        Self {
            incoming: of(INCOMING),
            without: of(1),
            read: of(ROOM as usize),
        }
    }
}

impl LargeAnswers {
    /// Place for one answer of at most `cap` bytes, which takes no room yet.
    pub fn place(&self, cap: usize) -> AnswerPlace {
        let mebibytes = u32::try_from(cap.div_ceil(1 << 20)).unwrap_or(ROOM);
        AnswerPlace {
            room: self.clone(),
            mebibytes: mebibytes.clamp(1, ROOM),
            held: Arc::default(),
        }
    }
}

/// What an answer holds.
#[derive(Debug, Default)]
struct HeldRoom {
    incoming: Option<OwnedSemaphorePermit>,
    without: Option<OwnedSemaphorePermit>,
    read: Option<OwnedSemaphorePermit>,
}

/// The place of one answer. Clones are of the same answer; the room is free again when all of them
/// are gone.
#[derive(Debug, Clone)]
pub struct AnswerPlace {
    room: LargeAnswers,
    mebibytes: u32,
    held: Arc<Mutex<HeldRoom>>,
}

impl AnswerPlace {
    /// Waits until there is room for so many bytes that came.
    pub async fn hold(&self, bytes: usize) {
        let beyond = bytes.saturating_sub(SMALL_ANSWER).div_ceil(1 << 20);
        let missing = self.with_held(|held| {
            let is_free = held.read.is_some() || held.without.is_some();
            let has = held
                .incoming
                .as_ref()
                .map_or(0, OwnedSemaphorePermit::num_permits);
            u32::try_from(beyond.saturating_sub(has)).unwrap_or(ROOM) * u32::from(!is_free)
        });
        if missing == 0 {
            return;
        }
        // An error only where a semaphore is closed, which nobody does.
        tokio::select! {
            biased;
            more = self.room.incoming.clone().acquire_many_owned(missing) => {
                self.with_held(|held| match (&mut held.incoming, more) {
                    (Some(has), Ok(more)) => has.merge(more),
                    (none, more) => *none = more.ok(),
                });
            }
            alone = self.room.without.clone().acquire_owned() => {
                self.with_held(|held| held.without = alone.ok());
            }
        }
    }

    /// Waits for the room that the answer may need while it is read, unless it has it.
    pub async fn take_room(&self) {
        if self.with_held(|held| held.read.is_some()) {
            return;
        }
        let taken = self
            .room
            .read
            .clone()
            .acquire_many_owned(self.mebibytes)
            .await;
        self.with_held(|held| {
            *held = HeldRoom {
                read: taken.ok(),
                ..HeldRoom::default()
            };
        });
    }

    fn with_held<R>(&self, act: impl FnOnce(&mut HeldRoom) -> R) -> R {
        act(&mut self.held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Where an answer stands says nothing of what it is.
impl PartialEq for AnswerPlace {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}
