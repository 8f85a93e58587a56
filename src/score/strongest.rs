//! A post of several passages: each is scored as if it were a post that is known to go on, and the
//! strongest is its score.

use std::cmp::Ordering;

use super::anchors::Anchor;
use super::elsewhere::{Elsewhere, TextElsewhere};
use super::explain::leaf;
use super::office;
use super::passages::{Passage, PassagePiece};
use super::scene::Scene;
use super::scenes::Scenes;
use super::{Scorer, weighed};
use crate::model::{Assessment, CueKind, EntryKind, Explanation, Sentence, Span, Subject, Wording};

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
    let (elsewhere, spoken) = what_is_certain(scorer, subject, passages);
    let read = |passage| weighed(&Scenes::new(scorer, subject, passage, &elsewhere));
    let first = &passages[0];
    let mut best = (first, read(first));
    // A post begins in its language.
    let language = best.1.language.clone();
    for passage in spoken {
        let assessment = read(passage);
        if strength(&assessment, &best.1) == Ordering::Greater {
            best = (passage, assessment);
        }
    }
    let (passage, mut assessment) = best;
    assessment.language = language;
    in_post(assessment, passage)
}

/// What is certain of the whole post, and the passages behind the first in which a phrase is found.
/// They are read again rather than kept, so that no more than one is held at a time.
fn what_is_certain<'p, 'a>(
    scorer: &'a Scorer,
    subject: &'a Subject<'a>,
    passages: &'p [Passage<'a>],
) -> (Elsewhere, Vec<&'p Passage<'a>>) {
    let (mut elsewhere, mut spoken) = (Elsewhere::default(), Vec::new());
    for (number, passage) in passages.iter().enumerate() {
        let scenes = Scenes::alone(scorer, subject, passage);
        if scenes.has_phrases() {
            for scene in &scenes.texts {
                note(scene, &mut elsewhere);
            }
            spoken.extend((number > 0).then_some(passage));
        }
    }
    (elsewhere, spoken)
}

/// Notes what is certain in a text of a passage.
fn note(scene: &Scene<'_>, elsewhere: &mut Elsewhere) {
    let found = TextElsewhere::new(certain(scene), is_electoral(scene));
    elsewhere.add_text(scene.reading.name, found);
    elsewhere.framed |= office::speaks_of_elections(scene);
    let candidates = scene.anchors.iter().flat_map(|anchor| &anchor.candidates);
    for candidate in candidates {
        elsewhere.add_mention(candidate.contest);
    }
}

/// Offices and parties, which have no weight, are named between elections too, and everyday votes
/// have words of elections.
fn is_electoral(scene: &Scene<'_>) -> bool {
    let mut words = scene.cues_of(CueKind::Company);
    words.any(|cue| {
        let sentence = scene.sentence(cue.first);
        scene.weight(cue) > 0.0 && !scene.sentence_has(sentence, CueKind::Everyday)
    })
}

fn certain<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = (usize, usize)> + 's {
    let by_name = |anchor: &&Anchor| matches!(anchor.kind, Some(EntryKind::Name | EntryKind::Pair));
    let anchors = scene.anchors.iter().filter(by_name);
    let candidates = anchors.flat_map(|anchor| &anchor.candidates);
    let certain = candidates.filter(|one| !one.needs_company);
    certain.map(|one| (one.contest, one.contestant))
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
