//! Values of fields: closed lists, regions, dates, scores.

use std::fmt;

use jiff::civil::Date;

use super::marks::{opens_quote, plain_signs, without_quotes};
use super::near::nearest;
use super::{Field, Limit, Query, QueryError, QueryProblem};
use crate::model::RegionCode;
use crate::text::analyze::surface;

/// A value as typed, and where it starts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'q> {
    pub(super) text: &'q str,
    pub(super) quoted: bool,
    pub(super) at: usize,
}

/// Reads the value of the field called `name`, which starts at `name_at`.
pub(super) fn read(name: &str, name_at: usize, value: Value<'_>) -> Result<Query, QueryError> {
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
        None if lower == "date" => dates(Value {
            text: &plain,
            ..value
        }),
        None => score(Value {
            text: &plain,
            ..value
        }),
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

/// What people call the languages, and the codes that other programs give them.
const LANGUAGE_NAMES: [(&str, &str); 20] = [
    ("indonesia", "id"),
    ("indonesian", "id"),
    ("bahasa indonesia", "id"),
    ("ind", "id"),
    ("in", "id"),
    ("jawa", "jv"),
    ("javanese", "jv"),
    ("basa jawa", "jv"),
    ("bahasa jawa", "jv"),
    ("jav", "jv"),
    ("jw", "jv"),
    ("sunda", "su"),
    ("sundanese", "su"),
    ("basa sunda", "su"),
    ("bahasa sunda", "su"),
    ("sun", "su"),
    ("inggris", "en"),
    ("english", "en"),
    ("eng", "en"),
    ("bahasa inggris", "en"),
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

fn keyword(field: Field, value: Value<'_>) -> Result<Query, QueryError> {
    let typed = value.text.trim();
    let (body, prefix) = match typed.strip_suffix('*') {
        Some(body) if !value.quoted => (body, true),
        _ => (typed, false),
    };
    if !value.quoted && body.contains('*') {
        return Err(QueryError::new(QueryProblem::Wildcard, value.at));
    }
    let body = match (field, without_quotes(body).trim().to_lowercase()) {
        (Field::Account, body) => body.trim_start_matches(['@', ' ']).to_owned(),
        (Field::Tag, body) => body.trim_start_matches(['#', ' ']).to_owned(),
        (Field::Lang, body) => LANGUAGE_NAMES
            .into_iter()
            .find(|(name, _)| *name == body)
            .map_or(body, |(_, code)| code.to_owned()),
        (_, body) => body,
    };
    let query = |value| Query::Field {
        field,
        value,
        prefix,
    };
    if body.is_empty() {
        let problem = QueryProblem::MissingValue(field.to_string());
        return Err(QueryError::new(problem, value.at));
    }
    if field == Field::Region {
        return region(&body, prefix, value.at).map(query);
    }
    if field == Field::Agency && surface(&body).is_empty() {
        return Err(QueryError::new(QueryProblem::NoTerms(body), value.at));
    }
    if field == Field::Agency && prefix && surface(&body).len() > 1 {
        return Err(QueryError::new(QueryProblem::NotOneWord(body), value.at));
    }
    match field.values() {
        Some(known) if prefix || !known.contains(&body.as_str()) => {
            Err(unknown_value(field, typed, &known, value.at))
        }
        _ => Ok(query(body)),
    }
}

fn region(code: &str, prefix: bool, at: usize) -> Result<String, QueryError> {
    let code = code.to_uppercase();
    match code.parse::<RegionCode>() {
        Ok(_) if !prefix => Ok(code),
        Ok(_) => Err(QueryError::new(QueryProblem::Wildcard, at).suggest(format!("region:{code}"))),
        Err(_) => {
            let error = QueryError::new(QueryProblem::BadRegion(code.clone()), at);
            let shorter = code.trim_end_matches(['.', '*']);
            Err(match shorter.parse::<RegionCode>() {
                Ok(_) => error.suggest(format!("region:{shorter}")),
                Err(_) => error,
            })
        }
    }
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
    match nearest(&value.to_lowercase(), known.iter().copied()) {
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

/// How a range is written.
enum Range<'v> {
    Between(&'v str, &'v str),
    From(&'v str),
    Above(&'v str),
    To(&'v str),
    Below(&'v str),
    Only(&'v str),
}

fn range(text: &str) -> Range<'_> {
    if let Some(rest) = text.strip_prefix(">=") {
        Range::From(rest)
    } else if let Some(rest) = text.strip_prefix("<=") {
        Range::To(rest)
    } else if let Some(rest) = text.strip_prefix('>') {
        Range::Above(rest)
    } else if let Some(rest) = text.strip_prefix('<') {
        Range::Below(rest)
    } else {
        match text.split_once("..") {
            None => Range::Only(text),
            Some((from, "")) => Range::From(from),
            Some(("", to)) => Range::To(to),
            Some((from, to)) => Range::Between(from, to),
        }
    }
}

fn dates(value: Value<'_>) -> Result<Query, QueryError> {
    let text = value.text.trim();
    let bounds = match range(text) {
        Range::Between(from, to) => first(from).zip(last(to)).map(|(a, b)| (Some(a), Some(b))),
        Range::Only(day) => first(day).zip(last(day)).map(|(a, b)| (Some(a), Some(b))),
        Range::From(day) => first(day).map(|a| (Some(a), None)),
        Range::To(day) => last(day).map(|b| (None, Some(b))),
        Range::Above(day) => last(day)
            .and_then(|b| b.tomorrow().ok())
            .map(|a| (Some(a), None)),
        Range::Below(day) => first(day)
            .and_then(|a| a.yesterday().ok())
            .map(|b| (None, Some(b))),
    };
    let (from, to) = bounds
        .filter(|(_, to)| to.is_none_or(|day| day.year() > 0))
        .ok_or_else(|| QueryError::new(QueryProblem::BadDate(text.to_owned()), value.at))?;
    match (from, to) {
        (Some(start), Some(end)) if end < start => {
            let error = QueryError::new(QueryProblem::Reversed(text.to_owned()), value.at);
            Err(error.suggest(format!("date:{end}..{start}")))
        }
        _ => Ok(Query::Dates { from, to }),
    }
}

/// The first day of a day, month or year.
fn first(text: &str) -> Option<Date> {
    let (year, month, day) = numbers(text)?;
    Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).ok()
}

/// The last day of a day, month or year.
fn last(text: &str) -> Option<Date> {
    let (year, month, day) = numbers(text)?;
    let month = month.unwrap_or(12);
    match day {
        Some(day) => Date::new(year, month, day).ok(),
        None => Date::new(year, month, 1).ok().map(Date::last_of_month),
    }
}

/// `2024`, `2024-10`, `2024-10-31`.
fn numbers(text: &str) -> Option<(i16, Option<i8>, Option<i8>)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4);
    let year = year.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit()));
    let year: i16 = year?.parse().ok().filter(|year| *year > 0)?;
    let mut small = || match parts.next() {
        None => Some(None),
        Some(part) if (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
            part.parse().ok().map(Some)
        }
        Some(_) => None,
    };
    let (month, day) = (small()?, small()?);
    parts.next().is_none().then_some((year, month, day))
}

fn score(value: Value<'_>) -> Result<Query, QueryError> {
    let text = value.text.trim();
    let limit = |text, included| number(text).map(|value| Some(Limit { value, included }));
    let bounds = match range(text) {
        Range::Between(from, to) => limit(from, true).zip(limit(to, true)),
        Range::Only(both) => limit(both, true).map(|limit| (limit, limit)),
        Range::From(from) => limit(from, true).map(|from| (from, None)),
        Range::Above(from) => limit(from, false).map(|from| (from, None)),
        Range::To(to) => limit(to, true).map(|to| (None, to)),
        Range::Below(to) => limit(to, false).map(|to| (None, to)),
    };
    let (from, to) = bounds.ok_or_else(|| bad_score(text, value.at))?;
    match (from, to) {
        (Some(low), Some(high)) if high.value < low.value => {
            let error = QueryError::new(QueryProblem::Reversed(text.to_owned()), value.at);
            Err(error.suggest(format!("score:{}..{}", high.value, low.value)))
        }
        _ => Ok(Query::Score { from, to }),
    }
}

fn bad_score(text: &str, at: usize) -> QueryError {
    let error = QueryError::new(QueryProblem::BadScore(text.to_owned()), at);
    let pointed = text.replace(',', ".");
    let retry = Value {
        text: &pointed,
        quoted: false,
        at,
    };
    match (pointed != text).then(|| score(retry)) {
        Some(Ok(query)) => error.suggest(query.to_string()),
        _ => error,
    }
}

/// A plain decimal number from 0 to 1.
fn number(text: &str) -> Option<f64> {
    let plain = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let number: f64 = text.parse().ok().filter(|_| plain && text.len() < 20)?;
    (0.0..=1.0).contains(&number).then_some(number)
}
