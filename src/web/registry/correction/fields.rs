//! The fields of the forms, with what was typed and what is wrong with it.

use super::deed::Deed;
use super::labels::CorrectionText;
use super::read::FieldProblem;
use super::subject::CorrectionSubject;
use crate::model::{Language, Person, PersonKind, ProofKind};
use crate::web::form::FormFields;
use crate::web::registry::labels::RegistryText;
use crate::web::registry::words::kind_of;
use crate::web::text::Text;
use crate::web::words as common;

/// What stands before the name of a field where the form says what the field held at first.
pub(super) const FIRST: &str = "dulu-";

/// A field as it is shown.
#[derive(Debug)]
pub(super) struct CorrectionField {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    pub(super) kind: FieldKind,
    pub(super) value: String,
    pub(super) problem: Option<String>,
}

/// How it is filled in.
#[derive(Debug)]
pub(super) enum FieldKind {
    /// A line of words, of so many letters at most.
    Line(usize),
    /// A day.
    Day,
    /// One of these.
    Select(Vec<FieldOption>),
    /// Any of these.
    Ticks(Vec<FieldOption>),
    /// Yes or no.
    Tick,
}

/// Something to choose.
#[derive(Debug)]
pub(super) struct FieldOption {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// What a form is filled in with when it is first shown.
pub(super) fn first_filled(deed: Deed, subject: &CorrectionSubject, query: &str) -> FormFields {
    FormFields::of(match deed {
        Deed::Amend => facts_of(subject.person()),
        Deed::Split => url::form_urlencoded::parse(query.as_bytes())
            .filter(|(name, _)| name == "akun")
            .map(|(_, value)| ("akun", value.into_owned()))
            .collect(),
        _ => Vec::new(),
    })
}

/// What the register says of a person, by the fields of the form.
pub(super) fn facts_of(person: &Person) -> Vec<(&'static str, String)> {
    vec![
        ("jenis", kind_name(person.kind).to_owned()),
        ("nama", person.name.clone()),
        ("instansi", person.agency.clone()),
        ("jabatan", person.position.clone().unwrap_or_default()),
        ("wilayah", person.region.to_string()),
        ("dasar", person.purpose.basis.clone()),
        ("sampai", person.purpose.ends_on.to_string()),
    ]
}

/// Person or agency, as forms write it.
pub(super) const fn kind_name(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Person => "orang",
        PersonKind::Agency => "instansi",
    }
}

/// What the fields held when the form was shown: of what can be corrected.
pub(super) fn first_held(deed: Deed, subject: &CorrectionSubject) -> Vec<(String, String)> {
    if deed != Deed::Amend {
        return Vec::new();
    }
    let facts = facts_of(subject.person()).into_iter();
    facts
        .map(|(name, held)| (format!("{FIRST}{name}"), held))
        .collect()
}

/// The fields of a deed; the reason comes last.
pub(super) fn fields(
    deed: Deed,
    subject: &CorrectionSubject,
    typed: &FormFields,
    problems: &[FieldProblem],
    language: Language,
) -> Vec<CorrectionField> {
    let make = FieldMaker {
        typed,
        problems,
        text: CorrectionText::of(language),
        language,
    };
    let text = make.text;
    let mut fields = match deed {
        Deed::Amend => make.amend(subject.person()),
        Deed::Merge => vec![make.target()],
        Deed::Split => vec![make.accounts(subject), make.target()],
        Deed::HandOver => {
            let since = make.field("sejak", text.since, text.since_hint, FieldKind::Day);
            vec![make.target(), since]
        }
        Deed::Verify => make.proof(),
        Deed::RetirePerson | Deed::RestorePerson | Deed::Retire | Deed::Restore => Vec::new(),
    };
    let line = FieldKind::Line(2_000);
    fields.push(make.field("alasan", text.reason, text.reason_hint, line));
    fields
}

struct FieldMaker<'a> {
    typed: &'a FormFields,
    problems: &'a [FieldProblem],
    text: &'static CorrectionText,
    language: Language,
}

impl FieldMaker<'_> {
    fn field(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        kind: FieldKind,
    ) -> CorrectionField {
        let problem = self.problems.iter().find(|problem| problem.field == name);
        CorrectionField {
            name,
            label,
            hint,
            kind,
            value: self.typed.get(name).to_owned(),
            problem: problem.map(|problem| problem.told.clone()),
        }
    }

    fn kind(&self) -> CorrectionField {
        let words = RegistryText::of(self.language);
        let kinds = [PersonKind::Person, PersonKind::Agency].map(|kind| FieldOption {
            value: kind_name(kind).to_owned(),
            label: kind_of(kind, words).to_owned(),
            chosen: self.typed.get("jenis") == kind_name(kind),
        });
        let kinds = FieldKind::Select(kinds.into());
        self.field("jenis", self.text.kind_of, self.text.kind_hint, kinds)
    }

    fn amend(&self, person: &Person) -> Vec<CorrectionField> {
        let words = RegistryText::of(self.language);
        let line = |name, label| self.field(name, label, "", FieldKind::Line(300));
        let mut fields = vec![line("nama", words.name)];
        // Elsewhere the NIP, which cannot be corrected here, leaves no choice.
        if person.kind == PersonKind::Agency && person.nip.is_some() {
            fields.insert(0, self.kind());
        }
        let renamed = self.problems.iter().any(|problem| problem.field == "nama");
        if renamed || self.typed.get("ganti") == "ya" {
            let (label, hint) = (self.text.rename, self.text.rename_hint);
            fields.push(self.field("ganti", label, hint, FieldKind::Tick));
        }
        let region = self.text.region_hint;
        fields.extend([
            line("instansi", words.agency),
            line("jabatan", words.position),
            self.field("wilayah", words.region, region, FieldKind::Line(20)),
            line("dasar", words.basis),
            self.field("sampai", words.ends, "", FieldKind::Day),
        ]);
        fields
    }

    fn target(&self) -> CorrectionField {
        let text = self.text;
        self.field("ke", text.target, text.target_hint, FieldKind::Line(30))
    }

    fn accounts(&self, subject: &CorrectionSubject) -> CorrectionField {
        let mut options = Vec::new();
        if let CorrectionSubject::Person(file) = subject {
            options.extend(file.registered.accounts.iter().flatten().map(|account| {
                let value = account.account.id.to_string();
                FieldOption {
                    chosen: self.typed.all("akun").any(|chosen| chosen == value),
                    label: account.account.address.clone(),
                    value,
                }
            }));
        }
        self.field("akun", self.text.accounts, "", FieldKind::Ticks(options))
    }

    fn proof(&self) -> Vec<CorrectionField> {
        let text = self.text;
        let chosen = self.typed.get("jenis");
        let kinds = ProofKind::ALL.into_iter().map(|kind| FieldOption {
            value: kind.as_str().to_owned(),
            label: common::proof(kind, Text::of(self.language)).to_owned(),
            chosen: chosen == kind.as_str(),
        });
        let kinds = FieldKind::Select(kinds.collect());
        let (line, reference) = (FieldKind::Line(300), text.reference_hint);
        vec![
            self.field("jenis", text.kind, "", kinds),
            self.field("rujukan", text.reference, reference, line),
            self.field("berlaku", text.expires, text.expires_hint, FieldKind::Day),
        ]
    }
}
