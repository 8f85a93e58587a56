//! A form that was sent after the session had ended: what was typed goes through the
//! page for signing in, and is shown again afterwards.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::error::PageFault;
use super::form::{AGAIN_FIELD, FormFields};
use super::frame::{Frame, page};
use super::guard::Session;
use super::state::WebState;

/// What stands before the name of each field on the page for signing in.
pub(super) const KEPT: &str = "isian-";

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
    session: &Session,
) -> Option<Result<Response, PageFault>> {
    let path = to.split('?').next().unwrap_or(to);
    if kept.is_empty() || !keeps(path) || session.user.password_once {
        return None;
    }
    frame.sign(session, state);
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

/// Whether forms that are sent to a path are shown again with what was typed. Secrets are typed into
/// none of them, and all of them read a `KeptForm`.
pub(super) fn keeps(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    matches!(
        parts[..],
        ["kiriman", _, "putusan"]
            | ["registri", "orang" | "akun", _, _]
            | ["registri", "tambah"]
            | ["registri", "impor", _]
    )
}
