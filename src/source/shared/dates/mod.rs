//! Dates as they are written on the web, in Indonesian and English: RFC 3339 and its relatives,
//! RFC 822 with its broken zones, JavaScript's, unix times, absolute dates in words ("Senin, 12
//! Oktober 2027 | 08.30 WIB") and ages ("3 hari 4 jam yang lalu").
//!
//! A text is cut into words, numbers and signs once (`token`); `day`, `clock`, `zones` and `age`
//! each read one thing at a place, and `moment` picks the date that the text is about.

mod age;
mod ago;
mod clock;
mod day;
mod moment;
mod names;
mod token;
mod yearless;
mod zones;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use self::moment::FoundMoment;
use self::token::DateTokens;
use self::zones::NamedZone;

/// What a text says of the zone of its date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateZone {
    /// It names one that is known, or needs none.
    Said,
    /// It names none; the given one was taken.
    Missing,
    /// It names one that is not known, as written here; the given one was taken.
    Unknown(String),
}

/// Why a date may be another one than was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateDoubt {
    /// It does not fall on the day of the week that stands beside it.
    Weekday,
    /// Its month stands before its day, so that others of its kind, which can be read both ways,
    /// are perhaps read the wrong way.
    MonthFirst,
}

impl DateDoubt {
    /// What is odd about such a date, as it stands in a sentence about it.
    pub fn told(self) -> &'static str {
        match self {
            Self::Weekday => "falls on another day of the week than stands beside it",
            Self::MonthFirst => {
                "has its month before its day, while dates that can be read both ways are read \
                 with the day first"
            }
        }
    }
}

/// A date that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateReading {
    /// The instant.
    pub at: Timestamp,
    /// Where its zone comes from.
    pub zone: DateZone,
    /// The offset in which it is written, where it names one.
    pub offset: Option<Offset>,
    /// Whether it tells the hour; else only the day of the instant is meant.
    pub has_clock: bool,
    /// Whether the text calls it the date of a change.
    pub of_change: bool,
    /// Why it may be another date.
    pub doubt: Option<DateDoubt>,
}

/// Parses an absolute date; without a zone it is taken as UTC.
pub fn parse_absolute(text: &str) -> Option<Timestamp> {
    // What interfaces write is the same to both readers, and takes the one of sentences ten times
    // as long.
    by_interface(text).or_else(|| parse(text, Offset::UTC, None))
}

/// An instant as interfaces write it: `2027-11-01T00:00:00.000Z`.
fn by_interface(text: &str) -> Option<Timestamp> {
    let machine = |byte: u8| byte.is_ascii_digit() || b"-:.TZ".contains(&byte);
    let shaped = text.len() >= "2027-11-01T00:00:00Z".len() && text.bytes().all(machine);
    let year: i16 = text.get(..4)?.parse().ok()?;
    let read = text.parse().ok();
    read.filter(|_| shaped && day::YEARS.contains(&year))
}

/// Parses any date, as `read` does.
pub fn parse(text: &str, local: Offset, now: Option<Timestamp>) -> Option<Timestamp> {
    read(text, local, now).map(|reading| reading.at)
}

/// Reads any date, also from a sentence. `local` is the zone of dates that name none or an
/// unknown one; `now` is what ages count from (without it they are not understood).
///
/// Of several dates the one counts of which the text says that it is of publication, else the
/// first that is not of a change. In `12/10/2027` the day comes first, unless the day of the week
/// beside it says otherwise. A day without a year is the nearest past one where `now` is known and
/// the text can mean nothing else.
pub fn read(text: &str, local: Offset, now: Option<Timestamp>) -> Option<DateReading> {
    read_local(text, &TimeZone::fixed(local), now)
}

/// Reads an absolute date; one that names no zone is in `local`, in its summer or winter time.
pub fn read_in(text: &str, local: &TimeZone) -> Option<DateReading> {
    read_local(text, local, None)
}

/// The zone that the tz database calls so.
pub fn zone_named(name: &str) -> Option<TimeZone> {
    zones::database_zone(name)
}

fn read_local(text: &str, local: &TimeZone, now: Option<Timestamp>) -> Option<DateReading> {
    let text = text.trim();
    if let Some(at) = unix(text) {
        return Some(said(at));
    }
    let tokens = DateTokens::new(text);
    let Some((found, of_change)) = moment::chosen(&tokens, local, now) else {
        return reading(moment::month_alone(&tokens)?, local);
    };
    Some(DateReading {
        of_change,
        ..reading(found, local)?
    })
}

fn said(at: Timestamp) -> DateReading {
    DateReading {
        at,
        zone: DateZone::Said,
        offset: None,
        has_clock: true,
        of_change: false,
        doubt: None,
    }
}

fn reading(found: FoundMoment, local: &TimeZone) -> Option<DateReading> {
    let (at, zone, has_clock, doubt) = match found {
        FoundMoment::Past(at) => return Some(said(at)),
        FoundMoment::Civil {
            at,
            zone,
            has_clock,
            doubt,
        } => (at, zone, has_clock, doubt),
    };
    let (known, zone) = match zone {
        Some(NamedZone::Known(zone)) => (Some(zone), DateZone::Said),
        Some(NamedZone::Unknown(name)) => (None, DateZone::Unknown(name)),
        None => (None, DateZone::Missing),
    };
    let at = known.as_ref().unwrap_or(local).to_timestamp(at).ok()?;
    Some(DateReading {
        at,
        zone,
        offset: known.map(|zone| zone.to_offset(at)),
        has_clock,
        of_change: false,
        doubt,
    })
}

/// Seconds, milliseconds or microseconds since 1970, as far as numbers of that length go (2001 to
/// 2286), and the same in the wrapping of ASP.NET (`/Date(1795419000000+0700)/`).
fn unix(text: &str) -> Option<Timestamp> {
    let wrapped = text
        .strip_prefix("/Date(")
        .and_then(|text| text.strip_suffix(")/"))
        .map(|text| text.split(['+', '-']).next().unwrap_or(text));
    let text = wrapped.unwrap_or(text);
    let text = text.strip_prefix('@').unwrap_or(text);
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || whole.starts_with('0') {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        16 => Timestamp::from_microsecond(number).ok(),
        _ => None,
    }
}
