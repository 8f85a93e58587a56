//! Dashes and quotation marks, in every shape that phones and word processors make of the ones
//! that were typed.

use std::borrow::Cow;

/// Whether the character is a dash. In front of a word it excludes.
pub(super) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2d7}' | '\u{58a}' | '\u{5be}' | '\u{1806}' | '\u{2010}'
            ..='\u{2015}'
                | '\u{2043}'
                | '\u{207b}'
                | '\u{208b}'
                | '\u{2212}'
                | '\u{2796}'
                | '\u{2e3a}'
                | '\u{2e3b}'
                | '\u{301c}'
                | '\u{3030}'
                | '\u{fe31}'
                | '\u{fe32}'
                | '\u{fe58}'
                | '\u{fe63}'
                | '\u{ff0d}'
    )
}

/// Whether the character is a quotation mark wherever it stands.
pub(super) fn is_quote(c: char) -> bool {
    matches!(c,
        '"' | '\u{ab}' | '\u{bb}' | '\u{201c}'..='\u{201f}' | '\u{2033}' | '\u{2036}'
        | '\u{275d}' | '\u{275e}' | '\u{2760}' | '\u{1f676}'..='\u{1f678}' | '\u{300c}'..='\u{300f}'
        | '\u{301d}'..='\u{301f}' | '\u{ff02}')
}

/// Whether the character is a quotation mark around words, and an apostrophe inside of one.
pub(super) fn is_single_quote(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2b9}' | '\u{2bb}' | '\u{2bc}' | '\u{2018}'
            ..='\u{201b}'
                | '\u{2032}'
                | '\u{2035}'
                | '\u{2039}'
                | '\u{203a}'
                | '\u{275b}'
                | '\u{275c}'
                | '\u{ff07}'
    )
}

/// Whether something between quotation marks starts here.
pub(super) fn opens_quote(text: &str) -> bool {
    text.starts_with(|c| is_quote(c) || is_single_quote(c))
}

/// What stands between the quotation marks that `text` starts with, and how many bytes both take;
/// `None` when they are never closed. A single one closes at the end of a word only.
pub(super) fn quoted(text: &str) -> Option<(&str, usize)> {
    let mut letters = text.char_indices();
    let opening = letters.next()?.1;
    let closes = |at: usize, c: char| {
        let after = text[at + c.len_utf8()..].chars().next();
        if is_quote(opening) {
            return is_quote(c);
        }
        is_single_quote(c) && after.is_none_or(|next| ends_word(next) || next == '~')
    };
    let (end, closing) = letters.find(|(at, c)| closes(*at, *c))?;
    let inside = &text[opening.len_utf8()..end];
    Some((inside, end + closing.len_utf8()))
}

/// Words that can be shown between quotation marks.
pub(super) fn without_quotes(words: &str) -> String {
    words.replace(is_quote, " ")
}

/// Every dash as the one of the keyboard, and dots that a phone drew together taken apart.
pub(super) fn plain_signs(value: &str) -> Cow<'_, str> {
    if value.is_ascii() {
        return Cow::Borrowed(value);
    }
    Cow::Owned(value.replace(is_dash, "-").replace('\u{2026}', ".."))
}

/// Whether a bare word ends before this character.
pub(super) fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_quote(c) || matches!(c, '(' | ')')
}
