//! Around every request: language, request id, security headers, and a page for each fault.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::client::better_address;
use super::error::{PageFault, words};
use super::frame::{AskedPage, Frame, RequestId, page};
use super::guard::{Session, attributes, cookie, find};
use super::links::local_path;
use super::query::encode;
use super::registry::import::upload::UPLOAD_PATH;
use super::state::{WebState, hex};
use crate::model::Language;

const LANGUAGE_COOKIE: &str = "bahasa";
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Nothing is loaded from elsewhere, nothing inline runs, nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

// `same-origin` and not `no-referrer`: the latter makes browsers send `Origin: null` with forms.
const FIXED: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

#[derive(Template)]
#[template(path = "fault.html", config = "src/web/askama.toml")]
struct FaultPage {
    frame: Frame,
    title: &'static str,
    hint: &'static str,
    /// Where to go for what is missing, and what that is called.
    instead: Option<(&'static str, &'static str)>,
    /// Where to sign in, for whoever is not.
    sign_in: Option<String>,
}

pub(super) async fn envelope(
    State(state): State<WebState>,
    mut request: Request,
    next: Next,
) -> Response {
    let asked = asked_language(request.uri().query().unwrap_or_default());
    let language = asked.unwrap_or_else(|| {
        cookie(request.headers(), LANGUAGE_COOKIE)
            .and_then(Language::from_code)
            .unwrap_or_default()
    });
    let id = RequestId(hex(&state.random::<8>()));
    request.extensions_mut().insert(language);
    request.extensions_mut().insert(id.clone());
    let (parts, body) = request.into_parts();
    let place = AskedPage {
        method: parts.method.clone(),
        uri: parts.uri.clone(),
    };
    let given = parts.headers.clone();
    let better = better_address(&parts, &state.settings).map(str::to_owned);
    let response = next.run(Request::from_parts(parts, body)).await;
    let mut response = if is_bare_fault(&response) {
        let extensions = response.extensions();
        let (known, fault) = (extensions.get().cloned(), extensions.get().cloned());
        let session = reader_of(&state, (known, fault), &given).await;
        let mut frame = Frame::of(&place, language, id.clone());
        frame.better = better;
        if let Some(session) = &session {
            frame.sign(session, &state);
        }
        with_page(response, frame, came_from(&given))
    } else {
        response
    };
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if state.settings.secure_cookies {
        let lasting = HeaderValue::from_static("max-age=31536000");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, lasting);
    }
    add(headers, REQUEST_ID, &id.0);
    if asked.is_some() {
        let value = format!(
            "{LANGUAGE_COOKIE}={}; Max-Age=31536000{}",
            language.code(),
            attributes(&state)
        );
        add(headers, header::SET_COOKIE, &value);
    }
    response
}

fn add(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.append(name, value);
    }
}

fn asked_language(query: &str) -> Option<Language> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, code)| Language::from_code(&code))
}

/// Who is to read about a fault, if that is known: whom the door let in, or, where the address is
/// no page and behind no door, whose cookie it is.
async fn reader_of(
    state: &WebState,
    (known, fault): (Option<Session>, Option<PageFault>),
    given: &HeaderMap,
) -> Option<Session> {
    match (known, fault) {
        (None, Some(PageFault::Missing)) => find(state, given).await.ok().flatten(),
        (known, _) => known,
    }
}

/// The page of ours on which somebody sent a form.
fn came_from(given: &HeaderMap) -> Option<String> {
    let referrer = given.get(header::REFERER)?.to_str().ok()?;
    let path = url::Url::parse(referrer).ok()?.path().to_owned();
    local_path(&path).map(str::to_owned)
}

/// Whether an answer has only a status that tells of a fault.
fn is_bare_fault(response: &Response) -> bool {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    failed && !html
}

/// Gives it a page in the reader's language; `from` is where they sent a form.
fn with_page(response: Response, frame: Frame, from: Option<String>) -> Response {
    let status = response.status();
    let fault = response.extensions().get::<PageFault>();
    if let Some(
        PageFault::Internal(problem)
        | PageFault::Broken(problem)
        | PageFault::Away(problem)
        | PageFault::Unsure(problem),
    ) = fault
    {
        tracing::error!(request = %frame.request, problem, "a page failed");
    }
    let (title, hint) = words(status, fault, frame.text);
    let instead = matches!(fault, Some(PageFault::ListGone))
        .then_some((UPLOAD_PATH, frame.text.fault_to_lists));
    let nowhere = matches!(fault, Some(PageFault::UnknownProxy));
    let sign_in = (frame.user.is_none() && !nowhere).then(|| match from {
        Some(path) if matches!(fault, Some(PageFault::SignIn)) => {
            format!("/masuk?ke={}", encode(&path))
        }
        _ => "/masuk".to_owned(),
    });
    let shown = FaultPage {
        frame,
        title,
        hint,
        instead,
        sign_in,
    };
    let shown =
        page(status, &shown).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    let (mut parts, _) = response.into_parts();
    let (shown, body) = shown.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(shown.headers);
    Response::from_parts(parts, body)
}
