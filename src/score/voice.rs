//! Whose words they are: what the author denies, refuses, vows not to do, calls false, or tells of
//! others is no stand of his own.
//!
//! A frame is a word of the lexicon (`tidak pernah`, `akun palsu`, `disuruh`) or two that belong
//! together (`menolak` and `ajakan`, `berikrar` and `tidak`, a quotation and its speaker). How far
//! all of them reach is one rule: to the end of the sentence, but never into a clause that begins
//! anew. A clause does so with a conjunction that contrasts (`tapi`) and with words by which
//! people begin a call of their own (`ayo`, `jangan lupa`, `coblos`, `saya`): a denial hides no call.

use crate::model::CueKind;

use super::anchors::Anchor;
use super::reading::{CueHit, TextReading};

/// Negations of this weight forbid (`jangan`): support turned round is a call against.
pub(super) const FORBIDS: f64 = -1.0;

/// What a frame says about the words it governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameSort {
    /// That it is not so.
    Denied,
    /// That it was turned down.
    Refused,
    /// That the author will not.
    Pledged,
    /// That it is false.
    Forged,
    /// That others say it.
    Told,
}

/// Words that are not the author's own stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct SpeechFrame {
    pub(super) sort: FrameSort,
    /// What says so.
    pub(super) cue: CueHit,
    /// First word that is governed.
    pub(super) first: usize,
    /// Last word that is governed.
    pub(super) last: usize,
}

/// The frames of a text in their order, and for each word whether one governs it.
#[derive(Debug, Default)]
pub(super) struct Voice {
    pub(super) frames: Vec<SpeechFrame>,
    governed: Vec<Option<FrameSort>>,
}

impl Voice {
    /// Finds whose words are whose. Frames that govern nothing about a contestant are left out.
    pub(super) fn new(reading: &TextReading<'_>, cues: &[CueHit], anchors: &[Anchor]) -> Self {
        let quoted = || reading.tokens.list.iter().any(|token| token.quoted);
        if !cues.iter().any(|cue| frames(cue.kind)) && !quoted() {
            return Self::default();
        }
        let finder = Finder::new(reading, cues, anchors);
        let mut frames = finder.frames();
        frames.retain(|frame| finder.matters(frame));
        if frames.is_empty() {
            return Self::default();
        }
        let mut governed = vec![None; reading.tokens.list.len()];
        // What others say comes first: what the author himself says of it weighs more.
        frames.sort_by_key(|frame| (frame.sort != FrameSort::Told, frame.first, frame.last));
        for frame in &frames {
            if let Some(words) = governed.get_mut(frame.first..=frame.last) {
                words.fill(Some(frame.sort));
            }
        }
        Self { frames, governed }
    }

    /// What a frame says of a word, if one governs it.
    pub(super) fn of(&self, token: usize) -> Option<FrameSort> {
        self.governed.get(token).copied().flatten()
    }
}

struct Finder<'s> {
    reading: &'s TextReading<'s>,
    cues: &'s [CueHit],
    anchors: &'s [Anchor],
    /// For each word, whether a clause begins anew with it.
    anew: Vec<bool>,
    /// The same, without clauses in which the author only begins to speak of himself.
    calls: Vec<bool>,
}

impl<'s> Finder<'s> {
    fn new(reading: &'s TextReading<'s>, cues: &'s [CueHit], anchors: &'s [Anchor]) -> Self {
        let words = reading.tokens.list.len();
        let mut finder = Self {
            reading,
            cues,
            anchors,
            anew: vec![false; words],
            calls: vec![false; words],
        };
        finder.mark_beginnings();
        finder
    }

    fn mark_beginnings(&mut self) {
        use CueKind::{Call, Continue, FirstPerson, Hype, Invite, Reminder, Support};
        for token in 1..self.reading.tokens.list.len() {
            if self.contrasts(token) {
                self.anew[token] = true;
                self.calls[token] = true;
            }
        }
        let weight = |cue: &CueHit| self.reading.scorer.cues[cue.cue].weight;
        let strong = self.reading.scorer.scale.joining.anew;
        let cues = self.cues;
        for cue in cues {
            if !self.heads_clause(cue.first) {
                continue;
            }
            let calls = match cue.kind {
                Invite | Reminder | Hype | Continue => true,
                Call | Support => weight(cue) >= strong,
                _ => false,
            };
            self.calls[cue.first] |= calls;
            self.anew[cue.first] |= calls || cue.kind == FirstPerson;
        }
    }

    fn heads_clause(&self, token: usize) -> bool {
        token
            .checked_sub(1)
            .is_none_or(|before| self.reading.clause(before) != self.reading.clause(token))
    }

    /// Whether a word opens a clause by itself, without a sign before it or behind a comma.
    fn contrasts(&self, token: usize) -> bool {
        let list = &self.reading.tokens.list;
        let (before, here) = (list[token - 1], list[token]);
        let opened = here.clause - before.clause;
        let gap = self.reading.folded.text()[before.end..here.start].trim();
        here.sentence == before.sentence
            && ((opened == 1 && gap.is_empty()) || (opened == 2 && gap == ","))
    }

    fn frames(&self) -> Vec<SpeechFrame> {
        let mut found = Vec::new();
        for cue in self.cues {
            let frame = match cue.kind {
                CueKind::Denial => self.denial(cue),
                CueKind::Negation => self.no_request(cue).or_else(|| self.no_support(cue)),
                CueKind::Refusal => self.refusal(cue),
                CueKind::Pledge => self.pledge(cue),
                CueKind::Asked => Some(self.forward(cue, FrameSort::Told)),
                CueKind::Told => self.told(cue),
                CueKind::Forgery => self.forgery(cue),
                _ => None,
            };
            found.extend(frame);
        }
        found.extend(self.spoken());
        found
    }

    /// `saya tidak pernah …`: of a contestant the same words are praise or blame.
    fn denial(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let clause = self.reading.clause(cue.first);
        let before = |first: usize| first < cue.first && self.reading.clause(first) == clause;
        let others = self.anchors.iter().any(|anchor| before(anchor.first));
        let own = self
            .cues
            .iter()
            .any(|own| own.kind == CueKind::FirstPerson && before(own.first));
        (own || !others).then(|| self.forward(cue, FrameSort::Denied))
    }

    /// `tidak mengajak …`.
    fn no_request(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let near = self.reading.scorer.scale.joining.negation;
        self.behind(cue, near, |kind| kind == CueKind::Request)?;
        Some(self.forward(cue, FrameSort::Denied))
    }

    /// `bukan pendukung …`, `tidak mendukung …`, where nothing is forbidden or blamed.
    fn no_support(&self, cue: &CueHit) -> Option<SpeechFrame> {
        use CueKind::{Insult, Membership, Oppose, Support, Team};
        let near = self.reading.scorer.scale.joining.negation;
        let forbids = self.reading.scorer.cues[cue.cue].weight <= FORBIDS;
        let sentence = self.reading.sentence(cue.first);
        let blames = self.cues.iter().any(|other| {
            matches!(other.kind, Insult | Oppose)
                && self.reading.scorer.cues[other.cue].weight
                    >= self.reading.scorer.scale.joining.blame
                && self.reading.sentence(other.first) == sentence
        });
        self.behind(cue, near, |kind| {
            matches!(kind, Membership | Support | Team)
        })
        .filter(|_| !forbids && !blames)?;
        Some(self.forward(cue, FrameSort::Denied))
    }

    /// `menolak ajakan …`, `menolak memilih …`, `ajakan … saya tolak`.
    fn refusal(&self, cue: &CueHit) -> Option<SpeechFrame> {
        use CueKind::{Attend, Call, Event, Request, Support};
        let near = self.reading.scorer.scale.joining.frame;
        let asked = self.behind(cue, near, |kind| kind == Request);
        let act = self.behind(cue, 1, |kind| {
            matches!(kind, Attend | Call | Event | Support)
        });
        if asked.or(act).is_some() {
            return Some(self.forward(cue, FrameSort::Refused));
        }
        let sentence = self.reading.sentence(cue.first);
        let asked = self.cues.iter().find(|asked| {
            matches!(asked.kind, Request | CueKind::Asked)
                && asked.last < cue.first
                && self.reading.sentence(asked.first) == sentence
        })?;
        Some(SpeechFrame {
            sort: FrameSort::Refused,
            cue: *cue,
            first: asked.first,
            last: cue.last,
        })
    }

    /// `berikrar tidak …`.
    fn pledge(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let near = self.reading.scorer.scale.joining.frame;
        let negation = self.behind(cue, near, |kind| {
            matches!(kind, CueKind::Negation | CueKind::Denial)
        })?;
        let reach = self.reach(negation.first);
        Some(SpeechFrame {
            sort: FrameSort::Pledged,
            cue: *cue,
            first: negation.first,
            last: reach,
        })
    }

    /// `disuruh …`, `katanya …`; not `kata saya`.
    fn told(&self, cue: &CueHit) -> Option<SpeechFrame> {
        (!self.own_speech(cue)).then(|| self.forward(cue, FrameSort::Told))
    }

    /// Whether the author is who speaks.
    fn own_speech(&self, cue: &CueHit) -> bool {
        self.cues.iter().any(|own| {
            own.kind == CueKind::FirstPerson
                && (own.last + 1 == cue.first || cue.last + 1 == own.first)
        })
    }

    /// `… itu editan`, `akun palsu`: all of the sentence, and the one before it where that asks or
    /// tells what is said.
    fn forgery(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let sentence = self.reading.sentence(cue.first);
        let mut first = self.back(cue.first, sentence);
        if let Some(before) = first.checked_sub(1).filter(|_| self.opens_sentence(first)) {
            let before_it = self.reading.sentence(before);
            if self.is_hearsay(before_it) {
                first = self.back(before, before_it);
            }
        }
        let mut last = self.reach(cue.first);
        if self.reading.sentence(last + 1) == sentence + 1 && self.is_hearsay(sentence + 1) {
            last = self.reach(last + 1);
        }
        Some(SpeechFrame {
            sort: FrameSort::Forged,
            cue: *cue,
            first,
            last,
        })
    }

    fn opens_sentence(&self, token: usize) -> bool {
        token
            .checked_sub(1)
            .is_none_or(|before| self.reading.sentence(before) != self.reading.sentence(token))
    }

    fn is_hearsay(&self, sentence: u32) -> bool {
        use CueKind::{Asked, Photo, Reported, Request, Told};
        let asks = self.reading.tokens.questions.get(sentence as usize);
        asks == Some(&true)
            || self.cues.iter().any(|cue| {
                matches!(cue.kind, Asked | Photo | Reported | Request | Told)
                    && self.reading.sentence(cue.first) == sentence
            })
    }

    /// Quotations with a speaker beside them who is not the author.
    fn spoken(&self) -> Vec<SpeechFrame> {
        let list = &self.reading.tokens.list;
        let mut found = Vec::new();
        let mut at = 0;
        while at < list.len() {
            let length = list[at..].iter().take_while(|token| token.quoted).count();
            if length > 0 {
                let last = at + length - 1;
                found.extend(self.speaker(at, last).map(|cue| SpeechFrame {
                    sort: FrameSort::Told,
                    cue,
                    first: at,
                    last,
                }));
            }
            at += length.max(1);
        }
        found
    }

    fn speaker(&self, first: usize, last: usize) -> Option<CueHit> {
        let near = self.reading.scorer.scale.joining.frame;
        let speaks = |cue: &&CueHit| {
            let behind = cue.first > last && cue.first <= last + near;
            let before = cue.last < first && cue.last + near >= first;
            matches!(cue.kind, CueKind::Told | CueKind::Reported) && (behind || before)
        };
        let mut cues = self.cues.iter().filter(speaks);
        cues.find(|cue| !self.own_speech(cue)).copied()
    }

    fn forward(&self, cue: &CueHit, sort: FrameSort) -> SpeechFrame {
        SpeechFrame {
            sort,
            cue: *cue,
            first: cue.first,
            last: self.reach(cue.last),
        }
    }

    /// The last word to which what begins at a word reaches.
    fn reach(&self, from: usize) -> usize {
        let list = &self.reading.tokens.list;
        let sentence = self.reading.sentence(from);
        let behind = list.iter().enumerate().skip(from + 1);
        let mut within =
            behind.take_while(|(at, token)| token.sentence == sentence && !self.anew[*at]);
        within.by_ref().last().map_or(from, |(at, _)| at)
    }

    /// The first word to which it reaches backwards: into no call, unless the sentence asks.
    fn back(&self, from: usize, sentence: u32) -> usize {
        let asks = self.reading.tokens.questions.get(sentence as usize) == Some(&true);
        let head = |at: &usize| self.reading.sentence(*at) == sentence;
        let start = (0..=from).rev().take_while(head).last().unwrap_or(from);
        if asks {
            return start;
        }
        let call = (start..=from).rev().find(|at| self.calls[*at]);
        call.map_or(start, |call| {
            let clause = self.reading.clause(call);
            let behind = |at: &usize| self.reading.clause(*at) != clause;
            (call..=from).find(behind).unwrap_or(from)
        })
    }

    /// A cue of a kind at most so many words behind another in its clause.
    fn behind(&self, cue: &CueHit, near: usize, fits: impl Fn(CueKind) -> bool) -> Option<CueHit> {
        let clause = self.reading.clause(cue.last);
        let mut cues = self.cues.iter();
        let found = cues.find(|other| {
            fits(other.kind)
                && (cue.last + 1..=cue.last + near).contains(&other.first)
                && self.reading.clause(other.first) == clause
        });
        found.copied()
    }

    /// Whether a frame governs words by which somebody takes sides.
    fn matters(&self, frame: &SpeechFrame) -> bool {
        let within = |first: usize| (frame.first..=frame.last).contains(&first);
        let said = self
            .cues
            .iter()
            .any(|cue| within(cue.first) && is_act(cue.kind));
        said || self.anchors.iter().any(|anchor| {
            within(anchor.first)
                && (frame.cue.kind != CueKind::Denial
                    || anchor.is_campaign_speech()
                    || anchor.number.is_some())
        })
    }
}

/// Kinds of cues that make a frame, alone or with others.
fn frames(kind: CueKind) -> bool {
    use CueKind::{Asked, Denial, Forgery, Negation, Pledge, Refusal, Told};
    matches!(
        kind,
        Asked | Denial | Forgery | Negation | Pledge | Refusal | Told
    )
}

/// What people do for a contestant or against one.
fn is_act(kind: CueKind) -> bool {
    use CueKind::{
        Attend, Call, Continue, Event, Invite, Membership, Oppose, Photo, Possessive, Support,
        Team, Win,
    };
    matches!(
        kind,
        Attend
            | Call
            | Continue
            | Event
            | Invite
            | Membership
            | Oppose
            | Photo
            | Possessive
            | Support
            | Team
            | Win
    )
}
