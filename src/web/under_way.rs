//! Whose files are on their way.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::UserId;

/// Most files of one user that are on their way at once: with their size this bounds what an
/// operator who stalls takes of the disk.
const MOST_UNDER_WAY: usize = 3;

/// Whose files are on their way, and how many of each.
#[derive(Debug, Clone, Default)]
pub(super) struct UploadsUnderWay(Arc<Mutex<HashMap<UserId, usize>>>);

impl UploadsUnderWay {
    fn all(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for one more, if there is one.
    pub(super) fn begin(&self, user: UserId) -> Option<UploadTurn> {
        let mut all = self.all();
        let count = all.entry(user).or_default();
        if *count >= MOST_UNDER_WAY {
            return None;
        }
        *count += 1;
        Some(UploadTurn(self.clone(), user))
    }
}

/// One of them, until it is dropped.
#[derive(Debug)]
pub(super) struct UploadTurn(UploadsUnderWay, UserId);

impl Drop for UploadTurn {
    fn drop(&mut self) {
        let mut all = self.0.all();
        if let Some(count) = all.get_mut(&self.1) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.1);
            }
        }
    }
}
