//! The page for signing in, and what follows when somebody has shown who they are: a session, and
//! the way to where they wanted.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::attempt::Whence;
use super::error::PageFault;
use super::frame::{Frame, page, page_after};
use super::guard::{self, PASSWORD_PATH, SecretCookie, SessionToken};
use super::home::first_page;
use super::kept::{KEPT, resume};
use super::state::WebState;
use super::text::Text;
use crate::db::audit::Event;
use crate::db::session::{self, Opening, ShownFactors};
use crate::model::User;

#[derive(Template)]
#[template(path = "login.html", config = "src/web/askama.toml")]
pub(super) struct LoginPage {
    pub(super) frame: Frame,
    pub(super) name: String,
    /// Where to go afterwards.
    pub(super) to: String,
    /// What was typed into a form there.
    pub(super) kept: Vec<(String, String)>,
    /// What happened before, if that needs a word.
    notice: Option<&'static str>,
    /// Why nobody is signed in.
    pub(super) problem: Option<&'static str>,
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

    /// The page for whoever must wait.
    pub(super) fn slow_down(mut self, wait: SignedDuration) -> Result<Response, PageFault> {
        self.wait = Some(wait.as_mins() + 1);
        page_after(wait, &self)
    }

    /// The page with why nobody is signed in.
    pub(super) fn refuse(
        mut self,
        why: fn(&'static Text) -> &'static str,
    ) -> Result<Response, PageFault> {
        self.problem = Some(why(self.frame.text));
        page(StatusCode::UNAUTHORIZED, &self)
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
/// Gives the page back if what they have shown is not enough any more.
pub(super) async fn let_in(
    state: &WebState,
    proven: &Proven,
    (whence, shown): (&Whence, ShownFactors<'_>),
    login: LoginPage,
) -> Result<Result<Response, LoginPage>, PageFault> {
    let (user, now) = (&proven.user, state.clock.now());
    let (token, device) = (
        SessionToken::new(state),
        whence.token_for(state, user.id).await?,
    );
    let address = whence.address.map(|address| address.to_string());
    let opening = Opening {
        token: token.digest(),
        user,
        password_hash: &proven.password_hash,
        expires_at: now
            .checked_add(state.settings.session)
            .map_err(PageFault::internal)?,
        shown,
        address: address.as_deref(),
        browser: &whence.browser,
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
        return Ok(Err(login));
    }
    let cookies = AppendHeaders([
        (header::SET_COOKIE, SecretCookie::Session.set(state, token)),
        (header::SET_COOKIE, SecretCookie::Half.clear(state)),
        (header::SET_COOKIE, device.set_cookie(state)),
    ]);
    let LoginPage {
        frame, to, kept, ..
    } = login;
    if let Some(session) = guard::session_of(state, token).await?
        && let Some(form) = resume(state, frame, &to, &kept, &session)
    {
        return Ok(Ok((cookies, form?).into_response()));
    }
    let to = match &*to {
        _ if user.password_once => PASSWORD_PATH,
        "" => first_page(user.role),
        to => to,
    };
    Ok(Ok((cookies, Redirect::to(to)).into_response()))
}
