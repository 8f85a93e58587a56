//! What stands in a text of a post, before anything is concluded from it.

use std::collections::BTreeSet;

use crate::model::{ByteRange, CueKind, EntryKind, Need, Span};
use crate::text::tokens::Sigil;

use super::Scorer;
use super::anchors::Anchor;
use super::company::{Named, accepted};
use super::compile::joined;
use super::elsewhere::TextElsewhere;
use super::frames::FrameSort;
use super::others::Explained;
use super::reading::{CueHit, TextReading, covers_or_is};
use super::voice::Voice;

/// What there is still room for in a passage. Cues and anchors are looked at beside each other, so
/// their number is bounded, at more than the words of a passage come to: only hashtags of
/// thousands of letters have more. All texts of a passage share the room.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    cues: usize,
    anchors: usize,
}

impl Room {
    /// Of a passage of which nothing was read yet.
    pub(super) const WHOLE: Self = Self {
        cues: 512,
        anchors: 256,
    };
}

/// A text with everything that was found in it.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) reading: TextReading<'a>,
    pub(super) cues: Vec<CueHit>,
    /// Words of pressure, which mean something beside each other only.
    pub(super) pressing: Vec<CueHit>,
    pub(super) anchors: Vec<Anchor>,
    /// Names of contestants that may mean somebody else here.
    pub(super) refused: Vec<Anchor>,
    /// Words of contestants that mean something else here, with the words that say so.
    pub(super) explained: Vec<Explained>,
    /// Whose words they are.
    pub(super) voice: Voice,
    /// Traps that took a word of a contestant away.
    pub(super) sprung: Vec<CueHit>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
    /// How much counts of what the statistical model says.
    pub(super) trust: f64,
    /// Whether more was found than is looked at.
    pub(super) is_cut: bool,
    /// For each word, how many stand before it, the words of an anchor counting as one: long
    /// and short names keep the same distance. Empty where no phrase was found.
    places: Vec<usize>,
}

impl<'a> Scene<'a> {
    /// Finds what stands in a text and takes it off the room.
    pub(super) fn new(
        reading: TextReading<'a>,
        elsewhere: Option<&TextElsewhere>,
        room: &mut Room,
    ) -> Self {
        let mut scene = Self {
            reading,
            cues: Vec::new(),
            pressing: Vec::new(),
            anchors: Vec::new(),
            refused: Vec::new(),
            explained: Vec::new(),
            voice: Voice::default(),
            sprung: Vec::new(),
            contest: None,
            trust: 1.0,
            is_cut: false,
            places: Vec::new(),
        };
        let hits = scene.reading.hits();
        if !scene.reading.says_something(&hits) {
            return scene;
        }
        scene.cues = scene.reading.longest_cues(&hits.list);
        scene.settle_reminders();
        scene.pressing = scene.reading.pressing_cues(&hits.list);
        let mut found = scene.reading.possible_anchors(&hits);
        let fits = scene.cues.len() <= room.cues && found.len() <= room.anchors;
        scene.is_cut = hits.is_cut || !fits;
        scene.cues.truncate(room.cues);
        found.truncate(room.anchors);
        room.cues -= scene.cues.len();
        room.anchors -= found.len();
        // Traps come first: what stands in one must give no other word company. Only then can it
        // be told who is meant, and only then which cues have what they need beside them.
        let found = scene.without_trapped(found);
        let named = accepted(&scene.reading, &scene.cues, elsewhere, found);
        scene.take_named(named);
        scene.drop_covered_cues();
        scene.drop_unmet_cues();
        scene.voice = Voice::new(&scene.reading, &scene.cues, &scene.anchors, &scene.refused);
        scene.places = scene.count_places();
        scene
    }

    fn take_named(&mut self, named: Named) {
        self.anchors = named.anchors;
        self.refused = named.refused;
        self.explained = named.explained;
    }

    /// Whether a word is the author's own stand. Hashtags stand apart from the sentence.
    pub(super) fn is_own(&self, token: usize) -> bool {
        self.voice.of(token).is_none() || self.is_in_tag(token)
    }

    /// Whether the author keeps away from what a word says: he does more than tell of it.
    pub(super) fn is_rejected(&self, token: usize) -> bool {
        let sort = self.voice.of(token);
        sort.is_some_and(|sort| sort != FrameSort::Told) && !self.is_in_tag(token)
    }

    fn is_in_tag(&self, token: usize) -> bool {
        let token = self.reading.tokens.list.get(token);
        token.is_some_and(|token| token.sigil == Sigil::Tag)
    }

    /// Whether all contestants are named in a sentence, or nobody and everybody.
    pub(super) fn speaks_of_all(&self, sentence: u32) -> bool {
        let Some(contest) = self.contest else {
            return false;
        };
        if self.sentence_has(sentence, CueKind::Nobody) {
            return true;
        }
        let here = |anchor: &&Anchor| self.sentence(anchor.first) == sentence;
        self.names_all(contest, self.anchors.iter().filter(here))
    }

    /// Whether all of several contestants are among those named.
    pub(super) fn names_all<'n>(
        &self,
        contest: usize,
        anchors: impl Iterator<Item = &'n Anchor>,
    ) -> bool {
        let all = self.scorer().contests[contest].contestants.len();
        let candidates = anchors.flat_map(|anchor| &anchor.candidates);
        let named: BTreeSet<usize> = candidates
            .filter(|one| one.contest == contest)
            .map(|one| one.contestant)
            .collect();
        all > 1 && named.len() == all
    }

    /// Packs, lexicon and scale.
    pub(super) fn scorer(&self) -> &'a Scorer {
        self.reading.scorer
    }

    /// What turns giving up round (`tidak pernah ragu`) or a falsehood (`bukan hoaks`) is no negation
    /// and denies nothing.
    fn settle_reminders(&mut self) {
        use CueKind::{Asked, Cease, Denial, Forgery, Negation, Reminder};
        let near = self.scorer().scale.joining.negation;
        for at in 0..self.cues.len().saturating_sub(1) {
            let cue = self.cues[at];
            if !matches!(cue.kind, Asked | Denial | Negation) {
                continue;
            }
            let behind = self.cues[at + 1..].iter().enumerate().take(near + 1);
            let mut behind = behind.filter(|(_, other)| {
                self.clause(other.first) == self.clause(cue.last) && other.first > cue.last
            });
            let turned = behind.find(|(_, other)| {
                let steps = other.first - cue.last;
                let near = cue.kind != Asked && steps <= near;
                match other.kind {
                    Cease => near,
                    // `mana mungkin saya tidak …`, `bukan tidak …`: twice turned is said outright.
                    Negation => near && (cue.kind == Denial || steps == 1),
                    Forgery => steps <= 2,
                    _ => false,
                }
            });
            if let Some((further, _)) = turned {
                self.cues[at].kind = Reminder;
                self.cues[at + 1 + further].kind = Reminder;
            }
        }
    }

    /// Whether any phrase of the packs or the lexicon was found, whatever became of it.
    pub(super) fn has_phrases(&self) -> bool {
        !self.places.is_empty()
    }

    /// Places in the text as places in the post.
    pub(super) fn spans(&self, ranges: &[ByteRange]) -> Vec<Span> {
        let text = self.reading.name;
        let spans = ranges.iter().map(|range| Span {
            text,
            range: *range,
        });
        spans.collect()
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
        self.reading.sentence(token)
    }

    /// The clause of a word.
    pub(super) fn clause(&self, token: usize) -> u32 {
        self.reading.clause(token)
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
        self.scorer().cues[cue.cue].weight
    }

    /// The folded words of an anchor.
    pub(super) fn anchor_words(&self, anchor: &Anchor) -> &str {
        self.reading.anchor_words(anchor)
    }

    /// The original words of a range.
    pub(super) fn original(&self, range: ByteRange) -> &str {
        self.reading.original(range)
    }

    /// Whether the text is about an election and not only about an office holder: a word of
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
        let mut found = self.reading.possible_anchors(&self.reading.hits());
        found.truncate(Room::WHOLE.anchors);
        found.retain(|anchor| !self.sprung.iter().any(|trap| self.explained(trap, anchor)));
        found
    }

    fn explained(&self, trap: &CueHit, anchor: &Anchor) -> bool {
        if covers_or_is(trap.span, anchor.span) {
            return true;
        }
        let blocks = &self.scorer().cues[trap.cue].blocks;
        !blocks.is_empty()
            && self.sentence(trap.first) == self.sentence(anchor.first)
            && blocks
                .iter()
                .any(|block| joined(block) == self.anchor_words(anchor))
    }

    /// Words of a contestant are not at the same time words about one.
    fn drop_covered_cues(&mut self) {
        let spans: Vec<ByteRange> = self.anchors.iter().map(|anchor| anchor.span).collect();
        self.cues
            .retain(|cue| !spans.iter().any(|span| covers_or_is(*span, cue.span)));
    }

    fn count_places(&self) -> Vec<usize> {
        let mut later = vec![false; self.reading.tokens.list.len()];
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

    /// Whether who is named does himself what the cue says.
    pub(super) fn acts(&self, cue: &CueHit, anchor: &Anchor) -> bool {
        is_verb(cue)
            && anchor.number.is_none()
            && !anchor.is_campaign_speech()
            && anchor.last < cue.first
            && self.steps(anchor.last, cue.first) <= self.scorer().scale.joining.actor
            && self.clause(anchor.first) == self.clause(cue.first)
    }

    /// A word as it is folded.
    pub(super) fn word(&self, at: usize) -> Option<&str> {
        let word = self.reading.tokens.list.get(at)?;
        self.reading.folded.text().get(word.start..word.end)
    }

    fn drop_unmet_cues(&mut self) {
        let met: Vec<bool> = self.cues.iter().map(|cue| self.needs_met(cue)).collect();
        let mut met = met.into_iter();
        self.cues.retain(|_| met.next().unwrap_or(true));
    }

    fn needs_met(&self, cue: &CueHit) -> bool {
        let sentence = self.sentence(cue.first);
        let needs = &self.scorer().cues[cue.cue].needs;
        needs.iter().all(|need| match need {
            Need::Target => !self.anchors.is_empty(),
            Need::Party => self
                .anchors
                .iter()
                .any(|anchor| anchor.kind == Some(EntryKind::Party)),
            // A picture with somebody bears what is told of it, as all pictures do.
            Need::Cue(CueKind::Record) if self.sentence_has(sentence, CueKind::Photo) => true,
            Need::Cue(kind) => self.sentence_has(sentence, *kind),
        })
    }
}

/// Whether a cue is one word for what people do who take a side.
pub(super) fn is_verb(cue: &CueHit) -> bool {
    use CueKind::{Attend, Call, Gather, Invite, Support};
    cue.first == cue.last && matches!(cue.kind, Call | Support | Attend | Invite | Gather)
}
