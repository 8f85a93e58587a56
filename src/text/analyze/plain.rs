//! Folding for the analyser, with the way back to the original bytes.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::model::Span;

/// One character of the folded text and where it came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoldedChar {
    /// Lower case, without marks.
    pub(super) letter: char,
    /// Whether the original was a capital.
    pub(super) capital: bool,
    /// Bytes of the original character.
    pub(super) source: Span,
}

/// Compatibility decomposition, marks and invisible characters dropped, lower case.
pub(super) fn fold(text: &str) -> Vec<FoldedChar> {
    let mut folded = Vec::with_capacity(text.len());
    for (start, original) in text.char_indices() {
        let source = [start, start + original.len_utf8()];
        decompose_compatible(original, |part| {
            if is_combining_mark(part) || is_invisible(part) {
                return;
            }
            let capital = part.is_uppercase();
            for letter in part.to_lowercase().filter(|c| !is_combining_mark(*c)) {
                folded.push(FoldedChar {
                    letter,
                    capital,
                    source,
                });
            }
        });
    }
    folded
}

/// Characters that change how a text looks but not what it says: joiners, direction marks,
/// variation selectors, skin tones.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{1f3fb}'..='\u{1f3ff}'
    )
}
