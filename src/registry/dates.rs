//! Dates as spreadsheet programs and people write them, in Indonesian and English.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::RowRemark;
use super::table::Cell;
use crate::model::{AsWritten, TimeZone as Zone, hide_written_numbers};

const MONTHS: [&[&str]; 12] = [
    &["januari", "jan", "january"],
    &["februari", "pebruari", "feb", "peb", "february"],
    &["maret", "mar", "march", "mrt"],
    &["april", "apr"],
    &["mei", "may"],
    &["juni", "jun", "june"],
    &["juli", "jul", "july"],
    &["agustus", "agu", "agt", "ags", "agst", "august", "aug"],
    &["september", "sep", "sept"],
    &["oktober", "okt", "october", "oct"],
    &["november", "nopember", "nov", "nop"],
    &["desember", "des", "december", "dec"],
];

/// Words around a date that say nothing about which it is.
const AROUND: [&str; 36] = [
    "senin",
    "selasa",
    "rabu",
    "kamis",
    "jumat",
    "jum'at",
    "jum’at",
    "sabtu",
    "minggu",
    "ahad",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "tanggal",
    "tgl",
    "s.d",
    "s/d",
    "sd",
    "sampai",
    "dengan",
    "hingga",
    "pukul",
    "jam",
    "of",
    "the",
];

/// A day: a spreadsheet date, `2027-02-28`, `28/02/2027`, `28 Februari 2027`, each with a time or
/// without, or the day of an instant in western Indonesia.
pub(super) fn day(cell: &Cell) -> Result<Date, RowRemark> {
    match cell {
        Cell::Date(date) => Ok(date.date()),
        Cell::Text(text) => match text.parse::<Timestamp>() {
            Ok(instant) => Ok(instant.to_zoned(western()).date()),
            Err(_) => Ok(text_moment(text)?.date()),
        },
        Cell::Number(number) => Err(RowRemark::NumberForDate(hide_written_numbers(
            &number.to_string(),
        ))),
        Cell::Broken(code) => Err(RowRemark::Formula(code.clone())),
    }
}

/// An instant: RFC 3339, else a day with its time, or its first moment, in western Indonesia.
pub(super) fn moment(cell: &Cell) -> Result<Timestamp, RowRemark> {
    if let Cell::Text(text) = cell
        && let Ok(instant) = text.parse()
    {
        return Ok(instant);
    }
    let start: DateTime = match cell {
        Cell::Date(date) => *date,
        Cell::Text(text) => text_moment(text)?,
        _ => day(cell)?.into(),
    };
    let zoned = start.to_zoned(western());
    zoned
        .map(|zoned| zoned.timestamp())
        .map_err(|_| RowRemark::NoDate(cell.shown().into()))
}

fn western() -> TimeZone {
    TimeZone::fixed(Zone::Wib.offset())
}

/// A date with the time of day behind it, or midnight.
fn text_moment(text: &str) -> Result<DateTime, RowRemark> {
    let unknown = || RowRemark::NoDate(text.into());
    if text.len() > 80 {
        return Err(unknown());
    }
    let lower = text.to_lowercase();
    let separate = split_iso_time(&lower);
    let mut words: Vec<&str> = separate
        .split([' ', ','])
        .map(|word| word.trim_end_matches('.'))
        .filter(|word| !word.is_empty() && !AROUND.contains(word))
        .collect();
    let time = take_time(&mut words, &separate).ok_or_else(unknown)?;
    let parts: Vec<&str> = words
        .iter()
        .flat_map(|word| word.split(['/', '-', '.']))
        .filter(|part| !part.is_empty())
        .collect();
    let &[first, second, third] = parts.as_slice() else {
        return Err(unknown());
    };
    let slashes = separate.contains('/');
    let date = date_of(first, second, third, slashes)
        .map_err(|doubt| doubt.map_or_else(unknown, |doubt| doubt(text.into())))?;
    Ok(date.to_datetime(time))
}

/// `2027-12-31t00:00` with a blank in place of its t.
fn split_iso_time(lower: &str) -> String {
    let bytes = lower.as_bytes();
    let at = 10;
    let iso = bytes.get(at) == Some(&b't') && bytes.get(4) == Some(&b'-');
    match (iso, lower.get(..at), lower.get(at + 1..)) {
        (true, Some(day), Some(time)) => format!("{day} {time}"),
        _ => lower.to_owned(),
    }
}

/// Takes the words of a time of day from the end; `None` when there are some that are no time.
fn take_time(words: &mut Vec<&str>, text: &str) -> Option<Time> {
    let zone = |word: &&str| matches!(*word, "wib" | "wita" | "wit");
    words.pop_if(|word| zone(&&**word));
    let half = words.pop_if(|word| matches!(*word, "am" | "pm"));
    // A date has one word or three; what is written with dots is a time only behind a date.
    let is_time = |word: &str| {
        word.contains(':')
            || (text.len() > 10
                && word.matches('.').count() <= 2
                && word.len() <= 8
                && word.contains('.'))
    };
    let Some(written) = words.pop_if(|word| is_time(word)) else {
        return half.is_none().then_some(Time::midnight());
    };
    if words.is_empty() {
        words.push(written);
        return half.is_none().then_some(Time::midnight());
    }
    let mut parts = written.split([':', '.']);
    let mut number = || parts.next().map_or(Some(0), |part| part.parse::<i8>().ok());
    let (hour, minute, second) = (number()?, number()?, number()?);
    let hour = match half {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    Time::new(hour, minute, second, 0).ok()
}

/// Says of a text why no date follows from it.
type DateDoubtful = fn(AsWritten) -> RowRemark;

/// The date of three parts, or why it cannot be told.
fn date_of(
    first: &str,
    second: &str,
    third: &str,
    slashes: bool,
) -> Result<Date, Option<DateDoubtful>> {
    let (year, month, day) = if first.len() == 4 && number(first).is_some() {
        (first, second, third)
    } else if month_named(first).is_some() {
        (third, first, second)
    } else {
        (third, second, first)
    };
    if year.len() == 2 && number(year).is_some() {
        return Err(Some(RowRemark::ShortYear));
    }
    if year.len() != 4 {
        return Err(None);
    }
    let year = number(year).ok_or(None)?;
    let day_ends = ["st", "nd", "rd", "th"];
    let bare = day_ends
        .iter()
        .find_map(|end| day.strip_suffix(end))
        .unwrap_or(day);
    let day = i8::try_from(number(bare).ok_or(None)?).map_err(|_| None)?;
    let Some(month) = month_named(month) else {
        let month = i8::try_from(number(month).ok_or(None)?).map_err(|_| None)?;
        let day_first = first.len() != 4;
        if day_first && month > 12 && day <= 12 {
            return Err(Some(RowRemark::MonthFirst));
        }
        if day_first && slashes && month <= 12 && day <= 12 && month != day {
            return Err(Some(RowRemark::DayOrMonthFirst));
        }
        return Date::new(year, month, day).map_err(|_| None);
    };
    Date::new(year, month, day).map_err(|_| None)
}

fn number(text: &str) -> Option<i16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits)
}

fn month_named(text: &str) -> Option<i8> {
    let position = MONTHS.iter().position(|names| names.contains(&text))?;
    i8::try_from(position + 1).ok()
}
