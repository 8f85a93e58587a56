//! Blanks, and signs without a shape of their own.

use unicode_normalization::char::is_combining_mark;

/// White space, and signs that readers cannot tell from it: the fillers of Hangul, which Unicode
/// calls letters, and a cell of braille without dots and a head of a note without a shape, which
/// it calls symbols.
pub fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{2800}' | '\u{1D159}'
        )
}

/// Characters that take no room on a line and stand in no address, though between letters of
/// other scripts and in rows of emojis they have a meaning.
pub(super) fn without_width(letter: char) -> bool {
    matches!(letter,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}')
}

/// Characters without a shape of their own: marks, joiners, direction marks, variation
/// selectors, skin tones, tags.
pub(super) fn invisible(letter: char) -> bool {
    without_width(letter)
        || matches!(letter,
            '\u{FE00}'..='\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E0FFF}')
        || is_combining_mark(letter)
}
