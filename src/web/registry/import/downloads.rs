//! What a preview is too short for, as tables for spreadsheet programs.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;

use super::done::left_out;
use super::labels::ImportText;
use super::lines::{self, ChangeLine, FaultLine};
use super::preview::try_out;
use crate::db::draft;
use crate::model::{DraftId, Language};
use crate::registration::ListTaken;
use crate::spreadsheet::{SheetCell, SheetWriter};
use crate::web::error::PageFault;
use crate::web::frame::Frame;
use crate::web::guard::Session;
use crate::web::registry::export::as_csv;
use crate::web::state::WebState;

/// Faults, what is held, and warnings.
pub(in crate::web) async fn faults(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<i64>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let (reader, language) = (session.reader(), frame.language);
    let now = state.clock.now();
    let draft = draft::open(&reader, &state.db, now, DraftId(id)).await?;
    let labels = ImportText::of(language);
    let kinds = if draft.head.outcome.is_some() {
        vec![(labels.sheet_left_out, left_out(&draft)?)]
    } else {
        let confirmed = draft.head.confirmed.clone();
        let taken = try_out(&state, reader, draft, confirmed).await?;
        let held = lines::unconfirmed(&taken, language).collect();
        vec![
            (labels.sheet_fault, lines::faults(&taken, language)),
            (labels.sheet_held, held),
            (labels.sheet_warning, lines::warnings(&taken, language)),
        ]
    };
    let table = fault_table(kinds, labels).map_err(PageFault::internal)?;
    Ok(as_csv("galat.csv", table))
}

/// Everything that would change, and whom the list no longer names.
pub(in crate::web) async fn changes(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<i64>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let taken = tried(&state, &session, id).await?;
    let table = change_table(&taken, frame.language).map_err(PageFault::internal)?;
    Ok(as_csv("perubahan.csv", table))
}

async fn tried(state: &WebState, session: &Session, id: i64) -> Result<ListTaken, PageFault> {
    let (reader, now) = (session.reader(), state.clock.now());
    let draft = draft::open(&reader, &state.db, now, DraftId(id)).await?;
    if draft.head.outcome.is_some() {
        return Err(PageFault::ListGone);
    }
    let confirmed = draft.head.confirmed.clone();
    try_out(state, reader, draft, confirmed).await
}

fn fault_table(
    kinds: Vec<(&str, Vec<FaultLine>)>,
    labels: &ImportText,
) -> std::io::Result<Vec<u8>> {
    let header = [
        labels.sheet_kind,
        labels.sheet_name,
        labels.row,
        labels.column,
        labels.written,
        labels.problem,
        labels.remedy,
    ];
    let mut out = Vec::new();
    let mut table = SheetWriter::new(&mut out, &header)?;
    for (kind, lines) in kinds {
        for line in lines {
            table.write_row(&[
                SheetCell::text(kind),
                SheetCell::optional_text(line.sheet),
                row(&line.row),
                SheetCell::text(line.column),
                SheetCell::text(line.written),
                SheetCell::text(line.problem),
                SheetCell::text(line.remedy),
            ])?;
        }
    }
    table.finish()?;
    Ok(out)
}

fn row(text: &str) -> SheetCell<'static> {
    text.parse().map_or(SheetCell::Empty, SheetCell::Whole)
}

fn change_table(taken: &ListTaken, language: Language) -> std::io::Result<Vec<u8>> {
    let labels = ImportText::of(language);
    let header = [
        labels.sheet_kind,
        labels.sheet_name,
        labels.row,
        labels.person,
        "NIP",
        labels.account,
        labels.what_changes,
        labels.before,
        labels.after,
    ];
    let mut out = Vec::new();
    let mut table = SheetWriter::new(&mut out, &header)?;
    for change in &taken.report.changes {
        let kind = match change.person {
            Some(_) => labels.sheet_change,
            None => labels.sheet_new,
        };
        let line = ChangeLine::of(change, language);
        table.write_row(&[
            SheetCell::text(kind),
            SheetCell::optional_text(line.sheet),
            row(&line.row),
            SheetCell::text(line.who),
            SheetCell::optional_text(line.nip),
            SheetCell::optional_text(line.account),
            SheetCell::text(line.field),
            SheetCell::text(line.before),
            SheetCell::text(line.after),
        ])?;
    }
    for vanished in &taken.report.vanished {
        table.write_row(&[
            SheetCell::text(labels.sheet_vanished),
            SheetCell::Empty,
            SheetCell::Empty,
            SheetCell::text(&*vanished.name),
            SheetCell::optional_text(vanished.nip.as_deref()),
            SheetCell::text(&*vanished.address),
            SheetCell::Empty,
            SheetCell::Empty,
            SheetCell::Empty,
        ])?;
    }
    table.finish()?;
    Ok(out)
}
