//! Numbers, days and fields of the register as readers read them.

use jiff::civil::Date;

use super::labels::ImportText;
use crate::model::{Language, OwnershipProof, TimeZone};
use crate::web::text::Text;
use crate::web::{times, words};

/// How many more there are, as [`words::count`] writes it; empty where there are none.
pub(in crate::web) fn more_of(more: usize, language: Language) -> String {
    match more {
        0 => String::new(),
        more => words::count(more, language),
    }
}

/// The name of a field of the register; what has none stands for itself.
pub(in crate::web) fn field_name<'a>(
    field: &'a str,
    of_account: bool,
    labels: &'a ImportText,
) -> &'a str {
    match field {
        "created" if of_account => labels.field_account,
        "created" => labels.field_created,
        "name" => labels.field_name,
        "agency" => labels.field_agency,
        "post" => labels.field_post,
        "region" => labels.field_region,
        "purpose_basis" => labels.field_basis,
        "purpose_ends" => labels.field_ends,
        "person" => labels.field_person,
        "proof" => labels.field_proof,
        other => other,
    }
}

/// A value of a field, which the history keeps as text or JSON.
pub(in crate::web) fn field_value(field: &str, value: Option<&str>, language: Language) -> String {
    let Some(value) = value else {
        return String::new();
    };
    let told = match field {
        "purpose_ends" => value.parse().ok().map(|day| times::date(day, language)),
        "proof" => serde_json::from_str(value)
            .ok()
            .map(|proof| proof_in_words(&proof, language)),
        _ => None,
    };
    told.unwrap_or_else(|| value.to_owned())
}

fn proof_in_words(proof: &OwnershipProof, language: Language) -> String {
    let labels = ImportText::of(language);
    let kind = words::proof(proof.kind, Text::of(language)).to_owned();
    let by = proof.verified_by.as_ref();
    let by = by.map(|by| format!("{} {by}", labels.proof_by));
    let until = proof.expires_at.map(|end| {
        let day = times::day(end, TimeZone::Wib, language);
        format!("{} {day}", labels.proof_until)
    });
    let parts = [Some(kind), proof.reference.clone(), by, until];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A day that may be missing.
pub(in crate::web) fn optional_day(day: Option<Date>, language: Language) -> Option<String> {
    day.map(|day| times::date(day, language))
}
