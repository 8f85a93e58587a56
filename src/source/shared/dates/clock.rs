//! Times of day: `14:30:05.5`, `14.30`, `2:30 p.m.`, `pukul 8 malam`, `T1430`.

use jiff::civil::Time;

use super::names;
use super::token::DateTokens;

/// A time of day in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundClock {
    pub(super) time: Time,
    /// `24:00` is the next day's midnight.
    pub(super) next_day: bool,
    /// The token after it.
    pub(super) end: usize,
    /// Nothing else is written like it.
    pub(super) sure: bool,
}

/// Hour, minute, second and nanosecond as written.
struct ClockParts {
    hour: i8,
    minute: i8,
    second: i8,
    nanosecond: i32,
    end: usize,
    sure: bool,
}

/// The clock that begins at a token.
pub(super) fn clock_at(tokens: &DateTokens, at: usize) -> Option<FoundClock> {
    let after_t = tokens.word(at) == "t" && tokens.glued(at + 1);
    let start = if after_t { at + 1 } else { at };
    let asked = after_t || asked(tokens, start);
    let spelt = spelt(tokens, start)
        .or_else(|| compact(tokens, start).filter(|_| asked))
        .or_else(|| half_to(tokens, start).filter(|_| asked))
        .or_else(|| hour_alone(tokens, start, asked))?;
    let mut found = completed(tokens, &spelt)?;
    found.sure |= asked;
    let before = start.checked_sub(1);
    let measure = before.is_some_and(|at| names::measures(tokens.word(at)) || tokens.is(at, "$"));
    let quantity = tokens.is(found.end, "%") || names::counts(tokens.word(found.end));
    (!quantity && !measure).then_some(found)
}

/// Whether the word before asks for an hour: `pkl.` does, the unit of `2 jam` does not.
fn asked(tokens: &DateTokens, start: usize) -> bool {
    let dotted = start > 0 && tokens.is(start - 1, ".:");
    let Some(before) = start.checked_sub(1 + usize::from(dotted)) else {
        return false;
    };
    let counted = before > 0 && (1..=3).contains(&tokens.digits(before - 1).len());
    names::asks_hour(tokens.word(before)) && !counted
}

fn spelt(tokens: &DateTokens, at: usize) -> Option<ClockParts> {
    let hour = tokens.number(at, 2)?;
    let colon = tokens.is(at + 1, ":");
    let dot = tokens.is(at + 1, ".") && tokens.glued(at + 1) && tokens.glued(at + 2);
    let minute = tokens.number(at + 2, 2)?;
    if !(colon || dot) || tokens.digits(at + 2).len() != 2 {
        return None;
    }
    let mut parts = ClockParts {
        hour,
        minute,
        second: 0,
        nanosecond: 0,
        end: at + 3,
        sure: colon,
    };
    if let Some(second) = second(tokens, parts.end) {
        // Clocks that write out a leap second have no other number for it.
        parts.second = second.min(59);
        parts.end += 2;
        parts.nanosecond = fraction(tokens, &mut parts.end);
    }
    // `10.11.12.13` is the address of a machine.
    let longer = dot && tokens.is(parts.end - 2, ".") && parts.end > at + 5;
    (!longer).then_some(parts)
}

fn second(tokens: &DateTokens, at: usize) -> Option<i8> {
    let colon = tokens.is(at, ":");
    let dot = tokens.is(at, ".") && tokens.glued(at) && tokens.glued(at + 1);
    let two = tokens.digits(at + 1).len() == 2;
    tokens
        .number(at + 1, 2)
        .filter(|second| (colon || dot && two) && *second <= 60)
}

/// The part of a second in nanoseconds.
fn fraction(tokens: &DateTokens, end: &mut usize) -> i32 {
    let digits = tokens.digits(*end + 1);
    let joined = tokens.glued(*end) && tokens.glued(*end + 1);
    if !tokens.is(*end, ".,") || !joined || digits.is_empty() {
        return 0;
    }
    *end += 2;
    let nine: String = digits
        .chars()
        .chain(std::iter::repeat('0'))
        .take(9)
        .collect();
    nine.parse().unwrap_or(0)
}

/// `143005`, `1430`.
fn compact(tokens: &DateTokens, at: usize) -> Option<ClockParts> {
    let digits = tokens.digits(at);
    let time = compact_time(digits)?;
    let mut end = at + 1;
    let nanosecond = fraction(tokens, &mut end);
    Some(ClockParts {
        hour: time.hour(),
        minute: time.minute(),
        second: time.second(),
        nanosecond,
        end,
        sure: true,
    })
}

/// A clock of four or six digits.
pub(super) fn compact_time(digits: &str) -> Option<Time> {
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    match digits.len() {
        4 => Time::new(part(0)?, part(2)?, 0, 0).ok(),
        6 => Time::new(part(0)?, part(2)?, part(4)?.min(59), 0).ok(),
        _ => None,
    }
}

/// `2 pm`, `pukul 14`.
fn hour_alone(tokens: &DateTokens, at: usize, asked: bool) -> Option<ClockParts> {
    let hour = tokens.number(at, 2)?;
    let half = half(tokens, at + 1).is_some_and(|(half, _)| half != DayHalf::Night || asked);
    let (hour, minute, end) = asked
        .then(|| with_minutes(tokens, hour, at + 1))
        .flatten()
        .unwrap_or((hour, 0, at + 1));
    (asked || half).then_some(ClockParts {
        hour,
        minute,
        second: 0,
        nanosecond: 0,
        end,
        sure: true,
    })
}

/// `8 lewat 15 menit`, `8 kurang 10`: hour, minute, and the token after them.
fn with_minutes(tokens: &DateTokens, hour: i8, at: usize) -> Option<(i8, i8, usize)> {
    let minutes: i8 = tokens.number(at + 1, 2).filter(|minutes| *minutes < 60)?;
    let end = at + 2 + usize::from(tokens.word(at + 2) == "menit");
    match tokens.word(at) {
        "lewat" | "lebih" => Some((hour, minutes, end)),
        "kurang" if minutes > 0 && hour > 0 => Some((hour - 1, 60 - minutes, end)),
        _ => None,
    }
}

/// `setengah 8`, `setengah delapan`: half past seven.
fn half_to(tokens: &DateTokens, at: usize) -> Option<ClockParts> {
    let word = tokens.word(at + 1);
    let named = || names::ones(word).or_else(|| names::teens(word));
    let next: i8 = tokens
        .number(at + 1, 2)
        .or_else(|| i8::try_from(named()?).ok())?;
    let half = tokens.word(at) == "setengah" && (1..=12).contains(&next);
    half.then_some(ClockParts {
        hour: next - 1,
        minute: 30,
        second: 0,
        nanosecond: 0,
        end: at + 2,
        sure: true,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DayHalf {
    Morning,
    Noon,
    Evening,
    Night,
}

/// `am`, `p.m.`, `siang`: which half of the day, and the token after it.
fn half(tokens: &DateTokens, at: usize) -> Option<(DayHalf, usize)> {
    let half = match tokens.word(at) {
        "am" | "pagi" | "subuh" | "dini" => DayHalf::Morning,
        "pm" | "sore" | "petang" => DayHalf::Evening,
        "siang" => DayHalf::Noon,
        "malam" => DayHalf::Night,
        letter @ ("a" | "p") if tokens.is(at + 1, ".") && tokens.word(at + 2) == "m" => {
            let half = if letter == "a" {
                DayHalf::Morning
            } else {
                DayHalf::Evening
            };
            return Some((half, at + 3 + usize::from(tokens.is(at + 3, "."))));
        }
        _ => return None,
    };
    let long = tokens.word(at) == "dini" && tokens.word(at + 1) == "hari";
    Some((half, at + 1 + usize::from(long)))
}

fn completed(tokens: &DateTokens, parts: &ClockParts) -> Option<FoundClock> {
    let half = half(tokens, parts.end);
    let hour = match half.map(|(half, _)| half) {
        Some(DayHalf::Evening) if parts.hour < 12 => parts.hour + 12,
        // "Jam 11 siang" is before noon, "jam 2 siang" after it.
        Some(DayHalf::Noon) if parts.hour < 6 => parts.hour + 12,
        // "Jam 8 malam" is before midnight, "jam 1 malam" after it.
        Some(DayHalf::Night) if (6..12).contains(&parts.hour) => parts.hour + 12,
        Some(DayHalf::Morning | DayHalf::Night) if parts.hour == 12 => 0,
        _ => parts.hour,
    };
    let next_day = hour == 24;
    let hour = if next_day { 0 } else { hour };
    Some(FoundClock {
        time: Time::new(hour, parts.minute, parts.second, parts.nanosecond).ok()?,
        next_day,
        end: half.map_or(parts.end, |(_, end)| end),
        sure: parts.sure || half.is_some(),
    })
}
