//! Signing in and out.

use std::net::IpAddr;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::error::PageFault;
use super::form::{OpenForm, SignedForm};
use super::frame::{Frame, page};
use super::guard::{self, PASSWORD_PATH, Session, SessionToken, clear_cookie, set_cookie};
use super::home::first_page;
use super::kept::{KEPT, kept, resume};
use super::links::local_path;
use super::state::WebState;
use crate::access::password;
use crate::db::audit::{self, Event};
use crate::db::{session, user};
use crate::model::User;

#[derive(Template)]
#[template(path = "login.html", config = "src/web/askama.toml")]
pub(super) struct LoginPage {
    frame: Frame,
    name: String,
    /// Where to go afterwards.
    to: String,
    /// What was typed into a form there.
    kept: Vec<(String, String)>,
    /// What happened before, if that needs a word.
    notice: Option<&'static str>,
    failed: bool,
    /// Minutes to wait.
    wait: Option<i64>,
}

impl LoginPage {
    /// The page for whoever is to go somewhere afterwards, with what they typed there.
    pub(super) fn new(frame: Frame, to: String, kept: Vec<(String, String)>) -> Self {
        Self {
            frame,
            name: String::new(),
            to,
            kept,
            notice: None,
            failed: false,
            wait: None,
        }
    }

    /// The page with a word on what happened before.
    pub(super) fn noting(self, notice: Option<&'static str>) -> Self {
        Self { notice, ..self }
    }
}

/// Where whoever chose a new password signs in with it.
pub(super) const AFTER_CHANGE: &str = "/masuk?sandi=baru";

pub(super) async fn show(
    State(state): State<WebState>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let value_of = |wanted: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found.map_or(String::new(), |(_, value)| value.into_owned())
    };
    let notice = if guard::cookie_was_lost(&state, &headers) {
        Some(frame.text.cookie_lost)
    } else if value_of("sandi") == "baru" {
        Some(frame.text.password_changed)
    } else {
        None
    };
    let to = local_path(&value_of("ke")).unwrap_or_default().to_owned();
    let login = LoginPage::new(frame, to, Vec::new());
    page(StatusCode::OK, &login.noting(notice))
}

pub(super) async fn submit(
    State(state): State<WebState>,
    frame: Frame,
    form: OpenForm,
) -> Result<Response, PageFault> {
    let name = user::normal_name(form.fields.get("nama"));
    let to = local_path(form.fields.get("ke"));
    let kept = kept(&form.fields);
    let mut login = LoginPage::new(frame, to.unwrap_or_default().to_owned(), kept);
    login.name.clone_from(&name);
    if let Err(wait) = state.throttle.admit(&name, form.address, state.clock.now()) {
        login.wait = Some(wait.as_mins() + 1);
        let mut response = page(StatusCode::TOO_MANY_REQUESTS, &login)?;
        response
            .headers_mut()
            .insert(header::RETRY_AFTER, seconds(wait));
        return Ok(response);
    }
    let known = user::credentials(&state.db, &name).await?;
    match check(&state, known, form.fields.get("sandi")).await? {
        Ok(user) => {
            state.throttle.forget(&name, form.address);
            open(&state, &user, form.address, login).await
        }
        Err(user) => {
            record_failure(&state, user.as_ref(), form.address).await?;
            login.failed = true;
            page(StatusCode::UNAUTHORIZED, &login)
        }
    }
}

pub(super) async fn leave(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    _: SignedForm,
) -> Result<Response, PageFault> {
    let subject = format!("user:{}", session.user.id);
    let event = Event {
        at: state.clock.now(),
        actor: &session.user.name,
        action: "logout",
        subject: &subject,
        detail: "",
    };
    session::close(&state.db, session.token.digest(), &event).await?;
    let cookies = AppendHeaders([
        (header::SET_COOKIE, clear_cookie(&state)),
        (header::SET_COOKIE, guard::clear_mark()),
    ]);
    Ok((cookies, Redirect::to("/masuk")).into_response())
}

/// The user if the password is theirs; else whose name it was. Takes as long for a name that
/// nobody has.
async fn check(
    state: &WebState,
    known: Option<(User, String)>,
    given: &str,
) -> Result<Result<User, Option<User>>, PageFault> {
    let (user, stored) = match known {
        Some((user, stored)) => (Some(user), stored),
        None => (None, state.nobody.to_string()),
    };
    let matched = verify(state, given.to_owned(), stored).await?;
    Ok(match user {
        Some(user) if matched && user.disabled_at.is_none() => Ok(user),
        user => Err(user),
    })
}

/// Compares a password with a stored hash, off the async threads, few at a time.
pub(super) async fn verify(
    state: &WebState,
    given: String,
    stored: String,
) -> Result<bool, PageFault> {
    let _turn = state.hashers.acquire().await.map_err(PageFault::internal)?;
    tokio::task::spawn_blocking(move || password::matches(&given, &stored))
        .await
        .map_err(PageFault::internal)
}

async fn open(
    state: &WebState,
    user: &User,
    address: Option<IpAddr>,
    login: LoginPage,
) -> Result<Response, PageFault> {
    let (token, now) = (SessionToken::new(state), state.clock.now());
    let expires_at = now
        .checked_add(state.settings.session)
        .map_err(PageFault::internal)?;
    let (subject, detail) = (format!("user:{}", user.id), told(address));
    let event = Event {
        at: now,
        actor: &user.name,
        action: "login",
        subject: &subject,
        detail: &detail,
    };
    session::open(&state.db, token.digest(), user, expires_at, &event).await?;
    let cookies = AppendHeaders([
        (header::SET_COOKIE, set_cookie(state, token)),
        (header::SET_COOKIE, guard::set_mark()),
    ]);
    let LoginPage {
        frame, to, kept, ..
    } = login;
    if let Some(form) = resume(state, frame, &to, &kept, (user, token)) {
        return Ok((cookies, form?).into_response());
    }
    let to = match &*to {
        _ if user.password_once => PASSWORD_PATH,
        "" => first_page(user.role),
        to => to,
    };
    Ok((cookies, Redirect::to(to)).into_response())
}

// A name that nobody has may be a password typed into the wrong field: it is not recorded.
async fn record_failure(
    state: &WebState,
    user: Option<&User>,
    address: Option<IpAddr>,
) -> Result<(), PageFault> {
    let subject = user.map_or("user:unknown".to_owned(), |user| {
        format!("user:{}", user.id)
    });
    let event = Event {
        at: state.clock.now(),
        actor: "anonymous",
        action: "login_failed",
        subject: &subject,
        detail: &told(address),
    };
    audit::record(&state.db, &event).await?;
    Ok(())
}

fn told(address: Option<IpAddr>) -> String {
    address.map_or(String::new(), |address| format!("from {address}"))
}

fn seconds(wait: SignedDuration) -> HeaderValue {
    HeaderValue::from(u64::try_from(wait.as_secs()).unwrap_or(0) + 1)
}
