//! The register as a table, with full NIPs.

use axum::Extension;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::db::registry;
use crate::model::Reason;
use crate::registry::write_csv;
use crate::web::error::PageFault;
use crate::web::form::SignedForm;
use crate::web::guard::Session;
use crate::web::state::WebState;

/// Gives the register out, as far as the user may see. It is recorded in the audit log with the
/// reason, and therefore asked for with a form.
pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    SignedForm(fields): SignedForm,
) -> Result<Response, PageFault> {
    // The browser asks for one before it sends the form.
    let reason: Reason = fields
        .get("alasan")
        .parse()
        .map_err(|_| PageFault::Request)?;
    let (reader, now) = (session.reader(), state.clock.now());
    let entries = registry::export(&reader, &state.db, now, Some(&reason)).await?;
    let written = tokio::task::spawn_blocking(move || {
        let mut out = Vec::new();
        write_csv(&entries, &mut out).map(|()| out)
    });
    let table = written.await.map_err(PageFault::internal)?;
    Ok(as_csv("registri.csv", table.map_err(PageFault::internal)?))
}

/// A table to be kept as a file.
pub(in crate::web) fn as_csv(name: &str, table: Vec<u8>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (headers, table).into_response()
}
