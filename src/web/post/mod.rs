//! The page of one post: everything a reader needs, and the form to decide.

mod facts;
mod form;
mod marks;
mod nip;
mod reasons;
mod versions;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub(super) use self::form::Flash;
pub(super) use self::marks::{Marked, marked};

use self::form::VerdictForm;
use self::nip::{NipAsked, NipShown};
use self::reasons::Reasons;
use self::versions::Version;
use super::error::PageFault;
use super::fact::Fact;
use super::form::{KeptForm, SignedForm};
use super::frame::{Frame, page};
use super::guard::Session;
use super::query::{QueueView, post_address, queue_address};
use super::state::WebState;
use super::words;
use crate::db::post::{self as stored, ItemAssessment, ReviewItem};
use crate::db::queue::{self, Filter, Key, StartAt};
use crate::model::{PostId, PostKind, Reader, ReviewState, Right, TextName};
use crate::review::codes::CodeOptions;
use crate::review::{Draft, DraftProblem, RefusedVerdict, highlight};

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
struct Reading<'a> {
    state: &'a WebState,
    session: &'a Session,
    reader: Reader,
    query: &'a str,
    filter: Filter,
    nip: NipAsked,
    /// What was typed and what is wrong with it.
    attempt: Option<(Draft, Trouble)>,
}

impl<'a> Reading<'a> {
    fn new(state: &'a WebState, session: &'a Session, query: &'a str) -> Self {
        Self {
            state,
            session,
            reader: session.reader(),
            query,
            filter: QueueView::read(query).filter,
            nip: NipAsked::No,
            attempt: None,
        }
    }
}

/// Why a form comes back.
enum Trouble {
    /// The session had ended.
    Again,
    Incomplete(Vec<DraftProblem>),
    Stale,
}

pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let reading = Reading::new(&state, &session, &query);
    render(&reading, post_id(&id)?, frame, StatusCode::OK).await
}

pub(super) async fn reveal(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
    SignedForm(fields): SignedForm,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let mut nip = NipAsked::of(&fields, &frame);
    let mut status = match nip {
        NipAsked::Refused(..) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    if let NipAsked::Yes(reason) = &nip
        && !state.revelations.admit(session.user.id, state.clock.now())
    {
        nip = NipAsked::Refused(reason.to_string(), frame.text.too_many_nips);
        status = StatusCode::TOO_MANY_REQUESTS;
    }
    let reading = Reading {
        nip,
        ..Reading::new(&state, &session, &query)
    };
    render(&reading, post_id(&id)?, frame, status).await
}

pub(super) async fn judge(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
    frame: Frame,
    KeptForm { fields, again }: KeptForm,
) -> Result<Response, PageFault> {
    let (id, query) = (post_id(&id)?, query.unwrap_or_default());
    let reading = Reading::new(&state, &session, &query);
    let draft = form::draft(&fields);
    if let Some(again) = again {
        let reading = Reading {
            attempt: Some((draft, Trouble::Again)),
            ..reading
        };
        return render(&reading, id, frame, again.status()).await;
    }
    let assessment = stored::assessment(&reading.reader, &state.db, id).await?;
    let options = options(assessment.as_ref(), &state);
    let saved = draft
        .submit(
            &reading.reader,
            &state.db,
            state.clock.as_ref(),
            id,
            &options,
        )
        .await;
    let (status, trouble) = match saved {
        Ok((_, next)) => {
            state.changed().ring();
            return go_on(&reading, id, next).await;
        }
        Err(RefusedVerdict::Incomplete(problems)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::Incomplete(problems),
        ),
        Err(RefusedVerdict::Stale) => (StatusCode::CONFLICT, Trouble::Stale),
        Err(RefusedVerdict::Unknown) => return Err(PageFault::Request),
        Err(RefusedVerdict::Db(error)) => return Err(error.into()),
    };
    let reading = Reading {
        attempt: Some((draft, trouble)),
        ..reading
    };
    render(&reading, id, frame, status).await
}

/// To the next post of the same queue, saying what was saved.
async fn go_on(
    reading: &Reading<'_>,
    id: PostId,
    next_state: Option<ReviewState>,
) -> Result<Response, PageFault> {
    let filter = &reading.filter;
    let key = queue::key(&reading.reader, &reading.state.db, id).await?;
    let after = StartAt::After(key.ok_or(PageFault::Missing)?);
    let next = queue::neighbour(&reading.reader, &reading.state.db, filter, after).await?;
    let address = match next {
        Some(next) => post_address(next, filter),
        None => queue_address(filter, None),
    };
    let joint = if address.contains('?') { '&' } else { '?' };
    let said = next_state.unwrap_or(ReviewState::Done).as_str();
    let end = if next.is_none() { "&akhir=1" } else { "" };
    let address = format!("{address}{joint}tersimpan={id}&keadaan={said}{end}");
    Ok(Redirect::to(&address).into_response())
}

async fn render(
    reading: &Reading<'_>,
    id: PostId,
    frame: Frame,
    status: StatusCode,
) -> Result<Response, PageFault> {
    let (reader, db) = (&reading.reader, &reading.state.db);
    let now = reading.state.clock.now();
    let item = match &reading.nip {
        NipAsked::Yes(reason) => stored::reveal(reader, db, (now, reason), id).await?,
        NipAsked::No | NipAsked::Refused(..) => stored::open(reader, db, now, id).await?,
    };
    let item = item.ok_or(PageFault::Missing)?;
    let around = neighbours(reading, item.key()).await?;
    page(status, &assemble(reading, &item, around, frame))
}

fn assemble(
    reading: &Reading<'_>,
    item: &ReviewItem,
    around: (Option<PostId>, Option<PostId>),
    frame: Frame,
) -> PostPage {
    let (filter, post) = (&reading.filter, &item.post);
    let revision = item.latest().map(|revision| &revision.said);
    let body = item.assessment.as_ref().map(|assessment| &assessment.body);
    let text = revision.map_or("", |revision| revision.text.as_str());
    let user = &reading.session.user;
    let judges = user.role.may(Right::Judge);
    let query = QueueView::query(filter);
    let attempt = reading.attempt.as_ref();
    let form = judges
        .then(|| VerdictForm::of(attempt, item, (user, reading.state), &frame))
        .flatten();
    PostPage {
        id: post.id,
        band: words::band(post.band, frame.text),
        band_class: post.band.as_str(),
        stage: body.map(|body| words::stage(body.stage, frame.text)),
        kind: words::kind(post.kind, frame.text),
        segments: marked(&highlight::segments(TextName::Post, text, body)),
        shared: (post.kind == PostKind::Share).then_some(frame.text.shared_text_note),
        context: revision.and_then(|revision| facts::context(revision, post.kind)),
        media: revision.map_or_else(Vec::new, |revision| {
            facts::media(revision, body, frame.text)
        }),
        links: revision.map_or_else(Vec::new, facts::links),
        original: post.url.as_deref().and_then(super::links::web_address),
        vanished: post.not_visible_at.map(|_| frame.text.not_visible_note),
        reasons: item
            .assessment
            .as_ref()
            .map(|assessment| Reasons::of(assessment, revision, &reading.state.catalogue, &frame)),
        account: facts::account(item, reading.state, &frame),
        nip: NipShown::of(item, &reading.nip, &frame),
        times: facts::times(post, &frame),
        evidence: facts::evidence(item, &frame),
        versions: versions::all(item, &frame),
        form,
        read_only: !judges,
        verdicts: form::given(item, &frame),
        blind: judges && !form::decided(item, user),
        flash: Flash::read(reading.query, frame.text).filter(|_| judges),
        previous: around.0.map(|post| post_address(post, filter)),
        next: around.1.map(|post| post_address(post, filter)),
        back: queue_address(filter, None),
        query,
        frame,
    }
}

fn options(assessment: Option<&ItemAssessment>, state: &WebState) -> CodeOptions {
    let body = assessment.map(|assessment| &assessment.body);
    CodeOptions::of(body, &state.catalogue.norms)
}

async fn neighbours(
    reading: &Reading<'_>,
    key: Key,
) -> Result<(Option<PostId>, Option<PostId>), PageFault> {
    let (reader, db, filter) = (&reading.reader, &reading.state.db, &reading.filter);
    let before = queue::neighbour(reader, db, filter, StartAt::Before(key)).await?;
    let after = queue::neighbour(reader, db, filter, StartAt::After(key)).await?;
    Ok((before, after))
}

fn post_id(text: &str) -> Result<PostId, PageFault> {
    text.parse().map(PostId).map_err(|_| PageFault::Missing)
}
