//! What is recorded of a request that was refused.

use std::net::IpAddr;

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::client::address_of;
use super::error::PageFault;
use super::guard::Session;
use super::refusals::RefusalRow;
use super::security::{SecurityEvent, cut, log_security_event};
use super::state::WebState;
use crate::db::audit::{self, Event};
use crate::model::hide_numbers;

/// The code and the event of an answer that is a refusal: by role, by scope (whose posts and
/// persons are not there for whoever may not see them), for asking too often, of a form that is
/// none of ours, or of what makes no sense (OWASP ASVS 4.0.3, 7.1.3).
pub(super) fn refusal(response: &Response) -> Option<(&'static str, SecurityEvent)> {
    let fault = response.extensions().get::<PageFault>();
    match response.status() {
        StatusCode::FORBIDDEN if matches!(fault, Some(PageFault::Forbidden)) => {
            Some(("refused", SecurityEvent::Refused))
        }
        StatusCode::FORBIDDEN => Some(("forged_form", SecurityEvent::Forged)),
        StatusCode::NOT_FOUND => Some(("not_found", SecurityEvent::NotFound)),
        StatusCode::TOO_MANY_REQUESTS => Some(("throttled", SecurityEvent::Throttled)),
        StatusCode::BAD_REQUEST
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::UNSUPPORTED_MEDIA_TYPE
        | StatusCode::UNPROCESSABLE_ENTITY => Some(("input_refused", SecurityEvent::Malformed)),
        _ => None,
    }
}

/// What somebody asks for who may be refused it.
#[derive(Debug)]
pub(super) struct RefusableRequest {
    /// Method and path, without what was searched for.
    asked: String,
    from: Option<IpAddr>,
}

impl RefusableRequest {
    pub(super) fn of(parts: &Parts, state: &WebState) -> Self {
        let path = percent_decode_str(parts.uri.path()).decode_utf8_lossy();
        let path = hide_numbers(&path);
        Self {
            asked: cut(&format!("{} {path}", parts.method)),
            from: address_of(&parts.extensions, &parts.headers, state),
        }
    }

    /// Records a refusal, before its answer leaves.
    pub(super) async fn record(
        &self,
        state: &WebState,
        session: &Session,
        (action, event): (&'static str, SecurityEvent),
    ) -> Result<(), PageFault> {
        let (user, now) = (&session.user, state.clock.now());
        let key = format!("{action} {}", self.asked);
        let (repeated, uncounted) = match state.refusals.count(user.id, &key, now) {
            RefusalRow::Own { uncounted } => (0, uncounted),
            RefusalRow::Repeated(times) => (times, 0),
            RefusalRow::Counted => return Ok(()),
        };
        log_security_event(event, Some(&user.name), self.from, &self.asked);
        let detail = RefusalDetail {
            address: self.from,
            asked: &self.asked,
            repeated,
            uncounted,
        };
        let event = Event {
            at: now,
            actor: &user.name,
            action,
            subject: "page",
            detail: &serde_json::to_string(&detail).map_err(PageFault::internal)?,
        };
        audit::record(&state.db, &event).await?;
        Ok(())
    }
}

/// What the row says; in the order of the alphabet, like all rows.
#[derive(Serialize)]
struct RefusalDetail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    asked: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    repeated: u64,
    #[serde(skip_serializing_if = "is_zero")]
    uncounted: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
