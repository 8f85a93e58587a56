//! Features of the masked post, each named by its words.
//!
//! | name | what |
//! |---|---|
//! | `u:word` | a word |
//! | `b:one two` | two words in a row; `^` and `$` stand for the ends of the post |
//! | `t:one two three` | three words in a row |
//! | `s:<calon> + word` | a word within six words after a contestant; `-` for before |
//! | `k:call <calon>` | kinds of lexicon entries and contestants that follow each other |
//! | `k:call` | a kind by itself |
//! | `g:framed`, `g:unframed` | whether a post with a contestant is about an election |
//! | `id:id.coblos` | an entry of the lexicon |

use super::words::{Word, mask, words};
use crate::model::Span;
use crate::score::scene::Scene;

/// How far from a contestant a word is still noted beside it.
const WINDOW: usize = 6;

/// Takes the features of a post one by one: the parts of the name, and the bytes of the original
/// from the first to the last word.
pub(crate) trait Sink {
    /// A feature.
    fn feature(&mut self, name: &[&str], span: Span);
}

/// Tells a sink every feature; the same one may come several times.
pub(crate) fn extract(scene: &Scene<'_>, sink: &mut impl Sink) {
    let words = words(scene);
    runs(&words, sink);
    neighbours(&words, sink);
    kinds(scene, sink);
}

fn runs(words: &[Word<'_>], sink: &mut impl Sink) {
    for word in words {
        sink.feature(&["u:", word.text], word.span);
    }
    let edge = |text| Word {
        text,
        masked: true,
        span: [0, 0],
    };
    let (first, last) = (edge("^"), edge("$"));
    let mut padded = Vec::with_capacity(words.len() + 2);
    padded.push(&first);
    padded.extend(words);
    padded.push(&last);
    for pair in padded.windows(2) {
        let span = hull(pair[0].span, pair[1].span);
        sink.feature(&["b:", pair[0].text, " ", pair[1].text], span);
    }
    for three in padded.windows(3) {
        let span = hull(hull(three[0].span, three[1].span), three[2].span);
        let [one, two, three] = [three[0].text, three[1].text, three[2].text];
        sink.feature(&["t:", one, " ", two, " ", three], span);
    }
}

fn neighbours(words: &[Word<'_>], sink: &mut impl Sink) {
    for (at, contestant) in words.iter().enumerate() {
        if !stands_for_election(contestant.text) {
            continue;
        }
        let end = words.len().min(at + WINDOW + 1);
        for (other, word) in words
            .iter()
            .enumerate()
            .take(end)
            .skip(at.saturating_sub(WINDOW))
        {
            let side = match other.cmp(&at) {
                std::cmp::Ordering::Less => " - ",
                std::cmp::Ordering::Equal => continue,
                std::cmp::Ordering::Greater => " + ",
            };
            let span = hull(contestant.span, word.span);
            sink.feature(&["s:", contestant.text, side, word.text], span);
        }
    }
}

fn stands_for_election(word: &str) -> bool {
    word.starts_with('<')
        && !matches!(
            word,
            "<akun>" | "<tautan>" | "<angka>" | "<gestur>" | "<simbol>"
        )
}

fn kinds(scene: &Scene<'_>, sink: &mut impl Sink) {
    let cues = scene.cues.iter().map(|cue| (cue.span, cue.kind.as_str()));
    let anchors = scene
        .anchors
        .iter()
        .map(|anchor| (anchor.span, mask(anchor)));
    let mut order: Vec<(Span, &str)> = cues.chain(anchors).collect();
    order.sort_unstable();
    for (span, kind) in &order {
        sink.feature(&["k:", kind], *span);
    }
    for pair in order.windows(2) {
        let [(one, first), (two, second)] = [pair[0], pair[1]];
        sink.feature(&["k:", first, " ", second], hull(one, two));
    }
    if let Some(anchor) = scene.anchors.first() {
        let frame = if scene.framed() { "framed" } else { "unframed" };
        sink.feature(&["g:", frame], anchor.span);
    }
    for cue in &scene.cues {
        sink.feature(&["id:", &scene.scorer.cues[cue.cue].id], cue.span);
    }
}

/// From the first byte of both to the last; an empty span counts for nothing.
fn hull(left: Span, right: Span) -> Span {
    if left[0] == left[1] {
        return right;
    }
    if right[0] == right[1] {
        return left;
    }
    [left[0].min(right[0]), left[1].max(right[1])]
}
