//! The cookie by which a browser is known that somebody signed in with.

use axum::http::HeaderMap;

use super::guard::{attributes, cookie};
use super::state::{WebState, hex, unhex};
use crate::db::device::KNOWN_FOR;
use crate::model::Sha256;

/// A browser's secret: 256 random bits. Only its digest is stored.
#[derive(Clone, Copy)]
pub(super) struct DeviceToken([u8; 32]);

impl std::fmt::Debug for DeviceToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("DeviceToken(..)")
    }
}

impl DeviceToken {
    pub(super) fn new(state: &WebState) -> Self {
        Self(state.random())
    }

    /// The one that a browser shows.
    pub(super) fn find(state: &WebState, headers: &HeaderMap) -> Option<Self> {
        let given = cookie(headers, cookie_name(state)).and_then(unhex)?;
        given.try_into().ok().map(Self)
    }

    pub(super) fn digest(self) -> Sha256 {
        Sha256::of(self.0)
    }

    /// The `Set-Cookie` value that makes a browser known.
    pub(super) fn set_cookie(self, state: &WebState) -> String {
        let (name, token, seconds) = (cookie_name(state), hex(&self.0), KNOWN_FOR.as_secs());
        format!("{name}={token}; Max-Age={seconds}{}", attributes(state))
    }
}

fn cookie_name(state: &WebState) -> &'static str {
    if state.settings.secure_cookies {
        "__Host-netra-perangkat"
    } else {
        "netra-perangkat"
    }
}
