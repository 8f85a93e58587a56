//! One person or agency with an account, by a form: a list of one row, read, compared and written
//! as every other list is.

mod labels;
mod typed;

use askama::Template;
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use self::labels::AddText;
use self::typed::{AddField, TypedRow, facts_of, field_of};
use super::import::cut_list::CutList;
use super::import::desk::{DeskWork, work_through};
use super::import::labels::ImportText;
use super::import::lines::{self, ChangeLine, HeldLine};
use super::import::preview::TRIAL;
use super::import::ticks::{MOVED, NEVER, read_ticks};
use crate::db::registry::{ImportMode, PersonKey, seek_person};
use crate::model::{InvalidReason, PersonId, Reason};
use crate::registration::{ListTaken, may_be_confirmed};
use crate::web::error::PageFault;
use crate::web::form::{FormFields, KeptForm};
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;

/// More changes than one row can make.
const MOST_CHANGES: usize = 50;
/// What the button of the second step sends.
const WRITE: &str = "tulis";

#[derive(Template)]
#[template(path = "registry/add.html", config = "src/web/askama.toml")]
struct AddPage {
    frame: Frame,
    labels: &'static ImportText,
    own: &'static AddText,
    title: &'static str,
    lede: &'static str,
    fields: Vec<AddField>,
    /// Faults that belong to no field.
    general: Vec<String>,
    note: Option<&'static str>,
    reason: String,
    problem_reason: Option<String>,
    held: CutList<HeldLine>,
    moved: &'static str,
    never: &'static str,
    changes: CutList<ChangeLine>,
    /// The version of the register that is shown with the changes.
    version: Option<i64>,
    digest: String,
}

/// The form: empty, or with what is known of the person whom the address names. Their NIP is not
/// shown, and must be typed.
pub(in crate::web) async fn show(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    let query = query.unwrap_or_default();
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let number = pairs.find(|(name, _)| name == "orang");
    let form = match number.and_then(|(_, number)| number.parse().ok()) {
        None => FormFields::default(),
        Some(number) => {
            let key = PersonKey::Number(PersonId(number));
            let (reader, now) = (session.reader(), state.clock.now());
            let found = seek_person(&reader, &state.db, now, &key).await?;
            FormFields::of(facts_of(&found.ok_or(PageFault::Missing)?.person))
        }
    };
    let shown = AddPage::new(&state, &TypedRow::read(&form), &form, frame);
    page(StatusCode::OK, &shown)
}

/// Checks what was typed and writes it; where somebody is registered already, what would change is
/// shown first.
pub(in crate::web) async fn submit(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    frame: Frame,
    KeptForm {
        fields: form,
        again,
    }: KeptForm,
) -> Result<Response, PageFault> {
    let typed = TypedRow::read(&form);
    let list = typed.list().map_err(PageFault::internal)?;
    let mut shown = AddPage::new(&state, &typed, &form, frame);
    if let Some(again) = again {
        shown.note = Some(shown.frame.text.form_again);
        return page(again.status(), &shown);
    }
    let reason: Result<Reason, InvalidReason> = form.get("alasan").parse();
    let lacking = typed.lacking(&state.lists.terms.defaults);
    shown.note_faults(reason.as_ref().err(), &lacking);
    let (true, Ok(reason)) = (lacking.is_empty(), reason) else {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    };
    let work = |mode, seen, reason| DeskWork {
        name: String::new(),
        bytes: list.clone(),
        defaults: state.lists.terms.defaults.clone(),
        reason,
        seen,
        mode,
        confirmed: read_ticks(&form),
        draft: None,
    };
    let trial = TRIAL.parse().map_err(PageFault::internal)?;
    let first = work(ImportMode::DryRun, None, trial);
    let taken = work_through(&state, session.reader(), first).await?;
    shown.digest = TypedRow::digest(&list);
    if shown.note_refusals(&taken) {
        return page(StatusCode::UNPROCESSABLE_ENTITY, &shown);
    }
    let seen = seen(&form, &shown.digest);
    if shown.is_held_back(&taken, seen) {
        return page(StatusCode::OK, &shown);
    }
    let version = seen.unwrap_or(taken.report.version);
    let order = work(ImportMode::AllOrNothing, Some(version), reason);
    let done = work_through(&state, session.reader(), order).await?;
    if let Some((person, _)) = done.report.persons.first() {
        let file = format!("/registri/orang/{person}");
        return Ok(Redirect::to(&file).into_response());
    }
    shown.note = Some(shown.labels.stale);
    shown.show_changes(&done);
    page(StatusCode::CONFLICT, &shown)
}

/// The version of the register that somebody saw with these words and now wants to be written.
fn seen(form: &FormFields, digest: &str) -> Option<i64> {
    let same = form.get("aksi") == WRITE && form.get("isian") == digest;
    form.get("registri").parse().ok().filter(|_| same)
}

impl AddPage {
    fn new(state: &WebState, typed: &TypedRow, form: &FormFields, frame: Frame) -> Self {
        let own = AddText::of(frame.language);
        Self {
            labels: ImportText::of(frame.language),
            own,
            title: own.title,
            lede: own.lede,
            fields: typed.fields(&state.lists.terms.defaults, frame.language),
            general: Vec::new(),
            note: None,
            reason: form.get("alasan").to_owned(),
            problem_reason: None,
            held: CutList::default(),
            moved: MOVED,
            never: NEVER,
            changes: CutList::default(),
            version: None,
            digest: String::new(),
            frame,
        }
    }

    fn is_wrong(&self) -> bool {
        let fields = self.fields.iter();
        self.problem_reason.is_some()
            || !self.general.is_empty()
            || fields.clone().any(|field| !field.problems.is_empty())
    }

    fn note_problem(&mut self, field: Option<&str>, problem: String) {
        let mut fields = self.fields.iter_mut();
        match fields.find(|known| Some(known.name) == field) {
            Some(known) => known.problems.push(problem),
            None => self.general.push(problem),
        }
        self.title = self.own.title_wrong;
    }

    fn note_faults(&mut self, reason: Option<&InvalidReason>, lacking: &[&'static str]) {
        for field in lacking {
            self.note_problem(Some(field), self.own.must.to_owned());
        }
        if let Some(problem) = reason {
            self.problem_reason = Some(problem.told(self.frame.language));
            self.title = self.own.title_wrong;
        }
    }

    /// Puts what is wrong beside its field; whether anything is. A row that is passed over is
    /// refused here, because there is no other.
    fn note_refusals(&mut self, taken: &ListTaken) -> bool {
        let language = self.frame.language;
        let (reading, report) = (&taken.reading, &taken.report);
        for error in &reading.errors {
            let field = field_of(error.column.as_deref());
            self.note_problem(field, error.what.told(language));
        }
        let conflicts = report.conflicts.iter();
        for (_, remark) in conflicts.filter(|(_, remark)| !may_be_confirmed(remark)) {
            self.note_problem(None, remark.told(language));
        }
        if reading.entries.is_empty() || taken.tally.passed_over > 0 {
            let told = reading.warnings.iter().map(|told| told.what.told(language));
            let noted = report.notes.iter().map(|(_, told)| told.told(language));
            for problem in told.chain(noted).collect::<Vec<_>>() {
                self.note_problem(None, problem);
            }
        }
        self.is_wrong()
    }

    /// Whether somebody must look first: a person who is registered, an account of somebody else,
    /// or nothing that would change.
    fn is_held_back(&mut self, taken: &ListTaken, seen: Option<i64>) -> bool {
        let changes = &taken.report.changes;
        let known = changes.iter().any(|change| change.person.is_some()) || changes.is_empty();
        let held = taken.tally.held > 0;
        if !known && !held || (seen.is_some() && !held && !changes.is_empty()) {
            return false;
        }
        self.title = self.own.title_confirm;
        self.lede = self.own.lede_confirm;
        if changes.is_empty() && !held {
            self.title = self.own.title_same;
            self.lede = self.own.lede;
        } else {
            self.show_changes(taken);
        }
        true
    }

    fn show_changes(&mut self, taken: &ListTaken) {
        let language = self.frame.language;
        self.held = CutList::cut(lines::held(taken), MOST_CHANGES);
        self.changes = CutList::of(&taken.report.changes, MOST_CHANGES, |change| {
            ChangeLine::of(change, language)
        });
        self.version = Some(taken.report.version);
    }
}
