//! Two people who correct the facts of the same person: what this form did not change is as the
//! other left it, and what both changed is shown with what it is now.

use super::fields::{FIRST, facts_of};
use super::labels::CorrectionText;
use super::read::FieldProblem;
use crate::db::registry::{HistoryEntry, PersonFile};
use crate::model::Language;
use crate::web::form::FormFields;
use crate::web::registry::labels::filled;
use crate::web::words as common;

/// A form as it is to be read now.
pub(super) struct RebasedForm {
    /// What was typed; what this form did not change is as it is now.
    pub(super) fields: FormFields,
    /// Fields that both changed.
    pub(super) clashes: Vec<FieldProblem>,
    /// Whether anything is other than when the form was shown.
    pub(super) moved: bool,
}

impl RebasedForm {
    /// Of a form that says beside each field what it held at first.
    pub(super) fn of(typed: &FormFields, file: &PersonFile, language: Language) -> Self {
        let mut rebased = Self {
            fields: FormFields(typed.0.clone()),
            clashes: Vec::new(),
            moved: false,
        };
        for (name, now) in facts_of(&file.registered.person) {
            let first = typed.all(&format!("{FIRST}{name}")).next();
            let Some(first) = first.filter(|first| *first != now) else {
                continue;
            };
            rebased.moved = true;
            let mine = typed.get(name).trim();
            if mine == first.trim() {
                rebased.fields.set(name, now);
            } else if mine != now {
                let told = clash(name, &now, file, language);
                rebased.clashes.push(FieldProblem { field: name, told });
            }
        }
        rebased
    }
}

fn clash(name: &str, now: &str, file: &PersonFile, language: Language) -> String {
    let text = CorrectionText::of(language);
    let now = if now.is_empty() { text.empty } else { now };
    let who = last_change(name, file).map(|change| common::actor(&change.actor, language));
    match who {
        Some(who) => filled(text.wrong_clash, &[now, &who]),
        None => filled(text.wrong_clash_unknown, &[now]),
    }
}

/// The last change of a field, if it is not too long ago.
fn last_change<'a>(field: &str, file: &'a PersonFile) -> Option<&'a HistoryEntry> {
    let subject = format!("person:{}", file.registered.person.id);
    let column = match field {
        "jenis" => "kind",
        "nama" => "name",
        "instansi" => "agency",
        "jabatan" => "post",
        "wilayah" => "region",
        "dasar" => "purpose_basis",
        _ => "purpose_ends",
    };
    let mut changes = file.history.changes.iter().flatten();
    let found =
        changes.find(|change| change.entry.subject == subject && &*change.entry.field == column);
    found.map(|change| &change.entry)
}
