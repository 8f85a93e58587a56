//! Sessions, and the cookies that carry them.

use axum::http::{HeaderMap, header};
use subtle::ConstantTimeEq;

use super::error::PageFault;
use super::state::{WebState, hex, unhex};
use crate::db::session;
use crate::model::{Reader, Sha256, User};

/// Where a new password is chosen.
pub(super) const PASSWORD_PATH: &str = "/sandi";

/// Whoever sent this request.
#[derive(Debug, Clone)]
pub(super) struct Session {
    /// The user.
    pub(super) user: User,
    /// The secret of the cookie.
    pub(super) token: SessionToken,
}

impl Session {
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

fn cookie_name(state: &WebState) -> &'static str {
    if state.settings.secure_cookies {
        "__Host-netra"
    } else {
        "netra"
    }
}

/// The `Set-Cookie` value that opens a session.
pub(super) fn set_cookie(state: &WebState, token: SessionToken) -> String {
    let seconds = state.settings.session.as_secs();
    format!(
        "{}={}; Max-Age={seconds}{}",
        cookie_name(state),
        hex(&token.0),
        attributes(state)
    )
}

/// The `Set-Cookie` value that ends one.
pub(super) fn clear_cookie(state: &WebState) -> String {
    format!("{}=; Max-Age=0{}", cookie_name(state), attributes(state))
}

/// Says for a minute that somebody has just signed in. It travels over plain HTTP too: where it
/// comes back and the cookie of the session does not, the browser was not allowed to send that.
const MARK: &str = "netra-masuk";

/// The `Set-Cookie` value that leaves the mark of a sign-in.
pub(super) fn set_mark() -> String {
    format!("{MARK}=1; Max-Age=60; Path=/; HttpOnly; SameSite=Lax")
}

/// The `Set-Cookie` value that takes it away.
pub(super) fn clear_mark() -> String {
    format!("{MARK}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax")
}

/// Whether somebody has just signed in whose browser does not send the cookie of the session.
pub(super) fn cookie_was_lost(state: &WebState, headers: &HeaderMap) -> bool {
    let given = |name| cookie(headers, name).is_some_and(|value| !value.is_empty());
    given(MARK) && !given(cookie_name(state))
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

/// The session that a browser shows, open or not.
pub(super) fn token(state: &WebState, headers: &HeaderMap) -> Option<SessionToken> {
    let given = cookie(headers, cookie_name(state)).and_then(unhex)?;
    given.try_into().ok().map(SessionToken)
}

/// The session that a request belongs to, if it is still open.
pub(super) async fn find(
    state: &WebState,
    headers: &HeaderMap,
) -> Result<Option<Session>, PageFault> {
    let Some(token) = token(state, headers) else {
        return Ok(None);
    };
    let user = session::user(&state.db, token.digest(), state.clock.now()).await?;
    Ok(user.map(|user| Session { user, token }))
}
