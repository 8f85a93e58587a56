//! What the scorer said, revision by revision. Nothing is overwritten: scoring again adds.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::audit::{self, Event};
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

/// Adds assessments of stored revisions, copies score and band to the posts whose latest
/// revision they are of, and marks posts for the search index. What people decided, and the
/// assessments they saw, stay as they are.
pub async fn save(db: &Db, added: &Added<'_>) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    insert(&mut transaction, added.assessments, added.at).await?;
    for (post, revision, made) in added.assessments {
        sqlx::query("UPDATE post SET score = $3, band = $4 WHERE id = $1 AND latest_revision = $2")
            .bind(post.0)
            .bind(revision)
            .bind(made.score)
            .bind(made.band.as_str())
            .execute(&mut *transaction)
            .await?;
    }
    pending::mark(&mut transaction, added.reindex).await?;
    if let Some(event) = added.event {
        audit::append(&mut transaction, event).await?;
    }
    transaction.commit().await?;
    Ok(())
}

pub(crate) async fn insert(
    connection: &mut SqliteConnection,
    assessments: &[(PostId, u32, &Assessment)],
    at: Timestamp,
) -> Result<(), DbError> {
    for batch in assessments.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO assessment (post_id, revision, score, band, stage, body, made_at) ",
        );
        query.push_values(batch, |mut row, (post, revision, made)| {
            row.push_bind(post.0)
                .push_bind(*revision)
                .push_bind(made.score)
                .push_bind(made.band.as_str())
                .push_bind(name_of(made.stage))
                .push_bind(json(made))
                .push_bind(micros(at));
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
