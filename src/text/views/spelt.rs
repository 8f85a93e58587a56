//! Words spelt out letter by letter or syllable by syllable.

use std::ops::Range;

use super::{View, Writer, chunks};
use crate::text::Folded;

/// A text in which words spelt out with the same sign between all letters (`P D I P`, `p.k.s`,
/// `n♥e♥t`) are joined. `None` when there are none.
pub fn acronyms(folded: &Folded) -> Option<View> {
    spelt(folded, |_| false, |_, _| Vec::new())
}

/// As [`acronyms`], and known words parted into syllables are joined (`co-blos`). What is not known
/// when it is joined is cut where `parts` finds words in it (`p i l i h b a n u`); it is given the
/// letters, and the places at which words end to the eye.
pub fn spelt(
    folded: &Folded,
    known: impl Fn(&str) -> bool,
    parts: impl Fn(&str, &[usize]) -> Vec<Range<usize>>,
) -> Option<View> {
    let text = folded.text();
    let mut runs = if has_single(text.as_bytes()) {
        spelt_letters(text)
    } else {
        Vec::new()
    };
    if text.contains('-') {
        runs.extend(syllables(text, &known));
        runs.sort_unstable_by_key(|run| run.start);
    }
    let mut writer = Writer::default();
    let mut done = 0;
    for run in runs {
        writer.run(text, done..run.start);
        done = run.end;
        let spelt = SpeltWord::new(text, run);
        let cuts = spelt.cuts(&known, &parts);
        spelt.write(&mut writer, &cuts);
    }
    (done > 0).then(|| {
        writer.run(text, done..text.len());
        writer.finish()
    })
}

/// A word that was spelt out: its letters, joined, and where each stands in the text.
struct SpeltWord {
    joined: String,
    places: Vec<usize>,
}

impl SpeltWord {
    fn new(text: &str, run: Range<usize>) -> Self {
        let letters = text[run.clone()].char_indices();
        let letters = letters.filter(|(_, letter)| letter.is_ascii_alphanumeric());
        let (places, joined) = letters.map(|(at, letter)| (run.start + at, letter)).unzip();
        Self { joined, places }
    }

    /// Before which of its letters a word of its own begins.
    fn cuts(
        &self,
        known: impl Fn(&str) -> bool,
        parts: impl Fn(&str, &[usize]) -> Vec<Range<usize>>,
    ) -> Vec<usize> {
        let letters = self.joined.as_bytes();
        let turns = |at: &usize| letters[*at].is_ascii_digit() != letters[at - 1].is_ascii_digit();
        let mut edges: Vec<usize> = (1..letters.len()).filter(turns).collect();
        edges.insert(0, 0);
        edges.push(letters.len());
        if !known(&self.joined) {
            let words = parts(&self.joined, &edges).into_iter();
            edges.extend(words.flat_map(|word| [word.start, word.end]));
            edges.sort_unstable();
        }
        edges
    }

    fn write(&self, writer: &mut Writer, cuts: &[usize]) {
        let letters = self.joined.chars().zip(&self.places);
        for (at, (letter, place)) in letters.enumerate() {
            if at > 0 && cuts.binary_search(&at).is_ok() {
                writer.atom(' ', *place..*place);
            }
            writer.atom(letter, *place..place + 1);
        }
    }
}

/// Whether a letter stands alone, as in nearly no post.
fn has_single(bytes: &[u8]) -> bool {
    let letter = |at: usize| bytes[at].is_ascii_alphanumeric();
    (2..bytes.len()).any(|at| letter(at - 1) && !letter(at) && !letter(at - 2))
}

/// Letters alone, with what stands before each.
struct Single<'a> {
    at: usize,
    gap: &'a str,
}

/// So many bytes stand at most between two letters of a word.
const WIDEST_GAP: usize = 16;

/// Runs of three or more single letters with the same signs between them.
fn spelt_letters(text: &str) -> Vec<Range<usize>> {
    let mut runs = Vec::new();
    let mut run: Option<(Range<usize>, &str, usize)> = None;
    let mut keep = |run: Option<(Range<usize>, &str, usize)>| {
        runs.extend(
            run.filter(|(_, _, letters)| *letters > 2)
                .map(|(run, _, _)| run),
        );
    };
    for Single { at, gap } in singles(text) {
        let digit = text.as_bytes()[at].is_ascii_digit();
        run = match run.take() {
            Some((run, between, letters))
                if run.end + gap.len() == at && (letters == 1 || alike(between, gap)) =>
            {
                Some((run.start..at + 1, gap, letters + 1))
            }
            before => {
                keep(before);
                (!digit).then_some((at..at + 1, "", 1))
            }
        };
    }
    keep(run);
    runs
}

/// The letters and digits of a text that stand alone.
fn singles(text: &str) -> impl Iterator<Item = Single<'_>> {
    let bytes = text.as_bytes();
    let mut end = 0;
    let words = text.split(|letter: char| !letter.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty());
    words.filter_map(move |word| {
        let at = word.as_ptr().addr() - text.as_ptr().addr();
        let gap = &text[end..at];
        end = at + word.len();
        let single = word.len() == 1 && bytes[at].is_ascii_alphanumeric();
        let gap = if gap.len() > WIDEST_GAP { "" } else { gap };
        single.then_some(Single { at, gap })
    })
}

/// Whether the signs between letters are the same: blanks as many, pictures whichever.
fn alike(one: &str, other: &str) -> bool {
    let pictured = |gap: &str| !gap.is_ascii();
    let trimmed = [one.trim(), other.trim()];
    match (pictured(one), pictured(other)) {
        (true, true) => true,
        (false, false) if trimmed == ["", ""] => one == other,
        (false, false) => trimmed[0] == trimmed[1],
        _ => false,
    }
}

/// The longest syllable, in bytes.
const SYLLABLE: usize = 4;

/// Known words that are parted into syllables and are not said twice.
fn syllables(text: &str, known: impl Fn(&str) -> bool) -> Vec<Range<usize>> {
    let words = chunks(text).filter_map(|chunk| {
        let word = text[chunk.clone()].trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        let short = |part: &str| (1..=SYLLABLE).contains(&part.len());
        let parted = word.contains('-') && word.split('-').all(short);
        let longer = word.split('-').any(|part| part.len() > 1);
        let joined = word.replace('-', "");
        let letters = joined.bytes().all(|byte| byte.is_ascii_alphabetic());
        (parted && longer && letters && joined.len() >= SYLLABLE && known(&joined))
            .then_some(start..start + word.len())
    });
    words.collect()
}
