//! The words of a post as the model sees them: whoever stands for election is masked.
//!
//! The model has to learn what support sounds like and not whom people support, so names, pairs,
//! parties, ballot numbers, slogans and hashtags of contestants become one word a sort. Digits
//! used as letters, spelt-out words and joined hashtags are read as what they stand for.

use super::hash;
use crate::model::{ByteRange, EntryKind};
use crate::score::anchors::Anchor;
use crate::score::frames::FrameSort;
use crate::score::number::{counts, is_hand};
use crate::score::reading::covers_or_is;
use crate::score::scene::Scene;
use crate::text::tokens::{Sigil, Token, Tokens};

/// A word of the masked post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word<'s> {
    /// The folded word, or the mask.
    pub(crate) text: &'s str,
    /// Digest of it.
    pub(crate) hash: u64,
    /// Whether it is a mask or another stand-in rather than a word of the author.
    pub(crate) masked: bool,
    /// Bytes of the original.
    pub(crate) span: ByteRange,
}

impl<'s> Word<'s> {
    pub(crate) fn new(text: &'s str, masked: bool, span: ByteRange) -> Self {
        Self {
            text,
            hash: hash(text),
            masked,
            span,
        }
    }
}

/// The model reads no further: a post with more words has shown its tone, and the work on texts
/// made to slow the scorer down is bounded.
const MOST_WORDS: usize = 3000;

/// The masked words in the order of the text.
pub(crate) fn masked_words<'s>(scene: &'s Scene<'_>) -> Vec<Word<'s>> {
    let masks = contestants(scene).map(|anchor| Word::new(mask(anchor), true, anchor.span));
    let mut words = Vec::with_capacity(scene.reading.tokens.list.len() + 2);
    words.extend(masks);
    let spelt = spelt_out(scene);
    let (text, cut) = readable(scene);
    let distant = distant(scene);
    words.extend(
        distant
            .iter()
            .map(|(mask, span)| Word::new(mask, true, [span[0], span[0]])),
    );
    for token in cut.list.iter().take(MOST_WORDS) {
        let span = original(scene, token);
        if token.sigil != Sigil::Tag && is_distant(&distant, span) {
            continue;
        }
        if is_spelt_out(&spelt, span) {
            continue;
        }
        match token.sigil {
            Sigil::Tag => in_tag(scene, span, &mut words),
            _ if is_named(scene, span) => {}
            sigil => words.push(plain(&text[token.start..token.end], sigil, span)),
        }
    }
    words.extend(spelt.into_iter().filter(|word| !is_named(scene, word.span)));
    words.sort_by_key(|word| (word.span, !word.masked));
    words
}

/// All that stands for a contestant, or may, and is not told of by way of others.
fn contestants<'s>(scene: &'s Scene<'_>) -> impl Iterator<Item = &'s Anchor> {
    let named = scene.anchors.iter().chain(&scene.refused);
    named.filter(|anchor| scene.is_own(anchor.first))
}

/// What is no stand of the author's, with the word that it becomes.
fn distant(scene: &Scene<'_>) -> Vec<(&'static str, ByteRange)> {
    let tokens = &scene.reading.tokens.list;
    let place = |at: usize| tokens[at].start..tokens[at].end;
    let frames = scene.voice.frames.iter().map(|frame| {
        let mask = match frame.sort {
            FrameSort::Told => "<kutipan>",
            _ => "<sangkalan>",
        };
        let first = scene.reading.folded.source(place(frame.first));
        let last = scene.reading.folded.source(place(frame.last));
        (mask, [first[0], last[1]])
    });
    frames.collect()
}

fn is_distant(distant: &[(&str, ByteRange)], span: ByteRange) -> bool {
    distant.iter().any(|(_, frame)| overlap(*frame, span))
}

fn is_named(scene: &Scene<'_>, span: ByteRange) -> bool {
    contestants(scene).any(|anchor| overlap(anchor.span, span))
}

/// The view without digits used as letters where there is one, else the plain one.
fn readable<'s>(scene: &'s Scene<'_>) -> (&'s str, &'s Tokens) {
    match &scene.reading.views.unleet {
        Some((view, cut)) => (view.text(), cut),
        None => (scene.reading.folded.text(), &scene.reading.tokens),
    }
}

fn original(scene: &Scene<'_>, token: &Token) -> ByteRange {
    let range = token.start..token.end;
    match &scene.reading.views.unleet {
        Some((view, _)) => view.source(&scene.reading.folded, range),
        None => scene.reading.folded.source(range),
    }
}

fn plain(text: &str, sigil: Sigil, span: ByteRange) -> Word<'_> {
    let stand_in = match sigil {
        Sigil::Handle => Some("<akun>"),
        Sigil::Link => Some("<tautan>"),
        Sigil::Symbol if is_hand(text) => Some("<gestur>"),
        _ if counts(text) => Some("<angka>"),
        _ => None,
    };
    Word::new(stand_in.unwrap_or(text), stand_in.is_some(), span)
}

/// What a hashtag says besides a contestant, after a sign for the hashtag: the words it is cut
/// into, else the entries of the lexicon inside it, else the whole.
fn in_tag<'s>(scene: &'s Scene<'_>, span: ByteRange, words: &mut Vec<Word<'s>>) {
    words.push(Word::new("#", true, [span[0], span[0]]));
    let free = |inner: ByteRange| covers_or_is(span, inner) && !is_named(scene, inner);
    let before = words.len();
    if let Some((view, cut)) = &scene.reading.views.joined {
        let place = |piece: &Token| view.source(&scene.reading.folded, piece.start..piece.end);
        let from = cut.list.partition_point(|piece| place(piece)[0] < span[0]);
        let pieces = cut.list[from..].iter().map(|piece| (piece, place(piece)));
        let pieces = pieces.take_while(|(_, place)| place[0] < span[1]);
        let words_of_tag = pieces.filter(|(_, place)| free(*place));
        words.extend(
            words_of_tag.map(|(piece, place)| {
                Word::new(&view.text()[piece.start..piece.end], false, place)
            }),
        );
    }
    if words.len() == before {
        let cues = scene
            .cues
            .iter()
            .filter(|cue| cue.span != span && free(cue.span));
        words.extend(
            cues.map(|cue| Word::new(&scene.scorer().cues[cue.cue].forms[0], false, cue.span)),
        );
    }
    if words.len() == before && !is_named(scene, span) {
        words.push(Word::new(whole(scene, span), false, span));
    }
}

/// The folded word at a span.
fn whole<'s>(scene: &'s Scene<'_>, span: ByteRange) -> &'s str {
    let (folded, list) = (&scene.reading.folded, &scene.reading.tokens.list);
    let place = |token: &Token| folded.source(token.start..token.end);
    let at = list.partition_point(|token| place(token)[0] < span[0]);
    let token = list.get(at).filter(|token| place(token) == span);
    token.map_or("", |token| &folded.text()[token.start..token.end])
}

fn spelt_out<'s>(scene: &'s Scene<'_>) -> Vec<Word<'s>> {
    let Some((view, cut)) = &scene.reading.views.acronyms else {
        return Vec::new();
    };
    let words = cut.list.iter().map(|token| {
        let span = view.source(&scene.reading.folded, token.start..token.end);
        Word::new(&view.text()[token.start..token.end], false, span)
    });
    words.collect()
}

/// Whether a place is in words that were spelt out, which come in the order of the text.
fn is_spelt_out(spelt: &[Word<'_>], span: ByteRange) -> bool {
    let after = spelt.partition_point(|word| word.span[1] <= span[0]);
    spelt
        .get(after)
        .is_some_and(|word| overlap(word.span, span))
}

fn overlap(left: ByteRange, right: ByteRange) -> bool {
    left[0] < right[1] && right[0] < left[1]
}

/// One word for each sort of words that stand for a contestant.
pub(crate) fn mask(anchor: &Anchor) -> &'static str {
    if anchor.handle {
        return "<akuncalon>";
    }
    match anchor.kind {
        None => "<nomor>",
        Some(EntryKind::Name | EntryKind::ShortName | EntryKind::Nickname) => "<calon>",
        Some(EntryKind::Mocking) => "<ejekan>",
        Some(EntryKind::Pair) => "<pasangan>",
        Some(EntryKind::Party) => "<partai>",
        Some(EntryKind::Slogan | EntryKind::Song) => "<slogan>",
        Some(EntryKind::Hashtag) => "<tagar>",
        Some(EntryKind::Gesture) => "<gestur>",
        Some(EntryKind::Symbol) => "<simbol>",
    }
}
