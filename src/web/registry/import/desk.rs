//! Where lists are read: on a thread of its own and one after the other, because a list of 100,000
//! rows takes seconds and hundreds of megabytes.

use tokio::runtime::Handle;

use crate::db::registry::{Confirmed, ImportMode, Why};
use crate::model::{DraftId, Reader, Reason};
use crate::registration::{ListFile, ListOrder, ListTaken, take_over_list};
use crate::registry::Defaults;
use crate::web::error::PageFault;
use crate::web::state::WebState;

/// A list and what is to become of it, as it goes to the desk.
pub(in crate::web) struct DeskWork {
    pub(in crate::web) name: String,
    pub(in crate::web) bytes: Vec<u8>,
    pub(in crate::web) defaults: Defaults,
    pub(in crate::web) reason: Reason,
    /// The version of the register that was looked at.
    pub(in crate::web) seen: Option<i64>,
    pub(in crate::web) mode: ImportMode,
    pub(in crate::web) confirmed: Confirmed,
    pub(in crate::web) draft: Option<DraftId>,
}

/// Reads a list and takes it over as far as ordered. What was begun comes to its end when whoever
/// asked is gone.
pub(in crate::web) async fn work_through(
    state: &WebState,
    reader: Reader,
    work: DeskWork,
) -> Result<ListTaken, PageFault> {
    let seat = state.lists.turn().await.map_err(PageFault::internal)?;
    let (state, runtime) = (state.clone(), Handle::current());
    let done = tokio::task::spawn_blocking(move || {
        let taken = runtime.block_on(take(&state, &reader, &work));
        drop(seat);
        taken
    });
    done.await.map_err(PageFault::internal)?
}

async fn take(state: &WebState, reader: &Reader, work: &DeskWork) -> Result<ListTaken, PageFault> {
    let file = ListFile {
        name: &work.name,
        bytes: &work.bytes,
        defaults: &work.defaults,
    };
    let order = ListOrder {
        why: Why {
            reason: &work.reason,
            at: state.clock.now(),
            seen: work.seen,
        },
        mode: work.mode,
        confirmed: &work.confirmed,
        draft: work.draft,
    };
    let sources = &state.lists.terms.sources;
    Ok(take_over_list(reader, &state.db, sources, file, order).await?)
}
