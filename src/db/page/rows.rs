//! The rows of a page: reading what is stored, writing what is planned. Several rows a
//! statement, because one statement a row costs more than the rows do.

use std::collections::{HashMap, HashSet};

use sqlx::{QueryBuilder, Row, Sqlite, SqliteConnection};

use super::plan::{Head, Plan, Stored};
use super::{Change, PageToSave, PostToSave, hash_of};
use crate::db::{BATCH, DbError, assessment, instant, json, micros, pending, push_list};
use crate::model::{Assessment, CaptureId, PostId};

/// The stored posts among those that the page shows or misses.
pub(super) async fn stored(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    replayed: bool,
) -> Result<HashMap<String, Stored>, DbError> {
    let shown = page.posts.iter().map(|item| &item.post.native_id);
    let wanted: Vec<&str> = shown.chain(page.absent).map(|id| id.0.as_str()).collect();
    let mut found = HashMap::with_capacity(wanted.len());
    for batch in wanted.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "SELECT id, native_id, latest_revision, last_seen_at, not_visible_at, content_hash, \
             (SELECT max(number) FROM revision WHERE post_id = post.id) AS highest FROM post JOIN revision ON post_id = post.id AND number = latest_revision \
             WHERE account_id = ",
        );
        query.push_bind(page.account.0).push(" AND native_id");
        push_list(&mut query, batch.iter().copied());
        for row in query.build().fetch_all(&mut *connection).await? {
            let id: i64 = row.try_get("id")?;
            let post = Stored {
                id: PostId(id),
                head: Head {
                    latest: row.try_get("latest_revision")?,
                    highest: row.try_get("highest")?,
                    hash: hash_of(id, row.try_get("content_hash")?)?,
                },
                last_seen_at: instant(row.try_get("last_seen_at")?),
                not_visible_at: row
                    .try_get::<Option<i64>, _>("not_visible_at")?
                    .map(instant),
                settled: HashSet::new(),
            };
            found.insert(row.try_get("native_id")?, post);
        }
    }
    for post in found.values_mut() {
        if replayed || page.capture.fetched_at < post.last_seen_at {
            settle(connection, post).await?;
        }
    }
    Ok(found)
}

async fn settle(connection: &mut SqliteConnection, post: &mut Stored) -> Result<(), DbError> {
    let hashes: Vec<String> =
        sqlx::query_scalar("SELECT content_hash FROM revision WHERE post_id = $1")
            .bind(post.id.0)
            .fetch_all(connection)
            .await?;
    for hash in hashes {
        post.settled.insert(hash_of(post.id.0, &hash)?);
    }
    Ok(())
}

/// Writes everything planned about posts.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    plan: &mut Plan,
    capture: CaptureId,
    region: &str,
) -> Result<(), DbError> {
    insert_posts(connection, page, plan, capture, region).await?;
    insert_revisions(connection, page, plan, capture).await?;
    assessment::insert(connection, &fresh(page, plan), page.at).await?;
    update_edited(connection, page, plan).await?;
    update_seen(connection, page, plan, capture).await?;
    let new = changed(page, plan, |change| change == Change::New);
    let shown = [new.as_slice(), plan.returned.as_slice()].concat();
    insert_visibility(connection, page, &shown, true, capture).await?;
    insert_visibility(connection, page, &plan.vanished, false, capture).await?;
    let edited = changed(page, plan, |change| change == Change::Edited);
    let stale = [
        shown.as_slice(),
        plan.vanished.as_slice(),
        edited.as_slice(),
    ]
    .concat();
    pending::mark(connection, &stale).await
}

fn changed(page: &PageToSave<'_>, plan: &Plan, wanted: fn(Change) -> bool) -> Vec<PostId> {
    let outcomes = page.posts.iter().zip(&plan.outcomes);
    outcomes
        .filter(|(_, outcome)| wanted(outcome.change))
        .map(|(item, _)| plan.ids[&item.post.native_id.0])
        .collect()
}

async fn insert_posts(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    plan: &mut Plan,
    capture: CaptureId,
    region: &str,
) -> Result<(), DbError> {
    let outcomes = page.posts.iter().zip(&plan.outcomes);
    let new: Vec<&PostToSave<'_>> = outcomes
        .filter(|(_, outcome)| outcome.change == Change::New)
        .map(|(item, _)| item)
        .collect();
    for batch in new.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO post (account_id, native_id, url, kind, posted_at, claimed_at, \
             first_seen_at, last_seen_at, last_capture_id, region, latest_revision, score, band) ",
        );
        query.push_values(batch, |mut row, item| {
            let post = item.post;
            let seen = micros(page.capture.fetched_at);
            row.push_bind(page.account.0)
                .push_bind(&post.native_id.0)
                .push_bind(&post.url)
                .push_bind(post.kind.as_str())
                .push_bind(micros(item.posted_at))
                .push_bind(post.published_at.map(micros))
                .push_bind(seen)
                .push_bind(seen)
                .push_bind(capture.0)
                .push_bind(region)
                .push_bind(plan.latest[&post.native_id.0])
                .push_bind(item.assessment.map_or(0.0, |made| made.score))
                .push_bind(item.assessment.map_or("none", |made| made.band.as_str()));
        });
        query.push(" RETURNING id, native_id");
        for row in query.build().fetch_all(&mut *connection).await? {
            let id = PostId(row.try_get("id")?);
            plan.ids.insert(row.try_get("native_id")?, id);
        }
    }
    Ok(())
}

async fn insert_revisions(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    plan: &Plan,
    capture: CaptureId,
) -> Result<(), DbError> {
    let outcomes = page.posts.iter().zip(&plan.outcomes);
    let revisions: Vec<_> = outcomes
        .filter(|(_, outcome)| outcome.change != Change::Unchanged)
        .collect();
    for batch in revisions.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO revision (post_id, number, text, context, media, links, language, \
             edited_at, seen_at, content_hash, capture_id) ",
        );
        query.push_values(batch, |mut row, (item, outcome)| {
            let post = item.post;
            row.push_bind(plan.ids[&post.native_id.0].0)
                .push_bind(outcome.number)
                .push_bind(&post.text)
                .push_bind(post.context.as_ref().map(json))
                .push_bind(json(&post.media))
                .push_bind(json(&post.links))
                .push_bind(&post.language)
                .push_bind(post.edited_at.map(micros))
                .push_bind(micros(page.capture.fetched_at))
                .push_bind(outcome.hash.to_string())
                .push_bind(capture.0);
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

/// Assessments that belong to revisions made by this page, with their post and revision.
fn fresh<'a>(page: &PageToSave<'a>, plan: &Plan) -> Vec<(PostId, u32, &'a Assessment)> {
    let outcomes = page.posts.iter().zip(&plan.outcomes);
    outcomes
        .filter(|(_, outcome)| outcome.change != Change::Unchanged)
        .filter_map(|(item, outcome)| {
            let post = plan.ids[&item.post.native_id.0];
            item.assessment.map(|made| (post, outcome.number, made))
        })
        .collect()
}

async fn update_edited(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    plan: &Plan,
) -> Result<(), DbError> {
    for (item, outcome) in page.posts.iter().zip(&plan.outcomes) {
        let latest = plan.latest[&item.post.native_id.0];
        if outcome.change != Change::Edited || outcome.number != latest {
            continue;
        }
        sqlx::query(
            "UPDATE post SET latest_revision = $2, url = coalesce($3, url), \
             score = coalesce($4, score), band = coalesce($5, band) WHERE id = $1",
        )
        .bind(plan.ids[&item.post.native_id.0].0)
        .bind(latest)
        .bind(&item.post.url)
        .bind(item.assessment.map(|made| made.score))
        .bind(item.assessment.map(|made| made.band.as_str()))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn update_seen(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    plan: &Plan,
    capture: CaptureId,
) -> Result<(), DbError> {
    let at = micros(page.capture.fetched_at);
    for batch in plan.seen.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new("UPDATE post SET last_seen_at = ");
        query
            .push_bind(at)
            .push(", last_capture_id = ")
            .push_bind(capture.0);
        query
            .push(" WHERE last_seen_at <= ")
            .push_bind(at)
            .push(" AND id");
        push_list(&mut query, batch.iter().map(|id| id.0));
        query.build().execute(&mut *connection).await?;
    }
    set_not_visible(connection, &plan.returned, None).await?;
    set_not_visible(connection, &plan.vanished, Some(at)).await
}

async fn set_not_visible(
    connection: &mut SqliteConnection,
    posts: &[PostId],
    since: Option<i64>,
) -> Result<(), DbError> {
    for batch in posts.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new("UPDATE post SET not_visible_at = ");
        query.push_bind(since).push(" WHERE id");
        push_list(&mut query, batch.iter().map(|id| id.0));
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}

async fn insert_visibility(
    connection: &mut SqliteConnection,
    page: &PageToSave<'_>,
    posts: &[PostId],
    visible: bool,
    capture: CaptureId,
) -> Result<(), DbError> {
    for batch in posts.chunks(BATCH) {
        let mut query = QueryBuilder::<Sqlite>::new(
            "INSERT INTO visibility (post_id, at, visible, capture_id) ",
        );
        query.push_values(batch, |mut row, post| {
            row.push_bind(post.0)
                .push_bind(micros(page.capture.fetched_at))
                .push_bind(i64::from(visible))
                .push_bind(capture.0);
        });
        query.build().execute(&mut *connection).await?;
    }
    Ok(())
}
