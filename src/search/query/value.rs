//! Values of fields: closed lists, regions, words, and what leads to dates and scores.

use std::fmt;

use super::marks::{opens_quote, plain_signs, without_quotes};
use super::near::nearest;
use super::{Field, Query, QueryError, QueryProblem, QueryReading, names, range, regions};
use crate::model::RegionCode;
use crate::text::analyze::surface;

/// A value as typed, and where it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'q> {
    pub(super) text: &'q str,
    pub(super) quoted: bool,
    pub(super) at: usize,
}

/// A query, and what is told of how it was understood.
type Told = (Query, Option<QueryReading>);

/// Reads the value of the field called `name`, which starts at `name_at`.
pub(super) fn read(name: &str, name_at: usize, value: Value<'_>) -> Result<Told, QueryError> {
    let lower = name.to_lowercase();
    let field = Field::from_name(&lower);
    if field.is_none() && !matches!(lower.as_str(), "date" | "score") {
        return Err(unknown_field(name, &lower, name_at));
    }
    if value.text.trim().is_empty() {
        let problem = QueryProblem::MissingValue(lower);
        return Err(QueryError::new(problem, value.at));
    }
    let plain = plain_signs(value.text);
    match field {
        Some(field) => keyword(field, value),
        None if lower == "date" => Ok((range::dates(&plain, value.at)?, None)),
        None => Ok((range::score(&plain, value.at)?, None)),
    }
}

/// The query language is English; people try these first.
const INDONESIAN: [(&str, &str); 12] = [
    ("akun", "account"),
    ("instansi", "agency"),
    ("tingkat", "band"),
    ("kontes", "contest"),
    ("tanggal", "date"),
    ("tgl", "date"),
    ("bahasa", "lang"),
    ("wilayah", "region"),
    ("skor", "score"),
    ("sinyal", "signal"),
    ("sasaran", "target"),
    ("putusan", "verdict"),
];

fn unknown_field(name: &str, lower: &str, at: usize) -> QueryError {
    let error = QueryError::new(QueryProblem::UnknownField(name.to_owned()), at);
    let known = Field::ALL.map(Field::as_str);
    let meant = INDONESIAN
        .into_iter()
        .find(|(indonesian, _)| *indonesian == lower)
        .map(|(_, field)| field)
        .or_else(|| nearest(lower, known.into_iter().chain(["date", "score"])));
    match meant {
        Some(field) => error.suggest(format!("{field}:")),
        None => error.suggest(format!("\"{name}: …\" in quotation marks")),
    }
}

fn keyword(field: Field, value: Value<'_>) -> Result<Told, QueryError> {
    let typed = value.text.trim();
    let (body, prefix) = match typed.strip_suffix('*') {
        Some(body) if !value.quoted => (body, true),
        _ => (typed, false),
    };
    if !value.quoted && body.contains('*') {
        return Err(QueryError::new(QueryProblem::Wildcard, value.at));
    }
    let body = without_quotes(body).trim().to_lowercase();
    let body = match field {
        Field::Account => body.trim_start_matches(['@', ' ']),
        Field::Tag => body.trim_start_matches(['#', ' ']),
        _ => &body,
    };
    if body.is_empty() {
        let problem = QueryProblem::MissingValue(field.to_string());
        return Err(QueryError::new(problem, value.at));
    }
    match field {
        Field::Region => return region(body, prefix, value.at),
        Field::Agency => agency(body, prefix, value.at)?,
        _ => {}
    }
    let Some(known) = field.values() else {
        return Ok((one(field, body, prefix), None));
    };
    match names::called(field, body) {
        _ if known.contains(&body) && !prefix => Ok((one(field, body, false), None)),
        Some(meant) if !prefix => {
            let told = reading(field, typed, format!("{field}:{meant}"));
            Ok((one(field, meant, false), Some(told)))
        }
        _ => Err(unknown_value(field, typed, &known, value.at)),
    }
}

fn one(field: Field, value: &str, prefix: bool) -> Query {
    Query::Field {
        field,
        value: value.to_owned(),
        prefix,
    }
}

fn reading(field: Field, typed: &str, meant: String) -> QueryReading {
    QueryReading::Value {
        typed: one(field, typed, false).to_string(),
        meant,
    }
}

/// An agency is found by the words of its name.
fn agency(body: &str, prefix: bool, at: usize) -> Result<(), QueryError> {
    let problem = match surface(body).len() {
        0 => QueryProblem::NoTerms(body.to_owned()),
        1 => return Ok(()),
        _ if prefix => QueryProblem::NotOneWord(body.to_owned()),
        _ => return Ok(()),
    };
    Err(QueryError::new(problem, at))
}

fn region(typed: &str, prefix: bool, at: usize) -> Result<Told, QueryError> {
    let code = typed.to_uppercase();
    let error = |problem: fn(String) -> QueryProblem, text: &str| {
        QueryError::new(problem(text.to_owned()), at)
    };
    match code.parse::<RegionCode>() {
        Ok(_) if prefix => {
            let error = QueryError::new(QueryProblem::Wildcard, at);
            Err(error.suggest(format!("region:{code}")))
        }
        Ok(_) if regions::is_nowhere(&code) => Err(error(QueryProblem::UnknownRegion, &code)),
        Ok(_) => Ok((one(Field::Region, &code, false), None)),
        Err(_) if code.bytes().all(|byte| !byte.is_ascii_alphabetic()) => {
            let error = error(QueryProblem::BadRegion, &code);
            let shorter = code.trim_end_matches(['.', '*']);
            Err(match shorter.parse::<RegionCode>() {
                Ok(_) => error.suggest(format!("region:{shorter}")),
                Err(_) => error,
            })
        }
        Err(_) => region_by_name(typed, prefix).ok_or_else(|| {
            let near = regions::near(typed).into_iter();
            let near: Vec<String> = near.map(|name| format!("region:\"{name}\"")).collect();
            let error = error(QueryProblem::UnknownRegion, typed);
            if near.is_empty() {
                error
            } else {
                error.suggest(near.join(", "))
            }
        }),
    }
}

fn region_by_name(typed: &str, prefix: bool) -> Option<Told> {
    let codes = regions::named(typed);
    if prefix || codes.is_empty() {
        return None;
    }
    let named = |code: &&str| {
        let name = regions::name_of(code).unwrap_or_default();
        format!("region:{code} ({name})")
    };
    let meant: Vec<String> = codes.iter().map(named).collect();
    let told = reading(Field::Region, typed, meant.join(" OR "));
    let parts = codes
        .into_iter()
        .map(|code| one(Field::Region, code, false));
    Some((Query::or(parts.collect()), Some(told)))
}

fn unknown_value(field: Field, value: &str, known: &[&str], at: usize) -> QueryError {
    let error = QueryError::new(
        QueryProblem::UnknownValue {
            field,
            value: value.to_owned(),
            known: known.join(", "),
        },
        at,
    );
    let value = value.to_lowercase();
    let others = names::other_names(field);
    let spelt = others.iter().map(|(name, _)| *name);
    let meant = nearest(&value, known.iter().copied().chain(spelt));
    match meant.map(|meant| names::called(field, meant).unwrap_or(meant)) {
        Some(meant) => error.suggest(format!("{field}:{meant}")),
        None => error,
    }
}

/// A value that can stand bare does; anything else goes between quotation marks.
pub(super) fn display(
    formatter: &mut fmt::Formatter<'_>,
    field: Field,
    value: &str,
    prefix: bool,
) -> fmt::Result {
    let odd = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '*');
    if prefix {
        write!(formatter, "{field}:{value}*")
    } else if value.contains(odd) || value.starts_with("//") || opens_quote(value) {
        write!(formatter, "{field}:\"{value}\"")
    } else {
        write!(formatter, "{field}:{value}")
    }
}
