//! Taking a list over as it was seen, or throwing it away.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::desk::{DeskWork, work_through};
use super::labels::ImportText;
use super::lines;
use super::news::{ALL, PART};
use super::preview::{Attempt, SeenList, try_out};
use super::terms::stored_terms;
use super::ticks::read_ticks;
use super::upload::{AFTER_DISCARD, UPLOAD_PATH};
use crate::db::draft::{self, ListDraft};
use crate::db::registry::{Confirmed, ImportMode};
use crate::model::{DraftId, InvalidReason, Reason};
use crate::web::error::PageFault;
use crate::web::form::{FormFields, KeptForm, SignedForm};
use crate::web::frame::Frame;
use crate::web::guard::Session;
use crate::web::state::WebState;

/// Imports a list, or looks at it again with what was ticked.
pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<i64>,
    frame: Frame,
    KeptForm {
        fields: form,
        again,
    }: KeptForm,
) -> Result<Response, PageFault> {
    let (reader, id) = (session.reader(), DraftId(id));
    let draft = draft::open(&reader, &state.db, state.clock.now(), id).await?;
    if draft.head.outcome.is_some() {
        return Ok(to_list(id));
    }
    let ticks = read_ticks(&form);
    if let Some(again) = again {
        let attempt = ImportAttempt {
            state: &state,
            session: &session,
            draft,
            ticks,
            form: &form,
        };
        let shown = Attempt {
            reason: form.get("alasan").to_owned(),
            problem: None,
            note: Some(frame.text.form_again),
        };
        return attempt.show_again(shown, again.status(), frame).await;
    }
    let mode = match form.get("aksi") {
        ALL => ImportMode::AllOrNothing,
        PART => ImportMode::SkipConflicts,
        _ => {
            draft::confirm(&reader, &state.db, id, &ticks).await?;
            return Ok(to_list(id));
        }
    };
    let attempt = ImportAttempt {
        state: &state,
        session: &session,
        draft,
        ticks,
        form: &form,
    };
    match form.get("alasan").parse() {
        Ok(reason) => attempt.import(reason, mode, frame).await,
        Err(problem) => {
            let told = InvalidReason::told(&problem, frame.language);
            attempt.refuse(told, frame).await
        }
    }
}

fn to_list(id: DraftId) -> Response {
    Redirect::to(&format!("{UPLOAD_PATH}/{id}")).into_response()
}

struct ImportAttempt<'a> {
    state: &'a WebState,
    session: &'a Session,
    draft: ListDraft,
    ticks: Confirmed,
    form: &'a FormFields,
}

impl ImportAttempt<'_> {
    /// Shows the preview again with what is wrong with the reason.
    async fn refuse(self, problem: String, frame: Frame) -> Result<Response, PageFault> {
        let again = Attempt {
            reason: self.form.get("alasan").to_owned(),
            problem: Some(problem),
            note: None,
        };
        self.show_again(again, StatusCode::UNPROCESSABLE_ENTITY, frame)
            .await
    }

    /// Shows the preview as it is now, with what was ticked and typed.
    async fn show_again(
        self,
        again: Attempt,
        status: StatusCode,
        frame: Frame,
    ) -> Result<Response, PageFault> {
        let (head, ticks) = (self.draft.head.clone(), self.ticks);
        let reader = self.session.reader();
        let taken = try_out(self.state, reader, self.draft, ticks.clone()).await?;
        let shown = SeenList {
            head: &head,
            taken: &taken,
            confirmed: &ticks,
        };
        shown.page(frame, again, status)
    }

    /// Writes what was seen. Where the register or the file is another by now, nothing is written
    /// and the preview is shown as it is now.
    async fn import(
        self,
        reason: Reason,
        mode: ImportMode,
        frame: Frame,
    ) -> Result<Response, PageFault> {
        let ListDraft { head, bytes } = self.draft;
        let same_file = self.form.get("berkas") == head.digest.to_string();
        let seen = self.form.get("registri").parse().ok().filter(|_| same_file);
        let mut again = Attempt {
            reason: self.form.get("alasan").to_owned(),
            ..Attempt::default()
        };
        let work = DeskWork {
            defaults: stored_terms(&head)?,
            name: head.file_name.clone(),
            bytes,
            reason,
            mode,
            confirmed: self.ticks.clone(),
            // What was not seen is not written: no register ever had that version.
            seen: Some(seen.unwrap_or(-1)),
            draft: Some(head.id),
        };
        let taken = work_through(self.state, self.session.reader(), work).await?;
        if taken.done {
            let left = lines::left_out(&taken, frame.language);
            let told = serde_json::to_vec(&left).map_err(PageFault::internal)?;
            if !left.is_empty() {
                let reader = self.session.reader();
                draft::keep_left_out(&reader, &self.state.db, head.id, told).await?;
            }
        }
        if taken.done || is_done_by_now(self.state, self.session, head.id).await? {
            return Ok(to_list(head.id));
        }
        let labels = ImportText::of(frame.language);
        again.note = Some(if taken.report.overtaken {
            labels.stale
        } else {
            labels.not_all
        });
        let shown = SeenList {
            head: &head,
            taken: &taken,
            confirmed: &self.ticks,
        };
        shown.page(frame, again, StatusCode::CONFLICT)
    }
}

/// Whether the same form, sent twice, was faster.
async fn is_done_by_now(
    state: &WebState,
    session: &Session,
    id: DraftId,
) -> Result<bool, PageFault> {
    let lists = draft::list(&session.reader(), &state.db, state.clock.now()).await?;
    Ok(lists.iter().all(|head| head.id != id))
}

/// Throws a list away.
pub(in crate::web) async fn discard(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<i64>,
    _: SignedForm,
) -> Result<Response, PageFault> {
    let (reader, now) = (session.reader(), state.clock.now());
    draft::discard(&reader, &state.db, now, DraftId(id)).await?;
    Ok(Redirect::to(AFTER_DISCARD).into_response())
}
