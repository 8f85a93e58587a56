//! Choosing a new password.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;
use serde_json::json;

use super::device::DeviceToken;
use super::error::PageFault;
use super::form::{FormFields, SignedForm};
use super::frame::{Frame, page, page_after};
use super::guard::{Session, farewell};
use super::hashing::HashPlace;
use super::login::{AFTER_CHANGE, AFTER_GUESSING};
use super::state::WebState;
use crate::access::{names_in_use, password_rule};
use crate::db::audit::{self, Event};
use crate::db::session;
use crate::db::user::{self, NewPassword};

#[derive(Template)]
#[template(path = "password.html", config = "src/web/askama.toml")]
struct PasswordPage {
    frame: Frame,
    once: bool,
    problem: Option<&'static str>,
    /// Minutes to wait.
    wait: Option<i64>,
}

/// Wrong old passwords after which a session ends.
const MOST_WRONG: u32 = 5;

pub(super) async fn show(
    Extension(session): Extension<Session>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let shown = PasswordPage {
        frame,
        once: session.user.password_once,
        problem: None,
        wait: None,
    };
    page(StatusCode::OK, &shown)
}

pub(super) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    headers: HeaderMap,
    frame: Frame,
    SignedForm(fields): SignedForm,
) -> Result<Response, PageFault> {
    if let Some(problem) = problem(&fields, &session, &frame) {
        return refuse(frame, &session, problem);
    }
    let now = state.clock.now();
    if let Err(wait) = state.throttle.admit_change(session.user.id, now) {
        return slow_down(frame, &session, wait);
    }
    if !current(&state, &session, fields.get("lama")).await? {
        return wrong(&state, frame, &session).await;
    }
    state.throttle.forgive_change(session.user.id, now);
    // Names of the register are looked at only now, because that takes a reading of it.
    let near = names_in_use(&state.db, &state.catalogue.names).await?;
    if let Some(problem) = guessed(&fields, &session, &frame, &near) {
        return refuse(frame, &session, problem);
    }
    let (new, cost) = (fields.get("baru").to_owned(), state.settings.password_cost);
    let hash = state.hashers.hash(new, state.random(), cost).await?;
    let reader = session.reader();
    let device = DeviceToken::find(&state, &headers);
    let password = NewPassword {
        hash: &hash,
        once: false,
        device: device.map(DeviceToken::digest),
    };
    user::set_password(&reader, &state.db, &session.user, password, now).await?;
    Ok((farewell(&state), Redirect::to(AFTER_CHANGE)).into_response())
}

fn refuse(frame: Frame, session: &Session, problem: &'static str) -> Result<Response, PageFault> {
    let shown = PasswordPage {
        frame,
        once: session.user.password_once,
        problem: Some(problem),
        wait: None,
    };
    page(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn slow_down(frame: Frame, session: &Session, wait: SignedDuration) -> Result<Response, PageFault> {
    let shown = PasswordPage {
        frame,
        once: session.user.password_once,
        problem: None,
        wait: Some(wait.as_mins() + 1),
    };
    page_after(wait, &shown)
}

async fn wrong(state: &WebState, frame: Frame, session: &Session) -> Result<Response, PageFault> {
    if let Some(ended) = note_wrong(state, session, "password_failed").await? {
        return Ok(ended);
    }
    let problem = frame.text.password_wrong;
    refuse(frame, session, problem)
}

/// Records what was typed wrong. Whoever does not know the password of the session, or has no code
/// for it, may have found it open: after a few tries it ends.
pub(super) async fn note_wrong(
    state: &WebState,
    session: &Session,
    action: &str,
) -> Result<Option<Response>, PageFault> {
    let (token, now) = (session.token.digest(), state.clock.now());
    let tries = state.throttle.count_wrong(token, now);
    let subject = format!("user:{}", session.user.id);
    let detail = json!({"tries": tries, "session_ended": tries >= MOST_WRONG});
    let event = Event {
        at: now,
        actor: &session.user.name,
        action,
        subject: &subject,
        detail: &detail.to_string(),
    };
    if tries < MOST_WRONG {
        audit::record(&state.db, &event).await?;
        return Ok(None);
    }
    session::close(&state.db, token, &event).await?;
    let ended = (farewell(state), Redirect::to(AFTER_GUESSING)).into_response();
    Ok(Some(ended))
}

fn problem(fields: &FormFields, session: &Session, frame: &Frame) -> Option<&'static str> {
    let text = frame.text;
    let new = fields.get("baru");
    if let Some(problem) = guessed(fields, session, frame, &[]) {
        Some(problem)
    } else if new != fields.get("ulang") {
        Some(text.password_differs)
    } else if new == fields.get("lama") {
        Some(text.password_same)
    } else {
        None
    }
}

/// Why a new password is no good, given names around its user.
fn guessed(
    fields: &FormFields,
    session: &Session,
    frame: &Frame,
    near: &[String],
) -> Option<&'static str> {
    let own = [&*session.user.name, &*session.user.display_name];
    let fault = password_rule::fault(fields.get("baru"), &own, near);
    fault.map(|fault| fault.sentence(frame.language))
}

pub(super) async fn current(
    state: &WebState,
    session: &Session,
    given: &str,
) -> Result<bool, PageFault> {
    match user::credentials(&state.db, &session.user.name).await? {
        Some(known) => {
            let (given, stored) = (given.to_owned(), known.password_hash);
            let hashers = &state.hashers;
            hashers.verify(&HashPlace::Known, given, stored).await
        }
        None => Ok(false),
    }
}
