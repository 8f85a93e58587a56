//! Tables for spreadsheet programs: what Netra writes as CSV opens right by a double click, also
//! where the decimal sign is a comma, and calculates nothing.
//!
//! Cells are parted by semicolons, as Excel expects where a comma parts decimals (Indonesia); a
//! byte order mark says UTF-8. There is no line `sep=;`: Excel takes it, but then ignores the mark
//! and breaks every letter outside ASCII.
//!
//! Signs that command a terminal, break a line where nobody expects it or turn what stands around
//! them are written as JSON escapes them (`\u202e`), wherever the table goes: it may be shown with
//! `cat` tomorrow. A text that looks like such an escape has its backslash written as `\u005c`, so
//! that a program has every letter again.

use std::borrow::Cow;
use std::io::{self, Write};

use jiff::civil::{Date, DateTime};

use crate::model::{escaped, is_command};

/// A cell, by what a spreadsheet shall take it for.
#[derive(Debug, Clone, PartialEq)]
pub enum SheetCell<'a> {
    /// Words, shown letter by letter and never calculated.
    Text(Cow<'a, str>),
    /// A whole number.
    Whole(i64),
    /// A number with a decimal comma.
    Decimal(f64),
    /// A day.
    Day(Date),
    /// A moment on the clock of a zone that another cell names.
    Moment(DateTime),
    /// Nothing.
    Empty,
}

impl<'a> SheetCell<'a> {
    /// Words.
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    /// Words, if there are any.
    pub fn optional_text<T: Into<Cow<'a, str>>>(text: Option<T>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    /// As it stands in the file, before quotes.
    fn written(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => match visible(text) {
                Cow::Borrowed(text) => shielded(text),
                Cow::Owned(text) => shielded(&text).into_owned().into(),
            },
            Self::Whole(number) => number.to_string().into(),
            Self::Decimal(number) => number.to_string().replace('.', ",").into(),
            Self::Day(day) => day.to_string().into(),
            Self::Moment(moment) => moment.strftime("%Y-%m-%d %H:%M:%S").to_string().into(),
            Self::Empty => "".into(),
        }
    }
}

/// Writes a table row by row.
#[derive(Debug)]
pub struct SheetWriter<W: Write> {
    rows: csv::Writer<W>,
}

impl<W: Write> SheetWriter<W> {
    /// Starts a table with the names of its columns.
    pub fn new(mut out: W, header: &[&str]) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut rows = csv::WriterBuilder::new()
            .delimiter(b';')
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        rows.write_record(header)?;
        Ok(Self { rows })
    }

    /// Writes a row; every row has as many cells as the header.
    pub fn write_row(&mut self, cells: &[SheetCell<'_>]) -> io::Result<()> {
        let written: Vec<Cow<'_, str>> = cells.iter().map(SheetCell::written).collect();
        self.rows
            .write_record(written.iter().map(|cell| cell.as_bytes()))?;
        Ok(())
    }

    /// Hands on what is not written yet.
    pub fn finish(mut self) -> io::Result<()> {
        self.rows.flush()
    }
}

/// A text with its commands, and what looks like one that was written so, as JSON escapes them. Line
/// breaks and tabs stand inside of quotes and may stay.
fn visible(text: &str) -> Cow<'_, str> {
    let is_harmless = |at: usize, sign: char| match sign {
        '\n' | '\t' => true,
        '\r' => text[at..].starts_with("\r\n"),
        '\\' => !looks_escaped(&text[at..]),
        sign => !is_command(sign),
    };
    if text.char_indices().all(|(at, sign)| is_harmless(at, sign)) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    for (at, sign) in text.char_indices() {
        if is_harmless(at, sign) {
            out.push(sign);
        } else {
            out.push_str(&escaped(sign));
        }
    }
    out.into()
}

fn looks_escaped(text: &str) -> bool {
    let digits = text.strip_prefix("\\u").and_then(|rest| rest.get(..4));
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A text that no spreadsheet calculates, shortens or takes for a date: an apostrophe stands
/// before what would be.
///
/// Quotes alone do not hold: a program that parts cells at another separator ends them there, so
/// what follows a comma, a semicolon, a tab or a line break inside a text is shielded like a start.
pub fn shielded(text: &str) -> Cow<'_, str> {
    let start = needs_shield(text);
    with_apostrophes(
        text,
        start,
        |_| true,
        |place, out| {
            out.push('\'');
            out.push_str(place);
        },
    )
}

/// The text that [`shielded`] was given. Of other texts it takes the apostrophes that people put
/// before digits and signs for the same end.
pub fn unshielded(text: &str) -> Cow<'_, str> {
    let start = text.strip_prefix('\'').is_some_and(is_shieldable);
    let shield = |place: &str| place.starts_with('\'');
    with_apostrophes(text, start, shield, |place, out| {
        out.push_str(place.strip_prefix('\'').unwrap_or(place));
    })
}

/// Rebuilds a text whose pieces begin at its start and wherever another separator would begin a
/// cell with a sign; those that `applies` to are written by `change`.
fn with_apostrophes(
    text: &str,
    start: bool,
    applies: impl Fn(&str) -> bool,
    change: impl Fn(&str, &mut String),
) -> Cow<'_, str> {
    let mut places = calculated_places(text);
    places.retain(|at| *at > 0 && applies(&text[*at..]));
    if !start && places.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + places.len() + 1);
    let ends = places.iter().copied().chain([text.len()]);
    let mut from = 0;
    for end in ends {
        let piece = &text[from..end];
        if from > 0 || start {
            change(piece, &mut out);
        } else {
            out.push_str(piece);
        }
        from = end;
    }
    out.into()
}

fn needs_shield(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    calculated_places(text).first() == Some(&0)
        || text.starts_with(char::is_control)
        || looks_like_a_number(text)
        || (bare.len() < text.len() && is_shieldable(bare))
}

/// Whether an apostrophe before this is a shield and not part of the text.
fn is_shieldable(text: &str) -> bool {
    let bare = text.trim_start_matches('\'');
    bare.starts_with(|c: char| c.is_ascii_digit() || c.is_control())
        || calculated_places(text).first() == Some(&0)
}

/// A NIP would be rounded, 32.04 taken for a time, 1/2 for a day.
fn looks_like_a_number(text: &str) -> bool {
    let part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | ':' | '/' | '%' | ' ');
    let exponent = |c: char| matches!(c, 'e' | 'E' | 'T' | 'Z');
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| part(c) || exponent(c))
}

/// Where a cell begins or might begin, with a sign as the first thing to be seen; in order.
fn calculated_places(text: &str) -> Vec<usize> {
    let mut places = Vec::new();
    // Whether a sign is the first thing to be seen in what was passed; from the end on, so that
    // long runs of blanks are read once.
    let mut sign_ahead = false;
    for (at, c) in text.char_indices().rev() {
        if sign_ahead && matches!(c, ',' | ';' | '\t' | '\n' | '\r') {
            places.push(at + c.len_utf8());
        }
        sign_ahead = is_sign(c) || (sign_ahead && is_passed_over(c));
    }
    if sign_ahead {
        places.push(0);
    }
    places.reverse();
    places
}

/// What begins a formula; the wide ones do in East Asian settings.
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// What a program may drop before it looks whether a cell is a formula.
fn is_passed_over(c: char) -> bool {
    let invisible = matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    c.is_whitespace() || c.is_control() || invisible || matches!(c, '"' | '\'')
}
