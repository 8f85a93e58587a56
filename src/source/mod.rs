//! Platforms. A source is pure: it plans requests and reads captures, and never touches the
//! network, the disk or the clock.
//!
//! Adding a platform: one file or folder here, one line in [`all`], a variant of
//! [`Platform`], fixtures under `tests/fixtures/<name>/`, and `source_conformance!(<name>)`
//! in the tests. If it needs more, mend the trait first.

use crate::model::{Account, Capture, Cursor, FetchRequest, KnownPost, ParsedPage, Platform};

/// Why an account cannot be crawled as registered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("address {address:?} does not fit platform {platform}: {hint}")]
pub struct PlanError {
    /// Address as registered.
    pub address: String,
    /// Platform as registered.
    pub platform: Platform,
    /// What is expected.
    pub hint: String,
}

/// A platform's protocol.
///
/// A pass over an account is: `plan`, then for every answer `parse`, whose `next` requests
/// follow, each page being saved with its cursor before the next request leaves. So a cursor
/// must describe unfinished business too (a backfill that stopped half way): a crash after any
/// page loses nothing, because `plan` with the saved cursor goes on from there.
pub trait Source: Send + Sync {
    /// Which platform this reads.
    fn platform(&self) -> Platform;

    /// First requests of a pass. With `None` the account was never crawled.
    fn plan(
        &self,
        account: &Account,
        cursor: Option<&Cursor>,
    ) -> Result<Vec<FetchRequest>, PlanError>;

    /// Requests that show whether stored posts are still visible and unchanged. `parse` reports
    /// them in `posts` (present, maybe edited) or `absent`.
    fn recheck(&self, account: &Account, posts: &[KnownPost]) -> Vec<FetchRequest>;

    /// Reads one answer of any status. Total: never panics, never drops a good post because of
    /// a bad one. `cursor` is the one stored now.
    fn parse(&self, account: &Account, cursor: Option<&Cursor>, capture: &Capture) -> ParsedPage;
}
