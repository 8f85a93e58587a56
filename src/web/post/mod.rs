//! The page of one post: everything a reader needs, and the form to decide.

mod facts;
mod form;
mod marks;
mod reasons;
mod versions;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub(super) use self::form::Flash;
pub(super) use self::marks::{Marked, marked};

use self::facts::{Fact, NipShown};
use self::form::VerdictForm;
use self::reasons::Reasons;
use self::versions::Version;
use super::error::Fault;
use super::form::SignedForm;
use super::frame::{Frame, page};
use super::guard::Session;
use super::query::{View, post_address, queue_address};
use super::state::WebState;
use super::words;
use crate::db::audit::{self, Event};
use crate::db::item::{self, ReviewItem};
use crate::db::queue::{self, Filter, From};
use crate::db::verdict;
use crate::model::{PostId, PostKind, ReviewState, Right, TextName, VerdictId};
use crate::review::codes::Options;
use crate::review::{Draft, Problem, Refused, highlight};

#[derive(Template)]
#[template(path = "post.html", config = "src/web/askama.toml")]
struct PostPage {
    frame: Frame,
    id: PostId,
    band: &'static str,
    band_class: &'static str,
    stage: Option<&'static str>,
    kind: &'static str,
    segments: Vec<Marked>,
    shared: Option<&'static str>,
    context: Option<facts::Context>,
    media: Vec<facts::Described>,
    links: Vec<facts::Link>,
    original: Option<String>,
    vanished: Option<&'static str>,
    reasons: Option<Reasons>,
    account: Vec<Fact>,
    nip: NipShown,
    times: Vec<Fact>,
    evidence: Vec<Fact>,
    versions: Vec<Version>,
    form: Option<VerdictForm>,
    read_only: bool,
    verdicts: Vec<form::Given>,
    blind: bool,
    flash: Option<Flash>,
    previous: Option<String>,
    next: Option<String>,
    back: String,
    query: String,
}

/// What a page is made from, besides the post.
struct Visit<'a> {
    state: &'a WebState,
    session: &'a Session,
    query: &'a str,
    revealed: bool,
    /// What was typed and what is wrong with it.
    attempt: Option<(Draft, Trouble)>,
}

/// Why a form comes back.
enum Trouble {
    Incomplete(Vec<Problem>),
    Stale,
}

pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, Fault> {
    let query = query.unwrap_or_default();
    let visit = Visit {
        state: &state,
        session: &session,
        query: &query,
        revealed: false,
        attempt: None,
    };
    render(&visit, post_id(&id)?, frame, StatusCode::OK).await
}

pub(super) async fn reveal(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
    _: SignedForm,
) -> Result<Response, Fault> {
    let (id, query) = (post_id(&id)?, query.unwrap_or_default());
    if item::key(&state.db, id).await?.is_none() {
        return Err(Fault::Missing);
    }
    record(&state, &session, "reveal_nip", id, "").await?;
    let visit = Visit {
        state: &state,
        session: &session,
        query: &query,
        revealed: true,
        attempt: None,
    };
    render(&visit, id, frame, StatusCode::OK).await
}

pub(super) async fn judge(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
    SignedForm(fields): SignedForm,
) -> Result<Response, Fault> {
    let (id, query) = (post_id(&id)?, query.unwrap_or_default());
    let draft = form::draft(&fields);
    let item = item::find(&state.db, id).await?.ok_or(Fault::Missing)?;
    let options = options(&item, &state);
    let by = (id, &session.user);
    let stored = draft
        .submit(&state.db, state.clock.as_ref(), by, &options)
        .await;
    let (status, trouble) = match stored {
        Ok((verdict, next)) => {
            state.changed().ring();
            return go_on(&state, &session, &query, (id, verdict, next)).await;
        }
        Err(Refused::Incomplete(problems)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::Incomplete(problems),
        ),
        Err(Refused::Stale) => (StatusCode::CONFLICT, Trouble::Stale),
        Err(Refused::Unknown) => return Err(Fault::Request),
        Err(Refused::Role(_)) => return Err(Fault::Forbidden),
        Err(Refused::Db(error)) => return Err(error.into()),
    };
    let visit = Visit {
        state: &state,
        session: &session,
        query: &query,
        revealed: false,
        attempt: Some((draft, trouble)),
    };
    render(&visit, id, frame, status).await
}

/// To the next post of the same queue, saying what was saved.
async fn go_on(
    state: &WebState,
    session: &Session,
    query: &str,
    (id, _, next_state): (PostId, VerdictId, Option<ReviewState>),
) -> Result<Response, Fault> {
    let filter = View::read(query).filter;
    let next = neighbours(state, session, &filter, id).await?.1;
    let address = match next {
        Some(next) => post_address(next, &filter),
        None => queue_address(&filter, None),
    };
    let joint = if address.contains('?') { '&' } else { '?' };
    let said = next_state.unwrap_or(ReviewState::Done).as_str();
    let end = if next.is_none() { "&akhir=1" } else { "" };
    let address = format!("{address}{joint}tersimpan={id}&keadaan={said}{end}");
    Ok(Redirect::to(&address).into_response())
}

async fn render(
    visit: &Visit<'_>,
    id: PostId,
    frame: Frame,
    status: StatusCode,
) -> Result<Response, Fault> {
    let item = item::find(&visit.state.db, id)
        .await?
        .ok_or(Fault::Missing)?;
    let verdicts = verdict::of_post(&visit.state.db, id).await?;
    let filter = View::read(visit.query).filter;
    let around = neighbours(visit.state, visit.session, &filter, id).await?;
    // Written before anything is shown: no reading without a trace.
    let detail = format!("revision:{}", item.latest_revision);
    record(visit.state, visit.session, "read", id, &detail).await?;
    page(status, &assemble(visit, &item, &verdicts, around, frame))
}

fn assemble(
    visit: &Visit<'_>,
    item: &ReviewItem,
    verdicts: &[verdict::Verdict],
    around: (Option<PostId>, Option<PostId>),
    frame: Frame,
) -> PostPage {
    let filter = View::read(visit.query).filter;
    let revision = item.revisions.last();
    let body = item.assessment.as_ref().map(|assessment| &assessment.body);
    let text = revision.map_or("", |revision| revision.text.as_str());
    let user = &visit.session.user;
    let judges = user.role.may(Right::Judge);
    let query = View::query(&filter);
    let form = judges
        .then(|| {
            VerdictForm::of(
                visit.attempt.as_ref(),
                item,
                verdicts,
                (user, visit.state),
                &frame,
            )
        })
        .flatten();
    PostPage {
        id: item.key.post,
        band: words::band(item.band, frame.text),
        band_class: item.band.as_str(),
        stage: body.map(|body| words::stage(body.stage, frame.text)),
        kind: words::kind(item.kind, frame.text),
        segments: marked(&highlight::segments(TextName::Post, text, body)),
        shared: (item.kind == PostKind::Share).then_some(frame.text.shared_text_note),
        context: revision.and_then(|revision| facts::context(revision, item.kind)),
        media: revision.map_or_else(Vec::new, |revision| {
            facts::media(revision, body, frame.text)
        }),
        links: revision.map_or_else(Vec::new, facts::links),
        original: item.url.as_deref().and_then(facts::web_address),
        vanished: item.not_visible_at.map(|_| frame.text.not_visible_note),
        reasons: item
            .assessment
            .as_ref()
            .map(|assessment| Reasons::of(assessment, revision, &visit.state.catalogue, &frame)),
        account: facts::account(item, visit.state, &frame),
        nip: NipShown::of(item, visit.revealed, frame.may(Right::Reveal)),
        times: facts::times(item, &frame),
        evidence: facts::evidence(item, &frame),
        versions: versions::all(item, &frame),
        form,
        read_only: !judges,
        verdicts: form::given(item, verdicts, user, &frame),
        blind: judges && !form::decided(item, verdicts, user),
        flash: Flash::read(visit.query, frame.text).filter(|_| judges),
        previous: around.0.map(|post| post_address(post, &filter)),
        next: around.1.map(|post| post_address(post, &filter)),
        back: queue_address(&filter, None),
        query,
        frame,
    }
}

fn options(item: &ReviewItem, state: &WebState) -> Options {
    let body = item.assessment.as_ref().map(|assessment| &assessment.body);
    Options::of(body, &state.catalogue.norms)
}

async fn neighbours(
    state: &WebState,
    session: &Session,
    filter: &Filter,
    id: PostId,
) -> Result<(Option<PostId>, Option<PostId>), Fault> {
    let key = item::key(&state.db, id).await?.ok_or(Fault::Missing)?;
    let reader = session.user.id;
    let before = queue::neighbour(&state.db, reader, filter, From::Before(key)).await?;
    let after = queue::neighbour(&state.db, reader, filter, From::After(key)).await?;
    Ok((before, after))
}

async fn record(
    state: &WebState,
    session: &Session,
    action: &str,
    id: PostId,
    detail: &str,
) -> Result<(), Fault> {
    let event = Event {
        at: state.clock.now(),
        actor: &session.user.name,
        action,
        subject: &format!("post:{id}"),
        detail,
    };
    audit::record(&state.db, &event).await?;
    Ok(())
}

fn post_id(text: &str) -> Result<PostId, Fault> {
    text.parse().map(PostId).map_err(|_| Fault::Missing)
}
