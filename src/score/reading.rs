//! Reading a text: what the automata find in its views, and what may stand for a contestant.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::{ByteRange, CueKind, EntryKind, Subject, TextName};
use crate::text::tokens::{Sigil, Token, Tokens};
use crate::text::views::{acronyms, tags, unleet};
use crate::text::{Folded, View, fold, is_blank, tokens};

use super::Scorer;
use super::anchors::{Anchor, Candidate};
use super::compile::{Meaning, TargetPlace};
use super::known::KnownPlaces;
use super::matcher::FoundPhrase;
use super::number::{Number, Plainness, numbers};

/// So many phrases are taken of a view at most: more than the words of a passage come to, so that
/// only hashtags of thousands of letters have more. It bounds the work on those.
const MOST_HITS: usize = 4096;

/// The other ways to read a post, each with its words; absent where they show nothing new.
#[derive(Debug)]
pub(super) struct Views {
    /// Digits and signs read as letters.
    pub(super) unleet: Option<(View, Tokens)>,
    /// Spelt-out words, joined.
    pub(super) acronyms: Option<(View, Tokens)>,
    /// Hashtags, cut.
    pub(super) tags: Option<(View, Tokens)>,
}

impl Views {
    pub(super) fn new(original: &str, folded: &Folded) -> Self {
        let cut = |view: View| {
            let cut = tokens(view.text());
            (view, cut)
        };
        Self {
            unleet: unleet(folded).map(cut),
            acronyms: acronyms(folded).map(cut),
            tags: tags(original, folded).map(cut),
        }
    }

    fn all(&self) -> impl Iterator<Item = &(View, Tokens)> {
        [&self.unleet, &self.acronyms, &self.tags]
            .into_iter()
            .flatten()
    }
}

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
    pub(super) span: ByteRange,
}

/// A phrase in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    first: usize,
    last: usize,
    span: ByteRange,
    meaning: Meaning,
}

/// The phrases of a text, gathered from its views.
#[derive(Debug)]
pub(super) struct Hits {
    pub(super) list: Vec<Hit>,
    /// Whether there are more than are taken.
    pub(super) is_cut: bool,
    known: KnownPlaces,
}

/// A text of a post, as it is written and in all other ways to read it.
#[derive(Debug)]
pub(super) struct TextReading<'a> {
    pub(super) scorer: &'a Scorer,
    pub(super) subject: &'a Subject<'a>,
    /// Which text of the post.
    pub(super) name: TextName,
    /// As it is written.
    pub(super) text: &'a str,
    pub(super) folded: Folded,
    pub(super) tokens: Tokens,
    /// The text read in other ways.
    pub(super) views: Views,
}

impl<'a> TextReading<'a> {
    /// Reads a text of a post. Linear in the text.
    pub(super) fn new(
        scorer: &'a Scorer,
        subject: &'a Subject<'a>,
        name: TextName,
        text: &'a str,
    ) -> Self {
        let folded = fold(text);
        let tokens = tokens(folded.text());
        let views = Views::new(text, &folded);
        Self {
            scorer,
            subject,
            name,
            text,
            folded,
            tokens,
            views,
        }
    }
}

impl TextReading<'_> {
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

    /// The folded words of an anchor.
    pub(super) fn anchor_words(&self, anchor: &Anchor) -> &str {
        let start = self.tokens.list[anchor.first].start;
        let end = self.tokens.list[anchor.last].end;
        &self.folded.text()[start..end]
    }

    /// The original words of a range.
    pub(super) fn original(&self, range: ByteRange) -> &str {
        self.text.get(range[0]..range[1]).unwrap_or_default()
    }

    /// Everything that the automata find, in every view.
    pub(super) fn hits(&self) -> Hits {
        let mut plain = self.scorer.matcher.find(self.folded.text(), &self.tokens);
        // The plain view first, and as much again for the others: what is disguised is found even
        // where the plain words fill their part.
        let is_cut = plain.len() > MOST_HITS;
        plain.truncate(MOST_HITS);
        let mut hits = Hits {
            is_cut,
            list: plain.iter().map(|found| self.plain_hit(found)).collect(),
            known: KnownPlaces::new(plain),
        };
        for (view, cut) in self.views.all() {
            self.hits_of_view(view, cut, &mut hits);
        }
        self.hits_in_tags(&mut hits);
        hits
    }

    fn plain_hit(&self, found: &FoundPhrase) -> Hit {
        let range = self.tokens.list[found.first].start..self.tokens.list[found.last].end;
        Hit {
            first: found.first,
            last: found.last,
            span: self.folded.source(range),
            meaning: self.scorer.meanings[found.meaning as usize],
        }
    }

    fn hits_of_view(&self, view: &View, cut: &Tokens, hits: &mut Hits) {
        for found in self.scorer.matcher.find(view.text(), cut) {
            let range = view.folded(cut.list[found.first].start..cut.list[found.last].end);
            self.add_hit(range, found.meaning, hits);
        }
    }

    fn hits_in_tags(&self, hits: &mut Hits) {
        for token in &self.tokens.list {
            if matches!(token.sigil, Sigil::Tag | Sigil::Handle) {
                let body = &self.folded.text()[token.start..token.end];
                for (range, meaning) in self.scorer.tags.find(body) {
                    let range = token.start + range.start..token.start + range.end;
                    if !self.torn(&range) {
                        self.add_hit(range, meaning, hits);
                    }
                }
            }
        }
    }

    /// Whether a range ends in the middle of a word of a hashtag in which it did not begin:
    /// `GanjarP` in `#GanjarPemimpin`.
    fn torn(&self, range: &Range<usize>) -> bool {
        let Some((view, cut)) = &self.views.tags else {
            return false;
        };
        let place = |word: &Token| view.folded(word.start..word.end);
        // The words come one behind the other: only the last that begins in the range goes on
        // behind it.
        let behind = cut
            .list
            .partition_point(|word| place(word).start < range.end);
        let last = behind.checked_sub(1).map(|last| place(&cut.list[last]));
        last.is_some_and(|word| range.start < word.start && range.end < word.end)
    }

    /// Adds a hit at a range of the folded text, unless it is known.
    fn add_hit(&self, range: Range<usize>, meaning: u32, hits: &mut Hits) {
        if hits.list.len() >= 2 * MOST_HITS {
            hits.is_cut = true;
            return;
        }
        let first = self.token_at(range.start);
        let last = self.token_at(range.end.saturating_sub(1));
        let found = FoundPhrase {
            first,
            last,
            meaning,
        };
        if hits.known.add(found) {
            hits.list.push(Hit {
                first,
                last,
                span: self.folded.source(range),
                meaning: self.scorer.meanings[meaning as usize],
            });
        }
    }

    fn token_at(&self, at: usize) -> usize {
        let after = self.tokens.list.partition_point(|token| token.start <= at);
        after.saturating_sub(1)
    }

    /// Cues within one clause that are not part of a longer cue.
    pub(super) fn longest_cues(&self, hits: &[Hit]) -> Vec<CueHit> {
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
        // By entry last, so that ties do not depend on the view a cue was found in.
        cues.sort_by_key(|cue| (cue.span[0], Reverse(cue.span[1]), cue.cue));
        keep_longest(&mut cues, |cue| cue.span);
        cues
    }

    /// Everything that may stand for a contestant.
    pub(super) fn possible_anchors(&self, hits: &[Hit]) -> Vec<Anchor> {
        let mut anchors = self.entry_anchors(hits);
        let numbers = self.number_anchors();
        // `salam dua jari`: the pack's gesture and the number say the same; the number tells which.
        anchors.retain(|anchor| !(anchor.is_gesture() && is_told(&numbers, anchor)));
        anchors.extend(numbers);
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

    /// What the packs have, the same words once.
    fn entry_anchors(&self, hits: &[Hit]) -> Vec<Anchor> {
        let entries = hits.iter().filter_map(|hit| match hit.meaning {
            Meaning::Target(place) if self.entry_holds(place, hit) => Some((place, hit)),
            _ => None,
        });
        let mut entries: Vec<(TargetPlace, &Hit)> = entries.collect();
        // The order in which they were found stays, among hits of the same words.
        entries.sort_by_key(|(_, hit)| hit.span);
        let same = entries.chunk_by(|(_, one), (_, other)| one.span == other.span);
        same.filter_map(|same| self.entry_anchor(same)).collect()
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
                let letters = text.chars().filter(|sign| sign.is_alphanumeric());
                letters.filter(|letter| !is_blank(*letter)).collect()
            };
            let written = self.original(hit.span);
            plain(written) == plain(&entry.form) || (!written.is_ascii() && capitals(written))
        };
        from && to && (!entry.case_sensitive || spelt())
    }

    /// The anchor of one or more entries at the same words.
    fn entry_anchor(&self, entries: &[(TargetPlace, &Hit)]) -> Option<Anchor> {
        let (_, hit) = entries.first()?;
        let contests = &self.scorer.contests;
        let listed = || {
            entries
                .iter()
                .map(|(place, _)| (*place, place.entry(contests)))
        };
        let candidates =
            listed().map(|(place, entry)| Candidate::of_entry(place, entry.needs_company));
        let sigil = self.tokens.list[hit.first].sigil;
        Some(Anchor {
            kind: listed().map(|(_, entry)| entry.kind).reduce(stronger),
            number: None,
            first: hit.first,
            last: hit.last,
            span: hit.span,
            candidates: candidates.collect(),
            handle: sigil == Sigil::Handle,
            tag: sigil == Sigil::Tag,
        })
    }

    /// Ballot numbers that somebody has, in the order of the text: as they are written, and where
    /// none is, those that only show once digits are read as letters (`n0m0r 2`).
    fn number_anchors(&self) -> Vec<Anchor> {
        let plain = numbers(self.folded.text(), &self.tokens);
        let mut anchors: Vec<Anchor> = plain
            .into_iter()
            .filter_map(|number| self.number_anchor(number))
            .take(MOST_HITS)
            .collect();
        if let Some((view, cut)) = &self.views.unleet {
            let disguised = self.disguised_numbers(view, cut, &anchors);
            anchors.extend(disguised);
            anchors.sort_by_key(|anchor| anchor.first);
        }
        anchors
    }

    fn disguised_numbers(&self, view: &View, cut: &Tokens, plain: &[Anchor]) -> Vec<Anchor> {
        let mut found: Vec<Anchor> = Vec::new();
        for number in numbers(view.text(), cut).into_iter().take(MOST_HITS) {
            let range = view.folded(cut.list[number.first].start..cut.list[number.last].end);
            let first = self.token_at(range.start);
            let last = self.token_at(range.end.saturating_sub(1));
            let behind = plain.partition_point(|anchor| anchor.first <= last);
            let before = behind.checked_sub(1).map(|index| &plain[index]);
            let before = before.into_iter().chain(found.last());
            if before.into_iter().all(|anchor| anchor.last < first) {
                found.extend(self.number_anchor(Number {
                    first,
                    last,
                    ..number
                }));
            }
        }
        found
    }

    fn number_anchor(&self, number: Number) -> Option<Anchor> {
        let candidates = self.candidates_numbered(number.value);
        let list = &self.tokens.list;
        let span = self
            .folded
            .source(list[number.first].start..list[number.last].end);
        let fingers = number.plainness == Plainness::Fingers;
        (!candidates.is_empty()).then(|| Anchor {
            kind: fingers.then_some(EntryKind::Gesture),
            number: Some((number.value, number.plainness)),
            first: number.first,
            last: number.last,
            span,
            candidates,
            handle: false,
            tag: list[number.first].sigil == Sigil::Tag,
        })
    }

    fn candidates_numbered(&self, value: u8) -> Vec<Candidate> {
        let mut candidates = Vec::new();
        for (contest, pack) in self.scorer.contests.iter().enumerate() {
            for (contestant, one) in pack.contestants.iter().enumerate() {
                if one.number == Some(value) {
                    candidates.push(Candidate {
                        contest,
                        contestant,
                        needs_company: true,
                        entry: None,
                    });
                }
            }
        }
        candidates
    }
}

/// Whether one of the numbers, which come in the order of the text, covers the anchor.
fn is_told(numbers: &[Anchor], anchor: &Anchor) -> bool {
    let behind = numbers.partition_point(|number| number.span[0] <= anchor.span[0]);
    let before = behind.checked_sub(1).map(|index| &numbers[index]);
    before.is_some_and(|number| covers_or_is(number.span, anchor.span))
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
fn keep_longest<T>(items: &mut Vec<T>, span: impl Fn(&T) -> ByteRange) {
    let mut longest: ByteRange = [0, 0];
    items.retain(|item| {
        let this = span(item);
        let inside = this != longest && this[1] <= longest[1];
        if this[1] > longest[1] {
            longest = this;
        }
        !inside
    });
}

/// Whether `outer` holds `inner`.
pub(super) fn covers_or_is(outer: ByteRange, inner: ByteRange) -> bool {
    outer[0] <= inner[0] && inner[1] <= outer[1]
}

/// Fancy letters keep their case only as letters of their own.
fn capitals(text: &str) -> bool {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfkc()
        .filter(|letter| letter.is_alphabetic())
        .all(char::is_uppercase)
}
