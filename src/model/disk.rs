//! Why the system lets nothing be written or read.

use std::io;

/// Why the system lets nothing be written or read, and what to do. None of it passes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DiskRefusal {
    /// No room is left.
    #[error("the disk is full; free some space and do it again: what was saved before is kept")]
    Full,
    /// It may be read only.
    #[error(
        "it may only be read, and netra has to write; is the disk mounted read-only, or does the \
         file or its folder belong to another user?"
    )]
    ReadOnly,
    /// It may not even be read.
    #[error(
        "it cannot be opened with the rights of this user; run netra as the user whom the data \
         folder belongs to, or give that folder to this one (chown -R)"
    )]
    Denied,
}

impl DiskRefusal {
    /// The refusal that an error of the system is, if it is one.
    pub fn of(error: &io::Error) -> Option<Self> {
        use io::ErrorKind::{PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull};
        match error.kind() {
            StorageFull | QuotaExceeded => Some(Self::Full),
            ReadOnlyFilesystem => Some(Self::ReadOnly),
            PermissionDenied => Some(Self::Denied),
            _ => None,
        }
    }
}
