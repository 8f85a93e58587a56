//! What every page has around its content.

use std::convert::Infallible;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use jiff::SignedDuration;

use super::assets;
use super::client::better_address;
use super::error::PageFault;
use super::guard::Session;
use super::state::WebState;
use super::text::Text;
use super::{times, words};
use crate::model::{Language, Right, TimeZone, User};

/// Identifies one request in the log and on error pages.
#[derive(Debug, Clone, Default)]
pub(super) struct RequestId(pub(super) String);

/// What a request asks for.
#[derive(Debug, Clone)]
pub(super) struct AskedPage {
    /// By which method.
    pub(super) method: Method,
    /// Where.
    pub(super) uri: Uri,
}

/// The surroundings of a page. Read from the request; never fails.
#[derive(Debug)]
pub(super) struct Frame {
    /// Labels.
    pub(super) text: &'static Text,
    /// Language.
    pub(super) language: Language,
    /// Who is logged in.
    pub(super) user: Option<User>,
    /// Until when the user may go on without a second factor, in words.
    pub(super) factor_due: Option<String>,
    /// Whether that time has ended.
    pub(super) factor_overdue: bool,
    /// For forms; empty without a session.
    pub(super) token: String,
    /// Request id.
    pub(super) request: String,
    /// Where the pages must be opened instead, if nobody can sign in from here.
    pub(super) better: Option<String>,
    /// Where the reader is.
    path: String,
    /// This page in the other language.
    pub(super) switch: String,
    /// Address of the style sheet.
    pub(super) style: &'static str,
    /// Address of the script.
    pub(super) script: &'static str,
}

impl Frame {
    /// The surroundings of a page for nobody.
    pub(super) fn bare(language: Language, request: RequestId) -> Self {
        Self {
            text: Text::of(language),
            language,
            user: None,
            factor_due: None,
            factor_overdue: false,
            token: String::new(),
            request: request.0,
            better: None,
            path: String::new(),
            switch: switch("/", "", language),
            style: assets::style_address(),
            script: assets::script_address(),
        }
    }

    /// The surroundings of whatever a request asks for, for nobody.
    pub(super) fn of(asked: &AskedPage, language: Language, request: RequestId) -> Self {
        let mut frame = Self::bare(language, request);
        asked.uri.path().clone_into(&mut frame.path);
        frame.switch = if asked.method == Method::GET {
            let query = asked.uri.query().unwrap_or_default();
            switch(asked.uri.path(), query, language)
        } else {
            switch(page_of(asked.uri.path()), "", language)
        };
        frame
    }

    /// Puts in who is signed in.
    pub(super) fn sign(&mut self, session: &Session, state: &WebState) {
        self.token = session.token.form_token(state);
        self.user = Some(session.user.clone());
        let due = session.factor_due.filter(|_| !session.user.password_once);
        self.factor_due = due.map(|due| times::minute(due, TimeZone::Wib, self.language));
        self.factor_overdue = due.is_some_and(|due| due <= state.clock.now());
    }

    /// The user's role in words.
    pub(super) fn role(&self) -> &'static str {
        self.user
            .as_ref()
            .map_or("", |user| words::role(user.role, self.text))
    }

    /// Whether the user has the right.
    pub(super) fn may(&self, right: Right) -> bool {
        self.user.as_ref().is_some_and(|user| user.role.may(right))
    }

    /// Whether the page belongs to the section under this path.
    pub(super) fn is_at(&self, section: &str) -> bool {
        let rest = self.path.strip_prefix(section);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Whether the register is linked.
    pub(super) fn registers(&self) -> bool {
        self.may(Right::Register)
    }

    /// Whether the audit log is linked.
    pub(super) fn audits(&self) -> bool {
        self.may(Right::Audit)
    }
}

impl FromRequestParts<WebState> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &WebState) -> Result<Self, Infallible> {
        let extensions = &parts.extensions;
        let language = extensions.get::<Language>().copied().unwrap_or_default();
        let request = extensions.get::<RequestId>().cloned().unwrap_or_default();
        let asked = AskedPage {
            method: parts.method.clone(),
            uri: parts.uri.clone(),
        };
        let mut frame = Self::of(&asked, language, request);
        frame.better = better_address(parts, &state.settings).map(str::to_owned);
        if let Some(session) = extensions.get::<Session>() {
            frame.sign(session, state);
        }
        Ok(frame)
    }
}

/// The page on which a form stands that is sent to a path.
fn page_of(path: &str) -> &str {
    let deeds = ["/putusan", "/nip", "/batal"];
    match path {
        "/keluar" | "/registri/ekspor" => "/",
        "/akun/sesi" => "/akun",
        _ => deeds
            .iter()
            .find_map(|deed| path.strip_suffix(deed))
            .unwrap_or(path),
    }
}

fn switch(path: &str, query: &str, language: Language) -> String {
    let others = url::form_urlencoded::parse(query.as_bytes()).filter(|(name, _)| name != "lang");
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(others)
        .append_pair("lang", Text::of(language).other_code)
        .finish();
    format!("{path}?{query}")
}

/// Renders a page.
pub(super) fn page(status: StatusCode, template: &impl Template) -> Result<Response, PageFault> {
    let html = template.render().map_err(PageFault::internal)?;
    Ok((status, Html(html)).into_response())
}

/// Renders the page of somebody who must wait.
pub(super) fn page_after(
    wait: SignedDuration,
    template: &impl Template,
) -> Result<Response, PageFault> {
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, template)?;
    let seconds = u64::try_from(wait.as_secs()).unwrap_or(0) + 1;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, seconds.into());
    Ok(response)
}
