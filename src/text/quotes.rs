//! Quotation marks as people type them.

use std::ops::Range;

/// Marks that open and close each other, in whichever shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Double,
    Single,
    Angle,
    SmallAngle,
    Corner,
}

/// What a mark does by its shape, where the signs beside it do not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Opens,
    Closes,
    Both,
}

/// A mark that was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct QuotationMark {
    family: Family,
    shape: Shape,
    /// Bytes of it.
    pub(super) length: usize,
}

impl QuotationMark {
    /// The mark at a place of a folded text, if there is one: a sign, or two signs that stand for
    /// one where the sign is not on the keyboard (`''`, `<<`, `,,`).
    pub(super) fn at(text: &str, at: usize) -> Option<Self> {
        let rest = &text[at..];
        let sign = rest.chars().next()?;
        let two = ["''", "``", "<<", ">>", ",,"]
            .iter()
            .find(|two| rest.starts_with(**two) && (**two != ",," || is_closed(rest)));
        let (family, shape, length) = match (sign, two) {
            ('<', Some(_)) => (Family::Angle, Shape::Opens, 2),
            ('>', Some(_)) => (Family::Angle, Shape::Closes, 2),
            ('\'' | '`' | ',', Some(_)) => (Family::Double, Shape::Both, 2),
            ('<' | '>' | ',', None) => return None,
            (_, _) => {
                let (family, shape) = of_sign(sign)?;
                (family, shape, sign.len_utf8())
            }
        };
        Some(Self {
            family,
            shape,
            length,
        })
    }

    /// Whether it is of the sort that is also an apostrophe.
    pub(super) fn is_single(self) -> bool {
        self.family == Family::Single
    }
}

/// How far behind two commas the mark is looked for that closes what they open: commas also halt.
const FARTHEST_CLOSE: usize = 200;

fn is_closed(rest: &str) -> bool {
    let near = rest.chars().take(FARTHEST_CLOSE);
    let mut near = near.take_while(|sign| *sign != '\n');
    let mut before = ' ';
    near.any(|sign| {
        let twice = std::mem::replace(&mut before, sign) == sign && matches!(sign, '\'' | '`');
        twice || matches!(sign, '"' | '\u{201C}' | '\u{201D}')
    })
}

fn of_sign(sign: char) -> Option<(Family, Shape)> {
    use Family::{Angle, Corner, Double, Single, SmallAngle};
    use Shape::{Both, Closes, Opens};
    Some(match sign {
        '"' => (Double, Both),
        '\u{201C}' | '\u{201E}' | '\u{201F}' | '\u{2E42}' | '\u{301D}' | '\u{275D}'
        | '\u{1F676}' => (Double, Opens),
        '\u{201D}' | '\u{301E}' | '\u{301F}' | '\u{275E}' | '\u{1F677}' => (Double, Closes),
        '\'' | '`' => (Single, Both),
        '\u{2018}' | '\u{201A}' | '\u{201B}' | '\u{275B}' => (Single, Opens),
        '\u{2019}' | '\u{275C}' | '\u{B4}' => (Single, Closes),
        '\u{AB}' | '\u{300A}' => (Angle, Opens),
        '\u{BB}' | '\u{300B}' => (Angle, Closes),
        '\u{2039}' | '\u{276E}' | '\u{3008}' => (SmallAngle, Opens),
        '\u{203A}' | '\u{276F}' | '\u{3009}' => (SmallAngle, Closes),
        '\u{300C}' | '\u{300E}' | '\u{FE41}' | '\u{FE43}' => (Corner, Opens),
        '\u{300D}' | '\u{300F}' | '\u{FE42}' | '\u{FE44}' => (Corner, Closes),
        _ => return None,
    })
}

/// A quotation that was opened.
#[derive(Debug, Clone, Copy)]
struct Opened {
    /// The first word in it.
    first: usize,
    /// Quotations of the same marks in it that are open, and itself.
    depth: u32,
    /// The line that it opens on.
    line: u32,
}

/// What a mark does at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// It opens a quotation, or one in another.
    Opens,
    /// It ends a quotation of these words.
    Closes(Range<usize>),
    /// It is an apostrophe, or means something else.
    Nothing,
}

/// The quotations that are open, one of each family.
#[derive(Debug, Default)]
pub(super) struct OpenQuotations {
    open: [Option<Opened>; 5],
    line: u32,
}

impl OpenQuotations {
    /// What a mark at a place does when so many words stand before it.
    pub(super) fn take(
        &mut self,
        text: &str,
        at: usize,
        mark: QuotationMark,
        words: usize,
    ) -> Effect {
        let before = text[..at].chars().next_back();
        let behind = text[at + mark.length..].chars().next();
        let line = self.line;
        let slot = &mut self.open[mark.family as usize];
        match mark.direction(before, behind, slot.is_some()) {
            Shape::Opens => {
                match slot {
                    Some(opened) if opened.line == line => opened.depth += 1,
                    // What is not closed in its paragraph goes on in the next where that opens anew.
                    slot => {
                        *slot = Some(Opened {
                            first: words,
                            depth: 1,
                            line,
                        });
                    }
                }
                Effect::Opens
            }
            Shape::Closes => close(slot, words),
            Shape::Both => Effect::Nothing,
        }
    }

    /// The words of quotations that are open at the end of a line, which is where one ends that
    /// nobody closes. Single marks are then apostrophes.
    pub(super) fn end_line(&mut self, words: usize) -> Option<Range<usize>> {
        let line = self.line;
        self.line += 1;
        self.open[Family::Single as usize] = None;
        let unclosed = self
            .open
            .iter()
            .flatten()
            .filter(|opened| opened.line == line);
        let first = unclosed.map(|opened| opened.first).min()?;
        Some(first..words)
    }
}

fn close(slot: &mut Option<Opened>, words: usize) -> Effect {
    match slot {
        None => Effect::Nothing,
        Some(opened) if opened.depth > 1 => {
            opened.depth -= 1;
            Effect::Opens
        }
        Some(opened) => {
            let first = opened.first;
            *slot = None;
            Effect::Closes(first..words)
        }
    }
}

impl QuotationMark {
    /// People open with the closing mark and close with the opening one: what stands beside tells
    /// first, the shape after that.
    fn direction(self, before: Option<char>, behind: Option<char>, open: bool) -> Shape {
        if self.family == Family::Corner {
            return self.shape;
        }
        let blank = |sign: Option<char>| sign.is_none_or(char::is_whitespace);
        let letter = |sign: Option<char>| sign.is_some_and(char::is_alphanumeric);
        let opens = !blank(behind) && !letter(before);
        let closes = !blank(before) && !letter(behind);
        match (opens, closes) {
            (true, false) => Shape::Opens,
            (false, true) => Shape::Closes,
            _ if self.family == Family::Single && !(opens && open) => Shape::Both,
            _ if open => Shape::Closes,
            _ if self.shape == Shape::Closes => Shape::Both,
            _ => Shape::Opens,
        }
    }
}
