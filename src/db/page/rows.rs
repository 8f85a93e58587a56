//! The rows of a planned page. Several rows a statement and several statements a trip, because
//! trips cost more than rows do.

use std::collections::HashSet;

use super::{PagePlan, PageToSave, PostChange, PostToSave};
use crate::db::engine::{Ran, Script};
use crate::db::revision::RevisionCause;
use crate::db::{BATCH, DbError, assessment, capture, json, micros, pending, position, validator};
use crate::model::{Assessment, CaptureId, Origin, PostId};

use super::plan::PostOutcome;

/// The capture and the new posts, whose row numbers the rest needs.
pub(super) fn push_opening(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan) {
    if plan.saved_before.is_none() {
        capture::push(script, plan.account, page.origin);
    }
    let mut known = HashSet::new();
    let new: Vec<&PostToSave<'_>> = outcomes(page, plan)
        .filter(|(_, outcome)| outcome.change == PostChange::New && known.insert(&outcome.key))
        .map(|(item, _)| item)
        .collect();
    for batch in new.chunks(BATCH) {
        push_posts(script, page, plan, batch);
    }
}

/// A new post comes with its standing: promoting it afterwards would write every row twice.
fn push_posts(
    script: &mut Script,
    page: &PageToSave<'_>,
    plan: &PagePlan,
    new: &[&PostToSave<'_>],
) {
    let seen = micros(page.origin.seen_at());
    let record = page.origin.record().record_id.to_string();
    let query = script.statement(
        "INSERT INTO post (account_id, native_id, url, kind, posted_at, claimed_at, \
         first_seen_at, last_seen_at, last_capture_id, person_id, region, latest_revision, version, score, \
         band, target) ",
    );
    query.push_values(new, |row, item| {
        let post = item.post;
        let holder = plan.owner.holder(item.posted_at);
        row.bind(plan.account.0)
            .bind(&post.native_id.0)
            .bind(&post.url)
            .bind(post.kind.as_str())
            .bind(micros(item.posted_at))
            .bind(post.published_at.map(micros))
            .bind(seen)
            .bind(seen)
            .expression(|query| {
                query.push("(SELECT id FROM capture WHERE record_id = ");
                query.push_bind(record.as_str()).push(")");
            })
            .bind(holder.map(|holder| holder.person))
            .bind(holder.map(|holder| &*holder.region))
            .bind(plan.latest[&post.native_id.0])
            .bind(&post.version);
        assessment::bind_copy(row, item.assessment);
    });
    // Somebody who was faster shows in the count of the account's pages, not as a failure here.
    query.push(" ON CONFLICT (account_id, native_id) DO NOTHING RETURNING id, native_id");
}

/// Reads what the opening did: whether nobody was faster, the capture, the new posts.
pub(super) fn opened(ran: &[Ran], plan: &mut PagePlan) -> Result<CaptureId, DbError> {
    let (position, rest) = ran.split_first().ok_or(DbError::Overtaken)?;
    if position.affected == 0 {
        return Err(DbError::Overtaken);
    }
    let (capture, posts) = match (plan.saved_before, rest) {
        (Some(capture), posts) => (capture, posts),
        (None, [inserted, posts @ ..]) => {
            let row = inserted.rows.first().ok_or(DbError::Overtaken)?;
            (CaptureId(row.get("id")?), posts)
        }
        (None, []) => return Err(DbError::Overtaken),
    };
    for row in posts.iter().flat_map(|batch| &batch.rows) {
        let id = PostId(row.get("id")?);
        plan.ids.insert(row.get("native_id")?, id);
    }
    Ok(capture)
}

/// Everything else.
pub(super) fn push_rest(
    script: &mut Script,
    page: &PageToSave<'_>,
    plan: &PagePlan,
    capture: CaptureId,
) {
    if let (Origin::Fetched(answer), None) = (page.origin, plan.saved_before) {
        let told = (page.understood, plan.reading.as_str());
        validator::push(script, plan.account, answer, capture, told);
    }
    let told = page.position.filter(|_| !plan.replayed());
    if told.is_some_and(|position| position.state.is_some()) {
        position::push_proof(script, plan.account, capture);
    }
    push_aliases(script, page, plan);
    push_revisions(script, page, plan, capture);
    push_edited(script, page, plan);
    push_confirmed(script, page, plan);
    assessment::push(script, &made(page, plan, |_| true), page.at);
    let further = |change| change != PostChange::New;
    assessment::promote(script, &made(page, plan, further));
    push_seen(script, page, plan, capture);
    let new = changed(page, plan, PostChange::New);
    let shown = [new.as_slice(), plan.returned.as_slice()].concat();
    push_visibility(script, page, &shown, (true, capture));
    push_visibility(script, page, &plan.vanished, (false, capture));
    let edited = changed(page, plan, PostChange::Edited);
    let reread = changed(page, plan, PostChange::Reread);
    let mut stale = [
        shown.as_slice(),
        plan.vanished.as_slice(),
        edited.as_slice(),
        reread.as_slice(),
    ]
    .concat();
    // A page may show a post twice; an engine may refuse to change a row twice in a statement.
    stale.sort_unstable();
    stale.dedup();
    pending::push(script, &stale);
}

fn outcomes<'p, 'a>(
    page: &'p PageToSave<'a>,
    plan: &'p PagePlan,
) -> impl Iterator<Item = (&'p PostToSave<'a>, &'p PostOutcome)> {
    page.posts.iter().zip(&plan.outcomes)
}

fn changed(page: &PageToSave<'_>, plan: &PagePlan, wanted: PostChange) -> Vec<PostId> {
    outcomes(page, plan)
        .filter(|(_, outcome)| outcome.change == wanted)
        .map(|(_, outcome)| plan.ids[&outcome.key])
        .collect()
}

/// Names under which new posts are found again. The first post that has a name keeps it.
fn push_aliases(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan) {
    let new = outcomes(page, plan).filter(|(_, outcome)| outcome.change == PostChange::New);
    let aliases: Vec<(i64, &str)> = new
        .flat_map(|(item, outcome)| {
            let post = plan.ids[&outcome.key].0;
            item.post
                .aliases
                .iter()
                .map(move |alias| (post, alias.as_str()))
        })
        .collect();
    for batch in aliases.chunks(BATCH) {
        let query = script.statement("INSERT INTO post_alias (account_id, alias, post_id) ");
        query.push_values(batch, |row, (post, alias)| {
            row.bind(plan.account.0).bind(*alias).bind(*post);
        });
        query.push(" ON CONFLICT (account_id, alias) DO NOTHING");
    }
}

fn push_revisions(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan, capture: CaptureId) {
    let revisions: Vec<_> = outcomes(page, plan)
        .filter(|(_, outcome)| outcome.change.makes_revision())
        .collect();
    let seen = micros(page.origin.seen_at());
    for batch in revisions.chunks(BATCH) {
        let query = script.statement(
            "INSERT INTO revision (post_id, number, text, context, media, links, language, \
             edited_at, seen_at, content_hash, capture_id, reading, excerpt, cause, author) ",
        );
        query.push_values(batch, |row, (item, outcome)| {
            let post = item.post;
            let cause = match outcome.change {
                PostChange::Reread => RevisionCause::Reading,
                _ => RevisionCause::Author,
            };
            row.bind(plan.ids[&outcome.key].0)
                .bind(outcome.number)
                .bind(&post.text)
                .bind(outcome.context.as_ref().map(json))
                .bind(json(&post.media))
                .bind(json(&post.links))
                .bind(&post.language)
                .bind(post.edited_at.map(micros))
                .bind(seen)
                .bind(outcome.hash.to_string())
                .bind(capture.0)
                .bind(&plan.reading)
                .bind(i64::from(post.excerpt))
                .bind(cause.as_str())
                .bind(&post.author);
        });
    }
}

/// Assessments of revisions that this page made by such changes, with their post and revision.
fn made<'a>(
    page: &PageToSave<'a>,
    plan: &PagePlan,
    wanted: impl Fn(PostChange) -> bool,
) -> Vec<(PostId, u32, &'a Assessment)> {
    outcomes(page, plan)
        .filter(|(_, outcome)| outcome.change.makes_revision() && wanted(outcome.change))
        .filter_map(|(item, outcome)| {
            let post = plan.ids[&outcome.key];
            item.assessment.map(|made| (post, outcome.number, made))
        })
        .collect()
}

fn push_edited(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan) {
    for (item, outcome) in outcomes(page, plan) {
        let post = plan.ids[&outcome.key].0;
        let latest = plan.latest[&outcome.key];
        let further = !matches!(outcome.change, PostChange::New | PostChange::Unchanged);
        if further && outcome.number == latest {
            let query = script.statement("UPDATE post SET latest_revision = ");
            query.push_bind(latest).push(", url = coalesce(");
            query.push_bind(&item.post.url).push(", url), version = ");
            query.push_bind(&item.post.version).push(" WHERE id = ");
            query.push_bind(post);
        } else if outcome.moved_on {
            let query = script.statement("UPDATE post SET version = ");
            query.push_bind(&item.post.version).push(" WHERE id = ");
            query.push_bind(post).push(" AND last_seen_at <= ");
            query.push_bind(micros(page.origin.seen_at()));
        }
    }
}

/// Notes that another edition reads a revision the same.
fn push_confirmed(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan) {
    for (_, outcome) in outcomes(page, plan).filter(|(_, outcome)| outcome.confirmed) {
        let query = script.statement("UPDATE revision SET reading = ");
        query.push_bind(&plan.reading).push(", content_hash = ");
        query
            .push_bind(outcome.hash.to_string())
            .push(" WHERE post_id = ");
        query
            .push_bind(plan.ids[&outcome.key].0)
            .push(" AND number = ");
        query.push_bind(outcome.number);
    }
}

fn push_seen(script: &mut Script, page: &PageToSave<'_>, plan: &PagePlan, capture: CaptureId) {
    let at = micros(page.origin.seen_at());
    for batch in plan.seen.chunks(BATCH) {
        let query = script.statement("UPDATE post SET last_seen_at = ");
        query.push_bind(at).push(", last_capture_id = ");
        query.push_bind(capture.0).push(" WHERE last_seen_at <= ");
        query.push_bind(at).push(" AND id");
        query.push_list(batch.iter().map(|id| id.0));
    }
    push_not_visible(script, &plan.returned, None);
    push_not_visible(script, &plan.vanished, Some(at));
}

fn push_not_visible(script: &mut Script, posts: &[PostId], since: Option<i64>) {
    for batch in posts.chunks(BATCH) {
        let query = script.statement("UPDATE post SET not_visible_at = ");
        query.push_bind(since).push(" WHERE id");
        query.push_list(batch.iter().map(|id| id.0));
    }
}

fn push_visibility(
    script: &mut Script,
    page: &PageToSave<'_>,
    posts: &[PostId],
    (visible, capture): (bool, CaptureId),
) {
    let at = micros(page.origin.seen_at());
    for batch in posts.chunks(BATCH) {
        let query = script.statement("INSERT INTO visibility (post_id, at, visible, capture_id) ");
        query.push_values(batch, |row, post| {
            row.bind(post.0)
                .bind(at)
                .bind(i64::from(visible))
                .bind(capture.0);
        });
    }
}
