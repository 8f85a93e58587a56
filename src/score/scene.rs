//! What stands in a post, before anything is concluded from it.

use std::cmp::Reverse;

use crate::model::{CueKind, EntryKind, Need, PersonKind, Span, Stage, Subject};
use crate::text::tokens::Tokens;
use crate::text::{Folded, fold, tokens};

use super::Scorer;
use super::anchors::{Anchor, accepted};
use super::compile::joined;
use super::reading::Views;

/// Cues and anchors are looked at beside each other, so their number is bounded: a post has
/// said what it has to say long before.
const MOST_CUES: usize = 256;
const MOST_ANCHORS: usize = 128;

/// A cue in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CueHit {
    /// Which entry of the lexicon.
    pub(super) cue: usize,
    pub(super) kind: CueKind,
    /// First word of the plain view.
    pub(super) first: usize,
    /// Last word of the plain view.
    pub(super) last: usize,
    /// Bytes of the original.
    pub(super) span: Span,
}

/// A post with everything that was found in it.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) scorer: &'a Scorer,
    pub(super) subject: &'a Subject<'a>,
    pub(super) folded: Folded,
    pub(super) tokens: Tokens,
    pub(super) cues: Vec<CueHit>,
    pub(super) anchors: Vec<Anchor>,
    /// Names of contestants that may mean somebody else here.
    pub(super) refused: Vec<Anchor>,
    /// The post read in other ways.
    pub(super) views: Views,
    /// Traps that took a word of a contestant away.
    pub(super) sprung: Vec<CueHit>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
    /// For each word, how many stand before it, the words of an anchor counting as one: long
    /// and short names keep the same distance.
    places: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// Reads a post.
    pub(super) fn new(scorer: &'a Scorer, subject: &'a Subject<'a>) -> Self {
        let folded = fold(subject.text);
        let tokens = tokens(folded.text());
        let views = Views::new(subject.text, &folded);
        let mut scene = Self {
            scorer,
            subject,
            folded,
            tokens,
            cues: Vec::new(),
            anchors: Vec::new(),
            refused: Vec::new(),
            views,
            sprung: Vec::new(),
            contest: None,
            places: Vec::new(),
        };
        let hits = scene.hits();
        if hits.is_empty() {
            return scene;
        }
        scene.cues = scene.longest_cues(&hits);
        scene.cues.truncate(MOST_CUES);
        let mut found = scene.possible_anchors(&hits);
        found.truncate(MOST_ANCHORS);
        let found = scene.without_trapped(found);
        (scene.anchors, scene.refused) = accepted(&scene, found);
        scene.drop_covered_cues();
        scene.drop_unmet_cues();
        scene.contest = scene.likeliest_contest();
        scene.places = scene.count_places();
        scene
    }

    /// Cues of a kind.
    pub(super) fn cues_of(&self, kind: CueKind) -> impl Iterator<Item = &CueHit> {
        self.cues.iter().filter(move |cue| cue.kind == kind)
    }

    /// Whether there is a cue of that kind.
    pub(super) fn has(&self, kind: CueKind) -> bool {
        self.cues_of(kind).next().is_some()
    }

    /// The sentence of a word.
    pub(super) fn sentence(&self, token: usize) -> u32 {
        self.tokens
            .list
            .get(token)
            .map_or(0, |token| token.sentence)
    }

    /// The clause of a word.
    pub(super) fn clause(&self, token: usize) -> u32 {
        self.tokens.list.get(token).map_or(0, |token| token.clause)
    }

    /// Whether a word is part of an anchor.
    pub(super) fn in_anchor(&self, token: usize) -> bool {
        self.anchors
            .iter()
            .any(|anchor| anchor.first <= token && token <= anchor.last)
    }

    /// How far the second word stands behind the first; next to each other is 1.
    pub(super) fn steps(&self, first: usize, second: usize) -> usize {
        let place = |token: usize| self.places.get(token).copied().unwrap_or(token);
        place(second).saturating_sub(place(first))
    }

    /// Whether there is a cue of that kind in a sentence.
    pub(super) fn sentence_has(&self, sentence: u32, kind: CueKind) -> bool {
        self.cues_of(kind)
            .any(|cue| self.sentence(cue.first) == sentence)
    }

    /// The weight of a cue.
    pub(super) fn weight(&self, cue: &CueHit) -> f64 {
        self.scorer.cues[cue.cue].weight
    }

    /// The folded words of an anchor.
    pub(super) fn words(&self, anchor: &Anchor) -> &str {
        let start = self.tokens.list[anchor.first].start;
        let end = self.tokens.list[anchor.last].end;
        &self.folded.text()[start..end]
    }

    /// The original words of a span.
    pub(super) fn original(&self, span: Span) -> &str {
        self.subject.text.get(span[0]..span[1]).unwrap_or_default()
    }

    /// The stage of a contest on the day of the post.
    pub(super) fn stage(&self, contest: usize) -> Stage {
        let calendar = &self.scorer.contests[contest].calendar;
        self.subject
            .day
            .map_or(Stage::Campaign, |day| calendar.stage(day))
    }

    /// Whether the author serves where the contest is held, or it is unknown.
    pub(super) fn at_home(&self, contest: usize) -> bool {
        let region = &self.scorer.contests[contest].region;
        self.subject
            .region
            .is_none_or(|home| region.contains(home) || home.contains(region))
    }

    /// Whether the post is about an election and not only about an office holder: a word of
    /// elections, a call, a pair, a number, a campaign word, or several contestants.
    pub(super) fn framed(&self) -> bool {
        let word = self.cues.iter().any(|cue| match cue.kind {
            CueKind::Call
            | CueKind::Oppose
            | CueKind::Possessive
            | CueKind::Win
            | CueKind::Support
            | CueKind::Continue
            | CueKind::Team => true,
            CueKind::Company => self.weight(cue) > 0.0,
            _ => false,
        });
        let anchor = self.anchors.iter().any(|anchor| {
            let ballot = anchor.number.is_some() && !anchor.is_gesture();
            ballot || anchor.is_campaign_speech() || anchor.kind == Some(EntryKind::Pair)
        });
        word || anchor || self.rivals()
    }

    /// Whether contestants of one contest are named beside each other.
    fn rivals(&self) -> bool {
        let Some(contest) = self.contest else {
            return false;
        };
        let mut named = self
            .anchors
            .iter()
            .flat_map(|anchor| &anchor.candidates)
            .filter(|one| one.contest == contest)
            .map(|one| one.contestant);
        let first = named.next();
        named.any(|other| Some(other) != first)
    }

    /// Whether an agency speaks.
    pub(super) fn agency(&self) -> bool {
        self.subject.account == PersonKind::Agency
    }

    /// Takes away what stands in a fixed phrase, or beside a word that explains it otherwise.
    fn without_trapped(&mut self, mut anchors: Vec<Anchor>) -> Vec<Anchor> {
        let traps: Vec<CueHit> = self.cues_of(CueKind::Trap).copied().collect();
        for trap in traps {
            let before = anchors.len();
            anchors.retain(|anchor| !self.explained(&trap, anchor));
            if anchors.len() < before {
                self.sprung.push(trap);
            }
        }
        anchors
    }

    /// Everything that may stand for a contestant, whether it does here or not, but for what a
    /// trap explains.
    pub(super) fn untrapped_anchors(&self) -> Vec<Anchor> {
        let mut found = self.possible_anchors(&self.hits());
        found.truncate(MOST_ANCHORS);
        found.retain(|anchor| !self.sprung.iter().any(|trap| self.explained(trap, anchor)));
        found
    }

    fn explained(&self, trap: &CueHit, anchor: &Anchor) -> bool {
        if covers_or_is(trap.span, anchor.span) {
            return true;
        }
        let blocks = &self.scorer.cues[trap.cue].blocks;
        !blocks.is_empty()
            && self.sentence(trap.first) == self.sentence(anchor.first)
            && blocks
                .iter()
                .any(|block| joined(block) == self.words(anchor))
    }

    /// Words of a contestant are not at the same time words about one.
    fn drop_covered_cues(&mut self) {
        let spans: Vec<Span> = self.anchors.iter().map(|anchor| anchor.span).collect();
        self.cues
            .retain(|cue| !spans.iter().any(|span| covers_or_is(*span, cue.span)));
    }

    fn count_places(&self) -> Vec<usize> {
        let mut later = vec![false; self.tokens.list.len()];
        for anchor in &self.anchors {
            let inner = later.get_mut(anchor.first + 1..=anchor.last);
            inner.unwrap_or_default().fill(true);
        }
        let mut place = 0;
        let count = |later: bool| {
            place += usize::from(!later);
            place
        };
        later.into_iter().map(count).collect()
    }

    /// On stage before off stage, the author's own region before others, then the one with most
    /// anchors, then the order of the packs.
    fn likeliest_contest(&self) -> Option<usize> {
        let contests = 0..self.scorer.contests.len();
        let named = |contest: &usize| {
            let anchors = self.anchors.iter();
            anchors
                .filter(|anchor| anchor.candidates.iter().any(|one| one.contest == *contest))
                .count()
        };
        contests
            .filter(|contest| self.anchors.is_empty() || named(contest) > 0)
            .max_by_key(|contest| {
                (
                    self.stage(*contest) != Stage::OffStage,
                    self.at_home(*contest),
                    named(contest),
                    Reverse(*contest),
                )
            })
    }

    fn drop_unmet_cues(&mut self) {
        let met: Vec<bool> = self.cues.iter().map(|cue| self.needs_met(cue)).collect();
        let mut met = met.into_iter();
        self.cues.retain(|_| met.next().unwrap_or(true));
    }

    fn needs_met(&self, cue: &CueHit) -> bool {
        let sentence = self.sentence(cue.first);
        let needs = &self.scorer.cues[cue.cue].needs;
        needs.iter().all(|need| match need {
            Need::Target => !self.anchors.is_empty(),
            Need::Party => self
                .anchors
                .iter()
                .any(|anchor| anchor.kind == Some(EntryKind::Party)),
            Need::Cue(kind) => self.sentence_has(sentence, *kind),
        })
    }
}

/// Whether `outer` holds `inner`.
pub(super) fn covers_or_is(outer: Span, inner: Span) -> bool {
    outer[0] <= inner[0] && inner[1] <= outer[1]
}
