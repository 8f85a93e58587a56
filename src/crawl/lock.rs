//! One crawl at a time over one installation.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

/// Why the lock was not taken.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else crawls or scores again.
    #[error("another netra crawl or rescore is running on {0}; wait for it or stop it")]
    Held(PathBuf),
    /// The lock file cannot be used.
    #[error(
        "the lock file {0} cannot be used: {1}; netra needs to write there: run it as the user \
         whom the folder belongs to, or see to the disk"
    )]
    Unusable(PathBuf, std::io::Error),
}

/// Held for as long as the value lives; the operating system lets go of it after a crash.
#[derive(Debug)]
pub struct CrawlLock {
    _file: File,
}

impl CrawlLock {
    /// Takes the lock of the installation whose data are in `data_dir`.
    pub fn take(data_dir: &Path) -> Result<Self, LockError> {
        let path = data_dir.join("crawl.lock");
        let unusable = |error| LockError::Unusable(path.clone(), error);
        let file = OpenOptions::new()
            .create(true)
            .write(true)
            .truncate(false)
            .open(&path)
            .map_err(unusable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Held(data_dir.to_owned())),
            Err(TryLockError::Error(error)) => Err(unusable(error)),
        }
    }
}
