//! What was written of a list.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::cut_list::{CutList, MOST_SHOWN};
use super::figures::more_of;
use super::labels::ImportText;
use super::lines::FaultLine;
use crate::db::draft::{DraftOutcome, ListDraft};
use crate::model::{DraftId, Language, TimeZone};
use crate::web::error::PageFault;
use crate::web::frame::{Frame, page};
use crate::web::{times, words};

#[derive(Template)]
#[template(path = "registry/done.html", config = "src/web/askama.toml")]
pub(super) struct DonePage {
    frame: Frame,
    labels: &'static ImportText,
    title: String,
    file_name: String,
    until: String,
    /// Figure, label, note.
    figures: Vec<(String, &'static str, &'static str)>,
    /// Number and name.
    persons: Vec<(i64, String)>,
    more: String,
    id: DraftId,
    left_out: CutList<FaultLine>,
}

impl DonePage {
    /// The page of a list that was taken over.
    pub(super) fn of(draft: &ListDraft, frame: Frame) -> Result<Response, PageFault> {
        let head = &draft.head;
        let outcome = head.outcome.clone().unwrap_or_default();
        let language = frame.language;
        let labels = ImportText::of(language);
        let done = Self {
            labels,
            title: title(&outcome, language),
            file_name: head.file_name.clone(),
            until: times::full(head.goes_at(), TimeZone::Wib, language),
            figures: figures(&outcome, labels, language),
            more: more_of(
                outcome.person_count.saturating_sub(outcome.persons.len()),
                language,
            ),
            id: head.id,
            left_out: CutList::cut(left_out(draft)?, MOST_SHOWN),
            persons: outcome
                .persons
                .into_iter()
                .map(|(person, name)| (person.0, name))
                .collect(),
            frame,
        };
        page(StatusCode::OK, &done)
    }
}

/// What was said of the rows that were left out.
pub(super) fn left_out(draft: &ListDraft) -> Result<Vec<FaultLine>, PageFault> {
    if draft.bytes.is_empty() {
        return Ok(Vec::new());
    }
    serde_json::from_slice(&draft.bytes).map_err(PageFault::internal)
}

fn title(outcome: &DraftOutcome, language: Language) -> String {
    let count = words::count(outcome.person_count, language);
    match (outcome.person_count, language) {
        (0, Language::Indonesian) => "Daftar selesai; tidak ada yang berubah".to_owned(),
        (0, Language::English) => "The list is done; nothing changed".to_owned(),
        (_, Language::Indonesian) => format!("Tersimpan: {count} orang atau instansi"),
        (1, Language::English) => "Written: 1 person or agency".to_owned(),
        (_, Language::English) => format!("Written: {count} persons or agencies"),
    }
}

fn figures(
    outcome: &DraftOutcome,
    labels: &'static ImportText,
    language: Language,
) -> Vec<(String, &'static str, &'static str)> {
    let all = [
        (outcome.persons_created, labels.done_created, ""),
        (outcome.persons_updated, labels.done_updated, ""),
        (outcome.accounts_created, labels.done_accounts, ""),
        (outcome.accounts_moved, labels.done_moved, ""),
        (outcome.proofs_added, labels.done_proofs, ""),
        (
            outcome.left_out,
            labels.done_left_out,
            labels.done_left_out_note,
        ),
    ];
    let shown = all.into_iter();
    shown
        .map(|(count, label, note)| (words::count(count as usize, language), label, note))
        .collect()
}
