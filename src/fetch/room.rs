//! Room in memory for large answers.
//!
//! Hundreds of accounts are fetched side by side, and each answer may be as large as its cap. Most
//! are small and wait for nothing. Whatever grows beyond that waits until there is room for all
//! that it may become, and keeps it until it was read and saved.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Answers up to this size need no room: a page with its pictures left out has a tenth of it.
pub const SMALL_ANSWER: usize = 1 << 20;
/// Room for what all large answers may become together, in mebibytes of their bodies: two of the
/// largest feeds. Each is held about three times while it is kept and read.
const ROOM: u32 = 160;

/// Room for large answers; clones share it.
#[derive(Debug, Clone)]
pub struct LargeAnswers(Arc<Semaphore>);

impl Default for LargeAnswers {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM as usize)))
    }
}

impl LargeAnswers {
    /// Place for one answer of at most `cap` bytes, which takes no room yet.
    pub fn place(&self, cap: usize) -> AnswerPlace {
        let mebibytes = u32::try_from(cap.div_ceil(1 << 20)).unwrap_or(ROOM);
        AnswerPlace {
            room: self.0.clone(),
            mebibytes: mebibytes.clamp(1, ROOM),
            held: Arc::default(),
        }
    }
}

/// The place of one answer. Clones are of the same answer; the room is free again when all of them
/// are gone.
#[derive(Debug, Clone)]
pub struct AnswerPlace {
    room: Arc<Semaphore>,
    mebibytes: u32,
    held: Arc<Mutex<Option<OwnedSemaphorePermit>>>,
}

impl AnswerPlace {
    /// Waits for the room that the answer may need, unless it has it.
    pub async fn take_room(&self) {
        if self.has_room() {
            return;
        }
        let taken = self.room.clone().acquire_many_owned(self.mebibytes).await;
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        // An error only where the semaphore is closed, which nobody does.
        *held = taken.ok();
    }

    fn has_room(&self) -> bool {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.is_some()
    }
}

/// Where an answer stands says nothing of what it is.
impl PartialEq for AnswerPlace {
    fn eq(&self, _other: &Self) -> bool {
        true
    }
}
