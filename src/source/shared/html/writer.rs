//! Writing text as people see it: line breaks, blanks and signs.

use scraper::ElementRef;

use super::look::{Look, has_class};
use super::style::InlineStyle;
use crate::source::shared::text::{BETWEEN_TILDES, tidy};

/// Stands before and after what is struck out, on every line of it, as in Markdown. The scorer
/// passes over it: what a person struck out is not what they say.
const STRUCK: &str = "~~";
/// What makes letters run to the left as `<bdo dir=rtl>` does, and its end.
const RIGHT_TO_LEFT: char = '\u{202e}';
const END_OF_DIRECTION: char = '\u{202c}';
/// More digits than this are no power and no note.
const MOST_RAISED: usize = 3;

/// Text as far as it was written.
#[derive(Debug, Default)]
pub(super) struct Writer {
    text: String,
    /// White space since the last letter.
    blank: bool,
    /// Whether the last letter is struck out.
    striking: bool,
    /// How many quotations are open.
    quotations: usize,
    /// Where raised, lowered and explaining words began.
    began: Vec<usize>,
}

impl Writer {
    /// Writes words, with white space as it is shown.
    pub(super) fn text(&mut self, text: &str, look: Look) {
        if !look.shows_words() {
            return;
        }
        for character in text.chars() {
            match character {
                '\n' if look.keeps_lines() => self.line_break(),
                blank if blank.is_ascii_whitespace() && look.keeps_lines() => {
                    self.flush_blank();
                    self.text.push(blank);
                }
                blank if blank.is_ascii_whitespace() => self.blank = true,
                // Places where a word may be broken, and marks of the order of bytes: nothing to
                // see. Joiners and marks of direction change what is seen, and stay.
                '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' => {}
                letter => self.letter(letter, look),
            }
        }
    }

    fn letter(&mut self, letter: char, look: Look) {
        if self.striking && !look.is_struck() {
            self.end_strike();
        }
        self.flush_blank();
        if look.is_struck() && !self.striking {
            self.text.push_str(STRUCK);
            self.striking = true;
        }
        if letter == '~' && self.text.ends_with('~') {
            self.text.push(BETWEEN_TILDES);
        }
        self.text.push(letter);
    }

    /// A sign that follows the last letter, before any blank.
    fn sign(&mut self, sign: char, look: Look) {
        let blank = std::mem::take(&mut self.blank);
        self.text(sign.encode_utf8(&mut [0; 4]), look);
        self.blank |= blank;
    }

    fn end_strike(&mut self) {
        if std::mem::take(&mut self.striking) {
            self.text.push_str(STRUCK);
        }
    }

    fn flush_blank(&mut self) {
        if self.blank && !self.text.is_empty() && !self.text.ends_with(['\n', ' ']) {
            self.text.push(' ');
        }
        self.blank = false;
    }

    fn line_break(&mut self) {
        self.end_strike();
        self.blank = false;
        self.text.push('\n');
    }

    fn lines(&mut self, lines: usize) {
        if lines == 0 {
            return;
        }
        self.end_strike();
        self.blank = false;
        let ends = self.text.bytes().rev().take(lines);
        let have = ends.take_while(|byte| *byte == b'\n').count();
        if !self.text.is_empty() {
            self.text
                .extend(std::iter::repeat_n('\n', lines.saturating_sub(have)));
        }
    }

    /// Writes what stands at the start of an element.
    pub(super) fn enter(&mut self, element: ElementRef<'_>, look: Look) {
        match element.value().name() {
            "br" => self.line_break(),
            "td" | "th" | "dd" | "button" => self.blank = true,
            "q" => {
                self.letters(quotation(self.quotations).0, look);
                self.quotations += 1;
            }
            "rt" if !self.text.ends_with(['(', '（']) => {
                self.began.push(self.text.len());
                self.letters('(', look);
            }
            "sup" | "sub" | "rt" => self.began.push(self.text.len()),
            _ => self.lines(breaks(element)),
        }
        if goes_left(element) {
            self.letters(RIGHT_TO_LEFT, look);
        }
    }

    /// Writes what stands at the end of an element.
    pub(super) fn leave(&mut self, element: ElementRef<'_>, look: Look) {
        if goes_left(element) {
            self.sign(END_OF_DIRECTION, look);
        }
        match element.value().name() {
            "button" => self.blank = true,
            "q" => {
                self.quotations = self.quotations.saturating_sub(1);
                self.sign(quotation(self.quotations).1, look);
            }
            "rt" => self.end_reading(look),
            "sup" => self.raise('^', raised),
            "sub" => self.raise('_', lowered),
            "span" if has_class(element, "ellipsis") => self.sign('…', look),
            _ => self.lines(breaks(element)),
        }
    }

    fn letters(&mut self, letter: char, look: Look) {
        self.text(letter.encode_utf8(&mut [0; 4]), look);
    }

    /// Closes the bracket around the reading of a word, where the author did not write one.
    fn end_reading(&mut self, look: Look) {
        let began = self.began.pop().unwrap_or(self.text.len());
        let within = &self.text[began..];
        if within.strip_prefix(' ').unwrap_or(within).starts_with('(') {
            self.sign(')', look);
        }
    }

    /// Turns digits since the start of an element into raised or lowered ones. Behind a digit
    /// they would be read as a part of the number, so that a mark keeps them apart.
    fn raise(&mut self, mark: char, shape: fn(char) -> Option<char>) {
        let began = self.began.pop().unwrap_or(self.text.len());
        let (before, within) = self.text.split_at(began);
        let digits = within.strip_prefix(' ').unwrap_or(within);
        if !(1..=MOST_RAISED).contains(&digits.len()) {
            return;
        }
        let shaped: Option<String> = digits.chars().map(shape).collect();
        let Some(shaped) = shaped else {
            return;
        };
        let number = digits.len() == within.len() && before.ends_with(|c: char| c.is_ascii_digit());
        let new = if number {
            format!("{mark}{digits}")
        } else {
            shaped
        };
        let keep = self.text.len() - digits.len();
        self.text.truncate(keep);
        self.text.push_str(&new);
    }

    /// All that was written, in its stored form.
    pub(super) fn finish(mut self) -> String {
        self.end_strike();
        tidy(&self.text)
    }
}

/// Whether letters are made to run from right to left.
fn goes_left(element: ElementRef<'_>) -> bool {
    let direction = element.attr("dir").unwrap_or_default();
    let by_name = element.value().name() == "bdo" && direction.eq_ignore_ascii_case("rtl");
    let style = element.attr("style").filter(|style| style.contains("bidi"));
    by_name || style.is_some_and(|style| InlineStyle::parse(style).forced_left())
}

/// Marks around a quotation inside so many others.
fn quotation(depth: usize) -> (char, char) {
    if depth.is_multiple_of(2) {
        ('“', '”')
    } else {
        ('‘', '’')
    }
}

fn raised(digit: char) -> Option<char> {
    Some(match digit {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + digit.to_digit(10)?)?,
        '+' => '⁺',
        '-' | '−' => '⁻',
        _ => return None,
    })
}

fn lowered(digit: char) -> Option<char> {
    match digit {
        '0'..='9' => char::from_u32(0x2080 + digit.to_digit(10)?),
        _ => None,
    }
}

/// Line breaks around an element.
fn breaks(element: ElementRef<'_>) -> usize {
    let by_name = match element.value().name() {
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "blockquote" | "pre" | "figure"
        | "table" | "ul" | "ol" | "menu" | "hr" => 2,
        "div" | "li" | "tr" | "section" | "article" | "header" | "footer" | "main" | "aside"
        | "nav" | "figcaption" | "dl" | "dt" | "address" | "form" | "details" | "summary"
        | "option" | "title" | "caption" | "center" | "dialog" | "dir" | "fieldset" | "hgroup"
        | "legend" | "search" | "text" | "foreignObject" => 1,
        _ => 0,
    };
    if by_name > 0 {
        return by_name;
    }
    let style = element.attr("style").map(InlineStyle::parse);
    let display = style.and_then(|style| style.display());
    usize::from(display.is_some_and(|display| {
        matches!(
            &*display,
            "block" | "flex" | "grid" | "list-item" | "table" | "table-row"
        )
    }))
}
