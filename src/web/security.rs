//! The security log: a line for each thing at the door that somebody should look into, for the
//! journal and for programs that bar addresses. The audit log says what concerns users; here also
//! stands what strangers did.

use std::net::IpAddr;

/// Longest of what was asked for, in letters: an address may have thousands.
const LONGEST: usize = 200;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecurityEvent {
    /// A password that was wrong, or a name that nobody has.
    SignInFailed,
    /// Too many tries.
    Throttled,
    /// A page that the user may not have.
    Refused,
    /// A form that came from no page of ours.
    Forged,
    /// What makes no sense, or breaks a rule of a form.
    Malformed,
    /// What is not there, or not within the user's scope.
    NotFound,
}

impl SecurityEvent {
    /// The word in the log.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::SignInFailed => "sign_in_failed",
            Self::Throttled => "throttled",
            Self::Refused => "refused",
            Self::Forged => "forged",
            Self::Malformed => "malformed",
            Self::NotFound => "not_found",
        }
    }
}

/// Writes the line (target `netra::security`), such as
/// `security: refused user="budi" from=203.0.113.7 asked="GET /jejak"`.
///
/// `user` is the name of somebody whom the database knows, never a name that was typed and is
/// nobody's: that may be a password in the wrong field. `asked` is shown with its control signs escaped, so that nobody
/// writes a line of their own. Call it where something was counted or recorded, so that whoever
/// knocks often does not fill the journal.
pub(super) fn log_security_event(
    event: SecurityEvent,
    user: Option<&str>,
    from: Option<IpAddr>,
    asked: &str,
) {
    let user = user.unwrap_or("-");
    let from = from.map_or_else(|| "-".to_owned(), |from| from.to_string());
    tracing::warn!(
        target: "netra::security",
        user = ?user,
        %from,
        asked = ?asked,
        "security: {}",
        event.as_str()
    );
}

/// The beginning of what was asked for, which a line has.
pub(super) fn cut(asked: &str) -> String {
    asked.chars().take(LONGEST).collect()
}
