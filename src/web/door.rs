//! The door that every protected route stands behind.

use axum::body::Body;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;

use super::entry::LoginPage;
use super::error::PageFault;
use super::form::{self, AGAIN_FIELD, TOKEN_FIELD};
use super::frame::{Frame, page};
use super::guard::{FACTOR_PATH, PASSWORD_PATH, Session, find};
use super::kept::keeps;
use super::links::local_path;
use super::query::encode;
use super::refused::{RefusableRequest, refusal};
use super::state::WebState;
use crate::model::Right;

/// Whom a route is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RouteFor {
    /// Whoever is signed in, whatever they have to do first.
    SignedIn,
    /// Whoever has a password of their own.
    OwnPassword,
    /// Whoever has a second factor besides, if they must.
    Settled,
    /// Whoever has the right besides.
    With(Right),
}

/// Lets a request pass if the route is for its user; handlers then find the [`Session`] among
/// the extensions. Whoever has a one-time password may only change it or leave, and whoever must
/// have a second factor and has gone without too long may do no more than take it up.
pub(super) async fn guard(
    State((state, admission)): State<(WebState, RouteFor)>,
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
    if admission != RouteFor::SignedIn && session.user.password_once {
        return Ok(Redirect::to(PASSWORD_PATH).into_response());
    }
    let settled = matches!(admission, RouteFor::Settled | RouteFor::With(_));
    if settled && lacks_factor(&session, &parts.method, state.clock.now()) {
        return Ok(Redirect::to(FACTOR_PATH).into_response());
    }
    let asked = RefusableRequest::of(&parts, &state);
    let response = if matches!(admission, RouteFor::With(right) if !session.user.role.may(right)) {
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

/// Whether a user must take up a second factor before anything else. A form that was open when
/// the time ended is still taken: what was typed would be lost.
fn lacks_factor(session: &Session, method: &Method, now: Timestamp) -> bool {
    let at = match *method {
        Method::GET | Method::HEAD => now,
        _ => session.opened_at,
    };
    session.factor_due.is_some_and(|due| due <= at)
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
    if !keeps(parts.uri.path()) {
        return Err(PageFault::SignIn);
    }
    // With what is asked: a verdict leads to the next post of the queue that it was given in.
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = local_path(path).unwrap_or(parts.uri.path()).to_owned();
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
