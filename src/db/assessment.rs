//! What the scorer said, revision by revision. Nothing is overwritten: scoring again adds.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::engine::{RowOfValues, Script, write_once};
use super::{BATCH, Db, DbError, json, micros, name_of, pending};
use crate::model::{Assessment, Band, PostId};

/// Assessments to add to those that are stored.
#[derive(Debug, Clone, Copy)]
pub struct Added<'a> {
    /// Of which revisions of which posts.
    pub assessments: &'a [(PostId, u32, &'a Assessment)],
    /// Posts for which the search index must be renewed.
    pub reindex: &'a [PostId],
    /// What the audit log is told in the same transaction.
    pub event: Option<&'a Event<'a>>,
    /// When they were made.
    pub at: Timestamp,
}

/// Adds assessments of stored revisions, promotes those of latest revisions to their posts, and
/// marks posts for the search index. What people decided, and the assessments they saw, stay as
/// they are.
pub async fn save(db: &Db, added: &Added<'_>) -> Result<(), DbError> {
    write_once!(db, |transaction| {
        let mut script = Script::new(transaction.engine());
        push(&mut script, added.assessments, added.at);
        promote(&mut script, added.assessments);
        pending::push(&mut script, added.reindex);
        script.run(transaction).await?;
        if let Some(event) = added.event {
            audit::append(transaction, event).await?;
        }
        Ok(())
    })
}

/// Adds assessments. Those of latest revisions must be [promoted](promote) as well.
pub(crate) fn push(script: &mut Script, made: &[(PostId, u32, &Assessment)], at: Timestamp) {
    for batch in made.chunks(BATCH) {
        let query = script.statement(
            "INSERT INTO assessment (post_id, revision, score, band, stage, body, made_at) ",
        );
        query.push_values(batch, |row, (post, revision, made)| {
            row.bind(post.0)
                .bind(*revision)
                .bind(made.score)
                .bind(made.band.as_str())
                .bind(name_of(made.stage))
                .bind(json(made))
                .bind(micros(at));
        });
    }
}

/// Copies score, band and target to posts that are stored. An assessment of a revision that is
/// not the latest changes nothing.
pub(crate) fn promote(script: &mut Script, made: &[(PostId, u32, &Assessment)]) {
    for batch in made.chunks(BATCH) {
        let query = script.statement("WITH made (post_id, revision, score, band, target) AS (");
        query.push_values(batch, |row, (post, revision, made)| {
            row.bind(post.0).bind(*revision);
            bind_copy(row, Some(made));
        });
        query.push(
            ") UPDATE post SET score = made.score, band = made.band, target = made.target \
             FROM made WHERE post.id = made.post_id AND post.latest_revision = made.revision",
        );
    }
}

/// What a post keeps of its latest assessment, if there is one: score, band and target. The only
/// place that says so.
pub(crate) fn bind_copy(row: &mut RowOfValues<'_>, made: Option<&Assessment>) {
    row.bind(made.map_or(0.0, |made| made.score))
        .bind(made.map_or(Band::None, |made| made.band).as_str())
        .bind(made.and_then(target));
}

/// `contest/contestant` of the strongest signal that has one. What reviewers don't see has none.
fn target(made: &Assessment) -> Option<&str> {
    let mut targets = made
        .signals
        .iter()
        .filter_map(|signal| signal.target.as_deref());
    targets.next().filter(|_| made.band.queued())
}
