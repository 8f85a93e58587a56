//! The second step of signing in: a code from an authenticator, or one for recovery.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::attempt::{Admission, SignInTry, Whence};
use super::entry::{LoginPage, Proven, let_in};
use super::error::PageFault;
use super::factor_check::{CodeVerdict, check_code, is_readable};
use super::form::OpenForm;
use super::frame::{Frame, page, page_after};
use super::guard::{SecretCookie, SessionToken};
use super::kept::{KEPT, kept};
use super::links::local_path;
use super::state::WebState;
use crate::db::factor::{self, FactorStanding, Spent};
use crate::db::session::ShownFactors;
use crate::db::user;
use crate::model::User;

/// Where codes are sent to.
pub(super) const PATH: &str = "/masuk/kode";

#[derive(Template)]
#[template(path = "second_step.html", config = "src/web/askama.toml")]
struct SecondStepPage {
    frame: Frame,
    to: String,
    kept: Vec<(String, String)>,
    problem: Option<&'static str>,
    /// Minutes to wait.
    wait: Option<i64>,
}

impl SecondStepPage {
    fn of(login: LoginPage, problem: Option<&'static str>) -> Self {
        let LoginPage {
            frame, to, kept, ..
        } = login;
        Self {
            frame,
            to,
            kept,
            problem,
            wait: None,
        }
    }
}

/// Goes on for whoever gave the right password: lets them in, or asks for a code. Until the code is
/// right too, a known browser is not forgiven what it tried: or else the password would buy it codes
/// without end.
pub(super) async fn after_password(
    state: &WebState,
    proven: &Proven,
    (whence, attempt, admission): (&Whence, &SignInTry<'_>, &Admission),
    login: LoginPage,
) -> Result<Response, PageFault> {
    match factor::standing(&state.db, proven.user.id).await? {
        FactorStanding::Absent => {
            attempt.forgive_stranger(state, admission).await?;
            attempt.forgive(state);
            let shown = (whence, ShownFactors::Password);
            let let_in = let_in(state, proven, shown, login).await?;
            let_in.or_else(|login| login.refuse(|text| text.sign_in_failed))
        }
        FactorStanding::Present(stored) if is_readable(&stored) => {
            attempt.forgive_stranger(state, admission).await?;
            attempt.record_right_password(state).await?;
            ask_for_code(state, &proven.user, login).await
        }
        FactorStanding::Present(_) | FactorStanding::Lost => lost(&proven.user, login),
    }
}

async fn ask_for_code(
    state: &WebState,
    user: &User,
    login: LoginPage,
) -> Result<Response, PageFault> {
    let token = SessionToken::new(state);
    factor::open_half(&state.db, token.digest(), user.id, state.clock.now()).await?;
    let cookies = AppendHeaders([(header::SET_COOKIE, SecretCookie::Half.set(state, token))]);
    let shown = page(StatusCode::OK, &SecondStepPage::of(login, None))?;
    Ok((cookies, shown).into_response())
}

/// The page for a code, for whoever opens its address while one is waited for.
pub(super) async fn show(
    State(state): State<WebState>,
    headers: HeaderMap,
    frame: Frame,
) -> Result<Response, PageFault> {
    if waiting(&state, &headers).await?.is_none() {
        return Ok(Redirect::to("/masuk").into_response());
    }
    let login = LoginPage::new(frame, String::new(), Vec::new());
    page(StatusCode::OK, &SecondStepPage::of(login, None))
}

/// Tries a code.
pub(super) async fn submit(
    State(state): State<WebState>,
    headers: HeaderMap,
    frame: Frame,
    form: OpenForm,
) -> Result<Response, PageFault> {
    let to = local_path(form.fields.get("ke")).unwrap_or_default();
    let login = LoginPage::new(frame, to.to_owned(), kept(&form.fields));
    let Some((token, user)) = waiting(&state, &headers).await? else {
        return login.refuse(|text| text.step_over);
    };
    let whence = Whence::of(&state, &headers, form.address);
    let step = CodeTry {
        attempt: SignInTry::find(
            &state,
            (&user.name, Some(&user)),
            (&whence, "POST /masuk/kode"),
        )
        .await?,
        state: &state,
        token,
        user: &user,
        whence: &whence,
    };
    step.judge(form.fields.get("kode"), login).await
}

/// A code that somebody tries.
struct CodeTry<'a> {
    state: &'a WebState,
    token: SessionToken,
    user: &'a User,
    whence: &'a Whence,
    attempt: SignInTry<'a>,
}

impl CodeTry<'_> {
    /// A code is counted for its user: with half a session after the other, whoever knows the
    /// password might try all of them.
    async fn judge(self, typed: &str, login: LoginPage) -> Result<Response, PageFault> {
        let (state, now) = (self.state, self.state.clock.now());
        if let Err(wait) = self.attempt.admit_code(state, self.user.id) {
            self.attempt.record_refusal(state).await?;
            return slow_down(login, wait);
        }
        if !factor::count_try(&state.db, self.token.digest(), now).await? {
            return login.refuse(|text| text.step_over);
        }
        let login = match check_code(state, self.user.id, typed).await? {
            CodeVerdict::Right(spent) => match self.enter(&spent, login).await? {
                Ok(response) => return Ok(response),
                Err(login) => login,
            },
            CodeVerdict::Lost => return lost(self.user, login),
            CodeVerdict::Reused => {
                self.attempt.record_reused_code(state).await?;
                return self.ask_again(login).await;
            }
            CodeVerdict::Wrong => login,
        };
        self.attempt.record_wrong_code(state).await?;
        self.ask_again(login).await
    }

    /// The page after a code that opens nothing; what was wrong with it is told to nobody.
    async fn ask_again(&self, login: LoginPage) -> Result<Response, PageFault> {
        let (state, now) = (self.state, self.state.clock.now());
        if factor::half_user(&state.db, self.token.digest(), now)
            .await?
            .is_none()
        {
            return login.refuse(|text| text.step_over);
        }
        let problem = Some(login.frame.text.code_wrong);
        page(
            StatusCode::UNAUTHORIZED,
            &SecondStepPage::of(login, problem),
        )
    }

    async fn enter(
        &self,
        spent: &Spent,
        login: LoginPage,
    ) -> Result<Result<Response, LoginPage>, PageFault> {
        let state = self.state;
        let Some(known) = user::credentials(&state.db, &self.user.name).await? else {
            return Ok(Err(login));
        };
        let proven = Proven {
            user: known.user,
            password_hash: known.password_hash,
        };
        let shown = ShownFactors::Both {
            half: self.token.digest(),
            spent,
        };
        let entered = let_in(state, &proven, (self.whence, shown), login).await?;
        if entered.is_ok() {
            self.attempt.forgive(state);
        }
        Ok(entered)
    }
}

/// The half of a session that a request brings, and whose it is.
async fn waiting(
    state: &WebState,
    headers: &HeaderMap,
) -> Result<Option<(SessionToken, User)>, PageFault> {
    let Some(token) = SecretCookie::Half.read(state, headers) else {
        return Ok(None);
    };
    let user = factor::half_user(&state.db, token.digest(), state.clock.now()).await?;
    Ok(user.map(|user| (token, user)))
}

fn slow_down(login: LoginPage, wait: SignedDuration) -> Result<Response, PageFault> {
    let mut shown = SecondStepPage::of(login, None);
    shown.wait = Some(wait.as_mins() + 1);
    page_after(wait, &shown)
}

/// Nobody is let in whose codes cannot be checked.
fn lost(user: &User, mut login: LoginPage) -> Result<Response, PageFault> {
    tracing::error!(
        user = user.name,
        "the second factor of a user cannot be read; take it away with netra user reset-factor"
    );
    login.problem = Some(login.frame.text.factor_lost);
    page(StatusCode::INTERNAL_SERVER_ERROR, &login)
}
