//! The queue page.

mod facets;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;

use self::facets::{Group, groups};
use super::error::PageFault;
use super::frame::{Frame, page};
use super::guard::Session;
use super::post::{Flash, Marked, marked};
use super::query::{QueueView, post_address, queue_address};
use super::state::WebState;
use super::text::Text;
use super::{times, words};
use crate::db::Unreadable;
use crate::db::queue::{
    self, Filter, QueueEntry, QueuePage as FoundPage, QueueRow, Section, StartAt,
};
use crate::model::Right;
use crate::review::highlight;

/// Rows a page.
const PAGE: u32 = 25;
/// Characters of an excerpt.
const EXCERPT: usize = 240;

#[derive(Template)]
#[template(path = "queue.html", config = "src/web/askama.toml")]
struct QueuePage {
    frame: Frame,
    sections: Vec<Tab>,
    note: Option<&'static str>,
    empty_title: &'static str,
    empty: &'static str,
    waiting: usize,
    more: bool,
    groups: Vec<Group>,
    clear: Option<String>,
    rows: Vec<Line>,
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

/// One place in the list.
enum Line {
    Row(Box<Row>),
    /// What cannot be read is told with its number.
    Unreadable(String),
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
    platform: &'static str,
    agency: String,
    region: String,
}

pub(super) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let QueueView { filter, from } = QueueView::read(&query);
    let (reader, now) = (session.reader(), state.clock.now());
    let found = queue::page(&reader, &state.db, now, &filter, from, PAGE).await?;
    let counts = queue::facets(&reader, &state.db, filter.section).await?;
    let uncollected = found.entries.is_empty() && !queue::has_collected(&reader, &state.db).await?;
    let (empty_title, empty) = if reader.scope().is_unset() {
        (frame.text.unset_title, frame.text.empty_unset)
    } else {
        why_empty(filter.section, uncollected, frame.text)
    };
    let (newer, older) = turn(&found, &filter, from);
    let rows = found
        .entries
        .iter()
        .map(|entry| match &entry.row {
            Ok(row) => Line::Row(Box::new(line(entry, row, &filter, &frame, &state, now))),
            Err(unreadable) => unreadable_line(unreadable, &frame),
        })
        .collect();
    let shown = QueuePage {
        sections: sections(&filter, &frame),
        note: note(filter.section, &frame),
        empty_title,
        empty,
        waiting: counts.counted,
        more: counts.more,
        groups: groups(&counts, &filter, &state.catalogue, frame.text),
        clear: cleared(&filter),
        rows,
        newer,
        older,
        top: (from != StartAt::Top).then(|| queue_address(&filter, None)),
        flash: Flash::read(&query, frame.text).filter(|_| frame.may(Right::Judge)),
        frame,
    };
    page(StatusCode::OK, &shown)
}

/// Why a pile is empty: all are reviewed, or nothing was ever there to review.
const fn why_empty(section: Section, never: bool, text: &Text) -> (&'static str, &'static str) {
    match section {
        _ if never => (text.never_title, text.never_collected),
        Section::First => (text.empty_title, text.empty_all),
        Section::Second | Section::Disputed => (text.empty_title, text.empty_reread),
    }
}

/// Where the neighbouring pages start.
fn turn(found: &FoundPage, filter: &Filter, from: StartAt) -> (Option<String>, Option<String>) {
    let more = found.more;
    let backwards = matches!(from, StartAt::Before(_));
    let newer = if backwards {
        more
    } else {
        from != StartAt::Top
    };
    let older = backwards || more;
    let before = found.entries.first().filter(|_| newer);
    let after = found.entries.last().filter(|_| older);
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

/// The number for the reader; what is wrong with it is for the log.
fn unreadable_line(unreadable: &Unreadable, frame: &Frame) -> Line {
    tracing::error!(post = unreadable.id, "{unreadable}");
    let (start, end) = (frame.text.unreadable_post, frame.text.unreadable_hint);
    Line::Unreadable(format!("{start} {}. {end}", unreadable.id))
}

fn line(
    entry: &QueueEntry,
    row: &QueueRow,
    filter: &Filter,
    frame: &Frame,
    state: &WebState,
    now: Timestamp,
) -> Row {
    let assessment = row.assessment.as_ref();
    let (segments, cut) = highlight::excerpt(&row.text, assessment, EXCERPT);
    let region = state.catalogue.regions.get(row.region.as_str());
    let (key, zone) = (entry.key, row.region.time_zone());
    Row {
        href: post_address(key.post, filter),
        band: words::band(row.band, frame.text),
        band_class: row.band.as_str(),
        kind: words::kind(row.kind, frame.text),
        stage: assessment.map(|body| words::stage(body.stage, frame.text)),
        age: times::age(key.posted_at, now, frame.text),
        posted: times::full(key.posted_at, zone, frame.language),
        excerpt: marked(&segments),
        cut,
        signals: assessment.map_or(0, |body| body.signals.len()),
        counter: assessment.map_or(0, |body| body.counter.len()),
        account: row.address.clone(),
        platform: row.platform.as_str(),
        agency: row.agency.clone(),
        region: region.cloned().unwrap_or_else(|| row.region.to_string()),
    }
}
