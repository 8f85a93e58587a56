//! Words that may stand for a contestant.

use crate::model::{ByteRange, EntryKind};

use super::compile::TargetPlace;
use super::number::Plainness;

/// Words that stand for one contestant, or for one in each of several contests.
#[derive(Debug, Clone)]
pub(super) struct Anchor {
    /// What sort of words; `None` for a ballot number.
    pub(super) kind: Option<EntryKind>,
    /// For numbers and gestures: which, and how plainly.
    pub(super) number: Option<(u8, Plainness)>,
    /// First word of the plain view.
    pub(super) first: usize,
    /// Last word of the plain view.
    pub(super) last: usize,
    /// Bytes of the original.
    pub(super) span: ByteRange,
    /// Who is meant, in order.
    pub(super) candidates: Vec<Candidate>,
    /// Only addressed (`@name`).
    pub(super) handle: bool,
    /// Inside a hashtag.
    pub(super) tag: bool,
}

/// A contestant that may be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub(super) contest: usize,
    pub(super) contestant: usize,
    pub(super) needs_company: bool,
    /// Which of the contestant's words; `None` for a ballot number.
    pub(super) entry: Option<usize>,
}

impl Candidate {
    /// Contest and contestant.
    pub(super) fn whom(&self) -> (usize, usize) {
        (self.contest, self.contestant)
    }

    pub(super) fn of_entry(place: TargetPlace, needs_company: bool) -> Self {
        Self {
            contest: place.contest,
            contestant: place.contestant,
            needs_company,
            entry: Some(place.entry),
        }
    }

    /// The contest and the contestant.
    pub(super) fn who(self) -> (usize, usize) {
        (self.contest, self.contestant)
    }
}

impl Anchor {
    pub(super) fn is_gesture(&self) -> bool {
        self.kind == Some(EntryKind::Gesture)
    }

    /// Slogans, hashtags, songs and symbols: what campaigns make up, often out of plain words.
    pub(super) fn is_campaign_speech(&self) -> bool {
        matches!(
            self.kind,
            Some(EntryKind::Slogan | EntryKind::Hashtag | EntryKind::Song | EntryKind::Symbol)
        )
    }

    pub(super) fn is_plain_name(&self) -> bool {
        self.kind.is_some_and(EntryKind::is_plain_name)
    }

    pub(super) fn means(&self, contest: usize, contestant: usize) -> bool {
        self.candidates
            .iter()
            .any(|one| one.contest == contest && one.contestant == contestant)
    }

    pub(super) fn in_contest(&self, contest: usize) -> bool {
        self.candidates.iter().any(|one| one.contest == contest)
    }
}
