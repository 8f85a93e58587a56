//! Whose words they are: what the author denies, refuses, vows not to do, calls false, or tells of
//! others (see `frames`) is no stand of his own. And where he keeps apart from the matter, whatever
//! it is (`foto itu editan`, `kepencet`, `saya tidak …`), only plain words of his own are a stand:
//! tone is none.

use crate::model::CueKind;

use super::anchors::Anchor;
use super::frames::{FrameFinder, FrameSort, SpeechFrame, frames};
use super::reading::{CueHit, TextReading};

/// The frames of a text in their order, and for each word whether one governs it.
#[derive(Debug, Default)]
pub(super) struct Voice {
    pub(super) frames: Vec<SpeechFrame>,
    governed: Vec<Option<FrameSort>>,
    /// By what the author keeps apart from the matter.
    pub(super) apart: Option<(FrameSort, CueHit)>,
}

impl Voice {
    /// Finds whose words are whose. Frames that govern nothing about a contestant are left out.
    pub(super) fn new(
        reading: &TextReading<'_>,
        cues: &[CueHit],
        anchors: &[Anchor],
        refused: &[Anchor],
    ) -> Self {
        let quoted = || reading.tokens.list.iter().any(|token| token.quoted);
        let named = !(anchors.is_empty() && refused.is_empty());
        if !cues.iter().any(|cue| frames(cue.kind, named)) && !quoted() {
            return Self::default();
        }
        let finder = FrameFinder::new(reading, cues, anchors, refused);
        let mut frames = finder.frames();
        let mut governed = Vec::new();
        if !frames.is_empty() {
            governed.resize(reading.tokens.list.len(), None);
        }
        // What others say comes first: what the author himself says of it weighs more.
        frames.sort_by_key(|frame| (frame.sort != FrameSort::Told, frame.first, frame.last));
        for frame in &frames {
            if let Some(words) = governed.get_mut(frame.first..=frame.last) {
                words.fill(Some(frame.sort));
            }
        }
        Self {
            frames,
            governed,
            apart: finder.apart(),
        }
    }

    /// Whether more than a bare negation keeps the author apart, as people also blame with it.
    pub(super) fn is_firmly_apart(&self) -> bool {
        self.apart
            .is_some_and(|(_, cue)| !matches!(cue.kind, CueKind::Negation | CueKind::Refusal))
    }

    /// What a frame says of a word, if one governs it.
    pub(super) fn of(&self, token: usize) -> Option<FrameSort> {
        self.governed.get(token).copied().flatten()
    }
}
