//! What can go wrong with a request. Handlers return it; [`super::headers`] turns it into a
//! page in the reader's language. Details go to the log, never to the page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::text::Text;
use crate::db::DbError;

/// Why there is no page.
#[derive(Debug, Clone)]
pub(super) enum PageFault {
    /// No such page or post.
    Missing,
    /// No such list any more, or it never was this user's.
    ListGone,
    /// The role lacks the right.
    Forbidden,
    /// The session ended before a form was sent.
    SignIn,
    /// The form was not sent from our page.
    Forged,
    /// The request makes no sense.
    Request,
    /// A proxy sent it, and the settings do not say how people reach the pages.
    UnknownProxy,
    /// As many files of this user are on their way as may be.
    ManyUploads,
    /// The database is away; nothing was saved. The text is for the log.
    Away(String),
    /// The database went away while it saved. The text is for the log.
    Unsure(String),
    /// A row of the database cannot be read. The text is for the log.
    Broken(String),
    /// Ours; the text is for the log.
    Internal(String),
}

impl PageFault {
    pub(super) fn internal(problem: impl std::fmt::Display) -> Self {
        Self::Internal(problem.to_string())
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Missing | Self::ListGone => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Forged => StatusCode::FORBIDDEN,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Request => StatusCode::BAD_REQUEST,
            Self::UnknownProxy => StatusCode::MISDIRECTED_REQUEST,
            Self::ManyUploads => StatusCode::TOO_MANY_REQUESTS,
            Self::Away(_) | Self::Unsure(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Broken(_) | Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl From<DbError> for PageFault {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Forbidden { .. } | DbError::Wider { .. } | DbError::LastAdministrator(_) => {
                Self::Forbidden
            }
            DbError::Unknown { what: "list", .. } => Self::ListGone,
            DbError::Unknown { .. } => Self::Missing,
            DbError::Register(_) | DbError::Stale => Self::Request,
            DbError::Lost(_) | DbError::Unreachable(..) | DbError::Overtaken => {
                Self::Away(error.to_string())
            }
            DbError::Unsure(_) => Self::Unsure(error.to_string()),
            DbError::Inconsistent(_) => Self::Broken(error.to_string()),
            DbError::Engine(_)
            | DbError::Absent(_)
            | DbError::Disk(..)
            | DbError::Address
            | DbError::Migration(_)
            | DbError::Unfit(_) => Self::internal(error),
        }
    }
}

impl IntoResponse for PageFault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Title and hint for an answer without a page of its own.
pub(super) fn words(
    status: StatusCode,
    fault: Option<&PageFault>,
    text: &'static Text,
) -> (&'static str, &'static str) {
    match (fault, status) {
        (Some(PageFault::Forged), _) => (text.fault_forged, text.fault_forged_hint),
        (Some(PageFault::Away(_)), _) => (text.fault_away, text.fault_away_hint),
        (Some(PageFault::Unsure(_)), _) => (text.fault_unsure, text.fault_unsure_hint),
        (Some(PageFault::Broken(_)), _) => (text.fault_broken, text.fault_broken_hint),
        (Some(PageFault::UnknownProxy), _) => (text.fault_proxy, text.fault_proxy_hint),
        (Some(PageFault::ManyUploads), _) => (text.fault_uploads, text.fault_uploads_hint),
        (Some(PageFault::ListGone), _) => (text.fault_list, text.fault_list_hint),
        (_, StatusCode::NOT_FOUND) => (text.fault_missing, text.fault_missing_hint),
        (_, StatusCode::FORBIDDEN) => (text.fault_forbidden, text.fault_forbidden_hint),
        (_, StatusCode::UNAUTHORIZED) => (text.fault_sign_in, text.fault_sign_in_hint),
        (_, StatusCode::PAYLOAD_TOO_LARGE) => (text.fault_large, text.fault_large_hint),
        (_, StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE) => {
            (text.fault_slow, text.fault_slow_hint)
        }
        (_, status) if status.is_client_error() => (text.fault_request, text.fault_request_hint),
        _ => (text.fault_internal, text.fault_internal_hint),
    }
}
