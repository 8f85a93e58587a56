//! Human decisions: stored for ever, superseded by later ones, never changed.

use std::collections::HashMap;

use jiff::Timestamp;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};

use super::audit::{self, Event};
use super::{BATCH, Db, DbError, from_name, inconsistent, instant, micros, pending, push_list};
use crate::model::{AssessmentId, Decision, PostId, ReviewState, User, UserId, VerdictId};

/// A decision to store.
#[derive(Debug, Clone, Copy)]
pub struct NewVerdict<'a> {
    /// On which post.
    pub post: PostId,
    /// The revision that the reader saw.
    pub revision: i64,
    /// The assessment that the reader saw.
    pub assessment: AssessmentId,
    /// Who decides.
    pub user: &'a User,
    /// What.
    pub decision: Decision,
    /// Code of the reason.
    pub code: &'a str,
    /// The reason in words.
    pub reason: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// Stored, with the state that follows for the post.
    Stored(VerdictId, ReviewState),
    /// The same reader already said exactly this of this revision (a form sent twice).
    Unchanged(VerdictId),
    /// The post has a newer revision than the reader saw; nothing was stored.
    Stale,
    /// No such post, or the assessment is not one of this revision; nothing was stored.
    Unknown,
}

/// A stored decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Row identifier.
    pub id: VerdictId,
    /// On which revision.
    pub revision: i64,
    /// Who decided.
    pub user: UserId,
    /// The name of that user shown to colleagues.
    pub user_name: String,
    /// What.
    pub decision: Decision,
    /// Code of the reason.
    pub code: String,
    /// The reason in words.
    pub reason: String,
    /// When.
    pub at: Timestamp,
    /// Whether no later verdict of the same reader stands in its place.
    pub standing: bool,
}

/// Stores a verdict with its audit row, moves the post in the queue and notes it for the search
/// index, in one transaction.
pub async fn save(db: &Db, verdict: &NewVerdict<'_>) -> Result<Saved, DbError> {
    let mut transaction = db.begin().await?;
    if let Some(refused) = refusal(&mut transaction, verdict).await? {
        return Ok(refused);
    }
    let earlier = own(&mut transaction, verdict).await?;
    if let Some((id, true)) = earlier {
        return Ok(Saved::Unchanged(id));
    }
    let id = insert(&mut transaction, verdict, earlier.map(|(id, _)| id)).await?;
    let state = move_post(&mut transaction, verdict).await?;
    // Analysts search by verdict.
    pending::mark(&mut transaction, &[verdict.post]).await?;
    let (subject, detail) = (
        format!("post:{}", verdict.post),
        format!(
            "verdict:{id} revision:{} {} {}",
            verdict.revision,
            verdict.decision.as_str(),
            verdict.code
        ),
    );
    let event = Event {
        at: verdict.at,
        actor: &verdict.user.name,
        action: "verdict",
        subject: &subject,
        detail: &detail,
    };
    audit::append(&mut transaction, &event).await?;
    transaction.commit().await?;
    Ok(Saved::Stored(id, state))
}

async fn refusal(
    connection: &mut SqliteConnection,
    verdict: &NewVerdict<'_>,
) -> Result<Option<Saved>, DbError> {
    let found: Option<(i64, bool)> = sqlx::query_as(
        "SELECT latest_revision,
                EXISTS (SELECT 1 FROM assessment WHERE id = ? AND post_id = post.id AND revision = ?)
         FROM post WHERE id = ?",
    )
    .bind(verdict.assessment.0)
    .bind(verdict.revision)
    .bind(verdict.post.0)
    .fetch_optional(connection)
    .await?;
    Ok(match found {
        None | Some((_, false)) => Some(Saved::Unknown),
        Some((latest, true)) if latest != verdict.revision => Some(Saved::Stale),
        Some(_) => None,
    })
}

/// The reader's own standing verdict on this revision, and whether it says the same.
async fn own(
    connection: &mut SqliteConnection,
    verdict: &NewVerdict<'_>,
) -> Result<Option<(VerdictId, bool)>, DbError> {
    let found: Option<(i64, bool)> = sqlx::query_as(
        "SELECT id, decision = ? AND reason_code = ? AND reason = ? FROM verdict
         WHERE post_id = ? AND revision = ? AND user_id = ? ORDER BY id DESC LIMIT 1",
    )
    .bind(verdict.decision.as_str())
    .bind(verdict.code)
    .bind(verdict.reason)
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .bind(verdict.user.id.0)
    .fetch_optional(connection)
    .await?;
    Ok(found.map(|(id, same)| (VerdictId(id), same)))
}

async fn insert(
    connection: &mut SqliteConnection,
    verdict: &NewVerdict<'_>,
    supersedes: Option<VerdictId>,
) -> Result<VerdictId, DbError> {
    let inserted = sqlx::query(
        "INSERT INTO verdict (post_id, revision, assessment_id, user_id, decision, reason_code,
                              reason, supersedes, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .bind(verdict.assessment.0)
    .bind(verdict.user.id.0)
    .bind(verdict.decision.as_str())
    .bind(verdict.code)
    .bind(verdict.reason)
    .bind(supersedes.map(|id| id.0))
    .bind(micros(verdict.at))
    .execute(connection)
    .await?;
    Ok(VerdictId(inserted.last_insert_rowid()))
}

async fn move_post(
    connection: &mut SqliteConnection,
    verdict: &NewVerdict<'_>,
) -> Result<ReviewState, DbError> {
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT decision FROM verdict AS mine
         WHERE post_id = ? AND revision = ?
           AND NOT EXISTS (SELECT 1 FROM verdict WHERE supersedes = mine.id)
         ORDER BY id",
    )
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .fetch_all(&mut *connection)
    .await?;
    let standing: Vec<Decision> = names
        .iter()
        .filter_map(|name| Decision::from_name(name))
        .collect();
    let state = ReviewState::of(&standing);
    sqlx::query("UPDATE post SET review_revision = ?, review_state = ? WHERE id = ?")
        .bind(verdict.revision)
        .bind(state.as_str())
        .bind(verdict.post.0)
        .execute(connection)
        .await?;
    Ok(state)
}

type Row = (i64, i64, i64, String, String, String, String, i64, bool);

/// All verdicts on a post, oldest first, superseded ones included. Who may see which is
/// decided in `review`.
pub async fn of_post(db: &Db, post: PostId) -> Result<Vec<Verdict>, DbError> {
    let rows: Vec<Row> = sqlx::query_as(
        "SELECT verdict.id, revision, user_id, display_name, decision, reason_code, reason, at,
                NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.supersedes = verdict.id)
         FROM verdict JOIN user ON user.id = verdict.user_id
         WHERE post_id = ? ORDER BY verdict.id",
    )
    .bind(post.0)
    .fetch_all(db.reader())
    .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: Row) -> Result<Verdict, DbError> {
    let (id, revision, user, user_name, decision, code, reason, at, standing) = row;
    let decision = Decision::from_name(&decision).ok_or_else(|| DbError::Inconsistent {
        table: "verdict",
        row: id,
        problem: format!("the unknown decision {decision:?}"),
    })?;
    Ok(Verdict {
        id: VerdictId(id),
        revision,
        user: UserId(user),
        user_name,
        decision,
        code,
        reason,
        at: instant(at),
        standing,
    })
}

/// Where people stand with a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The revision they judged last.
    pub revision: u32,
    /// What is still missing.
    pub state: ReviewState,
    /// Standing decisions on that revision, oldest first.
    pub decisions: Vec<Decision>,
}

/// Where people stand with those of the posts that anybody judged.
pub async fn standing(db: &Db, posts: &[PostId]) -> Result<HashMap<PostId, Standing>, DbError> {
    let mut found: HashMap<PostId, Standing> = HashMap::new();
    for batch in posts.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT post.id, review_revision, review_state, decision
             FROM post JOIN verdict AS mine
               ON mine.post_id = post.id AND mine.revision = post.review_revision
             WHERE NOT EXISTS (SELECT 1 FROM verdict WHERE supersedes = mine.id) AND post.id",
        );
        push_list(&mut query, batch.iter().map(|post| post.0));
        query.push(" ORDER BY mine.id");
        let rows: Vec<(i64, u32, String, String)> =
            query.build_query_as().fetch_all(db.reader()).await?;
        for (post, revision, state, decision) in rows {
            let state = ReviewState::from_name(&state)
                .ok_or_else(|| inconsistent("post", post, format!("the state {state:?}")))?;
            let standing = found.entry(PostId(post)).or_insert(Standing {
                revision,
                state,
                decisions: Vec::new(),
            });
            let decision = from_name("verdict", post, &decision)?;
            standing.decisions.push(decision);
        }
    }
    Ok(found)
}
