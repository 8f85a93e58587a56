//! `netra reindex`: the search index anew from the database.

use std::io::Write;
use std::sync::Arc;

use super::{Exit, Global};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::{IndexError, Reindexed, reindex};
use crate::db::Db;
use crate::search::{SearchError, SearchIndex};

pub(super) async fn run(global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let database = installation.open_db().await?;
    execute(&installation.open_index()?, &database, global.json, out).await
}

/// Builds the index anew and prints how many posts it holds.
pub async fn execute(
    index: &SearchIndex,
    database: &Db,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let Reindexed { posts, unindexed } = match reindex(database, index).await {
        Ok(reindexed) => reindexed,
        Err(IndexError::Database(error)) => return Err(error.into()),
        Err(error) => {
            if json {
                let problem = error.to_string();
                let answer = serde_json::json!({ "indexed": 0, "problem": problem });
                writeln!(out, "{answer}")?;
            }
            if let IndexError::Index(running @ SearchError::Rebuilding { .. }) = &error {
                tracing::warn!("{running}");
                return Ok(Exit::Locked);
            }
            return Err(error.into());
        }
    };
    if json {
        let mut answer = serde_json::json!({ "indexed": posts });
        if !unindexed.is_empty() {
            answer["unindexed"] = serde_json::to_value(&unindexed)?;
        }
        writeln!(out, "{answer}")?;
    } else {
        writeln!(out, "{posts} posts indexed")?;
        if !unindexed.is_empty() {
            writeln!(out, "warning: {unindexed}")?;
        }
    }
    Ok(Exit::Ok)
}
