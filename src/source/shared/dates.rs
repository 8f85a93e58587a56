//! Dates as they are written on the web: RFC 3339 and its relatives, RFC 822 with its broken
//! zones, and Indonesian, both absolute ("Senin, 12 Oktober 2027 | 08.30 WIB") and relative
//! ("2 jam lalu").

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::Offset;
use regex::{Captures, Regex};

static ISO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^([12]\d{3})-?(\d{2})(?:-?(\d{2}))?(?:[Tt ,]+(\d{1,2})[:.]?(\d{2})(?:[:.]?(\d{2})(?:[.,](\d{1,9})\d*)?)?)?\s*(.*)$",
    )
});
static DAY_MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?[\s./-]+([a-z]{3,10})\.?[\s.,/-]+(\d{4}|\d{2})\b")
});
static MONTH_DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\b([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4})\b|\b)")
});
static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(\d{1,2})[/.-](\d{1,2})[/.-]([12]\d{3})\b"));
static CLOCK: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?m\b)?"));
static NUMERIC_ZONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:^|[\s\d])([+-])(\d{2}):?(\d{2})?\s*(?:\([^)]*\))?$"));
static YEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b([12]\d{3})\b"));
static AGO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,4}|se|satu|an?)\s*(detik|menit|jam|hari|minggu|pekan|bulan|tahun|seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?)\s*(?:yang\s+)?(?:lalu|ago)\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a valid pattern")
}

/// Parses an absolute date; without a zone it is taken as UTC.
pub fn parse_absolute(text: &str) -> Option<Timestamp> {
    parse(text, Offset::UTC, None)
}

/// Parses any date. `local` is the zone of dates that name none; `now` is what relative dates
/// count from (without it they are not understood).
pub fn parse(text: &str, local: Offset, now: Option<Timestamp>) -> Option<Timestamp> {
    let text = shortened(text.trim());
    iso(text, local)
        .or_else(|| now.and_then(|now| relative(text, local, now)))
        .or_else(|| worded(text, local))
}

/// The longest date is shorter than this; a longer text is not a date.
fn shortened(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(120)
        .map_or(text.len(), |(end, _)| end);
    &text[..end]
}

fn number<T: std::str::FromStr>(captures: &Captures<'_>, index: usize) -> Option<T> {
    captures.get(index)?.as_str().parse().ok()
}

fn iso(text: &str, local: Offset) -> Option<Timestamp> {
    let found = ISO.captures(text)?;
    let date = Date::new(
        number(&found, 1)?,
        number(&found, 2)?,
        number(&found, 3).unwrap_or(1),
    )
    .ok()?;
    let hour: i8 = number(&found, 4).unwrap_or(0);
    let (date, hour) = if hour == 24 {
        (date.tomorrow().ok()?, 0)
    } else {
        (date, hour)
    };
    let second = number::<i8>(&found, 6).unwrap_or(0).min(59);
    let fraction = found.get(7).map_or("", |part| part.as_str());
    let nanosecond = format!("{fraction:0<9}").parse().ok()?;
    let time = Time::new(hour, number(&found, 5).unwrap_or(0), second, nanosecond).ok()?;
    at_offset(date.to_datetime(time), zone(&found[8]).unwrap_or(local))
}

fn at_offset(when: DateTime, offset: Offset) -> Option<Timestamp> {
    offset.to_timestamp(when).ok()
}

fn worded(text: &str, local: Offset) -> Option<Timestamp> {
    let (date, rest) = day_month(text)
        .or_else(|| month_day(text))
        .or_else(|| numeric(text))?;
    let time = clock(&rest).unwrap_or(Time::midnight());
    at_offset(date.to_datetime(time), zone(&rest).unwrap_or(local))
}

/// Cuts what was found out of the text, so that the time is looked for in the rest.
fn without(text: &str, found: &Captures<'_>) -> String {
    let whole = found.get(0).map_or(0..0, |whole| whole.range());
    format!("{} {}", &text[..whole.start], &text[whole.end..])
}

fn day_month(text: &str) -> Option<(Date, String)> {
    DAY_MONTH.captures_iter(text).find_map(|found| {
        let month = month(&found[2])?;
        let date = Date::new(year(&found[3])?, month, number(&found, 1)?).ok()?;
        Some((date, without(text, &found)))
    })
}

/// `October 12, 2027`, and `Thu Jan 1 19:48:21 2004` as C writes it.
fn month_day(text: &str) -> Option<(Date, String)> {
    MONTH_DAY.captures_iter(text).find_map(|found| {
        let month = month(&found[1])?;
        let rest = without(text, &found);
        let year = match found.get(3) {
            Some(year) => self::year(year.as_str())?,
            None => self::year(&YEAR.captures(&rest)?[1])?,
        };
        Some((Date::new(year, month, number(&found, 2)?).ok()?, rest))
    })
}

/// `12/10/2027`: the day comes first, as in Indonesia.
fn numeric(text: &str) -> Option<(Date, String)> {
    let found = NUMERIC.captures(text)?;
    let date = Date::new(number(&found, 3)?, number(&found, 2)?, number(&found, 1)?).ok()?;
    Some((date, without(text, &found)))
}

/// Two-digit years as RFC 2822 section 4.3 reads them.
fn year(text: &str) -> Option<i16> {
    let year: i16 = text.parse().ok()?;
    Some(match (text.len(), year) {
        (2, 0..=49) => 2000 + year,
        (2, _) => 1900 + year,
        _ => year,
    })
}

fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let stems: [&[&str]; 12] = [
        &["jan"],
        &["feb", "peb"],
        &["mar"],
        &["apr"],
        &["mei", "may"],
        &["jun"],
        &["jul"],
        &["agu", "ags", "agt", "aug"],
        &["sep"],
        &["okt", "oct"],
        &["nov", "nop"],
        &["des", "dec"],
    ];
    let index = stems
        .iter()
        .position(|stems| stems.iter().any(|stem| name.starts_with(stem)))?;
    i8::try_from(index + 1).ok()
}

fn clock(text: &str) -> Option<Time> {
    CLOCK.captures_iter(text).find_map(|found| {
        let hour: i8 = number(&found, 1)?;
        let hour = match found.get(4).map(|half| half.as_str().to_ascii_lowercase()) {
            Some(half) if half == "p" && hour < 12 => hour + 12,
            Some(half) if half == "a" && hour == 12 => 0,
            _ => hour,
        };
        let second = number::<i8>(&found, 3).unwrap_or(0).min(59);
        Time::new(hour, number(&found, 2)?, second, 0).ok()
    })
}

/// The zone at the end of a text. Military letters other than Z are ignored, as RFC 2822 asks.
fn zone(text: &str) -> Option<Offset> {
    let text = text.trim();
    if let Some(found) = NUMERIC_ZONE.captures(text) {
        let minutes = number::<i32>(&found, 2)? * 60 + number::<i32>(&found, 3).unwrap_or(0);
        let sign = if &found[1] == "-" { -1 } else { 1 };
        return Offset::from_seconds(sign * minutes * 60).ok();
    }
    let hours = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .rev()
        .find_map(named_zone)?;
    Offset::from_hours(hours).ok()
}

fn named_zone(name: &str) -> Option<i8> {
    Some(match name.to_ascii_uppercase().as_str() {
        "WIB" => 7,
        "WITA" => 8,
        "WIT" => 9,
        "Z" | "UT" | "UTC" | "GMT" => 0,
        "EST" | "CDT" => -5,
        "EDT" => -4,
        "CST" | "MDT" => -6,
        "MST" | "PDT" => -7,
        "PST" => -8,
        _ => return None,
    })
}

fn relative(text: &str, local: Offset, now: Timestamp) -> Option<Timestamp> {
    let lower = text.to_lowercase();
    if ["baru saja", "barusan", "just now"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return Some(now);
    }
    if let Some(found) = AGO.captures(&lower) {
        let count: i64 = number(&found, 1).unwrap_or(1);
        return now
            .checked_sub(jiff::SignedDuration::from_secs(
                count * unit_seconds(&found[2]),
            ))
            .ok();
    }
    let days_back = match () {
        () if lower.contains("kemarin") || lower.contains("yesterday") => 1,
        () if lower.contains("hari ini") || lower.contains("today") => 0,
        () => return None,
    };
    let offset = zone(text).unwrap_or(local);
    let today = offset.to_datetime(now);
    let day = today
        .date()
        .checked_sub(jiff::Span::new().days(days_back))
        .ok()?;
    at_offset(day.to_datetime(clock(text).unwrap_or(today.time())), offset)
}

/// Months count 30 days and years 365: a relative date is rough anyway.
fn unit_seconds(unit: &str) -> i64 {
    const HOUR: i64 = 3600;
    match unit.get(..2).unwrap_or_default() {
        "de" | "se" => 1,
        "me" | "mi" if unit.starts_with("minggu") => 7 * 24 * HOUR,
        "me" | "mi" => 60,
        "ja" | "ho" | "hr" => HOUR,
        "ha" | "da" => 24 * HOUR,
        "pe" | "we" => 7 * 24 * HOUR,
        "bu" | "mo" => 30 * 24 * HOUR,
        _ => 365 * 24 * HOUR,
    }
}
