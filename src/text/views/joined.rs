//! Words run together, in hashtags and elsewhere.

use std::ops::Range;

use super::{View, Writer};
use crate::text::Folded;

/// Words run together, cut where one ends to the eye or as `known` says, one to a line. `joined`
/// are their places in the order of the text; `original` is the post that was folded. Asked for the
/// words that it knows, `known` is given the letters and the places at which words end to the eye.
/// `None` when there are none.
pub fn cut_up(
    original: &str,
    folded: &Folded,
    joined: impl IntoIterator<Item = Range<usize>>,
    known: impl Fn(&str, &[usize]) -> Vec<Range<usize>>,
) -> Option<View> {
    let text = folded.text();
    let mut writer = Writer::default();
    for body in joined {
        let letters = Letters::of(original, folded, body.clone());
        let known = known(&text[body.clone()], &letters.edges());
        let known = known.into_iter();
        let known = known.map(|word| body.start + word.start..body.start + word.end);
        let pieces = letters.pieces(text, &known.collect::<Vec<_>>());
        if pieces.len() < 2 {
            continue;
        }
        for (index, piece) in pieces.into_iter().enumerate() {
            let before = if index == 0 { '\n' } else { ' ' };
            writer.atom(before, piece.start..piece.start);
            writer.run(text, piece);
        }
    }
    (!writer.text.is_empty()).then(|| writer.finish())
}

/// Joined hashtags cut at capitals, digits and underscores (`#DukungPakBudi`), one a line.
/// `original` is the post that was folded. `None` when there are none.
pub fn tags(original: &str, folded: &Folded) -> Option<View> {
    cut_up(original, folded, tag_bodies(folded.text()), |_, _| {
        Vec::new()
    })
}

/// Where the letters of hashtags stand in a folded text.
pub fn tag_bodies(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let signs = text.match_indices('#');
    signs.map(|(sign, _)| tag_body(text, sign + 1))
}

fn tag_body(text: &str, start: usize) -> Range<usize> {
    let length = text[start..]
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(text.len() - start);
    start..start + length
}

#[derive(PartialEq, Eq, Clone, Copy)]
enum Shape {
    Upper,
    Lower,
    Digit,
    Other,
}

/// Cuts where a capital follows a small letter, where the last of several capitals starts a
/// word, and between letters and digits.
pub(in crate::text) fn cut(
    original: &str,
    folded: &Folded,
    body: Range<usize>,
) -> Vec<Range<usize>> {
    Letters::of(original, folded, body).pieces(folded.text(), &[])
}

/// The letters of words run together, as they were written.
struct Letters {
    body: Range<usize>,
    shapes: Vec<(usize, Shape)>,
}

impl Letters {
    fn of(original: &str, folded: &Folded, body: Range<usize>) -> Self {
        let shapes = folded.text()[body.clone()].char_indices();
        let shapes = shapes.map(|(offset, letter)| {
            let at = body.start + offset;
            let [from, to] = folded.source(at..at + letter.len_utf8());
            let upper = original
                .get(from..to)
                .and_then(|source| source.chars().next())
                .is_some_and(char::is_uppercase);
            let shape = match letter {
                _ if letter.is_numeric() => Shape::Digit,
                _ if letter.is_alphabetic() && upper => Shape::Upper,
                _ if letter.is_alphabetic() => Shape::Lower,
                _ => Shape::Other,
            };
            (at, shape)
        });
        Self {
            shapes: shapes.collect(),
            body,
        }
    }

    /// Where words may end to the eye, from the start of the body: as [`Self::humps`], and where
    /// small letters follow several capitals (`BANUjuara`).
    fn edges(&self) -> Vec<usize> {
        let capitals = self.shapes.windows(3).filter_map(|three| {
            let shapes = [three[0].1, three[1].1, three[2].1];
            (shapes == [Shape::Upper, Shape::Upper, Shape::Lower]).then_some(three[2].0)
        });
        let mut edges: Vec<usize> = self.humps().chain(capitals).collect();
        edges.extend([self.body.start, self.body.end]);
        edges.sort_unstable();
        edges.iter().map(|at| at - self.body.start).collect()
    }

    fn humps(&self) -> impl Iterator<Item = usize> + '_ {
        let shapes = self.shapes.iter().enumerate().skip(1);
        let humps = shapes.filter(|(index, (_, shape))| {
            let before = self.shapes[index - 1].1;
            let after = self.shapes.get(index + 1).map(|(_, shape)| *shape);
            let hump = *shape == Shape::Upper
                && (before == Shape::Lower
                    || (before == Shape::Upper && after == Some(Shape::Lower)));
            let kind = (before == Shape::Digit) != (*shape == Shape::Digit);
            hump || kind || *shape == Shape::Other || before == Shape::Other
        });
        humps.map(|(_, (at, _))| *at)
    }

    /// The pieces between the cuts, those that are known first.
    fn pieces(&self, text: &str, known: &[Range<usize>]) -> Vec<Range<usize>> {
        let outside = |at: &usize| {
            let behind = known.partition_point(|word| word.start < *at);
            behind == 0 || known[behind - 1].end <= *at
        };
        let mut cuts: Vec<usize> = self.humps().filter(outside).collect();
        cuts.extend(known.iter().flat_map(|word| [word.start, word.end]));
        cuts.extend([self.body.start, self.body.end]);
        cuts.sort_unstable();
        let pieces = cuts.windows(2).map(|pair| pair[0]..pair[1]);
        let written = |piece: &Range<usize>| text[piece.clone()].contains(char::is_alphanumeric);
        pieces.filter(written).collect()
    }
}
