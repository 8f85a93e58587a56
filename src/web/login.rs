//! Signing in and out.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::attempt::{Admission, SignInTry, Whence};
use super::error::PageFault;
use super::form::{OpenForm, SignedForm};
use super::frame::{Frame, page, page_after};
use super::guard::{self, PASSWORD_PATH, Session, SessionToken, clear_cookie, set_cookie};
use super::home::first_page;
use super::kept::{KEPT, kept, resume};
use super::links::local_path;
use super::state::WebState;
use super::text::Text;
use crate::db::audit::Event;
use crate::db::session::{self, Opening};
use crate::db::user::{self, Credentials};
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
    /// Why nobody is signed in.
    problem: Option<&'static str>,
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
            problem: None,
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
/// Where whoever typed a wrong old password too often is told so.
pub(super) const AFTER_GUESSING: &str = "/masuk?sandi=salah";

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
    let notice = match &*value_of("sandi") {
        _ if guard::cookie_was_lost(&state, &headers) => Some(frame.text.cookie_lost),
        "baru" => Some(frame.text.password_changed),
        "salah" => Some(frame.text.password_guessed),
        _ => None,
    };
    let to = local_path(&value_of("ke")).unwrap_or_default().to_owned();
    let login = LoginPage::new(frame, to, Vec::new());
    page(StatusCode::OK, &login.noting(notice))
}

pub(super) async fn submit(
    State(state): State<WebState>,
    headers: HeaderMap,
    frame: Frame,
    form: OpenForm,
) -> Result<Response, PageFault> {
    let name = user::normal_name(form.fields.get("nama"));
    let to = local_path(form.fields.get("ke"));
    let kept = kept(&form.fields);
    let mut login = LoginPage::new(frame, to.unwrap_or_default().to_owned(), kept);
    login.name.clone_from(&name);
    let whence = Whence::of(&state, &headers, form.address);
    let known = user::credentials(&state.db, &name).await?;
    let named = (&*name, known.as_ref().map(|known| &known.user));
    let attempt = SignInTry::find(&state, named, &whence).await?;
    let admission = match attempt.admit(&state).await? {
        Ok(admission) => admission,
        Err(wait) => {
            attempt.record_refusal(&state).await?;
            return slow_down(login, wait);
        }
    };
    let Some(known) = check(&state, &admission, known, form.fields.get("sandi")).await? else {
        attempt.record_failure(&state).await?;
        return match admission.instead {
            Some(wait) => slow_down(login, wait),
            None => refuse(login, |text| text.sign_in_failed),
        };
    };
    attempt.forgive(&state, &admission).await?;
    if let Some(why) = spent(&state, &known) {
        attempt.record_failure(&state).await?;
        return refuse(login, why);
    }
    let proven = Proven {
        user: known.user,
        password_hash: known.password_hash,
    };
    let_in(&state, &proven, &whence, login).await
}

fn slow_down(mut login: LoginPage, wait: SignedDuration) -> Result<Response, PageFault> {
    login.wait = Some(wait.as_mins() + 1);
    page_after(wait, &login)
}

fn refuse(
    mut login: LoginPage,
    why: fn(&'static Text) -> &'static str,
) -> Result<Response, PageFault> {
    login.problem = Some(why(login.frame.text));
    page(StatusCode::UNAUTHORIZED, &login)
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

/// What the password was compared with, if it was right. Takes as long for a name that nobody
/// has.
async fn check(
    state: &WebState,
    admission: &Admission,
    known: Option<Credentials>,
    given: &str,
) -> Result<Option<Credentials>, PageFault> {
    let known = known.filter(|_| admission.open);
    let stored = known
        .as_ref()
        .map_or(&*state.nobody, |known| &known.password_hash);
    let (given, stored) = (given.to_owned(), stored.to_owned());
    let matched = state
        .hashers
        .verify(&admission.place, given, stored)
        .await?;
    Ok(known.filter(|known| matched && known.user.disabled_at.is_none()))
}

/// Why a password for one sign-in opens nothing any more, though it is right.
fn spent(state: &WebState, known: &Credentials) -> Option<fn(&'static Text) -> &'static str> {
    let age = state.clock.now().duration_since(known.password_at);
    if !known.user.password_once {
        None
    } else if known.password_used_at.is_some() {
        Some(|text| text.password_used)
    } else if age >= state.settings.one_time {
        Some(|text| text.password_expired)
    } else {
        None
    }
}

/// Somebody whose password was right.
#[derive(Debug)]
pub(super) struct Proven {
    /// Who.
    pub(super) user: User,
    /// What the password was compared with: if that has changed meanwhile, nobody is let in.
    pub(super) password_hash: String,
}

/// Opens the session of somebody who has proven all that they must, and makes their browser known.
pub(super) async fn let_in(
    state: &WebState,
    proven: &Proven,
    whence: &Whence,
    login: LoginPage,
) -> Result<Response, PageFault> {
    let (user, now) = (&proven.user, state.clock.now());
    let (token, device) = (
        SessionToken::new(state),
        whence.token_for(state, user.id).await?,
    );
    let opening = Opening {
        token: token.digest(),
        user,
        password_hash: &proven.password_hash,
        expires_at: now
            .checked_add(state.settings.session)
            .map_err(PageFault::internal)?,
        before: whence.session,
        trail: whence.trail(),
        device: device.digest(),
    };
    let (subject, detail) = (format!("user:{}", user.id), whence.told());
    let event = Event {
        at: now,
        actor: &user.name,
        action: "login",
        subject: &subject,
        detail: &detail,
    };
    if !session::open(&state.db, &opening, &event).await? {
        return refuse(login, |text| text.sign_in_failed);
    }
    let cookies = AppendHeaders([
        (header::SET_COOKIE, set_cookie(state, token)),
        (header::SET_COOKIE, guard::set_mark()),
        (header::SET_COOKIE, device.set_cookie(state)),
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
