//! What the scorer said, revision by revision. Nothing is overwritten: scoring again adds.

use jiff::Timestamp;

use super::audit::{self, Event};
use super::engine::{Script, write_once};
use super::{BATCH, Db, DbError, json, micros, name_of, pending};
use crate::model::{Assessment, PostId};

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
        pending::push(&mut script, added.reindex);
        script.run(transaction).await?;
        if let Some(event) = added.event {
            audit::append(transaction, event).await?;
        }
        Ok(())
    })
}

/// Adds assessments and promotes them.
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
        promote(script, batch);
    }
}

/// Copies score, band and target to the posts: the only place that does. An assessment of a
/// revision that is not the latest changes nothing.
fn promote(script: &mut Script, made: &[(PostId, u32, &Assessment)]) {
    let query = script.statement("WITH made (post_id, revision, score, band, target) AS (");
    query.push_values(made, |row, (post, revision, made)| {
        row.bind(post.0)
            .bind(*revision)
            .bind(made.score)
            .bind(made.band.as_str())
            .bind(target(made));
    });
    query.push(
        ") UPDATE post SET score = made.score, band = made.band, target = made.target FROM made \
         WHERE post.id = made.post_id AND post.latest_revision = made.revision",
    );
}

/// `contest/contestant` of the strongest signal that has one. What reviewers don't see has none.
fn target(made: &Assessment) -> Option<&str> {
    let mut targets = made
        .signals
        .iter()
        .filter_map(|signal| signal.target.as_deref());
    targets.next().filter(|_| made.band.queued())
}
