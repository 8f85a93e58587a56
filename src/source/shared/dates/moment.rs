//! Which of the dates in a text it is about, with the clock and the zone beside it.

use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::DateDoubt;
use super::age::{self, FoundAge};
use super::ago;
use super::clock::{self, FoundClock};
use super::day::{self, FoundDay};
use super::names::{self, DateRole};
use super::token::DateTokens;
use super::yearless;
use super::zones::{self, NamedZone};

/// What a text says.
#[derive(Debug, Clone)]
pub(super) enum FoundMoment {
    /// A time on a calendar, in a zone if one is named.
    Civil {
        at: DateTime,
        zone: Option<NamedZone>,
        has_clock: bool,
        doubt: Option<DateDoubt>,
    },
    /// So long before now.
    Past(Timestamp),
}

/// A place in the text that tells a date.
#[derive(Debug, Clone, Copy)]
enum DateMark {
    Day(FoundDay),
    Age(FoundAge),
}

impl DateMark {
    fn span(&self) -> Range<usize> {
        match self {
            Self::Day(day) => day.start..day.end,
            Self::Age(age) => age.start..age.end,
        }
    }

    /// Days before there were platforms, and those to come, are what a post speaks of.
    fn may_be_of_a_post(&self, tomorrow: Option<Date>) -> bool {
        match self {
            Self::Day(day) => {
                day.date.year() >= 2004 && tomorrow.is_none_or(|tomorrow| day.date <= tomorrow)
            }
            Self::Age(_) => true,
        }
    }

    fn year_at(&self) -> Option<usize> {
        match self {
            Self::Day(day) => day.year_at,
            Self::Age(_) => None,
        }
    }
}

/// The date that the text is about, and whether it is that of a change.
pub(super) fn chosen(
    tokens: &DateTokens,
    local: &TimeZone,
    now: Option<Timestamp>,
) -> Option<(FoundMoment, bool)> {
    let mut marks = marks(tokens, now.is_some());
    let today = now.map(|now| local.to_datetime(now).date());
    let yearless = today.and_then(|today| yearless::yearless_day(tokens, today));
    let implied = yearless.filter(|_| marks.is_empty());
    marks.extend(implied.map(DateMark::Day));
    let roles: Vec<DateRole> = (0..marks.len())
        .map(|index| role(tokens, before(&marks, index)))
        .collect();
    let best = *roles.iter().min()?;
    let tomorrow = today.and_then(|today| today.tomorrow().ok());
    let first = |wanted: fn(&DateMark) -> bool| {
        let of_best =
            || (0..marks.len()).filter(|index| roles[*index] == best && wanted(&marks[*index]));
        of_best()
            .find(|index| marks[*index].may_be_of_a_post(tomorrow))
            .or_else(|| of_best().next())
            .and_then(|index| moment(tokens, &marks, index, local, now))
    };
    let day = first(|mark| matches!(mark, DateMark::Day(_)));
    let age = first(|mark| matches!(mark, DateMark::Age(_)));
    let found = match (day, age) {
        (Some(day), Some(age)) => more_exact(day, age, local),
        (day, age) => day.or(age)?,
    };
    if implied.is_some() && is_to_come(&found, local, now?) {
        return None;
    }
    Some((found, best == DateRole::Updated))
}

/// Whether the moment is later than now, as far as its zone is known.
fn is_to_come(found: &FoundMoment, local: &TimeZone, now: Timestamp) -> bool {
    let at = match found {
        FoundMoment::Past(at) => Some(*at),
        FoundMoment::Civil { at, zone, .. } => match zone {
            Some(NamedZone::Known(zone)) => zone.to_timestamp(*at).ok(),
            _ => local.to_timestamp(*at).ok(),
        },
    };
    at.is_none_or(|at| at > now)
}

/// An age tells the hour of a day that is written beside it, if it is of that day.
fn more_exact(day: FoundMoment, age: FoundMoment, local: &TimeZone) -> FoundMoment {
    match (&day, &age) {
        (
            FoundMoment::Civil {
                at,
                has_clock: false,
                ..
            },
            FoundMoment::Past(then),
        ) if local.to_datetime(*then).date() == at.date() => age,
        _ => day,
    }
}

fn marks(tokens: &DateTokens, ages_too: bool) -> Vec<DateMark> {
    let days = day::days(tokens);
    let apart = |age: &FoundAge| {
        days.iter()
            .all(|day| age.end <= day.start || day.end <= age.start)
    };
    let ages = if ages_too {
        age::ages(tokens)
    } else {
        Vec::new()
    };
    let ages: Vec<FoundAge> = ages.into_iter().filter(apart).collect();
    let mut marks: Vec<DateMark> = days.into_iter().map(DateMark::Day).collect();
    marks.extend(ages.into_iter().map(DateMark::Age));
    marks.sort_by_key(|mark| mark.span().start);
    marks
}

fn before(marks: &[DateMark], index: usize) -> Range<usize> {
    let from = index
        .checked_sub(1)
        .map_or(0, |index| marks[index].span().end);
    from..marks[index].span().start
}

/// What is behind a mark, up to the next one and to words that speak of another.
fn behind(tokens: &DateTokens, marks: &[DateMark], index: usize) -> Range<usize> {
    let from = marks[index].span().end;
    let next = marks.get(index + 1).map(|mark| mark.span().start);
    let until = next.unwrap_or(tokens.len()).max(from);
    let other = (from..until).find(|at| names::role(tokens.word(*at)).is_some());
    from..other.unwrap_or(until)
}

fn role(tokens: &DateTokens, before: Range<usize>) -> DateRole {
    before
        .rev()
        .find_map(|at| names::role(tokens.word(at)))
        .unwrap_or(DateRole::Unsaid)
}

fn moment(
    tokens: &DateTokens,
    marks: &[DateMark],
    index: usize,
    local: &TimeZone,
    now: Option<Timestamp>,
) -> Option<FoundMoment> {
    let clock = clock_of(tokens, marks, index);
    let zone = zone_of(tokens, marks, index, clock);
    let clock = clock.map(|(_, clock)| clock);
    match marks[index] {
        DateMark::Day(day) => civil(day, clock, zone),
        DateMark::Age(age) => {
            let zone = match zone {
                Some(NamedZone::Known(zone)) => zone,
                _ => local.clone(),
            };
            aged(age, clock, &zone, now?)
        }
    }
}

fn civil(day: FoundDay, clock: Option<FoundClock>, zone: Option<NamedZone>) -> Option<FoundMoment> {
    let next_day = clock.is_some_and(|clock| clock.next_day);
    let date = if next_day {
        day.date.tomorrow().ok()?
    } else {
        day.date
    };
    let time = day.time.or(clock.map(|clock| clock.time));
    Some(FoundMoment::Civil {
        at: date.to_datetime(time.unwrap_or(Time::midnight())),
        zone,
        has_clock: time.is_some(),
        doubt: day.doubt,
    })
}

/// Days without a clock are told as a calendar day where they name no part of the day.
fn aged(
    found: FoundAge,
    clock: Option<FoundClock>,
    zone: &TimeZone,
    now: Timestamp,
) -> Option<FoundMoment> {
    let at = ago::instant(found.age, clock.map(|clock| clock.time), zone, now)?;
    Some(if found.fine || clock.is_some() {
        FoundMoment::Past(at)
    } else {
        FoundMoment::Civil {
            at: zone.to_datetime(at),
            zone: Some(NamedZone::Known(zone.clone())),
            has_clock: false,
            doubt: None,
        }
    })
}

/// Whether a token may stand between a day and its clock.
fn joins(tokens: &DateTokens, at: usize) -> bool {
    let word = tokens.word(at);
    tokens.is_sign(at) && !tokens.is(at, "+")
        || names::joins_clock(word)
        || names::weekday(word).is_some()
}

/// The clock of a mark with the place where it begins: right behind it, right before it, or
/// elsewhere around it if it can be nothing else.
fn clock_of(tokens: &DateTokens, marks: &[DateMark], index: usize) -> Option<(usize, FoundClock)> {
    let behind = behind(tokens, marks, index);
    next_clock(tokens, behind.clone())
        .or_else(|| clock_before(tokens, marks, index))
        .or_else(|| lone_clock(tokens, behind))
        .or_else(|| {
            let first = index == 0;
            first
                .then(|| lone_clock(tokens, before(marks, 0)))
                .flatten()
        })
}

fn next_clock(tokens: &DateTokens, behind: Range<usize>) -> Option<(usize, FoundClock)> {
    // More signs and words than this are a text of their own.
    const NEAR: usize = 8;
    for at in behind.take(NEAR) {
        if let Some(clock) = clock::clock_at(tokens, at) {
            return Some((at, clock));
        }
        if !joins(tokens, at) {
            break;
        }
    }
    None
}

/// `14.30 WIB, 23 November 2026`; not the clock of the mark before.
fn clock_before(
    tokens: &DateTokens,
    marks: &[DateMark],
    index: usize,
) -> Option<(usize, FoundClock)> {
    let mut range = before(marks, index);
    let previous = index
        .checked_sub(1)
        .map(|index| behind(tokens, marks, index));
    if let Some((_, taken)) = previous.and_then(|behind| next_clock(tokens, behind)) {
        range.start = range.start.max(taken.end);
    }
    let end = range.end;
    let zone = |at: usize| {
        let signed = tokens.is_number(at) && tokens.is(at - 1, "+-");
        signed || tokens.is(at, "+") || zones::minutes_of(tokens, at).is_some()
    };
    let clocks = range.rev().take(16).filter(|at| tokens.begins_number(*at));
    clocks
        .filter_map(|at| Some((at, clock::clock_at(tokens, at)?)))
        .find(|(_, clock)| (clock.end..end).all(|at| joins(tokens, at) || zone(at)))
}

fn lone_clock(tokens: &DateTokens, mut range: Range<usize>) -> Option<(usize, FoundClock)> {
    range.find_map(|at| {
        let offset = at > 0 && tokens.is(at - 1, "+");
        let alone = tokens.begins_number(at) && !offset;
        let clock = clock::clock_at(tokens, at).filter(|_| alone)?;
        let zone = zones::minutes_of(tokens, clock.end).is_some();
        (clock.sure || zone).then_some((at, clock))
    })
}

/// The end of a span of time: `23 November 2026 09:00-12:00`. After a day as ISO has it, or after
/// seconds, the same would be an offset.
fn span_end(
    tokens: &DateTokens,
    mark: &DateMark,
    (start, from): (usize, FoundClock),
) -> Option<usize> {
    let year_first = tokens.digits(mark.span().start).len() >= 4;
    let seconds = from.end > start + 3;
    let joined = tokens.is(from.end, "-") && tokens.glued(from.end);
    if year_first || seconds || !joined {
        return None;
    }
    clock::clock_at(tokens, from.end + 1).map(|until| until.end)
}

/// The zone of a mark: behind its clock, behind the year that follows the clock, behind the day,
/// or anywhere around it if it can be nothing else.
fn zone_of(
    tokens: &DateTokens,
    marks: &[DateMark],
    index: usize,
    clock: Option<(usize, FoundClock)>,
) -> Option<NamedZone> {
    let mark = &marks[index];
    let known = |zone: &NamedZone| matches!(zone, NamedZone::Known(_));
    let behind_clock = clock.and_then(|(start, clock)| {
        let year = mark.year_at() == Some(clock.end);
        let end = span_end(tokens, mark, (start, clock)).unwrap_or(clock.end);
        zones::zone_at(tokens, end + usize::from(year))
    });
    let behind_year = || {
        let year = mark.year_at()?;
        zones::zone_at(tokens, year + 1).filter(known)
    };
    let behind_day = || {
        let end = mark.span().end;
        let apart = clock.is_none_or(|(start, _)| start < end);
        zones::zone_at(tokens, end).filter(|zone| apart && known(zone))
    };
    let around = || {
        let mut range = behind(tokens, marks, index);
        if index == 0 {
            range.start = 0;
        }
        zones::zone_within(tokens, range)
    };
    behind_clock
        .or_else(behind_year)
        .or_else(behind_day)
        .or_else(around)
}

/// `2026-11` and nothing else: the first of the month.
pub(super) fn month_alone(tokens: &DateTokens) -> Option<FoundMoment> {
    let year: i16 = tokens.number(0, 4).filter(|_| tokens.len() == 3)?;
    let month = tokens.number(2, 2).filter(|_| tokens.is(1, "-"))?;
    let date = Date::new(year, month, 1).ok()?;
    day::YEARS.contains(&year).then_some(FoundMoment::Civil {
        at: date.to_datetime(Time::midnight()),
        zone: None,
        has_clock: false,
        doubt: None,
    })
}
