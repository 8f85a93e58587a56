//! What everybody has of their own: how they sign in, and where they are signed in.

pub(super) mod factor;
mod labels;
pub(super) mod sessions;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use self::labels::AccountText;
use self::sessions::SessionRow;
use super::error::PageFault;
use super::frame::{Frame, page};
use super::guard::Session;
use super::state::WebState;
use super::times;
use crate::db::factor::{self as stored, FactorStanding};
use crate::db::session;
use crate::model::TimeZone;

#[derive(Template)]
#[template(path = "account.html", config = "src/web/askama.toml")]
struct AccountPage {
    frame: Frame,
    labels: &'static AccountText,
    /// How many sessions are open, in words.
    title: String,
    notice: Option<&'static str>,
    factor: String,
    has_factor: bool,
    sessions: Vec<SessionRow>,
}

/// The page of whoever is signed in.
pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let (reader, now) = (session.reader(), state.clock.now());
    let labels = AccountText::of(frame.language);
    let lines = session::list(&reader, &state.db, now, state.settings.idle).await?;
    let standing = stored::standing(&state.db, session.user.id).await?;
    let factor = match &standing {
        FactorStanding::Absent => labels.factor_absent.to_owned(),
        FactorStanding::Lost => frame.text.factor_lost.to_owned(),
        FactorStanding::Present(factor) => {
            let left = stored::recovery_left(&reader, &state.db).await?;
            let since = times::minute(factor.since, TimeZone::Wib, frame.language);
            let since = format!("{} {since}", labels.factor_since);
            format!("{since}. {} {left}.", labels.recovery_left)
        }
    };
    let notice = match query.as_deref() {
        Some("selesai=sesi") => Some(labels.sessions_ended),
        Some("selesai=lepas") => Some(labels.factor_removed),
        _ => None,
    };
    let rows = lines.iter();
    let shown = AccountPage {
        title: match lines.len() {
            1 => labels.title_one.to_owned(),
            count => format!("{} {count} {}", labels.title_some, labels.title_places),
        },
        notice,
        factor,
        has_factor: standing != FactorStanding::Absent,
        sessions: rows
            .map(|line| SessionRow::of(line, &session, now, &frame))
            .collect(),
        labels,
        frame,
    };
    page(StatusCode::OK, &shown)
}
