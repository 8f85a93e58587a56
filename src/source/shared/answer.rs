//! What an HTTP status means to a source.

use crate::model::{AccountState, Capture, ParsedPage, Truncation, Validators, Warning};

/// The parameter of [`again`].
const AGAIN: &str = "_";

/// An answer by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// There is a body to read.
    Body,
    /// Nothing changed since the validators were given (304).
    NotModified,
    /// Only for logged-in readers (401, 403).
    Private,
    /// No such thing (404, 410).
    Absent,
    /// Not now, or not understood: 400, 429, 5xx and the rest.
    Refused,
}

impl Answer {
    /// Reads the status.
    pub fn of(capture: &Capture) -> Self {
        match capture.status {
            200..=299 => Self::Body,
            304 => Self::NotModified,
            401 | 403 => Self::Private,
            404 | 410 => Self::Absent,
            _ => Self::Refused,
        }
    }
}

/// A page that only says what was odd.
pub fn odd(at: impl Into<String>, message: impl Into<String>) -> ParsedPage {
    ParsedPage {
        warnings: vec![Warning::new(at, message)],
        ..ParsedPage::default()
    }
}

/// Asks again with a parameter that makes the address new, so that no validator applies: for
/// pages that are needed although they did not change. Given up the second time.
pub fn again(capture: &Capture) -> ParsedPage {
    let mut request = capture.request.clone();
    let asked = request.url.query_pairs().any(|(key, _)| key == AGAIN);
    if asked {
        return odd(&request.step.0, "the server answers 304 to a new address");
    }
    let unique = capture.fetched_at.as_second().to_string();
    request.url.query_pairs_mut().append_pair(AGAIN, &unique);
    request.validators = Validators::default();
    ParsedPage {
        next: vec![request],
        ..ParsedPage::default()
    }
}

/// The page for an answer without a readable listing. `None` when there is a body to read.
/// Says [`AccountState::Private`] and [`AccountState::Gone`] as the status does.
pub fn without_body(capture: &Capture) -> Option<ParsedPage> {
    let message = format!(
        "{} answered {}",
        capture.final_url.host_str().unwrap_or("the server"),
        capture.status
    );
    let at = capture.request.step.0.clone();
    match Answer::of(capture) {
        Answer::Body => None,
        Answer::NotModified => Some(ParsedPage::default()),
        Answer::Private => Some(ParsedPage {
            state: Some(AccountState::Private),
            ..odd(at, message + ": only for logged-in readers")
        }),
        Answer::Absent => Some(ParsedPage {
            state: Some(AccountState::Gone),
            ..odd(at, message + ": there is nothing at this address")
        }),
        Answer::Refused => Some(odd(at, message + ": read again at the next pass")),
    }
}

/// Adds what a cut body means. A body cut by a passing fault leaves the account where it
/// stands, so that the page is read again; one cut by the size cap would be cut again.
pub fn mind_truncation(capture: &Capture, page: &mut ParsedPage) {
    let Some(truncation) = capture.truncated else {
        return;
    };
    let reason = match truncation {
        Truncation::Length => "the answer is larger than the size cap and was cut",
        Truncation::Time => "the answer took too long and was cut",
        Truncation::Disconnect => "the connection broke and the answer was cut",
    };
    let at = capture.request.step.0.clone();
    page.warnings.push(Warning::new(at, reason));
    if truncation != Truncation::Length {
        page.cursor = None;
        page.next.clear();
    }
}
