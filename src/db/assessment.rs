//! What the scorer said, revision by revision. Nothing is overwritten: scoring again adds.

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::{BATCH, Db, DbError, json, micros, name_of, pending};
use crate::model::{Assessment, PostId};

/// Adds assessments of stored revisions, copies score and band to the posts whose latest
/// revision they are of, and marks those posts for the search index.
pub async fn save(
    db: &Db,
    assessments: &[(PostId, u32, &Assessment)],
    at: Timestamp,
) -> Result<(), DbError> {
    let mut transaction = db.begin().await?;
    insert(&mut transaction, assessments, at).await?;
    for (post, revision, made) in assessments {
        sqlx::query("UPDATE post SET score = $3, band = $4 WHERE id = $1 AND latest_revision = $2")
            .bind(post.0)
            .bind(revision)
            .bind(made.score)
            .bind(made.band.as_str())
            .execute(&mut *transaction)
            .await?;
    }
    let posts: Vec<PostId> = assessments.iter().map(|(post, ..)| *post).collect();
    pending::mark(&mut transaction, &posts).await?;
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
