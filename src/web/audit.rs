//! The audit log, newest first.

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::error::PageFault;
use super::frame::{Frame, page};
use super::guard::Session;
use super::state::WebState;
use super::times;
use crate::db::audit;
use crate::model::TimeZone;

const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "audit.html", config = "src/web/askama.toml")]
struct AuditPage {
    frame: Frame,
    entries: Vec<Line>,
    /// Where the next page starts.
    older: Option<i64>,
}

struct Line {
    seq: i64,
    at: String,
    entry: audit::AuditEntry,
}

pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let before = url::form_urlencoded::parse(query.as_bytes())
        .find(|(name, _)| name == "sebelum")
        .and_then(|(_, seq)| seq.parse().ok());
    let now = state.clock.now();
    let entries = audit::list(&session.reader(), &state.db, now, before, PAGE).await?;
    let older = entries.last().map(|entry| entry.seq).filter(|seq| *seq > 1);
    let entries = entries
        .into_iter()
        .map(|entry| Line {
            seq: entry.seq,
            at: times::full(entry.at, TimeZone::Wib, frame.language),
            entry,
        })
        .collect();
    page(
        StatusCode::OK,
        &AuditPage {
            frame,
            entries,
            older,
        },
    )
}
