//! Forms that correct the register: each with a reason, each refused when somebody changed the same
//! meanwhile. What concerns two persons is shown once more, old beside new, before it is done.

mod act;
mod confirm;
mod deed;
mod fields;
mod labels;
mod read;
mod rebase;
mod subject;

use askama::Template;
use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

pub(in crate::web::registry) use self::deed::Deed;

use self::act::{Outcome, perform};
use self::confirm::Confirmation;
use self::deed::About;
use self::fields::{CorrectionField, FieldKind, fields, first_filled, first_held};
use self::labels::CorrectionText;
use self::read::{FieldProblem, FormReader};
use self::rebase::RebasedForm;
use self::subject::CorrectionSubject;
use super::labels::filled;
use crate::model::Language;
use crate::web::error::PageFault;
use crate::web::fact::Fact;
use crate::web::form::{AGAIN_FIELD, FormFields, KeptForm, TOKEN_FIELD};
use crate::web::frame::{Frame, page};
use crate::web::guard::Session;
use crate::web::state::WebState;

#[derive(Template)]
#[template(path = "registry/correction.html", config = "src/web/askama.toml")]
struct CorrectionPage {
    frame: Frame,
    text: &'static CorrectionText,
    title: String,
    lede: String,
    name: String,
    back: String,
    action: String,
    version: i64,
    stale: bool,
    /// Whether it is shown again after the session ended.
    again: bool,
    /// What is wrong, each with where.
    problems: Vec<(&'static str, String)>,
    fields: Vec<CorrectionField>,
    /// What the fields held when they were first shown.
    first: Vec<(String, String)>,
    /// What was typed, where it is only confirmed.
    kept: Vec<(String, String)>,
    confirmation: Option<Confirmation>,
    facts: Vec<Fact>,
    submit: &'static str,
}

/// What was just done, as the address after a correction says; `stays_out` of an account that is
/// not watched, whoever has it now.
pub(super) fn done(query: &str, stays_out: bool, language: Language) -> Option<&'static str> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, key) = pairs.find(|(name, _)| name == "selesai")?;
    let text = CorrectionText::of(language);
    Deed::from_key(&key).map(|deed| match deed {
        Deed::HandOver if stays_out => text.done_hand_over_retired,
        _ => deed.done(text),
    })
}

/// The form about a person.
pub(in crate::web) async fn ask_person(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(path): Path<(String, String)>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    ask(About::Person, &path, query, (&state, &session), frame).await
}

/// The form about an account.
pub(in crate::web) async fn ask_account(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(path): Path<(String, String)>,
    RawQuery(query): RawQuery,
    frame: Frame,
) -> Result<Response, PageFault> {
    ask(About::Account, &path, query, (&state, &session), frame).await
}

/// A form about a person that was sent.
pub(in crate::web) async fn correct_person(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(path): Path<(String, String)>,
    frame: Frame,
    form: KeptForm,
) -> Result<Response, PageFault> {
    correct(About::Person, &path, &form, (&state, &session), frame).await
}

/// A form about an account that was sent.
pub(in crate::web) async fn correct_account(
    State(state): State<WebState>,
    Extension(session): Extension<Session>,
    Path(path): Path<(String, String)>,
    frame: Frame,
    form: KeptForm,
) -> Result<Response, PageFault> {
    correct(About::Account, &path, &form, (&state, &session), frame).await
}

async fn ask(
    about: About,
    (number, name): &(String, String),
    query: Option<String>,
    (state, session): (&WebState, &Session),
    frame: Frame,
) -> Result<Response, PageFault> {
    let deed = Deed::find(about, name).ok_or(PageFault::Missing)?;
    let subject = CorrectionSubject::read(deed, number, &session.reader(), state).await?;
    let typed = first_filled(deed, &subject, &query.unwrap_or_default());
    let shown = ShownForm::new(deed, &subject, &typed);
    page(StatusCode::OK, &shown.page(state, frame))
}

async fn correct(
    about: About,
    (number, name): &(String, String),
    form: &KeptForm,
    (state, session): (&WebState, &Session),
    frame: Frame,
) -> Result<Response, PageFault> {
    let deed = Deed::find(about, name).ok_or(PageFault::Missing)?;
    let (reader, language) = (session.reader(), frame.language);
    let subject = CorrectionSubject::read(deed, number, &reader, state).await?;
    let typed = &form.fields;
    let seen = typed.get("versi").parse().map_err(|_| PageFault::Request)?;
    let rebased = rebased(deed, &subject, typed, language);
    let typed = rebased.as_ref().map_or(typed, |rebased| &rebased.fields);
    let mut shown = ShownForm::new(deed, &subject, typed);
    shown.stale = rebased.as_ref().is_some_and(|rebased| rebased.moved);
    if let Some(again) = form.again {
        shown.again = true;
        return page(again.status(), &shown.page(state, frame));
    }
    if !typed.get("kembali").is_empty() {
        return page(StatusCode::OK, &shown.page(state, frame));
    }
    let form = FormReader::new(typed, &reader, state, language);
    let read = form.read(deed, &subject).await?;
    let clashes = rebased.as_ref().map(|rebased| rebased.clashes.clone());
    if let Some(clashes) = clashes.filter(|clashes| !clashes.is_empty()) {
        shown.problems = clashes;
        shown.problems.extend(read.err().unwrap_or_default());
        return page(StatusCode::CONFLICT, &shown.page(state, frame));
    }
    let correction = match read {
        Ok(correction) => correction,
        Err(problems) => {
            shown.problems = problems;
            return page(StatusCode::UNPROCESSABLE_ENTITY, &shown.page(state, frame));
        }
    };
    if deed.is_confirmed() && typed.get("pasti") != "ya" {
        shown.confirmation = Confirmation::of(&correction, &subject, state.clock.now(), language);
        return page(StatusCode::OK, &shown.page(state, frame));
    }
    let with = (&reader, state, language);
    let status = match perform(deed, &correction, &subject, seen, with).await? {
        Outcome::Done(page) => return Ok(Redirect::to(&page).into_response()),
        Outcome::Refused(told) => {
            shown.problems = vec![FieldProblem { field: "", told }];
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Outcome::Stale => {
            shown.stale = true;
            StatusCode::CONFLICT
        }
    };
    page(status, &shown.page(state, frame))
}

/// Facts of a person that were typed, beside what others made of them meanwhile.
fn rebased(
    deed: Deed,
    subject: &CorrectionSubject,
    typed: &FormFields,
    language: Language,
) -> Option<RebasedForm> {
    match subject {
        CorrectionSubject::Person(file) if deed == Deed::Amend => {
            Some(RebasedForm::of(typed, file, language))
        }
        _ => None,
    }
}

/// What is wrong, with the label of its field.
fn named(problems: Vec<FieldProblem>, fields: &[CorrectionField]) -> Vec<(&'static str, String)> {
    let each = problems.into_iter().map(|problem| {
        let field = fields.iter().find(|field| field.name == problem.field);
        let told = match field {
            Some(field) => format!("{}: {}", field.label, problem.told),
            None => problem.told,
        };
        (problem.field, told)
    });
    each.collect()
}

/// What a form is shown with.
struct ShownForm<'a> {
    deed: Deed,
    subject: &'a CorrectionSubject,
    typed: &'a FormFields,
    problems: Vec<FieldProblem>,
    stale: bool,
    again: bool,
    confirmation: Option<Confirmation>,
}

impl<'a> ShownForm<'a> {
    fn new(deed: Deed, subject: &'a CorrectionSubject, typed: &'a FormFields) -> Self {
        Self {
            deed,
            subject,
            typed,
            problems: Vec::new(),
            stale: false,
            again: false,
            confirmation: None,
        }
    }

    fn page(self, state: &WebState, frame: Frame) -> CorrectionPage {
        let (deed, subject, language) = (self.deed, self.subject, frame.language);
        let text = CorrectionText::of(language);
        let label = deed.label(subject.person().kind, language);
        let confirming = self.confirmation.is_some();
        let person = &subject.person().name;
        let (title, lede, submit) = if confirming {
            let title = filled(text.confirm_title, &[label]);
            (title, text.confirm_lede.to_owned(), text.do_it)
        } else {
            let lede = filled(deed.lede(text), &[person]);
            let submit = if deed.is_confirmed() {
                text.go_on
            } else {
                text.save
            };
            (label.to_owned(), lede, submit)
        };
        let fields = fields(deed, subject, self.typed, &self.problems, language);
        let own = ["versi", "pasti", "kembali", AGAIN_FIELD, TOKEN_FIELD];
        CorrectionPage {
            text,
            title,
            lede,
            name: subject.name().to_owned(),
            back: subject.page(),
            action: deed.page(subject.number()),
            version: subject.version(),
            stale: self.stale,
            again: self.again,
            problems: named(self.problems, &fields),
            fields,
            first: first_held(deed, subject),
            kept: if confirming {
                self.typed.without(&own)
            } else {
                Vec::new()
            },
            confirmation: self.confirmation,
            facts: subject.facts(state, language),
            submit,
            frame,
        }
    }
}
