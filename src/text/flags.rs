//! Words spelt in regional indicators, which also make up flags.

use std::ops::Range;

use super::confusable::regional_letter;
use super::unseen::invisible;

/// More signs than so many between two indicators part rows.
const WIDEST_GAP: usize = 8;

/// The words of a row of indicators, parted by blanks, signs and whatever else is no letter.
#[derive(Debug, Default)]
pub(super) struct FlagRow {
    words: Vec<Range<usize>>,
    /// How many words were asked for already.
    passed: usize,
    end: usize,
}

/// An indicator, with how many visible signs stand between it and the one before.
struct Indicator {
    place: Range<usize>,
    gap: usize,
}

impl FlagRow {
    /// The word that begins at a place, where letters are meant and not flags. Places are asked
    /// for in order; a row is looked at once.
    pub(super) fn word_at(&mut self, source: &str, at: usize) -> Option<Range<usize>> {
        if at >= self.end {
            *self = Self::read(source, at);
        }
        while self
            .words
            .get(self.passed)
            .is_some_and(|word| word.start < at)
        {
            self.passed += 1;
        }
        let word = self.words.get(self.passed)?;
        (word.start == at).then(|| word.clone())
    }

    /// Letters of a word stand equally far apart, and words farther. A word of two is a flag.
    fn read(source: &str, at: usize) -> Self {
        let row = indicators(source, at);
        let narrow = row.iter().skip(1).map(|one| one.gap).min().unwrap_or(0);
        let words = row.chunk_by(|_, next| next.gap == narrow);
        let words = words.filter(|word| word.len() > 2);
        let words = words.map(|word| word[0].place.start..word[word.len() - 1].place.end);
        Self {
            words: words.collect(),
            passed: 0,
            end: row.last().map_or(at, |last| last.place.end),
        }
    }
}

fn indicators(source: &str, at: usize) -> Vec<Indicator> {
    let mut row = Vec::new();
    let (mut gap, mut unseen) = (0, 0);
    for (offset, sign) in source[at..].char_indices() {
        if regional_letter(sign).is_some() {
            let start = at + offset;
            let place = start..start + sign.len_utf8();
            row.push(Indicator { place, gap });
            (gap, unseen) = (0, 0);
        } else if invisible(sign) && unseen < WIDEST_GAP {
            unseen += 1;
        } else if gap == WIDEST_GAP || sign.is_alphanumeric() {
            break;
        } else {
            gap += 1;
        }
    }
    row
}
