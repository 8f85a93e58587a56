//! Reading forms. There is no other way to read a POST than these and `upload`, and all of them
//! refuse forms that were sent from somebody else's page.

use std::net::IpAddr;

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::client::address_of;
use super::error::PageFault;
use super::guard::Session;
use super::state::WebState;

/// Name of the hidden field with the session's token.
pub(super) const TOKEN_FIELD: &str = "csrf";
/// Name of the field of a form that is only to be shown again.
pub(super) const AGAIN_FIELD: &str = "tunjukkan";

/// The fields of a form.
#[derive(Debug, Default)]
pub(super) struct FormFields(pub(super) Vec<(String, String)>);

impl FormFields {
    /// Fields that nobody typed.
    pub(super) fn of(fields: Vec<(&str, String)>) -> Self {
        let fields = fields.into_iter();
        Self(
            fields
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }

    /// Puts a value into a field that was sent.
    pub(super) fn set(&mut self, name: &str, value: String) {
        let mut fields = self.0.iter_mut();
        if let Some(field) = fields.find(|(key, _)| key == name) {
            field.1 = value;
        }
    }

    /// All values of a field.
    pub(super) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.0.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.as_str())
    }

    /// All fields but some, to be sent once more.
    pub(super) fn without(&self, names: &[&str]) -> Vec<(String, String)> {
        let kept = self.0.iter().filter(|(name, _)| !names.contains(&&**name));
        kept.cloned().collect()
    }

    /// The value of a field, empty if it is missing.
    pub(super) fn get(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value.as_str())
    }

    /// The values of all fields whose name begins so, with the rest of the name.
    pub(super) fn beginning<'a>(
        &'a self,
        start: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        let fields = self.0.iter();
        fields.filter_map(move |(name, value)| Some((name.strip_prefix(start)?, value.as_str())))
    }
}

/// A form sent from one of our pages by the session's user.
#[derive(Debug)]
pub(super) struct SignedForm(pub(super) FormFields);

/// A form sent from one of our pages by somebody not logged in.
#[derive(Debug)]
pub(super) struct OpenForm {
    /// What was typed.
    pub(super) fields: FormFields,
    /// Where it came from, as far as is known.
    pub(super) address: Option<IpAddr>,
}

impl FromRequest<WebState> for SignedForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let session = request.extensions().get::<Session>().cloned();
        let fields = read(request, state).await?;
        match session {
            Some(session) if session.token.signed(fields.get(TOKEN_FIELD)) => Ok(Self(fields)),
            _ => Err(PageFault::Forged.into_response()),
        }
    }
}

/// A form that is shown again with what was typed where it comes from another session, and then
/// does nothing: the session ended meanwhile.
#[derive(Debug)]
pub(super) struct KeptForm {
    /// What was typed.
    pub(super) fields: FormFields,
    /// Why it is only to be shown, if it is.
    pub(super) again: Option<ShownAgain>,
}

/// Why a form is shown again instead of doing something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownAgain {
    /// Somebody signed in again to see it.
    Asked,
    /// It carries no token of this session.
    Unsigned,
}

impl ShownAgain {
    /// The status of the page.
    pub(super) fn status(self) -> StatusCode {
        match self {
            Self::Asked => StatusCode::OK,
            Self::Unsigned => StatusCode::FORBIDDEN,
        }
    }
}

impl FromRequest<WebState> for KeptForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let session = request.extensions().get::<Session>().cloned();
        let fields = read(request, state).await?;
        let session = session.ok_or_else(|| PageFault::Forged.into_response())?;
        let again = if session.token.signed(fields.get(TOKEN_FIELD)) {
            Some(ShownAgain::Asked).filter(|_| !fields.get(AGAIN_FIELD).is_empty())
        } else {
            Some(ShownAgain::Unsigned)
        };
        Ok(Self { fields, again })
    }
}

impl FromRequest<WebState> for OpenForm {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let address = address_of(request.extensions(), request.headers(), state);
        let fields = read(request, state).await?;
        Ok(Self { fields, address })
    }
}

/// The fields of a form of our own pages.
pub(super) async fn read(request: Request, state: &WebState) -> Result<FormFields, Response> {
    if !same_site(request.headers(), state.settings.public_origin.as_deref()) {
        return Err(PageFault::Forged.into_response());
    }
    let form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| {
            kind.as_bytes()
                .starts_with(b"application/x-www-form-urlencoded")
        });
    if !form {
        return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
    }
    let body = Bytes::from_request(request, state)
        .await
        .map_err(|refused| refused.status().into_response())?;
    Ok(FormFields(
        url::form_urlencoded::parse(&body).into_owned().collect(),
    ))
}

/// Whether the browser says that the form came from our own page. Browsers send at least one
/// of the two headers with a POST; a program that sends neither cannot be tricked by a page.
pub(super) fn same_site(headers: &HeaderMap, public_origin: Option<&str>) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if text("sec-fetch-site").is_some_and(|site| site != "same-origin" && site != "none") {
        return false;
    }
    match (text("origin"), public_origin) {
        (None, _) => true,
        (Some(origin), Some(public)) => origin == public,
        (Some(origin), None) => origin
            .split_once("://")
            .is_some_and(|(_, host)| text("host") == Some(host)),
    }
}
