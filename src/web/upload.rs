//! Reading a form with a file. It is refused before the file is read when its first field is not
//! the token of the session.

use std::io::SeekFrom;
use std::path::Path;

use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _};

use super::error::PageFault;
use super::form::{FormFields, TOKEN_FIELD, same_site};
use super::guard::Session;
use super::state::WebState;
use super::under_way::UploadTurn;
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
#[derive(Debug)]
pub(super) struct SignedUpload {
    /// What was typed.
    pub(super) fields: FormFields,
    /// The first file.
    pub(super) file: Option<UploadedFile>,
    /// How many files there were.
    pub(super) files: usize,
    /// Its place among those of the user.
    _turn: UploadTurn,
}

/// A file. It lies on the disk without a name, because many that are half sent would fill the
/// memory, and is gone when this is dropped.
#[derive(Debug)]
pub(super) struct UploadedFile {
    /// What the browser calls it, without folders and what is not shown.
    pub(super) name: String,
    content: File,
    /// How many bytes are in it; none if it was too large.
    length: usize,
    /// Whether it was too large.
    pub(super) too_large: bool,
}

impl UploadedFile {
    async fn new(name: String, folder: &Path) -> Result<Self, PageFault> {
        let folder = folder.to_owned();
        let made = tokio::task::spawn_blocking(move || tempfile::tempfile_in(folder)).await;
        let made = made.map_err(PageFault::internal)?;
        Ok(Self {
            name,
            content: File::from_std(made.map_err(unwritten)?),
            length: 0,
            too_large: false,
        })
    }

    /// Whether nothing is in it.
    pub(super) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// What is in it.
    pub(super) async fn read(&mut self) -> Result<Vec<u8>, PageFault> {
        let mut bytes = Vec::with_capacity(self.length);
        self.content.flush().await.map_err(unwritten)?;
        self.content
            .seek(SeekFrom::Start(0))
            .await
            .map_err(unwritten)?;
        self.content
            .read_to_end(&mut bytes)
            .await
            .map_err(unwritten)?;
        Ok(bytes)
    }

    async fn write(&mut self, chunk: &[u8]) -> Result<(), PageFault> {
        if self.too_large {
            return Ok(());
        }
        self.too_large = self.length + chunk.len() > MOST_FILE_BYTES;
        if self.too_large {
            self.length = 0;
            return self.content.set_len(0).await.map_err(unwritten);
        }
        self.length += chunk.len();
        self.content.write_all(chunk).await.map_err(unwritten)
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "so that it can be named where an error is changed"
)]
fn unwritten(error: std::io::Error) -> PageFault {
    PageFault::Internal(format!(
        "an upload cannot be kept in the data folder: {error}"
    ))
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
            Some(session) if session.token.signed(&token) => {
                let turn = state.uploads.begin(session.user.id);
                let turn = turn.ok_or_else(|| PageFault::ManyUploads.into_response())?;
                Self::read(form, turn, &state.settings.upload_folder).await
            }
            _ => Err(forged()),
        }
    }
}

impl SignedUpload {
    async fn read(mut form: Multipart, turn: UploadTurn, folder: &Path) -> Result<Self, Response> {
        let mut read = Self {
            fields: FormFields::default(),
            file: None,
            files: 0,
            _turn: turn,
        };
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
            // A field in which nothing was chosen is sent as a file without name and content.
            let nameless = name.is_empty();
            let file = UploadedFile::new(name, folder).await;
            let file = file.map_err(IntoResponse::into_response)?;
            let file = file_of(field, file, read.file.is_none()).await?;
            if !nameless || !file.is_empty() || file.too_large {
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

/// Reads a file to its end; only one that is wanted is kept.
async fn file_of(
    mut field: Field<'_>,
    mut file: UploadedFile,
    wanted: bool,
) -> Result<UploadedFile, Response> {
    while let Some(chunk) = field.chunk().await.map_err(broken)? {
        if wanted {
            let written = file.write(&chunk).await;
            written.map_err(IntoResponse::into_response)?;
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
