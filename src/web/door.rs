//! The door that every protected route stands behind.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use super::error::PageFault;
use super::form::{self, AGAIN_FIELD, TOKEN_FIELD};
use super::frame::{Frame, page};
use super::guard::{PASSWORD_PATH, Session, find};
use super::kept::keeps;
use super::login::LoginPage;
use super::query::encode;
use super::refused::{RefusableRequest, refusal};
use super::state::WebState;
use crate::model::Right;

/// Lets a request pass if its user has the right; handlers then find the [`Session`] among
/// the extensions. Whoever has a one-time password may only change it or leave.
pub(super) async fn guard(
    State((state, right)): State<(WebState, Option<Right>)>,
    request: Request,
    next: Next,
) -> Result<Response, PageFault> {
    let (mut parts, body) = request.into_parts();
    let Some(session) = find(&state, &parts.headers).await? else {
        return match parts.method {
            Method::GET | Method::HEAD => Ok(to_login(&parts)),
            _ => sign_in_again(&state, parts, body).await,
        };
    };
    if right.is_some() && session.user.password_once {
        return Ok(Redirect::to(PASSWORD_PATH).into_response());
    }
    let asked = RefusableRequest::of(&parts, &state);
    let response = if right.is_some_and(|right| !session.user.role.may(right)) {
        PageFault::Forbidden.into_response()
    } else {
        parts.extensions.insert(session.clone());
        next.run(Request::from_parts(parts, body)).await
    };
    if let Some(refusal) = refusal(&response) {
        asked.record(&state, &session, refusal).await?;
    }
    Ok(signed_in(session, response))
}

/// Tells whoever makes a page of a fault who it is for.
fn signed_in(session: Session, mut response: Response) -> Response {
    response.extensions_mut().insert(session);
    response
}

fn to_login(parts: &Parts) -> Response {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    Redirect::to(&format!("/masuk?ke={}", encode(path))).into_response()
}

/// The page for signing in, for whoever sent a form without a session.
async fn sign_in_again(
    state: &WebState,
    mut parts: Parts,
    body: Body,
) -> Result<Response, PageFault> {
    let path = parts.uri.path().to_owned();
    if !keeps(&path) {
        return Err(PageFault::SignIn);
    }
    let frame = match Frame::from_request_parts(&mut parts, state).await {
        Ok(frame) => frame,
        Err(never) => match never {},
    };
    let fields = match form::read(Request::from_parts(parts, body), state).await {
        Ok(fields) => fields,
        Err(refused) => return Ok(refused),
    };
    let notice = frame.text.session_over;
    let login = LoginPage::new(frame, path, fields.without(&[TOKEN_FIELD, AGAIN_FIELD]));
    page(StatusCode::UNAUTHORIZED, &login.noting(Some(notice)))
}
