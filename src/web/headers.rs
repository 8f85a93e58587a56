//! Around every request: language, request id, security headers, and a page for each fault.

use askama::Template;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::error::{PageFault, words};
use super::frame::{Frame, RequestId, page};
use super::guard::{SignedIn, attributes, cookie};
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
    signed_in: bool,
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
    let response = next.run(request).await;
    let mut response = with_page(response, language, &id);
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

fn add(headers: &mut axum::http::HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.append(name, value);
    }
}

fn asked_language(query: &str) -> Option<Language> {
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "lang")
        .and_then(|(_, code)| Language::from_code(&code))
}

/// Gives answers that have only a status a page in the reader's language.
fn with_page(response: Response, language: Language, id: &RequestId) -> Response {
    let status = response.status();
    let failed = status.is_client_error() || status.is_server_error();
    let html = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !failed || html {
        return response;
    }
    let fault = response.extensions().get::<PageFault>();
    if let Some(
        PageFault::Internal(problem) | PageFault::Away(problem) | PageFault::Unsure(problem),
    ) = fault
    {
        tracing::error!(request = %id.0, problem, "a page failed");
    }
    let frame = Frame::bare(language, id.clone());
    let (title, hint) = words(status, fault, frame.text);
    let instead = matches!(fault, Some(PageFault::ListGone))
        .then_some((UPLOAD_PATH, frame.text.fault_to_lists));
    let shown = FaultPage {
        signed_in: response.extensions().get::<SignedIn>().is_some(),
        frame,
        title,
        hint,
        instead,
    };
    let shown =
        page(status, &shown).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response());
    let (mut parts, _) = response.into_parts();
    let (shown, body) = shown.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.extend(shown.headers);
    Response::from_parts(parts, body)
}
