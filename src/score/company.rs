//! Which words that may stand for a contestant do so here: by the company they keep.

use crate::model::{CueKind, EntryKind};
use crate::text::tokens::Sigil;

use super::anchors::{Anchor, Candidate};
use super::elsewhere::TextElsewhere;
use super::number::Plainness;
use super::reading::{CueHit, TextReading};

/// A text with all that was found in it, while it is decided who is meant.
struct Company<'s> {
    reading: &'s TextReading<'s>,
    cues: &'s [CueHit],
    all: &'s [Anchor],
    /// What the rest of the text says, where there is more of it.
    elsewhere: Option<&'s TextElsewhere>,
}

/// Parts the anchors that mean what they say here from names that may be anybody's. Which they
/// are is decided for all at once, from what was found, so that the order of words plays no part.
pub(super) fn accepted(
    reading: &TextReading<'_>,
    cues: &[CueHit],
    elsewhere: Option<&TextElsewhere>,
    found: Vec<Anchor>,
) -> (Vec<Anchor>, Vec<Anchor>) {
    let company = Company {
        reading,
        cues,
        all: &found,
        elsewhere,
    };
    let kept: Vec<Vec<Candidate>> = (0..found.len())
        .map(|index| {
            let candidates = found[index].candidates.iter().copied();
            candidates
                .filter(|one| company.stands(index, *one))
                .collect()
        })
        .collect();
    let (mut anchors, mut refused) = (Vec::new(), Vec::new());
    for (anchor, candidates) in found.into_iter().zip(kept) {
        if !candidates.is_empty() {
            anchors.push(Anchor {
                candidates,
                ..anchor
            });
        } else if anchor.is_plain_name() {
            refused.push(anchor);
        }
    }
    (anchors, refused)
}

impl Company<'_> {
    fn stands(&self, index: usize, candidate: Candidate) -> bool {
        let anchor = &self.all[index];
        if let Some((_, plainness)) = anchor.number {
            // `nomor urut` is a word of elections: no number is company to itself.
            let named = |rest: &TextElsewhere| rest.names_any(candidate.contest);
            return self.is_voted_for(anchor, named)
                || self.number_stands(index, candidate, plainness);
        }
        if !candidate.needs_company {
            return true;
        }
        if anchor.is_gesture() {
            return self.has_sister(index, |other| other.in_contest(candidate.contest));
        }
        if self.elsewhere.is_some_and(|rest| rest.names(candidate)) {
            return true;
        }
        if anchor.is_campaign_speech() || anchor.kind == Some(EntryKind::Pair) {
            return self.has_sister(index, |other| {
                !other.is_campaign_speech() && other.means(candidate.contest, candidate.contestant)
            });
        }
        let honoured = anchor.first > 0
            && self
                .cues
                .iter()
                .any(|cue| cue.kind == CueKind::Honorific && cue.last + 1 == anchor.first)
            && self.cues.iter().any(is_electoral);
        let acclaimed = self.cues.iter().any(|cue| self.acclaims(cue, anchor));
        honoured
            || acclaimed
            || self.is_voted_for(anchor, |rest| rest.is_about(candidate.contest))
            || self.cues.iter().any(gives_company)
            || self.has_sister(index, |other| other.in_contest(candidate.contest))
    }

    /// Whether another anchor, in other words, gives company. Gestures and numbers give it only
    /// when nothing everyday explains them.
    fn has_sister(&self, index: usize, fits: impl Fn(&Anchor) -> bool) -> bool {
        let anchor = &self.all[index];
        self.all.iter().enumerate().any(|(other_index, other)| {
            other_index != index
                && (other.last < anchor.first
                    || anchor.last < other.first
                    || other.tag != anchor.tag)
                && self.reading.anchor_words(other) != self.reading.anchor_words(anchor)
                && !(self.has(CueKind::Everyday) && other.number.is_some())
                && fits(other)
        })
    }

    fn number_stands(&self, index: usize, candidate: Candidate, plainness: Plainness) -> bool {
        let named = self.all.iter().enumerate().any(|(other_index, other)| {
            other_index != index
                && other.number.is_none()
                && !other.is_gesture()
                && other.in_contest(candidate.contest)
                && (!other.is_campaign_speech() || !other.candidates[0].needs_company)
        });
        let everyday = self.has(CueKind::Everyday);
        let said = self.speaks_of_voting(&self.all[index]);
        match plainness {
            Plainness::Ballot => !everyday || named,
            Plainness::Fingers => named || self.has(CueKind::Company),
            Plainness::Numbered | Plainness::Bare => {
                named || (!everyday && (said || self.has(CueKind::Company)))
            }
        }
    }

    /// Whether the rest of the text is about the contest, and here is spoken of voting in the
    /// same breath, and not of an everyday vote.
    fn is_voted_for(&self, anchor: &Anchor, about: impl Fn(&TextElsewhere) -> bool) -> bool {
        self.elsewhere.is_some_and(about)
            && self.speaks_of_voting(anchor)
            && !self.is_explained(anchor)
    }

    /// Whether words about voting, and not in a hashtag, stand in the clause.
    fn speaks_of_voting(&self, anchor: &Anchor) -> bool {
        let clause = self.reading.clause(anchor.first);
        let words = self.cues.iter();
        let mut words = words.filter(|cue| self.reading.tokens.list[cue.first].sigil != Sigil::Tag);
        words.any(|cue| is_electoral(cue) && self.reading.clause(cue.first) == clause)
    }

    /// Whether an everyday matter stands in the sentence.
    fn is_explained(&self, anchor: &Anchor) -> bool {
        let sentence = self.reading.sentence(anchor.first);
        let mut everyday = self.cues.iter().filter(|cue| cue.kind == CueKind::Everyday);
        everyday.any(|cue| self.reading.sentence(cue.first) == sentence)
    }

    /// Words so near to a name and so plainly about an election that the name needs no more
    /// company.
    fn acclaims(&self, cue: &CueHit, anchor: &Anchor) -> bool {
        use CueKind::{Call, Hype, Oppose, Possessive};
        let gap = if cue.last < anchor.first {
            anchor.first - cue.last
        } else {
            cue.first.saturating_sub(anchor.last)
        };
        matches!(cue.kind, Call | Hype | Oppose | Possessive)
            && (1..=self.reading.scorer.scale.joining.acclaim).contains(&gap)
            && self.reading.clause(cue.first) == self.reading.clause(anchor.first)
            && !self.has(CueKind::Everyday)
    }

    fn has(&self, kind: CueKind) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind)
    }
}

/// Words that give company, alone or inside a longer phrase (`jadi gubernur`, `gubernur idaman`),
/// which hides them.
fn gives_company(cue: &CueHit) -> bool {
    matches!(cue.kind, CueKind::Company | CueKind::Possessive)
}

/// Words that are about voting even without a name beside them.
fn is_electoral(cue: &CueHit) -> bool {
    use CueKind::{Call, Continue, Hype, Oppose, Possessive, Support, Win};
    matches!(
        cue.kind,
        Call | Continue | Hype | Oppose | Possessive | Support | Win
    )
}
