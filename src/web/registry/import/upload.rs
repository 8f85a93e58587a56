//! Uploading a list, and the lists that wait.

use std::sync::Arc;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use tokio::sync::OwnedSemaphorePermit;

use super::labels::ImportText;
use super::terms::{TermField, TypedTerms};
use crate::db::draft::{self, DraftHead, NewListDraft};
use crate::model::{DraftId, Language, TimeZone};
use crate::registry::read;
use crate::web::error::PageFault;
use crate::web::form::FormFields;
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;
use crate::web::times;
use crate::web::upload::{SignedUpload, UploadedFile};

/// Most reasons that are given why a file cannot be read.
const MOST_PROBLEMS: usize = 3;

/// Where lists are uploaded.
pub(in crate::web) const UPLOAD_PATH: &str = "/registri/impor";
/// The same after a list was thrown away.
pub(super) const AFTER_DISCARD: &str = "/registri/impor?dibuang=1";

#[derive(Template)]
#[template(path = "registry/upload.html", config = "src/web/askama.toml")]
struct UploadPage {
    frame: Frame,
    labels: &'static ImportText,
    fields: [TermField; 3],
    hidden: bool,
    /// What is wrong with the file.
    problem: Option<String>,
    gone: bool,
    waiting: Vec<WaitingLine>,
}

/// A list that waits.
struct WaitingLine {
    id: DraftId,
    file_name: String,
    until: String,
}

impl UploadPage {
    /// Whether something has to be mended.
    fn is_refused(&self) -> bool {
        self.problem.is_some() || self.fields.iter().any(|field| field.problem.is_some())
    }
}

pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let gone = query.is_some_and(|query| query.contains("dibuang=1"));
    let form = FormFields::default();
    let typed = TypedTerms::read(&form, &state.lists.terms.defaults, frame.language);
    let mut shown = form_page(&state, &session, frame, typed, None).await?;
    shown.gone = gone;
    page(StatusCode::OK, &shown)
}

async fn form_page(
    state: &WebState,
    session: &Session,
    frame: Frame,
    typed: TypedTerms,
    problem: Option<String>,
) -> Result<UploadPage, PageFault> {
    let now = state.clock.now();
    let lists = draft::list(&session.reader(), &state.db, now).await?;
    let line = |head: DraftHead| WaitingLine {
        id: head.id,
        until: times::full(head.goes_at(), TimeZone::Wib, frame.language),
        file_name: head.file_name,
    };
    Ok(UploadPage {
        labels: ImportText::of(frame.language),
        fields: typed.fields,
        hidden: typed.terms.with_hidden,
        problem,
        gone: false,
        waiting: lists.into_iter().map(line).collect(),
        frame,
    })
}

pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    frame: Frame,
    form: SignedUpload,
) -> Result<Response, PageFault> {
    let labels = ImportText::of(frame.language);
    let typed = TypedTerms::read(&form.fields, &state.lists.terms.defaults, frame.language);
    let refused = match &form.file {
        None => Some((StatusCode::UNPROCESSABLE_ENTITY, labels.problem_no_file)),
        Some(file) if file.too_large => Some((StatusCode::PAYLOAD_TOO_LARGE, labels.problem_large)),
        Some(file) if file.is_empty() => {
            let told = if file.name.is_empty() {
                labels.problem_no_file
            } else {
                labels.problem_empty
            };
            Some((StatusCode::UNPROCESSABLE_ENTITY, told))
        }
        Some(_) if form.files > 1 => {
            Some((StatusCode::UNPROCESSABLE_ENTITY, labels.problem_many_files))
        }
        Some(_) => None,
    };
    let (status, mut problem) = match refused {
        Some((status, told)) => (status, Some(told.to_owned())),
        None => (StatusCode::UNPROCESSABLE_ENTITY, None),
    };
    if let (Some(file), None, false) = (form.file, &problem, typed.is_wrong()) {
        let looked = look_at(&state, file, &typed, frame.language).await?;
        if looked.unreadable.is_none() {
            return keep(&state, &session, looked, &typed).await;
        }
        problem = looked.unreadable;
    }
    let shown = form_page(&state, &session, frame, typed, problem).await?;
    page(status, &shown)
}

/// A file that was looked at.
struct LookedAt {
    name: String,
    bytes: Vec<u8>,
    /// Why it holds no list, if it does not.
    unreadable: Option<String>,
    /// One file at a time is in memory.
    _seat: OwnedSemaphorePermit,
}

/// Looks whether a file holds a list at all. One that does not is not kept, so that it takes no
/// other's place.
async fn look_at(
    state: &WebState,
    mut file: UploadedFile,
    typed: &TypedTerms,
    language: Language,
) -> Result<LookedAt, PageFault> {
    let seat = state.lists.turn().await.map_err(PageFault::internal)?;
    let (terms, settings) = (Arc::clone(&state.lists.terms), typed.terms.clone());
    let bytes = file.read().await?;
    let work = move || {
        let reading = read(&file.name, &bytes, &settings, &terms.sources);
        let problems = reading.errors.iter().take(MOST_PROBLEMS);
        let told: Vec<String> = problems.map(|error| error.told(language)).collect();
        let unreadable = reading.sheets.is_empty();
        LookedAt {
            name: file.name,
            bytes,
            unreadable: unreadable.then(|| format!("{}.", told.join(". "))),
            _seat: seat,
        }
    };
    let looked = tokio::task::spawn_blocking(work).await;
    looked.map_err(PageFault::internal)
}

async fn keep(
    state: &WebState,
    session: &Session,
    file: LookedAt,
    typed: &TypedTerms,
) -> Result<Response, PageFault> {
    let settings = serde_json::to_string(&typed.terms).map_err(PageFault::internal)?;
    let new = NewListDraft {
        file_name: if file.name.is_empty() {
            "?"
        } else {
            &file.name
        },
        bytes: file.bytes,
        settings: &settings,
    };
    let now = state.clock.now();
    let id = draft::keep(&session.reader(), &state.db, &new, now).await?;
    Ok(Redirect::to(&format!("{UPLOAD_PATH}/{id}")).into_response())
}
