//! What somebody at the command line was refused is recorded, as on the pages.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::Global;
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::db::audit::{self, Event};
use crate::db::{Db, DbError};

/// Records that a command was refused, if it was: by role or by region. Where that fails, the
/// refusal is still the last word, because it says what to do.
pub(super) async fn record_refused_command(global: &Global, error: &anyhow::Error) {
    let Some(DbError::Forbidden { actor, .. } | DbError::Wider { actor, .. }) =
        error.downcast_ref()
    else {
        return;
    };
    if let Err(unrecorded) = open_and_record(global, actor, &error.to_string()).await {
        tracing::warn!("this refusal is not in the audit log: {unrecorded:#}");
    }
}

async fn open_and_record(global: &Global, actor: &str, problem: &str) -> anyhow::Result<()> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let db = installation.open_db().await?;
    record_refusal(&db, actor, problem, installation.clock().now()).await?;
    Ok(())
}

/// Records that somebody was refused a command, and why.
pub(super) async fn record_refusal(
    db: &Db,
    actor: &str,
    problem: &str,
    at: Timestamp,
) -> Result<(), DbError> {
    let event = Event {
        at,
        actor,
        action: "refused",
        subject: "command",
        detail: &json!({"problem": problem}).to_string(),
    };
    audit::record(db, &event).await?;
    Ok(())
}
