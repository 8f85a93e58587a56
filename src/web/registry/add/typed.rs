//! What was typed into the form for one account, as a list of one row.

use crate::model::{Language, Person, PersonKind, ProofKind, Sha256, is_unseen};
use crate::registry::Defaults;
use crate::spreadsheet::{SheetCell, SheetWriter};
use crate::web::form::FormFields;
use crate::web::registry::add::labels::AddText;
use crate::web::registry::import::figures::optional_day;
use crate::web::registry::import::labels::ImportText;
use crate::web::text::Text;
use crate::web::words;

/// Fields of the form, each with the name of its column.
const COLUMNS: [(&str, &str); 12] = [
    ("jenis", "Jenis"),
    ("nip", "NIP"),
    ("nama_orang", "Nama"),
    ("instansi", "Instansi"),
    ("jabatan", "Jabatan"),
    ("wilayah", "Kode Wilayah"),
    ("alamat", "Akun"),
    ("bukti", "Bukti"),
    ("rujukan", "Rujukan Bukti"),
    ("bukti_sampai", "Bukti Berlaku Sampai"),
    ("dasar", "Dasar"),
    ("berakhir", "Berakhir"),
];

/// A field of the form.
#[derive(Debug)]
pub(super) struct AddField {
    pub(super) name: &'static str,
    pub(super) kind: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: String,
    pub(super) typed: String,
    /// What can be chosen, where it is a choice: value and words.
    pub(super) choices: Vec<(&'static str, &'static str)>,
    pub(super) problems: Vec<String>,
}

/// What the form holds of a person of the register.
pub(super) fn facts_of(person: &Person) -> Vec<(&'static str, String)> {
    let kind = match person.kind {
        PersonKind::Person => "orang",
        PersonKind::Agency => "instansi",
    };
    vec![
        ("jenis", kind.to_owned()),
        ("nama_orang", person.name.clone()),
        ("instansi", person.agency.clone()),
        ("jabatan", person.position.clone().unwrap_or_default()),
        ("wilayah", person.region.to_string()),
        ("dasar", person.purpose.basis.clone()),
        ("berakhir", person.purpose.ends_on.to_string()),
    ]
}

/// A value without the letters that nobody sees, which whoever reads lists drops as well.
fn in_sight(typed: &str) -> String {
    let is_blank = |letter: char| letter.is_whitespace() || letter.is_control();
    let letters = typed.chars();
    let letters = letters.map(|letter| if is_blank(letter) { ' ' } else { letter });
    let seen: String = letters.filter(|letter| !is_unseen(*letter)).collect();
    seen.trim().to_owned()
}

/// What was typed.
#[derive(Debug, Default)]
pub(super) struct TypedRow([String; 12]);

impl TypedRow {
    /// Reads the form.
    pub(super) fn read(form: &FormFields) -> Self {
        Self(COLUMNS.map(|(field, _)| in_sight(form.get(field))))
    }

    /// A list of this one row, which is read as every other list is.
    pub(super) fn list(&self) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut table = SheetWriter::new(&mut out, &COLUMNS.map(|(_, column)| column))?;
        let cells = self.0.each_ref().map(|typed| SheetCell::text(&**typed));
        table.write_row(&cells)?;
        table.finish()?;
        Ok(out)
    }

    /// Tells what was looked at from what was changed since.
    pub(super) fn digest(list: &[u8]) -> String {
        Sha256::of(list).to_string()
    }

    fn typed(&self, field: &str) -> &str {
        let at = COLUMNS.iter().position(|(known, _)| *known == field);
        at.map_or("", |at| &self.0[at])
    }

    /// The fields with what was typed.
    pub(super) fn fields(&self, settings: &Defaults, language: Language) -> Vec<AddField> {
        let labels = AddText::of(language);
        let terms = ImportText::of(language);
        let otherwise = |value: Option<String>| match value {
            Some(value) => format!("{} {value}", terms.otherwise),
            None => String::new(),
        };
        let plain = |name, label, hint: String| self.field(name, "text", label, hint);
        let day = |name, label, hint: String| self.field(name, "date", label, hint);
        let region = settings.region.as_ref().map(ToString::to_string);
        let ends = optional_day(settings.ends_on, language);
        vec![
            AddField {
                choices: vec![
                    ("orang", labels.kind_person),
                    ("instansi", labels.kind_agency),
                ],
                ..self.field("jenis", "select", labels.kind, String::new())
            },
            plain("nip", labels.nip, labels.nip_hint.to_owned()),
            plain("nama_orang", labels.name, String::new()),
            plain("instansi", labels.agency, String::new()),
            plain("jabatan", labels.position, String::new()),
            plain("wilayah", terms.region, otherwise(region)),
            plain("alamat", labels.account, labels.account_hint.to_owned()),
            AddField {
                choices: proofs(labels, language),
                ..self.field("bukti", "select", labels.proof, String::new())
            },
            plain(
                "rujukan",
                labels.reference,
                labels.reference_hint.to_owned(),
            ),
            day("bukti_sampai", labels.proof_ends, String::new()),
            plain("dasar", terms.basis, otherwise(settings.basis.clone())),
            day("berakhir", terms.ends, otherwise(ends)),
        ]
    }

    fn field(
        &self,
        name: &'static str,
        kind: &'static str,
        label: &'static str,
        hint: String,
    ) -> AddField {
        AddField {
            name,
            kind,
            label,
            hint,
            typed: self.typed(name).to_owned(),
            choices: Vec::new(),
            problems: Vec::new(),
        }
    }

    /// Fields that are empty though neither the form nor the settings say what they hold.
    pub(super) fn lacking(&self, settings: &Defaults) -> Vec<&'static str> {
        let empty = |field: &str| self.typed(field).is_empty();
        let person = self.typed("jenis") != "instansi";
        let missing = [
            ("nip", person),
            ("nama_orang", person),
            ("instansi", person || empty("nama_orang")),
            ("alamat", true),
            ("wilayah", settings.region.is_none()),
            ("dasar", settings.basis.is_none()),
            ("berakhir", settings.ends_on.is_none()),
        ];
        let missing = missing.into_iter();
        missing
            .filter(|(field, needed)| *needed && empty(field))
            .map(|(field, _)| field)
            .collect()
    }
}

fn proofs(labels: &AddText, language: Language) -> Vec<(&'static str, &'static str)> {
    let none = [("", labels.no_proof)];
    let text = Text::of(language);
    let kinds = ProofKind::ALL.map(|kind| (kind.as_str(), words::proof(kind, text)));
    none.into_iter().chain(kinds).collect()
}

/// The field of a column.
pub(super) fn field_of(column: Option<&str>) -> Option<&'static str> {
    let known = COLUMNS.iter();
    known
        .filter(|(_, name)| Some(*name) == column)
        .map(|(field, _)| *field)
        .next()
}
