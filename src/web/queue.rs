//! The queue page.

mod facets;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

use self::facets::{Group, groups};
use super::error::Fault;
use super::frame::{Frame, page};
use super::guard::Session;
use super::post::{Flash, Marked, marked};
use super::query::{View, post_address, queue_address};
use super::state::WebState;
use super::{times, words};
use crate::db::queue::{self, Filter, From, QueueRow, Section};
use crate::model::Right;
use crate::review::highlight;

/// Rows a page.
const PAGE: usize = 25;
/// Characters of an excerpt.
const EXCERPT: usize = 240;

#[derive(Template)]
#[template(path = "queue.html", config = "src/web/askama.toml")]
struct QueuePage {
    frame: Frame,
    sections: Vec<Tab>,
    note: Option<&'static str>,
    empty: &'static str,
    waiting: usize,
    more: bool,
    groups: Vec<Group>,
    clear: Option<String>,
    rows: Vec<Row>,
    newer: Option<String>,
    older: Option<String>,
    top: Option<String>,
    flash: Option<Flash>,
}

struct Tab {
    label: &'static str,
    href: String,
    current: bool,
}

struct Row {
    href: String,
    band: &'static str,
    band_class: &'static str,
    kind: &'static str,
    stage: Option<&'static str>,
    age: String,
    posted: String,
    excerpt: Vec<Marked>,
    cut: [bool; 2],
    signals: usize,
    counter: usize,
    account: String,
    platform: String,
    agency: String,
    region: String,
}

pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, Fault> {
    let query = query.unwrap_or_default();
    let View { filter, from } = View::read(&query);
    let reader = session.user.id;
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = queue::page(&state.db, reader, &filter, from, limit).await?;
    let counts = queue::facets(&state.db, reader, filter.section).await?;
    let (newer, older) = turn(&mut found, &filter, from);
    let now = state.clock.now();
    let rows = found
        .iter()
        .map(|row| line(row, &filter, &frame, &state, now))
        .collect();
    let shown = QueuePage {
        sections: sections(&filter, &frame),
        note: note(filter.section, &frame),
        empty: match filter.section {
            Section::First => frame.text.empty_all,
            Section::Second | Section::Disputed => frame.text.empty_reread,
        },
        waiting: counts.counted,
        more: counts.more,
        groups: groups(&counts, &filter, &state.catalogue, frame.text),
        clear: cleared(&filter),
        rows,
        newer,
        older,
        top: (from != From::Top).then(|| queue_address(&filter, None)),
        flash: Flash::read(&query, frame.text).filter(|_| frame.may(Right::Judge)),
        frame,
    };
    page(StatusCode::OK, &shown)
}

/// Cuts the one row too many that was read, and says where the neighbouring pages start.
fn turn(
    found: &mut Vec<QueueRow>,
    filter: &Filter,
    from: From,
) -> (Option<String>, Option<String>) {
    let more = found.len() > PAGE;
    let backwards = matches!(from, From::Before(_));
    if more {
        found.remove(if backwards { 0 } else { PAGE });
    }
    let newer = if backwards { more } else { from != From::Top };
    let older = backwards || more;
    let before = found.first().filter(|_| newer);
    let after = found.last().filter(|_| older);
    (
        before.map(|row| queue_address(filter, Some(("sebelum", row.key)))),
        after.map(|row| queue_address(filter, Some(("setelah", row.key)))),
    )
}

fn sections(filter: &Filter, frame: &Frame) -> Vec<Tab> {
    [Section::First, Section::Second, Section::Disputed]
        .into_iter()
        .map(|section| Tab {
            label: words::section(section, frame.text),
            href: queue_address(
                &Filter {
                    section,
                    ..filter.clone()
                },
                None,
            ),
            current: section == filter.section,
        })
        .collect()
}

fn note(section: Section, frame: &Frame) -> Option<&'static str> {
    match section {
        Section::First => None,
        Section::Second => Some(frame.text.note_second),
        Section::Disputed => Some(frame.text.note_disputed),
    }
}

fn cleared(filter: &Filter) -> Option<String> {
    let plain = Filter {
        section: filter.section,
        ..Filter::default()
    };
    (*filter != plain).then(|| queue_address(&plain, None))
}

fn line(row: &QueueRow, filter: &Filter, frame: &Frame, state: &WebState, now: Timestamp) -> Row {
    let assessment = row.assessment.as_ref();
    let (segments, cut) = highlight::excerpt(&row.text, assessment, EXCERPT);
    let region = state.catalogue.regions.get(&row.region);
    Row {
        href: post_address(row.key.post, filter),
        band: words::band(row.band, frame.text),
        band_class: row.band.as_str(),
        kind: words::kind(row.kind, frame.text),
        stage: assessment.map(|body| words::stage(body.stage, frame.text)),
        age: times::age(row.key.posted_at, now, frame.text),
        posted: times::full(row.key.posted_at, times::zone(&row.region), frame.language),
        excerpt: marked(&segments),
        cut,
        signals: assessment.map_or(0, |body| body.signals.len()),
        counter: assessment.map_or(0, |body| body.counter.len()),
        account: row.address.clone(),
        platform: row.platform.clone(),
        agency: row.agency.clone(),
        region: region.unwrap_or(&row.region).clone(),
    }
}
