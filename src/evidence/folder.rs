//! Names and locks in the folder of capture files.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;

use super::error::EvidenceError;

/// Ends the name of a file that is still written to; taken off when the file is closed.
pub(super) const OPEN_SUFFIX: &str = ".open";

/// Takes [`OPEN_SUFFIX`] off a finished file.
pub(super) fn rename_closed(dir: &Path, name: &str) -> Result<(), EvidenceError> {
    let path = dir.join(format!("{name}{OPEN_SUFFIX}"));
    fs::rename(&path, dir.join(name)).map_err(|e| EvidenceError::disk("closing", &path, &e))?;
    sync_folder(dir)
}

/// Makes names in a folder durable.
pub(super) fn sync_folder(dir: &Path) -> Result<(), EvidenceError> {
    File::open(dir)
        .and_then(|folder| folder.sync_all())
        .map_err(|e| EvidenceError::disk("syncing", dir, &e))
}

/// Held while files appear or are recovered, so that nobody takes a file that was created a
/// moment ago for an abandoned one.
pub(super) fn lock_folder(dir: &Path) -> Result<File, EvidenceError> {
    let path = dir.join(".lock");
    let failed = |e: &io::Error| EvidenceError::disk("locking", &path, e);
    let lock = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(|e| failed(&e))?;
    lock.lock().map_err(|e| failed(&e))?;
    Ok(lock)
}
