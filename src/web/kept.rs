//! A form of the register that was sent after the session had ended: what was typed goes through the
//! page for signing in, and is shown again afterwards.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::error::PageFault;
use super::form::{AGAIN_FIELD, FormFields};
use super::frame::{Frame, page};
use super::guard::SessionToken;
use super::state::WebState;
use crate::model::User;

/// What stands before the name of each field on the page for signing in.
pub(super) const KEPT: &str = "isian-";

/// Forms that are shown again with what was typed. Secrets are typed into none of them.
const KEEPING: [&str; 3] = ["/registri/orang/", "/registri/akun/", "/registri/tambah"];

#[derive(Template)]
#[template(path = "resume.html", config = "src/web/askama.toml")]
struct ResumePage {
    frame: Frame,
    action: String,
    fields: Vec<(String, String)>,
    again: &'static str,
}

/// The page that leads back to the form, for whoever has just signed in; `None` if there is none.
pub(super) fn resume(
    state: &WebState,
    mut frame: Frame,
    to: &str,
    kept: &[(String, String)],
    (user, token): (&User, SessionToken),
) -> Option<Result<Response, PageFault>> {
    if kept.is_empty() || !keeps(to) || user.password_once {
        return None;
    }
    frame.token = token.form_token(state);
    frame.user = Some(user.clone());
    let shown = ResumePage {
        frame,
        action: to.to_owned(),
        fields: kept.to_vec(),
        again: AGAIN_FIELD,
    };
    Some(page(StatusCode::OK, &shown))
}

/// What was typed into the form that waits behind the page for signing in.
pub(super) fn kept(form: &FormFields) -> Vec<(String, String)> {
    let fields = form.beginning(KEPT);
    fields
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Whether forms that are sent to a path are kept.
pub(super) fn keeps(path: &str) -> bool {
    KEEPING.iter().any(|start| path.starts_with(start))
}
