//! Ranges: days and scores.

use jiff::civil::Date;

use super::{Limit, Query, QueryError, QueryProblem};

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

/// Reads days from `text`, which starts at `at`.
pub(super) fn dates(text: &str, at: usize) -> Result<Query, QueryError> {
    let text = text.trim();
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
        .ok_or_else(|| bad_date(text, at))?;
    match (from, to) {
        (Some(start), Some(end)) if end < start => {
            let error = QueryError::new(QueryProblem::Reversed(text.to_owned()), at);
            Err(error.suggest(format!("date:{end}..{start}")))
        }
        _ => Ok(Query::Dates { from, to }),
    }
}

fn bad_date(text: &str, at: usize) -> QueryError {
    let error = QueryError::new(QueryProblem::BadDate(text.to_owned()), at);
    match day_first(text) {
        Some(day) => error.suggest(format!("date:{day}")),
        None => error,
    }
}

/// `31-10-2024`, `31/10/2024`, `31.10.2024`.
fn day_first(text: &str) -> Option<Date> {
    let mut parts = text.split(['-', '/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let date = Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
    (year.len() == 4 && parts.next().is_none()).then_some(date)
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

/// Reads scores from `text`, which starts at `at`.
pub(super) fn score(text: &str, at: usize) -> Result<Query, QueryError> {
    let text = text.trim();
    let limit = |text, included| number(text).map(|value| Some(Limit { value, included }));
    let bounds = match range(text) {
        Range::Between(from, to) => limit(from, true).zip(limit(to, true)),
        Range::Only(both) => limit(both, true).map(|limit| (limit, limit)),
        Range::From(from) => limit(from, true).map(|from| (from, None)),
        Range::Above(from) => limit(from, false).map(|from| (from, None)),
        Range::To(to) => limit(to, true).map(|to| (None, to)),
        Range::Below(to) => limit(to, false).map(|to| (None, to)),
    };
    let (from, to) = bounds.ok_or_else(|| bad_score(text, at))?;
    match (from, to) {
        (Some(low), Some(high)) if high.value < low.value => {
            let error = QueryError::new(QueryProblem::Reversed(text.to_owned()), at);
            Err(error.suggest(format!("score:{}..{}", high.value, low.value)))
        }
        _ => Ok(Query::Score { from, to }),
    }
}

fn bad_score(text: &str, at: usize) -> QueryError {
    let error = QueryError::new(QueryProblem::BadScore(text.to_owned()), at);
    let pointed = text.replace(',', ".");
    match (pointed != text).then(|| score(&pointed, at)) {
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
