//! Days without a year, as they stand beside posts: `Kamis, 3 Desember | 08.30 WIB`, `Nov 21`.
//!
//! The year is the one that makes the day the nearest past one. A wrong year would be believed, so
//! whatever else the text may mean leaves it unread: a sentence, another number that may be the
//! year, a day of the week that the nearest past day is not, a day that is just to come.

use jiff::ToSpan;
use jiff::civil::Date;

use super::clock;
use super::day::{FoundDay, joint};
use super::names;
use super::token::DateTokens;

/// More words, numbers and signs than this are a sentence, which may speak of any day.
const LINE: usize = 16;
/// Words beside a day without a clock, such as who wrote it; more are a sentence.
const WORDS: usize = 3;
/// From one 29 February to the next over the turn of a century.
const YEARS: i16 = 8;

/// The only day in the text, of the year that `today` implies.
pub(super) fn yearless_day(tokens: &DateTokens, today: Date) -> Option<FoundDay> {
    let found = DayOfMonth::first(tokens, 0)?;
    let other = DayOfMonth::first(tokens, found.end);
    let whole = tokens.len() <= LINE && found.is_of_a_post(tokens) && !names_year(tokens);
    let date = nearest_past(found.day, found.month, today)?;
    let fits = found
        .weekday(tokens)
        .is_none_or(|day| date.weekday().to_monday_zero_offset() == day);
    let sure = other.is_none() && whole && fits;
    sure.then(|| FoundDay::new(date, found.start, found.end))
}

/// The last such day up to today. That of tomorrow is one of another zone or of a year ago, which
/// nobody can tell.
fn nearest_past(day: i8, month: i8, today: Date) -> Option<Date> {
    let years = (today.year() - YEARS..=today.year() + 1).rev();
    let mut dates = years.filter_map(|year| Date::new(year, month, day).ok());
    let tomorrow = today.checked_add(1.day()).ok()?;
    dates
        .find(|date| *date <= tomorrow)
        .filter(|date| *date <= today)
}

fn names_year(tokens: &DateTokens) -> bool {
    (0..tokens.len()).any(|at| tokens.digits(at).len() >= 4 || tokens.is(at, "'"))
}

/// A day and the name of its month.
struct DayOfMonth {
    day: i8,
    month: i8,
    start: usize,
    end: usize,
}

impl DayOfMonth {
    fn first(tokens: &DateTokens, from: usize) -> Option<Self> {
        (from..tokens.len()).find_map(|at| Self::find(tokens, at))
    }

    fn find(tokens: &DateTokens, at: usize) -> Option<Self> {
        let next = joint(tokens, at + 1);
        let (day_at, month_at) = if tokens.is_number(at) {
            (at, next)
        } else {
            (next, at)
        };
        let found = Self {
            day: tokens
                .number(day_at, 2)
                .filter(|_| tokens.begins_number(at))?,
            month: names::month(tokens.word(month_at))?,
            start: at,
            end: next + 1,
        };
        // In `November 08.30` the number begins a clock.
        let clock = day_at > month_at && clock::clock_at(tokens, day_at).is_some();
        (!clock).then_some(found)
    }

    /// Whether nothing beside it may be the year, or says that the text speaks of something else.
    fn is_of_a_post(&self, tokens: &DateTokens) -> bool {
        let next = joint(tokens, self.end);
        let number = tokens.is_number(next);
        let clock = number && clock::clock_at(tokens, next).is_some();
        let counted = names::counts(tokens.word(next + 1));
        let outside = |at: &usize| !(self.start..self.end).contains(at);
        let words = (0..tokens.len()).filter(outside).filter(|at| {
            let word = tokens.word(*at);
            !word.is_empty() && names::weekday(word).is_none() && names::role(word).is_none()
        });
        let has_clock = (0..tokens.len())
            .filter(outside)
            .any(|at| clock::clock_at(tokens, at).is_some_and(|clock| clock.end > at + 1));
        (!number || clock || counted) && (has_clock || words.count() <= WORDS)
    }

    /// The day of the week that stands beside it, from 0 for Monday.
    fn weekday(&self, tokens: &DateTokens) -> Option<i8> {
        let before = (0..self.start).rev().find(|at| !tokens.is_sign(*at));
        let after = (self.end..tokens.len()).find(|at| !tokens.is_sign(*at));
        [before, after]
            .into_iter()
            .flatten()
            .find_map(|at| names::weekday(tokens.word(at)))
    }
}
