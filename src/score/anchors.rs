//! Words that stand for a contestant, once it is clear that they do.

use crate::model::{CueKind, EntryKind, Span};

use crate::text::tokens::Sigil;

use super::compile::TargetPlace;
use super::number::Plainness;
use super::scene::{CueHit, Scene};

/// How many words may part a name from the cry that acclaims or rejects it.
const ACCLAIM_REACH: usize = 3;

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
    pub(super) span: Span,
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
    pub(super) fn of(place: TargetPlace, needs_company: bool) -> Self {
        Self {
            contest: place.contest,
            contestant: place.contestant,
            needs_company,
            entry: Some(place.entry),
        }
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

    fn is_plain_name(&self) -> bool {
        use EntryKind::{Name, Nickname, Party, ShortName};
        matches!(self.kind, Some(Name | ShortName | Nickname | Party))
    }

    pub(super) fn means(&self, contest: usize, contestant: usize) -> bool {
        self.candidates
            .iter()
            .any(|one| one.contest == contest && one.contestant == contestant)
    }

    fn in_contest(&self, contest: usize) -> bool {
        self.candidates.iter().any(|one| one.contest == contest)
    }
}

/// Parts the anchors that mean what they say here from names that may be anybody's. Which they
/// are is decided for all at once, from what was found, so that the order of words plays no part.
pub(super) fn accepted(scene: &Scene<'_>, found: Vec<Anchor>) -> (Vec<Anchor>, Vec<Anchor>) {
    let kept: Vec<Vec<Candidate>> = found
        .iter()
        .enumerate()
        .map(|(index, anchor)| {
            let candidates = anchor.candidates.iter().copied();
            candidates
                .filter(|one| stands(scene, &found, index, *one))
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

fn stands(scene: &Scene<'_>, all: &[Anchor], index: usize, candidate: Candidate) -> bool {
    let anchor = &all[index];
    if let Some((_, plainness)) = anchor.number {
        return number_stands(scene, all, index, candidate, plainness);
    }
    if !candidate.needs_company {
        return true;
    }
    if anchor.is_gesture() {
        return sister(scene, all, index, |other| {
            other.in_contest(candidate.contest)
        });
    }
    if anchor.is_campaign_speech() || anchor.kind == Some(EntryKind::Pair) {
        return sister(scene, all, index, |other| {
            !other.is_campaign_speech() && other.means(candidate.contest, candidate.contestant)
        });
    }
    let honoured = anchor.first > 0
        && scene
            .cues_of(CueKind::Honorific)
            .any(|cue| cue.last + 1 == anchor.first)
        && scene.cues.iter().any(electoral);
    let acclaimed = scene.cues.iter().any(|cue| acclaims(scene, cue, anchor));
    honoured
        || acclaimed
        || scene.cues.iter().any(gives_company)
        || sister(scene, all, index, |other| {
            other.in_contest(candidate.contest)
        })
}

/// Whether another anchor, in other words, gives company. Gestures and numbers give it only when
/// nothing everyday explains them.
fn sister(scene: &Scene<'_>, all: &[Anchor], index: usize, fits: impl Fn(&Anchor) -> bool) -> bool {
    let anchor = &all[index];
    all.iter().enumerate().any(|(other_index, other)| {
        other_index != index
            && (other.last < anchor.first || anchor.last < other.first || other.tag != anchor.tag)
            && scene.words(other) != scene.words(anchor)
            && !(scene.has(CueKind::Everyday) && other.number.is_some())
            && fits(other)
    })
}

fn number_stands(
    scene: &Scene<'_>,
    all: &[Anchor],
    index: usize,
    candidate: Candidate,
    plainness: Plainness,
) -> bool {
    let named = all.iter().enumerate().any(|(other_index, other)| {
        other_index != index
            && other.number.is_none()
            && !other.is_gesture()
            && other.in_contest(candidate.contest)
            && (!other.is_campaign_speech() || !other.candidates[0].needs_company)
    });
    let everyday = scene.has(CueKind::Everyday);
    let clause = scene.clause(all[index].first);
    let said = scene
        .cues
        .iter()
        .filter(|cue| scene.tokens.list[cue.first].sigil != Sigil::Tag)
        .any(|cue| electoral(cue) && scene.clause(cue.first) == clause);
    match plainness {
        Plainness::Ballot => !everyday || named,
        Plainness::Fingers => named || scene.has(CueKind::Company),
        Plainness::Numbered | Plainness::Bare => {
            named || (!everyday && (said || scene.has(CueKind::Company)))
        }
    }
}

/// Words so near to a name and so plainly about an election that the name needs no more company.
fn acclaims(scene: &Scene<'_>, cue: &CueHit, anchor: &Anchor) -> bool {
    use CueKind::{Call, Hype, Oppose, Possessive};
    let gap = if cue.last < anchor.first {
        anchor.first - cue.last
    } else {
        cue.first.saturating_sub(anchor.last)
    };
    matches!(cue.kind, Call | Hype | Oppose | Possessive)
        && (1..=ACCLAIM_REACH).contains(&gap)
        && scene.clause(cue.first) == scene.clause(anchor.first)
        && !scene.has(CueKind::Everyday)
}

/// Words that give company, alone or inside a longer phrase (`jadi gubernur`, `gubernur idaman`),
/// which hides them.
fn gives_company(cue: &CueHit) -> bool {
    matches!(cue.kind, CueKind::Company | CueKind::Possessive)
}

/// Words that are about voting even without a name beside them.
fn electoral(cue: &CueHit) -> bool {
    use CueKind::{Call, Continue, Hype, Oppose, Possessive, Support, Win};
    matches!(
        cue.kind,
        Call | Continue | Hype | Oppose | Possessive | Support | Win
    )
}
