//! What the author denies, refuses, vows not to do, calls false, or tells of others: the frames of a
//! text, and how far each of them reaches.
//!
//! A frame is a word of the lexicon (`tidak pernah`, `akun palsu`, `disuruh`) or two that belong
//! together (`menolak` and `ajakan`, `berikrar` and `tidak`, a quotation and its speaker). How far
//! all of them reach is one rule: to the end of the sentence, but never into a clause that begins
//! anew (see `clauses`).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::model::CueKind;

use super::anchors::Anchor;
use super::clauses::Clauses;
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

/// What a sentence says outside quotation marks.
#[derive(Debug, Clone, Copy, Default)]
struct OutsideWords {
    words: usize,
    /// Whether somebody takes sides there.
    acts: bool,
}

/// Finds the frames of a text.
#[derive(Debug)]
pub(super) struct FrameFinder<'s> {
    pub(super) reading: &'s TextReading<'s>,
    pub(super) cues: &'s [CueHit],
    pub(super) anchors: &'s [Anchor],
    /// Names that may be anybody's.
    pub(super) refused: &'s [Anchor],
    pub(super) clauses: Clauses<'s>,
    /// Sentences with words of blame.
    blaming: BTreeSet<u32>,
}

impl<'s> FrameFinder<'s> {
    pub(super) fn new(
        reading: &'s TextReading<'s>,
        cues: &'s [CueHit],
        anchors: &'s [Anchor],
        refused: &'s [Anchor],
    ) -> Self {
        let heavy = |cue: &&CueHit| {
            matches!(cue.kind, CueKind::Insult | CueKind::Oppose)
                && reading.scorer.cues[cue.cue].weight >= reading.scorer.scale.joining.blame
        };
        let blaming = cues.iter().filter(heavy);
        let blaming = blaming.map(|cue| reading.sentence(cue.first));
        Self {
            reading,
            cues,
            anchors,
            refused,
            clauses: Clauses::new(reading, cues, anchors),
            blaming: blaming.collect(),
        }
    }

    /// The frames that govern words by which somebody takes sides.
    pub(super) fn frames(&self) -> Vec<SpeechFrame> {
        let found = self.cues.iter().filter_map(|cue| self.frame(cue));
        let mut found: Vec<SpeechFrame> = found.chain(self.spoken()).collect();
        found.retain(|frame| self.matters(frame));
        found
    }

    fn frame(&self, cue: &CueHit) -> Option<SpeechFrame> {
        match cue.kind {
            CueKind::Denial => self.denial(cue),
            CueKind::Negation => self.no_request(cue).or_else(|| self.no_support(cue)),
            CueKind::Refusal => self.refusal(cue),
            CueKind::Pledge => self.pledge(cue),
            CueKind::Asked => Some(self.forward(cue, FrameSort::Told)),
            CueKind::Told => self.told(cue),
            CueKind::Request | CueKind::Record => self.heard(cue),
            CueKind::Forgery => Some(self.forgery(cue)),
            _ => None,
        }
    }

    /// `saya tidak pernah …`: of a contestant the same words are praise or blame.
    pub(super) fn denial(&self, cue: &CueHit) -> Option<SpeechFrame> {
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
        let asks = |kind| kind == CueKind::Request;
        self.clauses.behind(cue, near, asks)?;
        Some(self.forward(cue, FrameSort::Denied))
    }

    pub(super) fn forbids(&self, cue: &CueHit) -> bool {
        cue.kind == CueKind::Negation && self.reading.scorer.cues[cue.cue].weight <= FORBIDS
    }

    /// `bukan pendukung …`, `tidak mendukung …`, where nothing is forbidden or blamed.
    fn no_support(&self, cue: &CueHit) -> Option<SpeechFrame> {
        use CueKind::{Membership, Support, Team};
        let near = self.reading.scorer.scale.joining.negation;
        let forbids = self.forbids(cue);
        let blames = self.blaming.contains(&self.reading.sentence(cue.first));
        let supports = |kind| matches!(kind, Membership | Support | Team);
        let supported = self.clauses.behind(cue, near, supports);
        supported.filter(|_| !forbids && !blames)?;
        Some(self.forward(cue, FrameSort::Denied))
    }

    /// `menolak ajakan …`, `menolak memilih …`, `ajakan … saya tolak`.
    fn refusal(&self, cue: &CueHit) -> Option<SpeechFrame> {
        use CueKind::{Attend, Call, Event, Request, Support};
        let near = self.reading.scorer.scale.joining.frame;
        let asked = self.clauses.behind(cue, near, |kind| kind == Request);
        let act = self.clauses.behind(cue, 2, |kind| {
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

    /// `berikrar tidak …`, also further behind, as items of a vow stand.
    pub(super) fn pledge(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let sentence = self.reading.sentence(cue.first);
        let cues = self.clauses.cues_from(cue.last + 1).iter();
        let mut cues = cues.take_while(|other| self.reading.sentence(other.first) == sentence);
        let near = self.reading.scorer.scale.joining.frame;
        let clause = self.reading.clause(cue.last);
        let negation = cues.find(|other| {
            let here = self.reading.clause(other.first) == clause;
            matches!(other.kind, CueKind::Negation | CueKind::Denial)
                && ((here && other.first <= cue.last + near)
                    || self.clauses.heads_clause(other.first))
        })?;
        Some(SpeechFrame {
            sort: FrameSort::Pledged,
            cue: *cue,
            first: negation.first,
            last: self.clauses.reach(negation.first),
        })
    }

    /// `disuruh …`, `katanya …`; not `kata saya`, nor `tidak peduli kata orang`.
    fn told(&self, cue: &CueHit) -> Option<SpeechFrame> {
        let own = self.clauses.is_own_speech(cue) || self.clauses.is_turned(cue);
        (!own).then(|| self.forward(cue, FrameSort::Told))
    }

    /// What somebody else asks (`kepala dusun mengajak warga …`), what is only spoken of (`spanduk
    /// ajakan memilih …`), and what is told behind a colon (`pesan dari nomor tak dikenal: …`).
    fn heard(&self, cue: &CueHit) -> Option<SpeechFrame> {
        if cue.kind == CueKind::Request && self.is_spoken_of(cue) {
            return Some(self.forward(cue, FrameSort::Told));
        }
        let clause = self.reading.clause(cue.last);
        let words = self
            .reading
            .tokens
            .list
            .iter()
            .enumerate()
            .skip(cue.last + 1);
        let mut words = words.skip_while(|(_, word)| word.clause == clause);
        let (next, _) = words.next()?;
        self.clauses.is_told(next).then(|| SpeechFrame {
            sort: FrameSort::Told,
            cue: *cue,
            first: next,
            last: self.clauses.reach(next),
        })
    }

    fn is_spoken_of(&self, cue: &CueHit) -> bool {
        if self.is_nasal(cue) {
            return self.clauses.has_other_subject(cue);
        }
        let word = self.reading.tokens.list[cue.last];
        let noun = self.reading.folded.text()[..word.end].ends_with("an");
        let calls = self.clauses.behind(cue, 1, |kind| kind == CueKind::Call);
        noun && calls.is_some() && !self.clauses.heads_clause(cue.first)
    }

    /// Verbs with a nasal prefix (`mengajak`, `nyuruh`, `maksa`) tell what somebody does; bare
    /// ones (`ajak`) call.
    fn is_nasal(&self, cue: &CueHit) -> bool {
        let word = self.reading.tokens.list[cue.first];
        self.reading.folded.text()[word.start..].starts_with(['m', 'n'])
    }

    /// `… itu editan`, `akun palsu`: all of the sentence, and the one before it where that asks or
    /// tells what is said.
    fn forgery(&self, cue: &CueHit) -> SpeechFrame {
        let sentence = self.reading.sentence(cue.first);
        let mut first = self.clauses.back(cue.first, sentence);
        let opens = self.clauses.opens_sentence(first);
        if let Some(before) = first.checked_sub(1).filter(|_| opens) {
            let before_it = self.reading.sentence(before);
            if self.is_hearsay(before_it) {
                first = self.clauses.back(before, before_it);
            }
        }
        let mut last = self.clauses.reach(cue.first);
        if self.reading.sentence(last + 1) == sentence + 1 && self.is_hearsay(sentence + 1) {
            last = self.clauses.reach(last + 1);
        }
        SpeechFrame {
            sort: FrameSort::Forged,
            cue: *cue,
            first,
            last,
        }
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

    /// Quotations that somebody else speaks: with a speaker beside them who is not the author, or
    /// in a sentence that tells and takes no side outside of them.
    fn spoken(&self) -> Vec<SpeechFrame> {
        let tokens = &self.reading.tokens.list;
        if !tokens.iter().any(|token| token.quoted) {
            return Vec::new();
        }
        let outside = self.outside();
        let apart = self.apart().is_some();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let length = tokens[at..].iter().take_while(|token| token.quoted).count();
            if length > 0 {
                let last = at + length - 1;
                let speaker = self.speaker(at, last);
                let speaker = speaker.or_else(|| self.narrated(at..=last, &outside, apart));
                found.extend(speaker.map(|cue| SpeechFrame {
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

    fn outside(&self) -> BTreeMap<u32, OutsideWords> {
        let mut outside: BTreeMap<u32, OutsideWords> = BTreeMap::new();
        let list = &self.reading.tokens.list;
        for (at, token) in list.iter().enumerate() {
            if !token.quoted && self.clauses.is_prose(at) {
                outside.entry(token.sentence).or_default().words += 1;
            }
        }
        for cue in self.cues {
            let token = list[cue.first];
            if !token.quoted && self.takes_side(cue) {
                outside.entry(token.sentence).or_default().acts = true;
            }
        }
        outside
    }

    fn speaker(&self, first: usize, last: usize) -> Option<CueHit> {
        let near = self.reading.scorer.scale.joining.frame;
        let cues = self
            .clauses
            .cues_from(first.saturating_sub(2 * near))
            .iter();
        let cues = cues.take_while(|cue| cue.first <= last + near);
        let speaks = |cue: &&CueHit| {
            let behind = cue.first > last;
            let before = cue.last < first && cue.last + near >= first;
            matches!(cue.kind, CueKind::Told | CueKind::Reported) && (behind || before)
        };
        let mut cues = cues.filter(speaks);
        cues.find(|cue| !self.clauses.is_own_speech(cue)).copied()
    }

    /// The first words of a quotation that takes sides, where the sentence only tells of it. One
    /// word in quotation marks is told of where the author keeps apart, else it is irony.
    fn narrated(
        &self,
        words: RangeInclusive<usize>,
        outside: &BTreeMap<u32, OutsideWords>,
        apart: bool,
    ) -> Option<CueHit> {
        let fewest = self.reading.scorer.scale.extras.quotation;
        let around = outside.get(&self.reading.sentence(*words.start())).copied();
        let around = around.unwrap_or_default();
        let cues = self.clauses.cues_from(*words.start()).iter();
        let mut cues = cues.take_while(|cue| words.contains(&cue.first));
        let act = cues.find(|cue| is_act(cue.kind)).copied();
        let long = words.end() > words.start() && around.words >= fewest;
        act.filter(|_| (long || apart) && !around.acts)
    }

    /// What somebody says who takes a side, outside of what he quotes.
    fn takes_side(&self, cue: &CueHit) -> bool {
        use CueKind::{Hype, Oppose, Photo, Praise, Team, Wish};
        let weight = self.reading.scorer.cues[cue.cue].weight;
        match cue.kind {
            Photo => false,
            Hype | Oppose | Praise | Team | Wish => {
                weight >= self.reading.scorer.scale.joining.blame
            }
            kind => is_act(kind),
        }
    }

    fn forward(&self, cue: &CueHit, sort: FrameSort) -> SpeechFrame {
        SpeechFrame {
            sort,
            cue: *cue,
            first: cue.first,
            last: self.clauses.reach(cue.last),
        }
    }

    /// Whether a frame governs words by which somebody takes sides.
    fn matters(&self, frame: &SpeechFrame) -> bool {
        let within = |first: usize| (frame.first..=frame.last).contains(&first);
        let cues = self.clauses.cues_from(frame.first).iter();
        let mut cues = cues.take_while(|cue| cue.first <= frame.last);
        cues.any(|cue| is_act(cue.kind))
            || self.anchors.iter().any(|anchor| {
                within(anchor.first)
                    && (frame.cue.kind != CueKind::Denial
                        || anchor.is_campaign_speech()
                        || anchor.number.is_some())
            })
    }
}

/// Kinds of cues that make a frame, alone or with others; some only where somebody is named.
pub(super) fn frames(kind: CueKind, named: bool) -> bool {
    use CueKind::{
        Apart, Asked, Denial, Forgery, Negation, Pledge, Record, Refusal, Request, Told,
    };
    match kind {
        Asked | Denial | Forgery | Negation | Pledge | Refusal | Told => true,
        Apart | Record | Request => named,
        _ => false,
    }
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
