//! Choosing a new password.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::error::PageFault;
use super::form::{FormFields, SignedForm};
use super::frame::{Frame, page};
use super::guard::Session;
use super::login::{AFTER_CHANGE, verify};
use super::state::WebState;
use super::text::Text;
use crate::access::password;
use crate::db::user;

#[derive(Template)]
#[template(path = "password.html", config = "src/web/askama.toml")]
struct PasswordPage {
    frame: Frame,
    once: bool,
    problem: Option<&'static str>,
}

pub(super) async fn show(
    Extension(session): Extension<Session>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let shown = PasswordPage {
        frame,
        once: session.user.password_once,
        problem: None,
    };
    page(StatusCode::OK, &shown)
}

pub(super) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    frame: Frame,
    SignedForm(fields): SignedForm,
) -> Result<Response, PageFault> {
    let mut problem = problem(&fields, frame.text);
    if problem.is_none() && !current(&state, &session, fields.get("lama")).await? {
        problem = Some(frame.text.password_wrong);
    }
    if problem.is_some() {
        let shown = PasswordPage {
            frame,
            once: session.user.password_once,
            problem,
        };
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let hash = hash(&state, fields.get("baru").to_owned()).await?;
    let (reader, now) = (session.reader(), state.clock.now());
    user::set_password(&reader, &state.db, &session.user, &hash, false, now).await?;
    Ok(Redirect::to(AFTER_CHANGE).into_response())
}

fn problem(fields: &FormFields, text: &'static Text) -> Option<&'static str> {
    let new = fields.get("baru");
    if new.chars().count() < password::SHORTEST || new.len() > password::LONGEST {
        Some(text.password_short)
    } else if new != fields.get("ulang") {
        Some(text.password_differs)
    } else if new == fields.get("lama") {
        Some(text.password_same)
    } else {
        None
    }
}

async fn current(state: &WebState, session: &Session, given: &str) -> Result<bool, PageFault> {
    match user::credentials(&state.db, &session.user.name).await? {
        Some((_, stored)) => verify(state, given.to_owned(), stored).await,
        None => Ok(false),
    }
}

async fn hash(state: &WebState, password: String) -> Result<String, PageFault> {
    let _turn = state.hashers.acquire().await.map_err(PageFault::internal)?;
    let (salt, cost) = (state.random(), state.settings.password_cost);
    tokio::task::spawn_blocking(move || password::hash(&password, salt, cost))
        .await
        .map_err(PageFault::internal)?
        .map_err(PageFault::internal)
}
