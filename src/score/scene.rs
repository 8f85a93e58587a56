//! What stands in a post, before anything is concluded from it.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::{CueKind, EntryKind, Need, PersonKind, Span, Stage, Subject};
use crate::text::tokens::{Sigil, Tokens};
use crate::text::views::{acronyms, tags, unleet};
use crate::text::{Folded, View, fold, tokens};

use super::Scorer;
use super::anchors::{Anchor, Candidate, accepted};
use super::compile::{Meaning, TargetPlace, joined};
use super::number::{Number, Plainness, numbers};

/// A post with more phrases than this has said what it has to say. It bounds the work on texts
/// made to slow the scorer down.
const MOST_HITS: usize = 2048;

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
    /// Traps that took a word of a contestant away.
    pub(super) sprung: Vec<CueHit>,
    /// The contest that the post is most likely about.
    pub(super) contest: Option<usize>,
    /// For each word, how many stand before it, the words of an anchor counting as one: long
    /// and short names keep the same distance.
    places: Vec<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    first: usize,
    last: usize,
    span: Span,
    meaning: Meaning,
}

impl<'a> Scene<'a> {
    /// Reads a post.
    pub(super) fn new(scorer: &'a Scorer, subject: &'a Subject<'a>) -> Self {
        let folded = fold(subject.text);
        let tokens = tokens(folded.text());
        let mut scene = Self {
            scorer,
            subject,
            folded,
            tokens,
            cues: Vec::new(),
            anchors: Vec::new(),
            sprung: Vec::new(),
            contest: None,
            places: Vec::new(),
        };
        let hits = scene.hits();
        if hits.is_empty() {
            return scene;
        }
        scene.cues = scene.longest_cues(&hits);
        let found = scene.possible_anchors(&hits);
        let found = scene.without_trapped(found);
        scene.anchors = accepted(&scene, found);
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
            CueKind::Call | CueKind::Oppose | CueKind::Possessive | CueKind::Win => true,
            CueKind::Support | CueKind::Continue | CueKind::Team => true,
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

    fn hits(&self) -> Vec<Hit> {
        let mut hits = Vec::new();
        for found in self.scorer.matcher.find(self.folded.text(), &self.tokens) {
            let range = self.tokens.list[found.first].start..self.tokens.list[found.last].end;
            hits.push(Hit {
                first: found.first,
                last: found.last,
                span: self.folded.source(range),
                meaning: self.scorer.meanings[found.meaning as usize],
            });
        }
        let views = [
            unleet(&self.folded),
            acronyms(&self.folded),
            tags(self.subject.text, &self.folded),
        ];
        hits.truncate(MOST_HITS);
        for view in views.iter().flatten() {
            self.hits_of_view(view, &mut hits);
        }
        self.hits_in_tags(&mut hits);
        hits
    }

    fn hits_of_view(&self, view: &View, hits: &mut Vec<Hit>) {
        let cut = tokens(view.text());
        for found in self.scorer.matcher.find(view.text(), &cut) {
            let range = view.folded(cut.list[found.first].start..cut.list[found.last].end);
            self.add_hit(range, found.meaning, hits);
        }
    }

    fn hits_in_tags(&self, hits: &mut Vec<Hit>) {
        for token in &self.tokens.list {
            if matches!(token.sigil, Sigil::Tag | Sigil::Handle) {
                let body = &self.folded.text()[token.start..token.end];
                for (range, meaning) in self.scorer.tags.find(body) {
                    let range = token.start + range.start..token.start + range.end;
                    self.add_hit(range, meaning, hits);
                }
            }
        }
    }

    /// Adds a hit at a range of the folded text, unless it is known.
    fn add_hit(&self, range: Range<usize>, meaning: u32, hits: &mut Vec<Hit>) {
        if hits.len() >= 2 * MOST_HITS {
            return;
        }
        let meaning = self.scorer.meanings[meaning as usize];
        let first = self.token_at(range.start);
        let last = self.token_at(range.end.saturating_sub(1));
        let known = hits
            .iter()
            .any(|hit| hit.meaning == meaning && hit.first <= first && last <= hit.last);
        if !known {
            hits.push(Hit {
                first,
                last,
                span: self.folded.source(range),
                meaning,
            });
        }
    }

    fn token_at(&self, at: usize) -> usize {
        let after = self.tokens.list.partition_point(|token| token.start <= at);
        after.saturating_sub(1)
    }

    /// Cues within one clause that are not part of a longer cue.
    fn longest_cues(&self, hits: &[Hit]) -> Vec<CueHit> {
        let mut cues: Vec<CueHit> = hits
            .iter()
            .filter_map(|hit| match hit.meaning {
                Meaning::Cue(cue) => Some(CueHit {
                    cue,
                    kind: self.scorer.cues[cue].kind,
                    first: hit.first,
                    last: hit.last,
                    span: hit.span,
                }),
                Meaning::Target(_) => None,
            })
            .collect();
        cues.retain(|cue| self.clause(cue.first) == self.clause(cue.last));
        cues.sort_by_key(|cue| (cue.span[0], Reverse(cue.span[1]), cue.cue));
        keep_longest(&mut cues, |cue| cue.span);
        cues
    }

    fn possible_anchors(&self, hits: &[Hit]) -> Vec<Anchor> {
        let mut anchors: Vec<Anchor> = Vec::new();
        for hit in hits {
            if let Meaning::Target(place) = hit.meaning {
                if self.entry_holds(place, hit) {
                    self.add_anchor(&mut anchors, place, hit);
                }
            }
        }
        for number in numbers(self.folded.text(), &self.tokens) {
            self.add_number(&mut anchors, number);
        }
        if let Some(view) = unleet(&self.folded) {
            self.add_disguised_numbers(&mut anchors, &view);
        }
        anchors.sort_by_key(|anchor| (anchor.span[0], Reverse(anchor.span[1]), anchor.kind));
        keep_longest(&mut anchors, |anchor| anchor.span);
        for anchor in &mut anchors {
            anchor.candidates.sort_unstable();
            anchor
                .candidates
                .dedup_by_key(|one| (one.contest, one.contestant));
        }
        anchors
    }

    /// Whether the form counts as written and on this day.
    fn entry_holds(&self, place: TargetPlace, hit: &Hit) -> bool {
        let entry = place.entry(&self.scorer.contests);
        let sigil = self.tokens.list[hit.first].sigil;
        if entry.kind == EntryKind::Hashtag && sigil != Sigil::Tag {
            return false;
        }
        let day = self.subject.day;
        let from = entry
            .validity
            .from
            .zip(day)
            .is_none_or(|(from, day)| from <= day);
        let to = entry.validity.to.zip(day).is_none_or(|(to, day)| day <= to);
        let spelt = || {
            let plain = |text: &str| -> String {
                let letters = text.chars().filter(|letter| letter.is_alphanumeric());
                letters.collect()
            };
            let written = self.original(hit.span);
            plain(written) == plain(&entry.form) || (!written.is_ascii() && capitals(written))
        };
        from && to && (!entry.case_sensitive || spelt())
    }

    fn add_anchor(&self, anchors: &mut Vec<Anchor>, place: TargetPlace, hit: &Hit) {
        let entry = place.entry(&self.scorer.contests);
        let candidate = Candidate::of(place, entry.needs_company);
        let known = anchors
            .iter_mut()
            .find(|anchor| anchor.span == hit.span && anchor.number.is_none());
        if let Some(anchor) = known {
            anchor.candidates.push(candidate);
            anchor.kind = anchor.kind.map(|kind| stronger(kind, entry.kind));
            return;
        }
        let sigil = self.tokens.list[hit.first].sigil;
        anchors.push(Anchor {
            kind: Some(entry.kind),
            number: None,
            first: hit.first,
            last: hit.last,
            span: hit.span,
            candidates: vec![candidate],
            handle: sigil == Sigil::Handle,
            tag: sigil == Sigil::Tag,
        });
    }

    /// `n0m0r 2`: numbers that only show once digits are read as letters.
    fn add_disguised_numbers(&self, anchors: &mut Vec<Anchor>, view: &View) {
        let cut = tokens(view.text());
        for number in numbers(view.text(), &cut) {
            let range = view.folded(cut.list[number.first].start..cut.list[number.last].end);
            let first = self.token_at(range.start);
            let last = self.token_at(range.end.saturating_sub(1));
            let known = anchors.iter().any(|anchor| {
                anchor.number.is_some() && first <= anchor.last && anchor.first <= last
            });
            if !known {
                self.add_number(
                    anchors,
                    Number {
                        first,
                        last,
                        ..number
                    },
                );
            }
        }
    }

    fn add_number(&self, anchors: &mut Vec<Anchor>, number: Number) {
        let mut candidates = Vec::new();
        for (contest, pack) in self.scorer.contests.iter().enumerate() {
            for (contestant, one) in pack.contestants.iter().enumerate() {
                if one.number == Some(number.value) {
                    candidates.push(Candidate {
                        contest,
                        contestant,
                        needs_company: true,
                    });
                }
            }
        }
        let list = &self.tokens.list;
        let span = self
            .folded
            .source(list[number.first].start..list[number.last].end);
        let fingers = number.plainness == Plainness::Fingers;
        if candidates.is_empty() {
            return;
        }
        anchors.retain(|anchor| !(anchor.is_gesture() && covers_or_is(span, anchor.span)));
        anchors.push(Anchor {
            kind: fingers.then_some(EntryKind::Gesture),
            number: Some((number.value, number.plainness)),
            first: number.first,
            last: number.last,
            span,
            candidates,
            handle: false,
            tag: list[number.first].sigil == Sigil::Tag,
        });
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

/// Of several readings of the same words, the one that says most. A hashtag that is only a name
/// names and does not campaign.
fn stronger(left: EntryKind, right: EntryKind) -> EntryKind {
    use EntryKind::{Hashtag, Name, Nickname, Party, ShortName};
    let plain = |kind| matches!(kind, Name | ShortName | Nickname | Party);
    match (left, right) {
        (Hashtag, kind) | (kind, Hashtag) if plain(kind) => kind,
        _ if rank(right) > rank(left) => right,
        _ => left,
    }
}

fn rank(kind: EntryKind) -> u8 {
    match kind {
        EntryKind::Symbol => 1,
        EntryKind::Gesture => 2,
        EntryKind::Song => 3,
        EntryKind::ShortName => 4,
        EntryKind::Party => 5,
        EntryKind::Slogan => 6,
        EntryKind::Nickname => 7,
        EntryKind::Name => 8,
        EntryKind::Pair => 9,
        EntryKind::Mocking => 10,
        EntryKind::Hashtag => 11,
    }
}

/// Drops what lies inside something longer. The items come by start, the longer first.
fn keep_longest<T>(items: &mut Vec<T>, span: impl Fn(&T) -> Span) {
    let mut longest: Span = [0, 0];
    items.retain(|item| {
        let this = span(item);
        let inside = this != longest && this[1] <= longest[1];
        if this[1] > longest[1] {
            longest = this;
        }
        !inside
    });
}

fn covers_or_is(outer: Span, inner: Span) -> bool {
    outer[0] <= inner[0] && inner[1] <= outer[1]
}

/// Fancy letters keep their case only as letters of their own.
fn capitals(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfkc()
        .filter(|letter| letter.is_alphabetic())
        .all(char::is_uppercase)
}
