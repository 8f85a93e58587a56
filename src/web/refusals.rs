//! Refusals of signed-in users: each leaves an audit row, but nobody fills the log with them.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use percent_encoding::percent_decode_str;
use serde::Serialize;

use super::error::PageFault;
use super::form::sender;
use super::guard::Session;
use super::security::{SecurityEvent, cut, log_security_event};
use super::state::WebState;
use crate::db::audit::{self, Event};
use crate::model::{UserId, hide_numbers};

/// How long a refusal counts as the same one again.
const WINDOW: SignedDuration = SignedDuration::from_mins(1);
/// Different refusals of a user in a window that have a row each; more than that is a program
/// that tries addresses, of which some rows tell enough.
const MOST_DIFFERENT: usize = 20;

/// What users were refused in the last minute, in memory: a restart forgets it, which costs rows
/// too many and none too few. One entry per user, so there are as many as there is staff.
#[derive(Debug, Default)]
pub(super) struct Refusals(Mutex<HashMap<UserId, Minute>>);

#[derive(Debug)]
struct Minute {
    since: Timestamp,
    /// What has a row already.
    told: Vec<String>,
    /// Those that had none of their own.
    repeated: u64,
    /// How many of those a row told of.
    counted: u64,
}

/// How a refusal is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RefusalRow {
    /// With a row of its own.
    Own {
        /// Refusals of an earlier minute that no row told of.
        uncounted: u64,
    },
    /// With a row that tells how many this minute had no row of their own.
    Repeated(u64),
    /// By the count of a later row.
    Counted,
}

impl Refusals {
    /// Counts a refusal. Repeats are told at the first, second, fourth, eighth, so that their rows
    /// stay few however many there are: at most `MOST_DIFFERENT` and one per doubling a minute.
    pub(super) fn count(&self, user: UserId, asked: &str, now: Timestamp) -> RefusalRow {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let minute = all.entry(user).or_insert_with(|| Minute::new(now));
        let mut uncounted = 0;
        if now.duration_since(minute.since).abs() >= WINDOW {
            uncounted = minute.repeated - minute.counted;
            *minute = Minute::new(now);
        }
        if minute.told.len() < MOST_DIFFERENT && !minute.told.iter().any(|told| told == asked) {
            minute.told.push(asked.to_owned());
            return RefusalRow::Own { uncounted };
        }
        minute.repeated += 1;
        if minute.repeated.is_power_of_two() {
            minute.counted = minute.repeated;
            return RefusalRow::Repeated(minute.repeated);
        }
        RefusalRow::Counted
    }
}

impl Minute {
    fn new(since: Timestamp) -> Self {
        Self {
            since,
            told: Vec::new(),
            repeated: 0,
            counted: 0,
        }
    }
}

/// The code and the event of an answer that is a refusal: by role, by scope (whose posts and
/// persons are not there for whoever may not see them), or of a form that is none of ours.
pub(super) fn refusal(response: &Response) -> Option<(&'static str, SecurityEvent)> {
    let fault = response.extensions().get::<PageFault>();
    match response.status() {
        StatusCode::FORBIDDEN if matches!(fault, Some(PageFault::Forbidden)) => {
            Some(("refused", SecurityEvent::Refused))
        }
        StatusCode::FORBIDDEN => Some(("forged_form", SecurityEvent::Forged)),
        StatusCode::NOT_FOUND => Some(("not_found", SecurityEvent::NotFound)),
        _ => None,
    }
}

/// What somebody asks for who may be refused it.
#[derive(Debug)]
pub(super) struct RefusableRequest {
    /// Method and path, without what was searched for.
    asked: String,
    from: Option<IpAddr>,
}

impl RefusableRequest {
    pub(super) fn of(parts: &Parts, state: &WebState) -> Self {
        let path = percent_decode_str(parts.uri.path()).decode_utf8_lossy();
        let path = hide_numbers(&path);
        Self {
            asked: cut(&format!("{} {path}", parts.method)),
            from: sender(&parts.extensions, &parts.headers, state),
        }
    }

    /// Records a refusal, before its answer leaves.
    pub(super) async fn record(
        &self,
        state: &WebState,
        session: &Session,
        (action, event): (&'static str, SecurityEvent),
    ) -> Result<(), PageFault> {
        let (user, now) = (&session.user, state.clock.now());
        let key = format!("{action} {}", self.asked);
        let (repeated, uncounted) = match state.refusals.count(user.id, &key, now) {
            RefusalRow::Own { uncounted } => (0, uncounted),
            RefusalRow::Repeated(times) => (times, 0),
            RefusalRow::Counted => return Ok(()),
        };
        log_security_event(event, Some(user), self.from, &self.asked);
        let detail = RefusalDetail {
            address: self.from,
            asked: &self.asked,
            repeated,
            uncounted,
        };
        let event = Event {
            at: now,
            actor: &user.name,
            action,
            subject: "page",
            detail: &serde_json::to_string(&detail).map_err(PageFault::internal)?,
        };
        audit::record(&state.db, &event).await?;
        Ok(())
    }
}

/// What the row says; in the order of the alphabet, like all rows.
#[derive(Serialize)]
struct RefusalDetail<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<IpAddr>,
    asked: &'a str,
    #[serde(skip_serializing_if = "is_zero")]
    repeated: u64,
    #[serde(skip_serializing_if = "is_zero")]
    uncounted: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it over so")]
fn is_zero(count: &u64) -> bool {
    *count == 0
}
