//! What holds for rows of a list that do not say otherwise: as typed, and as kept with the list.

use jiff::civil::Date;

use super::figures::optional_day;
use super::labels::ImportText;
use crate::db::draft::DraftHead;
use crate::model::{Language, RegionCode};
use crate::registry::Defaults;
use crate::web::error::PageFault;
use crate::web::form::FormFields;

/// The longest name of an assignment, in bytes.
const MOST_BASIS: usize = 500;

/// Reads what is kept with a list.
pub(super) fn stored_terms(head: &DraftHead) -> Result<Defaults, PageFault> {
    serde_json::from_str(&head.settings).map_err(PageFault::internal)
}

/// A field for such a value.
#[derive(Debug)]
pub(in crate::web) struct TermField {
    pub(in crate::web) name: &'static str,
    pub(in crate::web) kind: &'static str,
    pub(in crate::web) label: &'static str,
    /// What holds when it stays empty.
    pub(in crate::web) otherwise: Option<String>,
    pub(in crate::web) typed: String,
    pub(in crate::web) problem: Option<&'static str>,
}

/// The fields with what was typed, and what comes of them.
pub(in crate::web) struct TypedTerms {
    pub(in crate::web) fields: [TermField; 3],
    pub(in crate::web) terms: Defaults,
}

impl TypedTerms {
    /// Reads the fields of a form; what is empty is as the settings have it.
    pub(in crate::web) fn read(form: &FormFields, settings: &Defaults, language: Language) -> Self {
        let labels = ImportText::of(language);
        let typed = |name: &str| form.get(name).trim().to_owned();
        let (basis, ends, region) = (typed("dasar"), typed("berakhir"), typed("wilayah"));
        let day: Option<Result<Date, _>> = (!ends.is_empty()).then(|| ends.parse());
        let code: Option<Result<RegionCode, _>> = (!region.is_empty()).then(|| region.parse());
        let too_long = basis.len() > MOST_BASIS || basis.contains(char::is_control);
        let says_nothing = !basis.is_empty() && !basis.contains(char::is_alphanumeric);
        let wrong = |is: bool, problem| is.then_some(problem);
        let (bad_day, bad_code) = (matches!(day, Some(Err(_))), matches!(code, Some(Err(_))));
        let given = Some(basis.clone()).filter(|basis| !basis.is_empty());
        let fields = [
            TermField {
                name: "dasar",
                kind: "text",
                label: labels.basis,
                otherwise: settings.basis.clone(),
                typed: basis,
                problem: wrong(too_long, labels.problem_basis)
                    .or(wrong(says_nothing, labels.problem_no_basis)),
            },
            TermField {
                name: "berakhir",
                kind: "date",
                label: labels.ends,
                otherwise: optional_day(settings.ends_on, language),
                typed: ends,
                problem: wrong(bad_day, labels.problem_date),
            },
            TermField {
                name: "wilayah",
                kind: "text",
                label: labels.region,
                otherwise: settings.region.as_ref().map(ToString::to_string),
                typed: region,
                problem: wrong(bad_code, labels.problem_region),
            },
        ];
        let terms = Defaults {
            basis: given.or_else(|| settings.basis.clone()),
            ends_on: day.and_then(Result::ok).or(settings.ends_on),
            region: code
                .and_then(Result::ok)
                .or_else(|| settings.region.clone()),
            with_hidden: form.get("tersembunyi") == "ya",
        };
        Self { fields, terms }
    }

    /// Whether something typed cannot be read.
    pub(in crate::web) fn is_wrong(&self) -> bool {
        self.fields.iter().any(|field| field.problem.is_some())
    }
}
