//! Reading a form with a file. It is refused before the file is read when its first field is not
//! the token of the session.

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::error::PageFault;
use super::form::{FormFields, TOKEN_FIELD, same_site};
use super::guard::Session;
use super::state::WebState;
use crate::model::is_unseen;

/// Largest file that is taken: 100,000 persons take half of it as CSV and a fifth as XLSX.
pub(super) const MOST_FILE_BYTES: usize = 32 << 20;
/// Largest form. A file that is too large is read to its end and let go as it comes, because a
/// browser shows no answer before it has sent everything.
pub(super) const MOST_FORM_BYTES: usize = 4 * MOST_FILE_BYTES;
/// Longest value of a field, in bytes.
const MOST_FIELD_BYTES: usize = 4_096;
/// Most fields and files.
const MOST_PARTS: usize = 32;

/// A form with files that was sent from one of our pages by the session's user.
#[derive(Debug, Default)]
pub(super) struct SignedUpload {
    /// What was typed.
    pub(super) fields: FormFields,
    /// The first file.
    pub(super) file: Option<UploadedFile>,
    /// How many files there were.
    pub(super) files: usize,
}

/// A file.
#[derive(Debug)]
pub(super) struct UploadedFile {
    /// What the browser calls it, without folders and what is not shown.
    pub(super) name: String,
    /// What is in it; nothing if it was too large.
    pub(super) bytes: Vec<u8>,
    /// Whether it was too large.
    pub(super) too_large: bool,
}

impl FromRequest<WebState> for SignedUpload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &WebState) -> Result<Self, Response> {
        let session = request.extensions().get::<Session>().cloned();
        let forged = || PageFault::Forged.into_response();
        if !same_site(request.headers(), state.settings.public_origin.as_deref()) {
            return Err(forged());
        }
        let mut form = Multipart::from_request(request, state)
            .await
            .map_err(|refused| refused.status().into_response())?;
        let first = form.next_field().await.map_err(broken)?;
        let Some(token) = first.filter(|field| field.name() == Some(TOKEN_FIELD)) else {
            return Err(forged());
        };
        let token = text_of(token).await?;
        match session {
            Some(session) if session.token.signed(&token) => Self::read(form).await,
            _ => Err(forged()),
        }
    }
}

impl SignedUpload {
    async fn read(mut form: Multipart) -> Result<Self, Response> {
        let mut read = Self::default();
        let mut parts = 0;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            parts += 1;
            if parts > MOST_PARTS {
                return Err(PageFault::Request.into_response());
            }
            let Some(name) = field.file_name().map(shown_name) else {
                let name = field.name().unwrap_or_default().to_owned();
                read.fields.0.push((name, text_of(field).await?));
                continue;
            };
            let file = file_of(field, name, read.file.is_none()).await?;
            // A field in which nothing was chosen is sent as a file without name and content.
            if !file.name.is_empty() || !file.bytes.is_empty() {
                read.files += 1;
                read.file.get_or_insert(file);
            }
        }
        Ok(read)
    }
}

/// A form that ends too early, is larger than any, or comes in pieces that do not fit: whatever it
/// is, it was sent so.
#[expect(
    clippy::needless_pass_by_value,
    reason = "so that it can be named where an error is changed"
)]
fn broken(error: MultipartError) -> Response {
    let status = error.status();
    if status.is_server_error() {
        return StatusCode::BAD_REQUEST.into_response();
    }
    status.into_response()
}

async fn text_of(mut field: Field<'_>) -> Result<String, Response> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if bytes.len() + chunk.len() > MOST_FIELD_BYTES {
            return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn file_of(
    mut field: Field<'_>,
    name: String,
    wanted: bool,
) -> Result<UploadedFile, Response> {
    let mut file = UploadedFile {
        name,
        bytes: Vec::new(),
        too_large: false,
    };
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if file.bytes.len() + chunk.len() > MOST_FILE_BYTES {
            file.too_large = true;
            file.bytes = Vec::new();
        }
        if wanted && !file.too_large {
            file.bytes.extend_from_slice(&chunk);
        }
    }
    Ok(file)
}

/// The name of a file as lists and logs show it: its last part, without letters that are not shown
/// or that turn others around, at most 120 of them.
fn shown_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown: String = last.chars().filter(|c| !is_unseen(*c)).take(120).collect();
    shown.trim().to_owned()
}
