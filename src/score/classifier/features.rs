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

use std::cmp::Ordering;

use super::hash;
use super::words::{Word, mask, masked_words};
use crate::model::{ByteRange, CueKind};
use crate::score::scene::Scene;

/// How far from a contestant a word is still noted beside it. The model learnt with it: another
/// number wants training anew.
const WINDOW: usize = 6;

/// Takes the features of a post one by one: the sort, the words of the name, and the bytes of the
/// original from the first to the last word.
pub(crate) trait Sink {
    /// A feature.
    fn feature(&mut self, sort: FeatureSort, words: &[NamePiece<'_>], span: ByteRange);
}

/// A word of a feature's name with its digest.
pub(crate) type NamePiece<'s> = (&'s str, u64);

/// The sort of a feature: what its name begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FeatureSort {
    pub(crate) name: &'static str,
    pub(crate) hash: u64,
}

const fn sort(name: &'static str) -> FeatureSort {
    FeatureSort {
        name,
        hash: hash(name),
    }
}

const ONE: FeatureSort = sort("u");
const TWO: FeatureSort = sort("b");
const THREE: FeatureSort = sort("t");
const BESIDE: FeatureSort = sort("s");
const KIND: FeatureSort = sort("k");
const WHOLE: FeatureSort = sort("g");
const ENTRY: FeatureSort = sort("id");

const BEFORE: NamePiece<'static> = ("-", hash("-"));
const AFTER: NamePiece<'static> = ("+", hash("+"));

/// Tells a sink every feature; the same one may come several times.
pub(crate) fn extract(scene: &Scene<'_>, sink: &mut impl Sink) {
    let words = masked_words(scene);
    runs(&words, sink);
    neighbours(&words, sink);
    kinds(scene, sink);
    whole(scene, sink);
}

fn piece<'s>(word: &Word<'s>) -> NamePiece<'s> {
    (word.text, word.hash)
}

fn runs(words: &[Word<'_>], sink: &mut impl Sink) {
    for word in words {
        sink.feature(ONE, &[piece(word)], word.span);
    }
    let (first, last) = (Word::new("^", true, [0, 0]), Word::new("$", true, [0, 0]));
    let mut before = [&first; 2];
    for (at, word) in words.iter().chain([&last]).enumerate() {
        let [earlier, former] = before;
        let span = hull(former.span, word.span);
        sink.feature(TWO, &[piece(former), piece(word)], span);
        if at > 0 {
            let span = hull(earlier.span, span);
            sink.feature(THREE, &[piece(earlier), piece(former), piece(word)], span);
        }
        before = [former, word];
    }
}

fn neighbours(words: &[Word<'_>], sink: &mut impl Sink) {
    let contestants = words.iter().enumerate().filter(|(_, word)| word.masked);
    for (at, contestant) in contestants.filter(|(_, word)| stands_for_election(word.text)) {
        let from = at.saturating_sub(WINDOW);
        let end = words.len().min(at + WINDOW + 1);
        for (other, word) in words[from..end].iter().enumerate() {
            let side = match (from + other).cmp(&at) {
                Ordering::Less => BEFORE,
                Ordering::Equal => continue,
                Ordering::Greater => AFTER,
            };
            let span = hull(contestant.span, word.span);
            sink.feature(BESIDE, &[piece(contestant), side, piece(word)], span);
        }
    }
}

fn stands_for_election(mask: &str) -> bool {
    !matches!(
        mask,
        "#" | "<akun>" | "<tautan>" | "<angka>" | "<gestur>" | "<simbol>"
    )
}

fn kinds(scene: &Scene<'_>, sink: &mut impl Sink) {
    use CueKind::{
        Apart, Cease, Distribute, Gather, Gift, LeadIn, Material, Office, Record, Request,
    };
    // Particles stand everywhere and would part what follows each other.
    let own_cues = || {
        let cues = scene.cues.iter().filter(|cue| scene.is_own(cue.first));
        cues.filter(|cue| {
            !matches!(
                cue.kind,
                LeadIn
                    | Office
                    | Request
                    | Record
                    | Apart
                    | Cease
                    | Gather
                    | Gift
                    | Material
                    | Distribute
            )
        })
    };
    let cues = own_cues().map(|cue| (cue.span, cue.kind.as_str()));
    let frames = scene.voice.frames.iter();
    let cues = cues.chain(frames.map(|frame| (frame.cue.span, frame.cue.kind.as_str())));
    let anchors = scene
        .anchors
        .iter()
        .filter(|anchor| scene.is_own(anchor.first))
        .map(|anchor| (anchor.span, mask(anchor)));
    let mut order: Vec<(ByteRange, &str)> = cues.chain(anchors).collect();
    order.sort_unstable();
    let order: Vec<(ByteRange, NamePiece<'_>)> = order
        .into_iter()
        .map(|(span, kind)| (span, (kind, hash(kind))))
        .collect();
    for (span, kind) in &order {
        sink.feature(KIND, &[*kind], *span);
    }
    for pair in order.windows(2) {
        let [(one, first), (two, second)] = [pair[0], pair[1]];
        sink.feature(KIND, &[first, second], hull(one, two));
    }
    for cue in own_cues() {
        let id = scene.scorer().cues[cue.cue].id.as_str();
        sink.feature(ENTRY, &[(id, hash(id))], cue.span);
    }
}

fn whole(scene: &Scene<'_>, sink: &mut impl Sink) {
    if let Some(anchor) = scene.anchors.first() {
        let frame = if scene.framed() { "framed" } else { "unframed" };
        sink.feature(WHOLE, &[(frame, hash(frame))], anchor.span);
    }
}

/// From the first byte of both to the last; an empty span counts for nothing.
fn hull(left: ByteRange, right: ByteRange) -> ByteRange {
    if left[0] == left[1] {
        return right;
    }
    if right[0] == right[1] {
        return left;
    }
    [left[0].min(right[0]), left[1].max(right[1])]
}
