//! Where somebody is signed in, and ending that.

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::labels::AccountText;
use crate::db::session::{self, SessionLine};
use crate::model::{Sha256, TimeZone};
use crate::web::error::PageFault;
use crate::web::form::SignedForm;
use crate::web::frame::Frame;
use crate::web::guard::{Session, farewell};
use crate::web::state::WebState;
use crate::web::times;

/// A session as it is shown.
#[derive(Debug)]
pub(super) struct SessionRow {
    /// Names it in a form; opens nothing.
    pub(super) digest: String,
    pub(super) browser: String,
    pub(super) address: String,
    pub(super) opened: String,
    pub(super) used: String,
    /// Whether it is the one that is looked with.
    pub(super) this: bool,
}

impl SessionRow {
    pub(super) fn of(line: &SessionLine, session: &Session, now: Timestamp, frame: &Frame) -> Self {
        let labels = AccountText::of(frame.language);
        let known = |text: &str, unknown: &str| match text {
            "" => unknown.to_owned(),
            text => text.to_owned(),
        };
        Self {
            digest: line.token.to_string(),
            browser: known(&line.browser, labels.browser_unknown),
            address: known(
                line.address.as_deref().unwrap_or_default(),
                labels.address_unknown,
            ),
            opened: times::minute(line.opened_at, TimeZone::Wib, frame.language),
            used: times::age(line.used_at, now, frame.text),
            this: line.token == session.token.digest(),
        }
    }
}

/// Ends one session, all others, or all.
pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    SignedForm(form): SignedForm,
) -> Result<Response, PageFault> {
    let (reader, now, own) = (session.reader(), state.clock.now(), session.token.digest());
    match form.get("tindakan") {
        "satu" => {
            let token = Sha256::from_hex(form.get("sesi")).ok_or(PageFault::Request)?;
            session::end_one(&reader, &state.db, token, now).await?;
            if token == own {
                return Ok(signed_out(&state));
            }
        }
        "lain" => session::end_several(&reader, &state.db, Some(own), now).await?,
        "semua" => {
            session::end_several(&reader, &state.db, None, now).await?;
            return Ok(signed_out(&state));
        }
        _ => return Err(PageFault::Request),
    }
    Ok(Redirect::to("/akun?selesai=sesi").into_response())
}

fn signed_out(state: &WebState) -> Response {
    (farewell(state), Redirect::to("/masuk")).into_response()
}
