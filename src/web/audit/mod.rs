//! The audit log in words, newest first, by day.

mod sentence;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use self::sentence::AuditSentence;
use super::error::PageFault;
use super::frame::{Frame, page};
use super::guard::Session;
use super::state::WebState;
use super::times;
use crate::db::audit::{self, AuditEntry};
use crate::model::{Language, TimeZone};

/// Rows per page.
const PAGE: i64 = 100;

#[derive(Template)]
#[template(path = "audit.html", config = "src/web/askama.toml")]
struct AuditPage {
    frame: Frame,
    days: Vec<AuditDay>,
    /// Where the next page starts.
    older: Option<i64>,
}

/// What was done on a day in western Indonesia.
struct AuditDay {
    day: String,
    lines: Vec<AuditLine>,
}

struct AuditLine {
    seq: i64,
    /// Time of day in western Indonesia.
    clock: String,
    /// The same with day and UTC.
    full: String,
    sentence: AuditSentence,
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
    let days = by_day(&entries, frame.language);
    page(StatusCode::OK, &AuditPage { frame, days, older })
}

/// The rows in their order, under the days on which they were written.
fn by_day(entries: &[AuditEntry], language: Language) -> Vec<AuditDay> {
    let mut days: Vec<AuditDay> = Vec::new();
    for entry in entries {
        let day = times::day(entry.at, TimeZone::Wib, language);
        let line = AuditLine {
            seq: entry.seq,
            clock: times::clock(entry.at, TimeZone::Wib),
            full: times::full(entry.at, TimeZone::Wib, language),
            sentence: AuditSentence::of(entry, language),
        };
        match days.last_mut().filter(|last| last.day == day) {
            Some(last) => last.lines.push(line),
            None => days.push(AuditDay {
                day,
                lines: vec![line],
            }),
        }
    }
    days
}
