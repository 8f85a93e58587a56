//! Days of the calendar: `2026-11-23`, `23/11/26`, `23rd of November 2026`, `Nov. 23, 2026`.

use jiff::civil::{Date, Time};

use super::DateDoubt;
use super::clock;
use super::names;
use super::token::DateTokens;

/// Years that a post or its page may name.
pub(super) const YEARS: std::ops::Range<i16> = 1900..2200;

/// A day in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundDay {
    pub(super) date: Date,
    /// Its first token.
    pub(super) start: usize,
    /// The token after it.
    pub(super) end: usize,
    /// Where its year stands, if after the clock.
    pub(super) year_at: Option<usize>,
    /// The time of day, if written without a break.
    pub(super) time: Option<Time>,
    /// The day that it is if its numbers are read the other way round.
    other: Option<Date>,
    /// Why it may be another day.
    pub(super) doubt: Option<DateDoubt>,
}

impl FoundDay {
    /// A day from a token on, with the token after it.
    pub(super) fn new(date: Date, start: usize, end: usize) -> Self {
        Self {
            date,
            start,
            end,
            year_at: None,
            time: None,
            other: None,
            doubt: None,
        }
    }

    /// Which of its readings the day of the week beside it says.
    fn with_weekday(self, tokens: &DateTokens) -> Self {
        let Some(named) = weekday_beside(tokens, &self) else {
            return self;
        };
        let falls = |date: &Date| date.weekday().to_monday_zero_offset() == named;
        if falls(&self.date) {
            let doubt = None;
            return Self { doubt, ..self };
        }
        let doubt = Some(DateDoubt::Weekday);
        match self.other.filter(falls) {
            Some(date) => Self { date, ..self },
            None => Self { doubt, ..self },
        }
    }
}

/// The day of the week right before a day, or right behind it where it opens nothing else. `5 min`
/// is no Sunday.
fn weekday_beside(tokens: &DateTokens, day: &FoundDay) -> Option<i8> {
    const NEAR: usize = 3;
    let named = |at: usize| {
        let word = tokens.word(at);
        let counts = word.len() == 3 && names::unit(word, true).is_some();
        names::weekday(word).filter(|_| !counts)
    };
    let passed =
        |at: &usize| tokens.is(*at, ",(.-") || matches!(tokens.word(*at), "tanggal" | "tgl");
    let before = (0..day.start).rev().take(NEAR).find(|at| !passed(at));
    let behind = || {
        let at = day.end + usize::from(tokens.is(day.end, "(,"));
        let opens = tokens.is(at + 1, ",") || tokens.is_number(at + 1);
        named(at).filter(|_| !opens)
    };
    before.and_then(named).or_else(behind)
}

/// All days in the text. Days whose year has four digits go before others, and those with other
/// signs before those with dots: `08.10.26` beside such a day is a clock.
pub(super) fn days(tokens: &DateTokens) -> Vec<FoundDay> {
    let sure = found(tokens, |at| {
        compact(tokens, at)
            .or_else(|| named(tokens, at))
            .or_else(|| roman(tokens, at))
            .or_else(|| numeric(tokens, at))
    });
    if !sure.is_empty() {
        return sure;
    }
    let signed = found(tokens, |at| short_numeric(tokens, at, "-/"));
    if !signed.is_empty() {
        return signed;
    }
    let mut dotted = found(tokens, |at| short_numeric(tokens, at, "."));
    // Of two beside each other the second is a clock.
    dotted.dedup_by(|second, first| (first.end..second.start).all(|at| tokens.is_sign(at)));
    dotted
}

fn found(tokens: &DateTokens, read: impl Fn(usize) -> Option<FoundDay>) -> Vec<FoundDay> {
    let mut days = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match read(at) {
            Some(day) => {
                at = day.end;
                days.push(day.with_weekday(tokens));
            }
            None => at += 1,
        }
    }
    days
}

fn day(date: Option<Date>, start: usize, end: usize) -> Option<FoundDay> {
    Some(FoundDay::new(date?, start, end))
}

/// The same day of numbers that may stand in another order.
fn ordered(order: DayOrder, start: usize, end: usize) -> FoundDay {
    FoundDay {
        other: order.other,
        doubt: order.month_first.then_some(DateDoubt::MonthFirst),
        ..FoundDay::new(order.date, start, end)
    }
}

fn year(digits: &str) -> Option<i16> {
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    YEARS.contains(&year).then_some(year)
}

/// Two-digit years as RFC 2822 section 4.3 reads them.
fn short_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok().filter(|_| digits.len() == 2)?;
    Some(if year < 50 { 2000 + year } else { 1900 + year })
}

/// `20261123`, `20261123143005`: only where the text begins, since elsewhere it is any number.
fn compact(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let digits = tokens.digits(at);
    if at > 0 || !matches!(digits.len(), 8 | 12 | 14) {
        return None;
    }
    let part = |from: usize| digits.get(from..from + 2)?.parse::<i8>().ok();
    let date = Date::new(year(&digits[..4])?, part(4)?, part(6)?).ok();
    let mut found = day(date, at, at + 1)?;
    found.time = clock::compact_time(&digits[8..]);
    if found.time.is_none() && digits.len() > 8 {
        return None;
    }
    // `20261123 143005`, but not a day before a year or any other number, nor the number of a
    // civil servant.
    let next = tokens.digits(at + 1);
    if next.len() == 6 && tokens.is_number(at + 2) {
        return None;
    }
    if found.time.is_none() && next.len() == 6 {
        found.time = clock::compact_time(next);
        found.end += usize::from(found.time.is_some());
    }
    Some(found)
}

/// A sign between parts of a day, with the place after it; a blank counts as one.
fn separator(tokens: &DateTokens, at: usize) -> (&str, usize) {
    if tokens.is(at, "-/.:") {
        (tokens.raw(at), at + 1)
    } else {
        (" ", at)
    }
}

/// Three numbers and the signs between them.
struct ThreeNumbers<'a> {
    digits: [&'a str; 3],
    signs: [&'a str; 2],
    end: usize,
}

fn three(tokens: &DateTokens, at: usize) -> Option<ThreeNumbers<'_>> {
    let (first_sign, second) = separator(tokens, at + 1);
    let (second_sign, third) = separator(tokens, second + 1);
    let digits = [at, second, third].map(|at| tokens.digits(at));
    let begins = tokens.begins_number(at) && digits.iter().all(|digits| !digits.is_empty());
    // `23/11/2026/KPU` is the number of a letter.
    let letter = tokens.is(third + 1, "/")
        && tokens.glued(third + 1)
        && tokens.glued(third + 2)
        && !tokens.word(third + 2).is_empty();
    (begins && !letter).then_some(ThreeNumbers {
        digits,
        signs: [first_sign, second_sign],
        end: third + 1,
    })
}

/// `2026/11/23` and `23-11-2026`: the day comes first, as in Indonesia, unless it can only be
/// the second.
fn numeric(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let three = three(tokens, at)?;
    let [first, second, third] = three.digits;
    let lengths = three.digits.map(str::len);
    let same = three.signs[0] == three.signs[1];
    let blank = three.signs.contains(&" ");
    let found = match lengths {
        [4, 1..=2, 1..=2] if same && (!blank || lengths == [4, 2, 2]) => {
            day(year_first(first, second, third), at, three.end)
        }
        [1..=2, 1..=2, 4] if !three.signs.contains(&":") => {
            let plausible = !blank || same && lengths == [2, 2, 4];
            let order = day_first(first, second, year(third).filter(|_| plausible)?)?;
            Some(ordered(order, at, three.end))
        }
        _ => None,
    };
    // `2.10.2026.1` is a version, `23.11.2026.14.30` is a day and a clock.
    let longer = tokens.is(three.end, ".")
        && tokens.glued(three.end + 1)
        && tokens.is_number(three.end + 1)
        && clock::clock_at(tokens, three.end + 1).is_none();
    found.filter(|_| !longer && !is_numbered(tokens, at))
}

/// Whether a word before says that this is the number of a letter: `SK No. 12/11/2026`.
fn is_numbered(tokens: &DateTokens, at: usize) -> bool {
    let signs = (0..at).rev().take_while(|at| tokens.is(*at, ".:"));
    let word = at.checked_sub(signs.count() + 1);
    word.is_some_and(|at| matches!(tokens.word(at), "no" | "nomor" | "nomer" | "number"))
}

fn year_first(first: &str, second: &str, third: &str) -> Option<Date> {
    Date::new(year(first)?, second.parse().ok()?, third.parse().ok()?).ok()
}

/// A day by its numbers, the one of the month before that of the year's, and the other way round.
#[derive(Debug, Clone, Copy)]
struct DayOrder {
    date: Date,
    other: Option<Date>,
    month_first: bool,
}

fn day_first(first: &str, second: &str, year: i16) -> Option<DayOrder> {
    let (first, second) = (first.parse().ok()?, second.parse().ok()?);
    let usual = Date::new(year, second, first).ok();
    let turned = Date::new(year, first, second).ok();
    Some(DayOrder {
        date: usual.or(turned)?,
        other: usual.and(turned),
        month_first: usual.is_none(),
    })
}

/// `23/11/26`, written without blanks and with one sign, and no part of a longer number.
fn short_numeric(tokens: &DateTokens, at: usize, signs: &str) -> Option<FoundDay> {
    let three = three(tokens, at)?;
    let [first, second, third] = three.digits;
    let joined = (at + 1..three.end).all(|at| tokens.glued(at));
    let longer = tokens.is(three.end, three.signs[0])
        && tokens.glued(three.end)
        && tokens.glued(three.end + 1);
    let same = three.signs[0] == three.signs[1] && signs.contains(three.signs[0]);
    let short = first.len() <= 2 && second.len() <= 2;
    let order = day_first(first, second, short_year(third)?)?;
    Some(ordered(order, at, three.end))
        .filter(|_| joined && same && short && !longer && !is_numbered(tokens, at))
}

fn named(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    if names::month(tokens.word(at)).is_some() {
        return month_first(tokens, at);
    }
    if !tokens.begins_number(at) {
        return None;
    }
    day_month(tokens, at).or_else(|| year_month(tokens, at))
}

/// Skips signs and words that join the parts of a day.
pub(super) fn joint(tokens: &DateTokens, at: usize) -> usize {
    let joins = |at: usize| {
        tokens.is(at, "-/.,")
            || matches!(
                tokens.word(at),
                "of" | "the" | "bulan" | "bln" | "tahun" | "thn" | "st" | "nd" | "rd" | "th"
            )
    };
    let skipped = (at..at + 4).take_while(|at| joins(*at)).count();
    at + skipped
}

/// A year at a place: `2026`, `'26`, and `26` where no clock begins with it.
fn year_at(tokens: &DateTokens, at: usize, short: bool) -> Option<(i16, usize)> {
    if tokens.is(at, "'") {
        return Some((short_year(tokens.digits(at + 1))?, at + 2));
    }
    // `23 Nov 14:30`, `23 November, 12 komentar`, `23 Nov 12 menit baca`.
    // In `12 November 23, 2026` the year comes later.
    let other = clock::clock_at(tokens, at).is_some()
        || tokens.is(at - 1, ",")
        || names::counts(tokens.word(at + 1))
        || year(tokens.digits(joint(tokens, at + 1))).is_some();
    let year = year(tokens.digits(at))
        .or_else(|| short_year(tokens.digits(at)).filter(|_| short && !other))?;
    Some((year, at + 1))
}

/// The year that stands after the clock: `Nov 23 14:30:00 WIB 2026`.
fn later_year(tokens: &DateTokens, at: usize) -> Option<(i16, usize)> {
    let mut places = (at..tokens.len().min(at + 9)).filter(|at| tokens.begins_number(*at));
    places.find_map(|at| Some((year(tokens.digits(at))?, at)))
}

/// A day and a month with the year behind them, or behind their clock.
fn with_year(
    tokens: &DateTokens,
    (day_number, month): (i8, i8),
    (start, end): (usize, usize),
    short: bool,
) -> Option<FoundDay> {
    if let Some((year, end)) = year_at(tokens, joint(tokens, end), short) {
        return day(Date::new(year, month, day_number).ok(), start, end);
    }
    let (year, year_at) = later_year(tokens, end)?;
    let found = day(Date::new(year, month, day_number).ok(), start, end)?;
    let follows = clock::clock_at(tokens, joint(tokens, end)).is_some();
    follows.then_some(FoundDay {
        year_at: Some(year_at),
        ..found
    })
}

/// `23 November 2026`, `23-Nov-26`, `23rd of November 2026`.
fn day_month(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let day = tokens.number(at, 2)?;
    let month_at = joint(tokens, at + 1);
    let month = names::month(tokens.word(month_at))?;
    with_year(tokens, (day, month), (at, month_at + 1), true)
}

/// `23-XI-2026`, `23 XII 2026`. With strokes it is the number of a letter (`12/XII/2026`), and so
/// it is behind the word; a single letter between blanks is any letter.
fn roman(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let (first, month_at) = separator(tokens, at + 1);
    let (second, year_at) = separator(tokens, month_at + 1);
    let month = names::roman_month(tokens.raw(month_at))?;
    let blank = first == " ";
    let before = (0..at).rev().find(|at| !tokens.is_sign(*at));
    let numbered = before.is_some_and(|at| matches!(tokens.word(at), "no" | "nomor" | "nomer"));
    let joined = first == second && matches!(first, "-" | "." | " ");
    let longer = tokens.is(year_at + 1, "/-") && tokens.glued(year_at + 2);
    let single = tokens.raw(month_at).len() == 1;
    let plain = tokens.begins_number(at) && joined && !numbered && !longer && !(blank && single);
    let date = Date::new(year(tokens.digits(year_at))?, month, tokens.number(at, 2)?);
    day(date.ok(), at, year_at + 1).filter(|_| plain)
}

/// `November 23, 2026`, and `Nov 23 14:30:00 2026` as C writes it.
fn month_first(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let month = names::month(tokens.word(at))?;
    let day_at = joint(tokens, at + 1);
    let day = tokens.number(day_at, 2)?;
    let signed = tokens.is(joint(tokens, day_at + 1) - 1, "-/");
    with_year(tokens, (day, month), (at, day_at + 1), signed)
}

/// `2026 November 23`, `2026-Nov-23`, `2026, 23 November`.
fn year_month(tokens: &DateTokens, at: usize) -> Option<FoundDay> {
    let year = year(tokens.digits(at))?;
    let next = joint(tokens, at + 1);
    let (month_at, day_at) = if tokens.digits(next).is_empty() {
        (next, joint(tokens, next + 1))
    } else {
        (joint(tokens, next + 1), next)
    };
    let month = names::month(tokens.word(month_at))?;
    let date = Date::new(year, month, tokens.number(day_at, 2)?).ok();
    let end = month_at.max(day_at) + 1;
    // In `Edisi 2024 - 23 Nov 2026` the day has a year of its own.
    let own_year = year_at(tokens, joint(tokens, end), false).is_some();
    day(date, at, end).filter(|_| !own_year)
}
