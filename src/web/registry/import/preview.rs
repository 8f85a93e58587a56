//! What an uploaded list would change, before anything is written.

use std::collections::BTreeSet;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::cut_list::{CutList, MOST_SHOWN};
use super::desk::{DeskWork, work_through};
use super::done::DonePage;
use super::figures::optional_day;
use super::labels::ImportText;
use super::lines::{self, ChangeLine, ConfirmedLine, FaultLine, HeldLine, VanishedLine};
use super::news::{CountFigure, ImportButton, ListNews, buttons, figures, sum};
use super::terms::stored_terms;
use super::ticks::{MOVED, NEVER};
use crate::db::draft::{self, DraftHead, ListDraft};
use crate::db::registry::{Confirmed, ImportMode};
use crate::model::{DraftId, Language, Reader, TimeZone};
use crate::registration::ListTaken;
use crate::registry::Defaults;
use crate::web::error::PageFault;
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;
use crate::web::times;

/// Rows that can be ticked at once. A list that needs more of them has another fault.
const MOST_HELD: usize = 200;

/// Names of columns or sheets on the page.
const MOST_NAMES: usize = 100;

/// A fact about the file: its name and what it is.
pub(super) type FileFact = (&'static str, String);

#[derive(Template)]
#[template(path = "registry/preview.html", config = "src/web/askama.toml")]
pub(super) struct PreviewPage {
    frame: Frame,
    labels: &'static ImportText,
    id: DraftId,
    news: ListNews,
    facts: Vec<FileFact>,
    figures: Vec<CountFigure>,
    faults: CutList<FaultLine>,
    held: CutList<HeldLine>,
    moved: &'static str,
    never: &'static str,
    confirmed: Vec<ConfirmedLine>,
    changes: CutList<ChangeLine>,
    created: CutList<ChangeLine>,
    warnings: CutList<FaultLine>,
    vanished: CutList<VanishedLine>,
    buttons: Vec<ImportButton>,
    sum: String,
    /// The version of the register and the digest of the file that are shown.
    version: i64,
    digest: String,
    again: Attempt,
}

/// What came of an attempt to import, and what was typed then.
#[derive(Debug, Default)]
pub(super) struct Attempt {
    pub(super) reason: String,
    /// What is wrong with the reason.
    pub(super) problem: Option<String>,
    /// Why nothing was written.
    pub(super) note: Option<&'static str>,
}

/// Shows what a list would change, or what became of it.
pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(id): Path<i64>,
    frame: Frame,
) -> Result<Response, PageFault> {
    let reader = session.reader();
    let draft = draft::open(&reader, &state.db, state.clock.now(), DraftId(id)).await?;
    if draft.head.outcome.is_some() {
        return DonePage::of(&draft, frame);
    }
    let head = draft.head.clone();
    let confirmed = head.confirmed.clone();
    let taken = try_out(&state, reader, draft, confirmed).await?;
    let shown = SeenList {
        head: &head,
        taken: &taken,
        confirmed: &head.confirmed,
    };
    shown.page(frame, Attempt::default(), StatusCode::OK)
}

/// Finds out what a list would change.
pub(super) async fn try_out(
    state: &WebState,
    reader: Reader,
    draft: ListDraft,
    confirmed: Confirmed,
) -> Result<ListTaken, PageFault> {
    let work = DeskWork {
        defaults: stored_terms(&draft.head)?,
        name: draft.head.file_name,
        bytes: draft.bytes,
        seen: None,
        reason: TRIAL.parse().map_err(PageFault::internal)?,
        mode: ImportMode::DryRun,
        confirmed,
        draft: None,
    };
    work_through(state, reader, work).await
}

/// The reason that stands in the audit log for a look that changes nothing.
pub(in crate::web) const TRIAL: &str = "pratinjau daftar di peramban";

/// A list with what it comes to.
pub(super) struct SeenList<'a> {
    pub(super) head: &'a DraftHead,
    pub(super) taken: &'a ListTaken,
    pub(super) confirmed: &'a Confirmed,
}

impl SeenList<'_> {
    /// The page of the preview.
    pub(super) fn page(
        &self,
        frame: Frame,
        again: Attempt,
        status: StatusCode,
    ) -> Result<Response, PageFault> {
        let language = frame.language;
        let labels = ImportText::of(language);
        let taken = self.taken;
        let change = |change: &&_| ChangeLine::of(change, language);
        let (known, new): (Vec<_>, Vec<_>) = taken
            .report
            .changes
            .iter()
            .partition(|change| change.person.is_some());
        let vanished = |one: &_| VanishedLine::of(one, labels);
        let preview = PreviewPage {
            labels,
            id: self.head.id,
            news: ListNews::of(taken, language),
            facts: self.facts(language)?,
            figures: figures(taken, language),
            faults: CutList::cut(lines::faults(taken, language), MOST_SHOWN),
            held: CutList::cut(lines::held(taken), MOST_HELD),
            moved: MOVED,
            never: NEVER,
            confirmed: lines::confirmed(self.confirmed, labels),
            changes: CutList::of(&known, MOST_SHOWN, change),
            created: CutList::of(&new, MOST_SHOWN, change),
            warnings: CutList::cut(lines::warnings(taken, language), MOST_SHOWN),
            vanished: CutList::of(&taken.report.vanished, MOST_SHOWN, vanished),
            buttons: buttons(taken, language),
            sum: sum(&taken.tally, language),
            version: taken.report.version,
            digest: self.head.digest.to_string(),
            again,
            frame,
        };
        page(status, &preview)
    }

    fn facts(&self, language: Language) -> Result<Vec<FileFact>, PageFault> {
        let labels = ImportText::of(language);
        let sheets = &self.taken.reading.sheets;
        let names: Vec<&str> = sheets
            .iter()
            .filter_map(|read| read.name.as_deref())
            .collect();
        let of_all = |columns: fn(&crate::registry::SheetColumns) -> &Vec<String>| {
            let mut seen = BTreeSet::new();
            let names = sheets.iter().flat_map(columns).map(|name| &**name);
            let all: Vec<&str> = names.filter(|name| seen.insert(*name)).collect();
            joined(&all, labels)
        };
        let until = times::full(self.head.goes_at(), TimeZone::Wib, language);
        let mut facts = vec![(labels.file, self.head.file_name.clone())];
        if !names.is_empty() {
            facts.push((labels.sheets, joined(&names, labels)));
        }
        if !sheets.is_empty() {
            facts.push((labels.columns_used, of_all(|sheet| &sheet.used)));
            facts.push((labels.columns_unused, of_all(|sheet| &sheet.unused)));
        }
        let terms = terms_in_words(&stored_terms(self.head)?, language);
        facts.extend(terms.map(|told| (labels.settings, told)));
        facts.push((labels.kept, until));
        Ok(facts)
    }
}

fn joined(names: &[&str], labels: &ImportText) -> String {
    match names {
        [] => labels.none.to_owned(),
        [shown @ .., _] if shown.len() >= MOST_NAMES => {
            format!("{}, …", shown[..MOST_NAMES].join(", "))
        }
        names => names.join(", "),
    }
}

/// What holds for rows that do not say otherwise.
fn terms_in_words(terms: &Defaults, language: Language) -> Option<String> {
    let labels = ImportText::of(language);
    let region = terms.region.as_ref().map(ToString::to_string);
    let all = [
        (labels.basis, terms.basis.clone()),
        (labels.ends, optional_day(terms.ends_on, language)),
        (labels.region, region),
    ];
    let known = all.into_iter();
    let told: Vec<String> = known
        .filter_map(|(label, value)| Some(format!("{label}: {}", value?)))
        .collect();
    (!told.is_empty()).then(|| told.join("; "))
}
