//! Dates as people in Indonesia write them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use super::table::Cell;
use crate::model::TimeZone as Zone;

const MONTHS: [&[&str]; 12] = [
    &["januari", "jan"],
    &["februari", "pebruari", "feb", "peb"],
    &["maret", "mar"],
    &["april", "apr"],
    &["mei"],
    &["juni", "jun"],
    &["juli", "jul"],
    &["agustus", "agu", "agt", "ags"],
    &["september", "sep", "sept"],
    &["oktober", "okt"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "des"],
];

const EXPECTED: &str = "is not a date; write 2027-02-28, 28/02/2027 or 28 Februari 2027";

/// A day: a spreadsheet date, `2027-02-28`, `28/02/2027`, `28 Februari 2027`, or the day of an
/// instant in western Indonesia.
pub(super) fn day(cell: &Cell) -> Result<Date, String> {
    match cell {
        Cell::Date(date) => Ok(date.date()),
        Cell::Text(text) => text_day(text)
            .or_else(|| instant_day(text))
            .ok_or_else(|| format!("{text:?} {EXPECTED}")),
        Cell::Number(number) => Err(format!("the number {number} {EXPECTED}")),
        Cell::Broken(text) => Err(format!("{text} {EXPECTED}")),
    }
}

/// An instant: RFC 3339, or the first moment of a day in western Indonesia.
pub(super) fn moment(cell: &Cell) -> Result<Timestamp, String> {
    if let Cell::Text(text) = cell
        && let Ok(instant) = text.parse()
    {
        return Ok(instant);
    }
    let start: DateTime = match cell {
        Cell::Date(date) => *date,
        _ => day(cell)?.into(),
    };
    let zoned = start.to_zoned(western());
    zoned
        .map(|zoned| zoned.timestamp())
        .map_err(|_| format!("{} {EXPECTED}", cell.shown()))
}

fn western() -> TimeZone {
    TimeZone::fixed(Zone::Wib.offset())
}

fn instant_day(text: &str) -> Option<Date> {
    let instant: Timestamp = text.parse().ok()?;
    Some(instant.to_zoned(western()).date())
}

fn text_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .split([' ', '/', '-', '.', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, month, last] = parts.as_slice() else {
        return None;
    };
    let (day, year) = if first.len() == 4 {
        (last, first)
    } else {
        (first, last)
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month_number(month)?, day.parse().ok()?).ok()
}

fn month_number(text: &str) -> Option<i8> {
    let name = text.to_lowercase();
    let position = MONTHS
        .iter()
        .position(|names| names.contains(&name.as_str()));
    match position {
        Some(index) => i8::try_from(index + 1).ok(),
        None => text.parse().ok(),
    }
}
