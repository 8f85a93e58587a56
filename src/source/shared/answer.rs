//! What an HTTP status means to a source.

use super::charset::DecodedText;
use crate::model::{AccountState, Capture, ParsedPage, Truncation, Validators, Warning};

/// The parameter of [`again`].
const AGAIN: &str = "_";

/// An answer by status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// There is a body to read; what is in it, [`obstacle`](super::obstacle) tells.
    Body,
    /// Nothing changed since the validators were given (304).
    NotModified,
    /// The host does not let this program read it (401, 402, 403, 407, 451, a challenge). That
    /// says something of the host and nothing of the account.
    Shut,
    /// No such thing (404, 410).
    Absent,
    /// Not now, or not understood: 400, 429, 5xx and the rest.
    Refused,
}

impl Answer {
    /// Reads the status.
    pub fn of(capture: &Capture) -> Self {
        let challenged = capture.header("cf-mitigated").is_some();
        match capture.status {
            _ if challenged => Self::Shut,
            200..=299 => Self::Body,
            304 => Self::NotModified,
            401 | 402 | 403 | 407 | 451 => Self::Shut,
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

/// A page from which new posts should have been read and could not be.
pub fn unread(at: impl Into<String>, reason: impl Into<String>) -> ParsedPage {
    let reason = reason.into();
    ParsedPage {
        unread: Some(reason.clone()),
        ..odd(at, reason)
    }
}

/// The page for an answer without a readable listing. `None` when there is a body to read. Only of
/// the account's own address does a status say anything of the account, and of those only 410,
/// which says that it is so for good (RFC 9110, section 15.5.11).
pub fn without_body(capture: &Capture, is_account: bool) -> Option<ParsedPage> {
    let host = capture.final_url.host_str().unwrap_or("the server");
    let (status, at) = (capture.status, capture.request.step.0.clone());
    let answered = format!("{host} answered {status}");
    let blank = capture.body.trim_ascii().is_empty();
    let reason = match Answer::of(capture) {
        Answer::Body if !blank => return None,
        Answer::NotModified => return Some(ParsedPage::default()),
        Answer::Body => format!("{answered} with nothing in it; open the address and see"),
        Answer::Shut => format!(
            "{answered}: the host does not let this program read it, which says nothing of the \
             account; register another address of it, such as its feed, or ask the host"
        ),
        Answer::Absent => format!(
            "{answered}: there is nothing at this address; find where the posts are now, and \
             register that"
        ),
        Answer::Refused => format!("{answered}: read again at the next pass"),
    };
    Some(ParsedPage {
        state: (is_account && status == 410).then_some(AccountState::Gone),
        ..unread(at, reason)
    })
}

/// Tells where a document is in another encoding than was said.
pub fn encoding(capture: &Capture, decoded: &DecodedText<'_>) -> Option<Warning> {
    let message = decoded.overridden.clone()?;
    Some(Warning::new(capture.request.step.0.clone(), message))
}

/// Adds what a cut body means. A body cut by a passing fault leaves the account where it
/// stands, so that the page is read again; one cut by the size cap would be cut again.
pub fn mind_truncation(capture: &Capture, page: &mut ParsedPage) {
    let Some(truncation) = capture.truncated else {
        return;
    };
    let reason = match truncation {
        Truncation::Length => format!(
            "the answer is larger than the size cap and was cut; {} in the settings raises it",
            capture.request.answer.cap_name()
        ),
        Truncation::Time => "the answer took too long and was cut".to_owned(),
        Truncation::Disconnect => "the connection broke and the answer was cut".to_owned(),
    };
    let at = capture.request.step.0.clone();
    page.warnings.push(Warning::new(at, reason));
    if truncation != Truncation::Length {
        page.cursor = None;
        page.next.clear();
    }
}
