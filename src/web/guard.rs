//! Sessions, and the cookies that carry them.

use axum::http::{HeaderMap, HeaderName, header};
use axum::response::AppendHeaders;
use jiff::Timestamp;
use subtle::ConstantTimeEq;

use super::error::PageFault;
use super::state::{WebState, hex, unhex};
use crate::db::factor::HALF_LIFE;
use crate::db::session::{self, OpenSession};
use crate::model::{Reader, Sha256, User};

/// Where a new password is chosen.
pub(super) const PASSWORD_PATH: &str = "/sandi";
/// Where a second factor is taken up, replaced and given up.
pub(super) const FACTOR_PATH: &str = "/akun/faktor";

/// Whoever sent this request.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// The user.
    pub(super) user: User,
    /// The secret of the cookie.
    pub(super) token: SessionToken,
    /// Since when it is open.
    pub(super) opened_at: Timestamp,
    /// Until when a user who must have a second factor may go on without, if they do.
    pub(super) factor_due: Option<Timestamp>,
}

impl Session {
    fn new(open: OpenSession, token: SessionToken, state: &WebState) -> Self {
        let needed = open.user.role.needs_second_factor() && !open.has_factor;
        let asked = open.factor_asked_at.unwrap_or(open.opened_at);
        let due = asked.saturating_add(state.settings.second_factor_grace);
        Self {
            factor_due: needed.then(|| due.unwrap_or(asked)),
            opened_at: open.opened_at,
            user: open.user,
            token,
        }
    }

    /// The user as a reader.
    pub(super) fn reader(&self) -> Reader {
        Reader::user(&self.user)
    }
}

/// A session's secret: 256 random bits. Only its digest is stored.
#[derive(Clone, Copy)]
pub(super) struct SessionToken([u8; 32]);

impl std::fmt::Debug for SessionToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("SessionToken(..)")
    }
}

impl SessionToken {
    pub(super) fn new(state: &WebState) -> Self {
        Self(state.random())
    }

    pub(super) fn digest(self) -> Sha256 {
        Sha256::of(self.0)
    }

    /// What forms must carry: derived from the secret, so that nothing more is stored, and
    /// masked anew for every page, so that compression gives nothing away.
    pub(super) fn form_token(self, state: &WebState) -> String {
        let mask: [u8; 32] = state.random();
        let mut masked = self.form_secret();
        masked
            .iter_mut()
            .zip(mask)
            .for_each(|(byte, mask)| *byte ^= mask);
        hex(&mask) + &hex(&masked)
    }

    /// Whether a form carries the token of this session.
    pub(super) fn signed(self, given: &str) -> bool {
        let Some(bytes) = unhex(given).filter(|bytes| bytes.len() == 64) else {
            return false;
        };
        let (mask, masked) = bytes.split_at(32);
        let secret: Vec<u8> = mask.iter().zip(masked).map(|(a, b)| a ^ b).collect();
        secret.ct_eq(&self.form_secret()).into()
    }

    fn form_secret(self) -> [u8; 32] {
        let mut input = b"netra form\0".to_vec();
        input.extend(self.0);
        Sha256::of(input).0
    }
}

/// A cookie that carries a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecretCookie {
    /// Of a session.
    Session,
    /// Of whoever gave the right password and is still to give a code.
    Half,
}

impl SecretCookie {
    fn name(self, state: &WebState) -> &'static str {
        match (self, state.settings.secure_cookies) {
            (Self::Session, true) => "__Host-netra",
            (Self::Session, false) => "netra",
            (Self::Half, true) => "__Host-netra-langkah",
            (Self::Half, false) => "netra-langkah",
        }
    }

    /// The `Set-Cookie` value that hands a secret out.
    pub(super) fn set(self, state: &WebState, token: SessionToken) -> String {
        let seconds = match self {
            Self::Session => state.settings.session,
            Self::Half => HALF_LIFE,
        };
        format!(
            "{}={}; Max-Age={}{}",
            self.name(state),
            hex(&token.0),
            seconds.as_secs(),
            attributes(state)
        )
    }

    /// The `Set-Cookie` value that takes it back.
    pub(super) fn clear(self, state: &WebState) -> String {
        format!("{}=; Max-Age=0{}", self.name(state), attributes(state))
    }

    /// The secret that a request brings.
    pub(super) fn read(self, state: &WebState, headers: &HeaderMap) -> Option<SessionToken> {
        let given = cookie(headers, self.name(state)).and_then(unhex)?;
        given.try_into().ok().map(SessionToken)
    }
}

/// What a browser is told whose session ends: to forget its cookie, and the pages that it was
/// shown, so that whoever sits down next does not leaf back to them (OWASP ASVS 4.0.3, 8.2.3). The
/// cookie by which the browser is known stays.
pub(super) fn farewell(state: &WebState) -> AppendHeaders<[(HeaderName, String); 2]> {
    let forgotten = HeaderName::from_static("clear-site-data");
    AppendHeaders([
        (header::SET_COOKIE, SecretCookie::Session.clear(state)),
        (forgotten, "\"cache\"".to_owned()),
    ])
}

/// Attributes of all our cookies.
pub(super) fn attributes(state: &WebState) -> &'static str {
    if state.settings.secure_cookies {
        "; Path=/; HttpOnly; SameSite=Lax; Secure"
    } else {
        "; Path=/; HttpOnly; SameSite=Lax"
    }
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// The session that a request belongs to, if it is still open.
pub(super) async fn find(
    state: &WebState,
    headers: &HeaderMap,
) -> Result<Option<Session>, PageFault> {
    let Some(token) = SecretCookie::Session.read(state, headers) else {
        return Ok(None);
    };
    session_of(state, token).await
}

/// The session that a secret opens, if it is still open. That it is used is noted.
pub(super) async fn session_of(
    state: &WebState,
    token: SessionToken,
) -> Result<Option<Session>, PageFault> {
    let (digest, now) = (token.digest(), state.clock.now());
    let open = session::bearer(&state.db, digest, now, state.settings.idle).await?;
    let Some(open) = open else { return Ok(None) };
    // A disk that is full shall not keep anybody from reading: the session then ends sooner.
    if let Err(error) = session::note_use(&state.db, digest, open.used_at, now).await {
        tracing::warn!(%error, "the use of a session was not noted");
    }
    Ok(Some(Session::new(open, token, state)))
}
