//! Signing in and out.

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::attempt::{Admission, SignInTry, Whence};
use super::entry::{LoginPage, Proven};
use super::error::PageFault;
use super::form::{OpenForm, SignedForm};
use super::frame::{Frame, page};
use super::guard::{Session, farewell};
use super::kept::kept;
use super::links::local_path;
use super::second_step;
use super::state::WebState;
use super::text::Text;
use crate::db::audit::Event;
use crate::db::session;
use crate::db::user::{self, Credentials};

/// Where whoever chose a new password signs in with it.
pub(super) const AFTER_CHANGE: &str = "/masuk?sandi=baru";
/// Where whoever typed a wrong old password too often is told so.
pub(super) const AFTER_GUESSING: &str = "/masuk?sandi=salah";

pub(super) async fn show(RawQuery(query): RawQuery, frame: Frame) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let value_of = |wanted: &str| {
        let mut pairs = url::form_urlencoded::parse(query.as_bytes());
        let found = pairs.find(|(name, _)| name == wanted);
        found.map_or(String::new(), |(_, value)| value.into_owned())
    };
    let notice = match &*value_of("sandi") {
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
    let attempt = SignInTry::find(&state, named, (&whence, "POST /masuk")).await?;
    let given = form.fields.get("sandi");
    let admission = match attempt.admit(&state, given).await? {
        Ok(admission) => admission,
        Err(wait) => {
            attempt.record_refusal(&state).await?;
            return login.slow_down(wait);
        }
    };
    let Some(known) = check(&state, &admission, known, given).await? else {
        attempt.record_failure(&state, &admission).await?;
        return match admission.instead {
            Some(wait) => login.slow_down(wait),
            None => login.refuse(|text| text.sign_in_failed),
        };
    };
    if let Some(why) = spent(&state, &known) {
        attempt.record_failure(&state, &admission).await?;
        return login.refuse(why);
    }
    let proven = Proven {
        user: known.user,
        password_hash: known.password_hash,
    };
    second_step::after_password(&state, &proven, (&whence, &attempt, &admission), login).await
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
    Ok((farewell(&state), Redirect::to("/masuk")).into_response())
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
