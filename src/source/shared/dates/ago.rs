//! From an age to an instant.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, Timestamp, ToSpan};

/// Seconds of a day.
pub(super) const DAY: f64 = 86_400.0;

/// How long ago, or on which day before today.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum DateAge {
    /// Months by the calendar, and seconds.
    Ago { months: i64, seconds: f64 },
    /// Days back, and the time of day that the words mean where no clock stands beside them.
    Day { back: i64, around: Option<i8> },
    /// The last day of this name before today.
    Weekday(i8),
    /// The day of this name in the week before this one.
    OfLastWeek(i8),
}

/// The instant of an age, told in a zone; days keep the given clock.
pub(super) fn instant(
    age: DateAge,
    clock: Option<Time>,
    zone: &TimeZone,
    now: Timestamp,
) -> Option<Timestamp> {
    let today = zone.to_datetime(now);
    match age {
        DateAge::Ago { months, seconds } => {
            let then = today
                .checked_sub(Span::new().try_months(months).ok()?)
                .ok()?;
            let whole_days = months == 0 && seconds >= DAY && seconds % DAY == 0.0;
            let seconds = SignedDuration::try_from_secs_f64(seconds).ok()?;
            // "2 hari lalu pukul 08.30"
            if let Some(clock) = clock.filter(|_| whole_days) {
                let day = then.checked_sub(seconds).ok()?.date();
                return zone.to_timestamp(day.to_datetime(clock)).ok();
            }
            zone.to_timestamp(then).ok()?.checked_sub(seconds).ok()
        }
        DateAge::Day { back, around } => {
            let around = around.and_then(|hour| Time::new(hour, 0, 0, 0).ok());
            let time = match (clock, around) {
                (Some(clock), Some(around)) => in_part_of_day(clock, around),
                _ => clock.or(around).unwrap_or(today.time()),
            };
            // "Last night at one" was today.
            let past_midnight = around.is_some_and(is_night) && time.hour() < 5;
            let back = back - i64::from(past_midnight);
            let day = today.date().checked_sub(back.days()).ok()?;
            let then = zone.to_timestamp(day.to_datetime(time)).ok()?;
            // "This evening", read in the morning, is a word of somebody else's day.
            Some(if clock.is_none() { then.min(now) } else { then })
        }
        DateAge::Weekday(weekday) | DateAge::OfLastWeek(weekday) => {
            let day = match age {
                DateAge::OfLastWeek(_) => in_last_week(today.date(), weekday)?,
                _ => before(today.date(), weekday)?,
            };
            let time = clock.unwrap_or(today.time());
            zone.to_timestamp(day.to_datetime(time)).ok()
        }
    }
}

fn in_last_week(today: Date, weekday: i8) -> Option<Date> {
    let back = today.weekday().to_monday_zero_offset() - weekday + 7;
    today.checked_sub(i64::from(back).days()).ok()
}

fn is_night(time: Time) -> bool {
    time.hour() >= 20
}

/// "Kemarin sore pukul 5" is five in the afternoon.
fn in_part_of_day(clock: Time, around: Time) -> Time {
    let hours = if is_night(around) { 6..12 } else { 1..12 };
    let later = around.hour() > 12 && hours.contains(&clock.hour());
    // "Tadi siang pukul 11" was before noon.
    if later && (around.hour() > 14 || clock.hour() < 7) {
        clock.wrapping_add(12.hours())
    } else {
        clock
    }
}

fn before(today: Date, weekday: i8) -> Option<Date> {
    let since = (today.weekday().to_monday_zero_offset() - weekday).rem_euclid(7);
    let back = if since == 0 { 7 } else { i64::from(since) };
    today.checked_sub(back.days()).ok()
}
