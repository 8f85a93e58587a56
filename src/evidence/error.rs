//! Why captures cannot be kept.

use std::io;
use std::path::{Path, PathBuf};

use super::resource::LARGEST_RESOURCE;
use crate::model::DiskRefusal;

/// Captures could not be kept. Nothing may be parsed that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EvidenceError {
    /// The disk refused.
    #[error("captures cannot be kept: {action} {path} failed: {problem}")]
    Disk {
        /// What was tried.
        action: &'static str,
        /// File or folder.
        path: PathBuf,
        /// What the system said, and what to do.
        problem: String,
    },
    /// An earlier failure left it unknown what is on the disk.
    #[error(
        "captures in {path} can no longer be trusted to be kept after an earlier failure; restart netra"
    )]
    Broken {
        /// File.
        path: PathBuf,
    },
    /// What was brought is larger than what is kept.
    #[error(
        "it has {bytes} bytes, and at most {} are kept as evidence; split it and bring the parts",
        LARGEST_RESOURCE
    )]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The writing task was stopped.
    #[error("captures cannot be kept: the program is shutting down")]
    Stopped,
}

impl EvidenceError {
    pub(super) fn disk(action: &'static str, path: &Path, problem: &io::Error) -> Self {
        let problem = match DiskRefusal::of(problem) {
            Some(refusal) => refusal.to_string(),
            None => format!("{problem}; see to the disk and do it again: what was saved is kept"),
        };
        Self::Disk {
            action,
            path: path.to_owned(),
            problem,
        }
    }
}
