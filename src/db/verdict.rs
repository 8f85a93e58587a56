//! Human decisions: stored for ever, superseded by later ones, never changed.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use jiff::Timestamp;

use super::access::{ask, push_scope};
use super::audit::Trace;
use super::engine::{Connection, DbRow, sql, write_once};
use super::strict::RowOf;
use super::{BATCH, Db, DbError, micros, pending};
use crate::model::{AssessmentId, Decision, PostId, Reader, ReviewState, Right, UserId, VerdictId};

/// A decision to store.
#[derive(Debug, Clone, Copy)]
pub struct NewVerdict<'a> {
    /// On which post.
    pub post: PostId,
    /// The revision that the reader saw.
    pub revision: u32,
    /// The assessment that the reader saw.
    pub assessment: AssessmentId,
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
    pub revision: u32,
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

/// Stores a verdict of the reader with its audit row, moves the post in the queue and notes it for the search
/// index, in one transaction.
pub async fn save(reader: &Reader, db: &Db, verdict: &NewVerdict<'_>) -> Result<Saved, DbError> {
    let user = judge(reader)?;
    write_once!(db, |transaction| {
        if let Some(refused) = refusal(reader, transaction, verdict).await? {
            return Ok(refused);
        }
        let earlier = own(transaction, user, verdict).await?;
        if let Some((id, true)) = earlier {
            return Ok(Saved::Unchanged(id));
        }
        let earlier = earlier.map(|(id, _)| id);
        let id = insert(transaction, user, verdict, earlier).await?;
        let state = move_post(transaction, verdict).await?;
        // Analysts search by verdict.
        pending::mark(transaction, &[verdict.post]).await?;
        let (subject, detail) = (
            format!("post:{}", verdict.post),
            format!(
                "verdict:{id} revision:{} {} {}",
                verdict.revision,
                verdict.decision.as_str(),
                verdict.code
            ),
        );
        let trace = Trace {
            at: verdict.at,
            action: "verdict",
            subject: &subject,
            detail: &detail,
        };
        trace.append(transaction, reader).await?;
        Ok(Saved::Stored(id, state))
    })
}

/// The user who decides: a verdict has a name.
fn judge(reader: &Reader) -> Result<UserId, DbError> {
    ask(reader, Right::Judge)?;
    reader.user_id().ok_or_else(|| DbError::Forbidden {
        actor: reader.actor().into_owned(),
        right: Right::Judge,
    })
}

async fn refusal(
    reader: &Reader,
    connection: &mut Connection,
    verdict: &NewVerdict<'_>,
) -> Result<Option<Saved>, DbError> {
    let mut query = sql(
        "SELECT latest_revision, EXISTS (SELECT 1 FROM assessment WHERE post_id = post.id AND id = ",
    );
    query.push_bind(verdict.assessment.0);
    query.push(" AND revision = ").push_bind(verdict.revision);
    query
        .push(") FROM post WHERE id = ")
        .push_bind(verdict.post.0);
    push_scope(&mut query, reader, "post.region");
    query.push(connection.engine().for_update());
    let Some(found) = query.fetch_optional(connection).await? else {
        return Ok(Some(Saved::Unknown));
    };
    let (latest, assessed): (u32, bool) = (found.at(0)?, found.at(1)?);
    Ok(if !assessed {
        Some(Saved::Unknown)
    } else if latest != verdict.revision {
        Some(Saved::Stale)
    } else {
        None
    })
}

/// The reader's own standing verdict on this revision, and whether it says the same.
async fn own(
    connection: &mut Connection,
    user: UserId,
    verdict: &NewVerdict<'_>,
) -> Result<Option<(VerdictId, bool)>, DbError> {
    let found = sql(
        "SELECT id, decision = $1 AND reason_code = $2 AND reason = $3 FROM verdict
         WHERE post_id = $4 AND revision = $5 AND user_id = $6 ORDER BY id DESC LIMIT 1",
    )
    .bind(verdict.decision.as_str())
    .bind(verdict.code)
    .bind(verdict.reason)
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .bind(user.0)
    .fetch_optional(connection)
    .await?;
    let own = |row: DbRow| Ok::<_, DbError>((VerdictId(row.at(0)?), row.at(1)?));
    found.map(own).transpose()
}

async fn insert(
    connection: &mut Connection,
    user: UserId,
    verdict: &NewVerdict<'_>,
    supersedes: Option<VerdictId>,
) -> Result<VerdictId, DbError> {
    let id = sql(
        "INSERT INTO verdict (post_id, revision, assessment_id, user_id, decision, reason_code,
                              reason, supersedes, at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id",
    )
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .bind(verdict.assessment.0)
    .bind(user.0)
    .bind(verdict.decision.as_str())
    .bind(verdict.code)
    .bind(verdict.reason)
    .bind(supersedes.map(|id| id.0))
    .bind(micros(verdict.at))
    .fetch_value(connection)
    .await?;
    Ok(VerdictId(id))
}

async fn move_post(
    connection: &mut Connection,
    verdict: &NewVerdict<'_>,
) -> Result<ReviewState, DbError> {
    let rows = sql("SELECT id, decision FROM verdict AS mine
         WHERE post_id = $1 AND revision = $2
           AND NOT EXISTS (SELECT 1 FROM verdict WHERE supersedes = mine.id)
         ORDER BY id")
    .bind(verdict.post.0)
    .bind(verdict.revision)
    .fetch_all(connection)
    .await?;
    let standing: Vec<Decision> = rows
        .iter()
        .map(|row| RowOf::new(row, "verdict", "id")?.named("decision"))
        .collect::<Result<_, _>>()?;
    let state = ReviewState::of(&standing);
    sql("UPDATE post SET review_revision = $1, review_state = $2 WHERE id = $3")
        .bind(verdict.revision)
        .bind(state.as_str())
        .bind(verdict.post.0)
        .execute(connection)
        .await?;
    Ok(state)
}

/// All verdicts on a post, oldest first, superseded ones included; [`visible`] says who may know
/// of which.
pub(super) async fn of_post(
    connection: &mut Connection,
    post: PostId,
) -> Result<Vec<Verdict>, DbError> {
    let rows = sql(
        "SELECT verdict.id, revision, user_id, display_name, decision, reason_code, reason, at,
                NOT EXISTS (SELECT 1 FROM verdict AS later WHERE later.supersedes = verdict.id)
                AS standing
         FROM verdict JOIN staff ON staff.id = verdict.user_id
         WHERE post_id = $1 ORDER BY verdict.id",
    )
    .bind(post.0)
    .fetch_all(connection)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &DbRow) -> Result<Verdict, DbError> {
    let row = RowOf::new(row, "verdict", "id")?;
    Ok(Verdict {
        id: VerdictId(row.id()),
        revision: row.get("revision")?,
        user: UserId(row.get("user_id")?),
        user_name: row.get("display_name")?,
        decision: row.named("decision")?,
        code: row.get("reason_code")?,
        reason: row.get("reason")?,
        at: row.instant("at")?,
        standing: row.get("standing")?,
    })
}

/// The verdicts that a reader may know of. Whoever may still judge this revision is told of
/// their own only, so that a second reader is not led by the first; after deciding, and for
/// those who never judge, all are open.
pub(super) fn visible(
    verdicts: Vec<Verdict>,
    reader: &Reader,
    latest_revision: u32,
) -> Vec<Verdict> {
    let own = |verdict: &Verdict| reader.user_id() == Some(verdict.user);
    let decided = verdicts
        .iter()
        .any(|verdict| own(verdict) && verdict.revision == latest_revision);
    let open = decided || reader.may(Right::Decisions);
    let known = verdicts.into_iter().filter(|verdict| open || own(verdict));
    known.collect()
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

/// Where people stand with those of the posts, within the reader's scope, that anybody judged.
/// Belongs to a reading of these posts, whose audit row tells of it.
pub(super) async fn standing(
    reader: &Reader,
    db: &Db,
    posts: &[PostId],
) -> Result<HashMap<PostId, Standing>, DbError> {
    ask(reader, Right::Decisions)?;
    let mut found: HashMap<PostId, Standing> = HashMap::new();
    for batch in posts.chunks(BATCH) {
        let mut query = sql(
            "SELECT post.id AS post_id, review_revision, review_state, mine.id, decision
             FROM post JOIN verdict AS mine
               ON mine.post_id = post.id AND mine.revision = post.review_revision
             WHERE NOT EXISTS (SELECT 1 FROM verdict WHERE supersedes = mine.id) AND post.id",
        );
        query.push_list(batch.iter().map(|post| post.0));
        push_scope(&mut query, reader, "post.region");
        query.push(" ORDER BY mine.id");
        for row in query.read_all(db).await? {
            let post = RowOf::new(&row, "post", "post_id")?;
            let decision = RowOf::new(&row, "verdict", "id")?.named("decision")?;
            let standing = match found.entry(PostId(post.id())) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(place) => place.insert(Standing {
                    revision: post.get("review_revision")?,
                    state: post.named("review_state")?,
                    decisions: Vec::new(),
                }),
            };
            standing.decisions.push(decision);
        }
    }
    Ok(found)
}
