//! What `netra report balance` prints: as it stands with `--json`, else by `text`.

use serde::Serialize;

use crate::model::Versions;
use crate::report::balance::{ContestantRates, Differences};

/// The whole report.
#[derive(Debug, Serialize)]
pub(super) struct BalanceReport {
    /// Posts looked at.
    pub(super) posts: usize,
    /// Posts with at least one signal.
    pub(super) with_signals: usize,
    /// Lines of the file that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) skipped_lines: Option<usize>,
    /// Posts whose stored assessment was made with other versions than today's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) other_versions: Option<usize>,
    /// Rates by contestant; absent for a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) contestants: Option<Vec<ContestantRates>>,
    /// The twin test.
    pub(super) twins: Differences,
    /// What twins were scored with.
    pub(super) versions: Versions,
}
