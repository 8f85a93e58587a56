//! `netra reindex`: the search index anew from the database.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use super::{Exit, Global};
use crate::app::Installation;
use crate::clock::SystemClock;
use crate::corpus::document;
use crate::db::{self, Db};
use crate::model::PostId;
use crate::search::{Document, Rebuild, SearchError, Settings};
use crate::text::analyze::Analyzer;

/// Posts read from the database in one go.
const BATCH: u32 = 2_000;

pub(super) async fn run(global: &Global, out: &mut (dyn Write + Send)) -> anyhow::Result<Exit> {
    let installation = Installation::load(&global.config, Arc::new(SystemClock))?;
    let database = installation.open_db().await?;
    let analyzer = Arc::new(installation.analyzer()?);
    let folder = installation.index_dir();
    execute(&folder, analyzer, &database, document, global.json, out).await
}

/// Builds the index in the folder `root` anew beside the old one, which goes on answering, and
/// swaps them. `document` says what the index holds of a stored post.
pub async fn execute(
    root: &Path,
    analyzer: Arc<Analyzer>,
    database: &Db,
    document: impl Fn(&db::post::Document) -> Document,
    json: bool,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<Exit> {
    let mut rebuild = match Rebuild::begin(root, analyzer, Settings::default()) {
        Ok(rebuild) => rebuild,
        Err(error @ SearchError::Rebuilding { .. }) => {
            tracing::warn!("{error}");
            return Ok(Exit::Locked);
        }
        Err(error) => return Err(error.into()),
    };
    let mut last = PostId(0);
    loop {
        let posts = db::post::after(database, last, BATCH).await?;
        let Some(newest) = posts.last() else { break };
        last = newest.post.id;
        for post in &posts {
            rebuild.put(document(post))?;
        }
    }
    let posts = rebuild.finish()?;
    if json {
        writeln!(out, "{}", serde_json::json!({ "indexed": posts }))?;
    } else {
        writeln!(out, "{posts} posts indexed")?;
    }
    Ok(Exit::Ok)
}
