//! Taking up a second factor, replacing its device, giving it up.

use askama::Template;
use axum::Extension;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::SignedDuration;

use super::labels::AccountText;
use crate::access::second_factor::{
    FactorSecret, GivenCode, enrolment_address, in_groups, read_code, recovery_codes,
    recovery_digest,
};
use crate::db::factor::{self, FactorStanding, NewFactor, Spent};
use crate::model::Sha256;
use crate::web::error::PageFault;
use crate::web::factor_check::{CodeVerdict, check_code};
use crate::web::form::{FormFields, SignedForm};
use crate::web::frame::{Frame, page, page_after};
use crate::web::guard::Session;
use crate::web::password::{current, note_wrong};
use crate::web::qr::QrPicture;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "factor.html", config = "src/web/askama.toml")]
struct FactorPage {
    frame: Frame,
    labels: &'static AccountText,
    present: bool,
    /// Whether the user may give it up.
    optional: bool,
    problem: Option<&'static str>,
    /// Minutes to wait.
    wait: Option<i64>,
}

#[derive(Template)]
#[template(path = "factor_offer.html", config = "src/web/askama.toml")]
struct OfferPage {
    frame: Frame,
    labels: &'static AccountText,
    picture: QrPicture,
    groups: String,
    name: String,
    problem: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "recovery_codes.html", config = "src/web/askama.toml")]
struct RecoveryPage {
    frame: Frame,
    labels: &'static AccountText,
    title: &'static str,
    name: String,
    codes: Vec<String>,
}

/// What somebody did not show who wants to change something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unshown {
    Password,
    Code,
    UsedCode,
    /// Nobody can tell: the secret is lost.
    Lost,
}

/// What somebody wants to do about their second factor.
struct FactorDeed {
    state: WebState,
    session: Session,
    frame: Frame,
    labels: &'static AccountText,
}

pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let deed = FactorDeed::new(state, session, frame);
    deed.menu(None).await
}

pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    frame: Frame,
    SignedForm(form): SignedForm,
) -> Result<Response, PageFault> {
    let deed = FactorDeed::new(state, session, frame);
    if form.get("tindakan") == "sahkan" {
        return deed.confirm(&form).await;
    }
    let (user, now) = (deed.session.user.id, deed.state.clock.now());
    if let Err(wait) = deed.state.throttle.admit_change(user, now) {
        return deed.slow_down(wait).await;
    }
    let shown = match deed.shown(&form).await? {
        Ok(shown) => shown,
        Err(wrong) => return deed.refuse(wrong).await,
    };
    deed.state.throttle.forgive_change(user, now);
    match (form.get("tindakan"), shown) {
        ("siapkan", spent) => deed.offer(spent).await,
        ("kode", Some(spent)) => deed.renew(spent).await,
        ("lepas", Some(spent)) if deed.is_optional() => deed.remove(spent).await,
        _ => Err(PageFault::Request),
    }
}

impl FactorDeed {
    fn new(state: WebState, session: Session, frame: Frame) -> Self {
        Self {
            labels: AccountText::of(frame.language),
            state,
            session,
            frame,
        }
    }

    fn is_optional(&self) -> bool {
        !self.session.user.role.needs_second_factor()
    }

    /// The page with what can be done.
    async fn menu(self, problem: Option<&'static str>) -> Result<Response, PageFault> {
        let status = match problem {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        let shown = self.page(problem).await?;
        page(status, &shown)
    }

    async fn slow_down(self, wait: SignedDuration) -> Result<Response, PageFault> {
        let mut shown = self.page(None).await?;
        shown.wait = Some(wait.as_mins() + 1);
        page_after(wait, &shown)
    }

    async fn page(self, problem: Option<&'static str>) -> Result<FactorPage, PageFault> {
        let standing = factor::standing(&self.state.db, self.session.user.id).await?;
        let lost = (standing == FactorStanding::Lost).then_some(self.frame.text.factor_lost);
        Ok(FactorPage {
            present: standing != FactorStanding::Absent,
            optional: self.is_optional(),
            labels: self.labels,
            problem: problem.or(lost),
            wait: None,
            frame: self.frame,
        })
    }

    /// What the user has shown besides the session: the password, and a code where they have a
    /// second factor already. A session that somebody else has got hold of does not do.
    async fn shown(&self, form: &FormFields) -> Result<Result<Option<Spent>, Unshown>, PageFault> {
        if !current(&self.state, &self.session, form.get("sandi")).await? {
            return Ok(Err(Unshown::Password));
        }
        let user = &self.session.user;
        if factor::standing(&self.state.db, user.id).await? == FactorStanding::Absent {
            return Ok(Ok(None));
        }
        Ok(
            match check_code(&self.state, user.id, form.get("kode")).await? {
                CodeVerdict::Right(spent) => Ok(Some(spent)),
                CodeVerdict::Wrong => Err(Unshown::Code),
                CodeVerdict::Reused => Err(Unshown::UsedCode),
                CodeVerdict::Lost => Err(Unshown::Lost),
            },
        )
    }

    async fn refuse(self, unshown: Unshown) -> Result<Response, PageFault> {
        let (action, problem) = match unshown {
            Unshown::Password => ("password_failed", self.frame.text.password_wrong),
            Unshown::Code => ("code_failed", self.frame.text.code_wrong),
            Unshown::UsedCode => ("code_reused", self.frame.text.code_wrong),
            Unshown::Lost => {
                let problem = self.frame.text.factor_lost;
                return self.menu(Some(problem)).await;
            }
        };
        match note_wrong(&self.state, &self.session, action).await? {
            Some(ended) => Ok(ended),
            None => self.menu(Some(problem)).await,
        }
    }

    /// Shows a new secret.
    async fn offer(self, spent: Option<Spent>) -> Result<Response, PageFault> {
        let secret = FactorSecret::generate(self.state.random());
        let (reader, now) = (self.session.reader(), self.state.clock.now());
        let offered: (_, &str) = (self.session.token.digest(), &secret);
        if !factor::offer(&reader, &self.state.db, offered, spent.as_ref(), now).await? {
            let problem = self.frame.text.code_wrong;
            return self.menu(Some(problem)).await;
        }
        self.show_offer(&secret, None)
    }

    fn show_offer(
        self,
        secret: &str,
        problem: Option<&'static str>,
    ) -> Result<Response, PageFault> {
        let name = self.session.user.name.clone();
        let picture = QrPicture::of(&enrolment_address(&name, secret));
        let shown = OfferPage {
            picture: picture.ok_or_else(|| PageFault::internal("a secret is too long to draw"))?,
            groups: in_groups(secret),
            labels: self.labels,
            frame: self.frame,
            name,
            problem,
        };
        let status = match problem {
            Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
            None => StatusCode::OK,
        };
        page(status, &shown)
    }

    /// Takes the offered secret up, if the user's device shows its code.
    async fn confirm(self, form: &FormFields) -> Result<Response, PageFault> {
        let (reader, now) = (self.session.reader(), self.state.clock.now());
        let session = self.session.token.digest();
        let Some(secret) = factor::offered(&reader, &self.state.db, session, now).await? else {
            let problem = self.labels.offer_over;
            return self.menu(Some(problem)).await;
        };
        let user = self.session.user.id;
        let known = FactorSecret::parse(&secret)
            .ok_or_else(|| PageFault::internal("an offered secret cannot be read"))?;
        let step = match read_code(form.get("kode"), user) {
            GivenCode::Shown(code) => known.step_of(&code, now, 0),
            GivenCode::Recovery(_) | GivenCode::Neither => None,
        };
        let Some(step) = step else {
            let problem = self.labels.offer_wrong;
            return self.show_offer(&secret, Some(problem));
        };
        let (codes, digests) = self.new_codes();
        let new = NewFactor {
            secret: &secret,
            step,
            recovery: &digests,
            kept: session,
        };
        if factor::enrol(&reader, &self.state.db, &new, now).await? {
            let title = self.labels.enrolled;
            self.show_codes(title, codes)
        } else {
            let problem = self.labels.offer_over;
            self.menu(Some(problem)).await
        }
    }

    async fn renew(self, spent: Spent) -> Result<Response, PageFault> {
        let (reader, now) = (self.session.reader(), self.state.clock.now());
        let (codes, digests) = self.new_codes();
        if factor::renew_recovery(&reader, &self.state.db, &spent, &digests, now).await? {
            let title = self.labels.recovery_renewed;
            return self.show_codes(title, codes);
        }
        let problem = self.frame.text.code_wrong;
        self.menu(Some(problem)).await
    }

    async fn remove(self, spent: Spent) -> Result<Response, PageFault> {
        let (reader, now) = (self.session.reader(), self.state.clock.now());
        let kept = self.session.token.digest();
        if factor::remove(&reader, &self.state.db, &spent, kept, now).await? {
            return Ok(Redirect::to("/akun?selesai=lepas").into_response());
        }
        let problem = self.frame.text.code_wrong;
        self.menu(Some(problem)).await
    }

    /// New recovery codes with the digests under which they are kept.
    fn new_codes(&self) -> (Vec<String>, Vec<Sha256>) {
        let codes = recovery_codes(&self.state.random());
        let user = self.session.user.id;
        let digests = codes.iter().map(|code| recovery_digest(code, user));
        let digests = digests.collect();
        (codes, digests)
    }

    /// The only time that recovery codes are shown.
    fn show_codes(
        mut self,
        title: &'static str,
        codes: Vec<String>,
    ) -> Result<Response, PageFault> {
        // What was asked for is done.
        self.frame.factor_due = None;
        let shown = RecoveryPage {
            name: self.session.user.name.clone(),
            labels: self.labels,
            frame: self.frame,
            title,
            codes,
        };
        page(StatusCode::OK, &shown)
    }
}
