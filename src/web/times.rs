//! Instants and ages as people read them.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::text::Text;
use crate::model::{Language, TimeZone};

const INDONESIAN: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `15 Januari 2027 14.05.33 WITA (2027-01-15 06:05:33 UTC)`.
pub(super) fn full(at: Timestamp, zone: TimeZone, language: Language) -> String {
    let utc = jiff::tz::Offset::UTC.to_datetime(at);
    format!(
        "{} {} ({} UTC)",
        day(at, zone, language),
        clock(at, zone),
        utc.strftime("%Y-%m-%d %H:%M:%S")
    )
}

/// `15 Januari 2027`.
pub(super) fn day(at: Timestamp, zone: TimeZone, language: Language) -> String {
    date(zone.offset().to_datetime(at).date(), language)
}

/// The same of a day that is no instant.
pub(super) fn date(day: Date, language: Language) -> String {
    format!("{} {} {}", day.day(), month(day, language), day.year())
}

fn month(day: Date, language: Language) -> &'static str {
    let months = match language {
        Language::Indonesian => INDONESIAN,
        Language::English => ENGLISH,
    };
    let month = usize::try_from(day.month()).unwrap_or(1);
    months[(month - 1) % 12]
}

/// `15 Jan 2027, 14.05 WITA`: in both languages a month is known by its first three letters.
pub(super) fn minute(at: Timestamp, zone: TimeZone, language: Language) -> String {
    let there = zone.offset().to_datetime(at);
    let month = month(there.date(), language);
    format!(
        "{} {} {}, {:02}.{:02} {}",
        there.day(),
        month.get(..3).unwrap_or(month),
        there.year(),
        there.hour(),
        there.minute(),
        zone.abbreviation()
    )
}

/// The last day in western Indonesia that lies before an instant: when something ends at the
/// beginning of a day, it was valid on the one before.
pub(super) fn last_day(end: Timestamp, language: Language) -> String {
    let before = end.checked_sub(SignedDuration::from_micros(1));
    day(before.unwrap_or(end), TimeZone::Wib, language)
}

/// `14.05.33 WITA`.
pub(super) fn clock(at: Timestamp, zone: TimeZone) -> String {
    let there = zone.offset().to_datetime(at);
    format!(
        "{:02}.{:02}.{:02} {}",
        there.hour(),
        there.minute(),
        there.second(),
        zone.abbreviation()
    )
}

/// `3 hari lalu`.
pub(super) fn age(at: Timestamp, now: Timestamp, text: &Text) -> String {
    let minutes = now.duration_since(at).as_mins();
    let (number, unit) = match minutes {
        ..=0 => return text.just_now.to_owned(),
        1..=59 => (minutes, text.minute),
        60..=2_879 => (minutes / 60, text.hour),
        _ => (minutes / 1_440, text.day),
    };
    format!("{number} {unit} {}", text.ago)
}
