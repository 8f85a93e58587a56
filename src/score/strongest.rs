//! A post of several passages: each is scored as if it were a post, and the strongest is its score.

use std::cmp::Ordering;

use super::explain::leaf;
use super::passages::{Passage, PassagePiece};
use super::scenes::Scenes;
use super::{Scorer, weighed};
use crate::model::{Assessment, Explanation, Sentence, Span, Subject, Wording};

/// So many words of a passage, and letters of them, tell readers which it is.
const TOLD: usize = 6;
const LONGEST_TOLD: usize = 80;

/// The assessment of the strongest passage, of equals the first, with places in the whole post.
/// Passages in which no phrase is found are not queued for anything: of those the first speaks.
pub(super) fn assess<'a>(
    scorer: &'a Scorer,
    subject: &'a Subject<'a>,
    passages: &[Passage<'a>],
) -> Assessment {
    let read = |passage| Scenes::new(scorer, subject, passage);
    let mut best = (&passages[0], weighed(&read(&passages[0])));
    // A post begins in its language.
    let language = best.1.language.clone();
    for passage in &passages[1..] {
        let scenes = read(passage);
        if !scenes.has_phrases() {
            continue;
        }
        let assessment = weighed(&scenes);
        if strength(&assessment, &best.1) == Ordering::Greater {
            best = (passage, assessment);
        }
    }
    let (passage, mut assessment) = best;
    assessment.language = language;
    in_post(assessment, passage)
}

fn strength(left: &Assessment, right: &Assessment) -> Ordering {
    let band = left.band.cmp(&right.band);
    band.then_with(|| left.score.total_cmp(&right.score))
}

/// Says of which passage the assessment is, and places in the passage as places in the post.
fn in_post(mut assessment: Assessment, passage: &Passage<'_>) -> Assessment {
    let signals = assessment.signals.iter_mut().map(|one| &mut one.spans);
    let counter = assessment.counter.iter_mut().map(|one| &mut one.spans);
    for span in signals.chain(counter).flatten() {
        shift(span, passage);
    }
    shift_parts(&mut assessment.explanation, passage);
    assessment.explanation.parts.push(told(passage));
    assessment
}

fn shift_parts(part: &mut Explanation, passage: &Passage<'_>) {
    for span in &mut part.spans {
        shift(span, passage);
    }
    for inner in &mut part.parts {
        shift_parts(inner, passage);
    }
}

fn shift(span: &mut Span, passage: &Passage<'_>) {
    let piece = passage.iter().find(|piece| piece.name == span.text);
    let start = piece.map_or(0, |piece| piece.start);
    span.range = span.range.map(|at| start + at);
}

/// Which passage it is.
fn told(passage: &Passage<'_>) -> Explanation {
    let place = |piece: &PassagePiece<'_>| Span {
        text: piece.name,
        range: [piece.start, piece.start + piece.text.len()],
    };
    let words = passage
        .iter()
        .flat_map(|piece| piece.text.split_whitespace());
    let words: Vec<&str> = words.take(TOLD).collect();
    let words: String = words.join(" ").chars().take(LONGEST_TOLD).collect();
    let label = Sentence::new(Wording::Passage, [words.as_str()]);
    Explanation {
        spans: passage.iter().map(place).collect(),
        ..leaf(label, 0.0)
    }
}
