//! Reading a text: what the automata find in its views, and what may stand for a contestant.

use std::cmp::Reverse;
use std::ops::Range;

use crate::model::{ByteRange, CueKind, EntryKind, Subject, TextName};
use crate::text::tokens::{Sigil, Token, Tokens};
use crate::text::views::{cut_up, spelt, tag_bodies, unleet_known};
use crate::text::{Folded, View, fold, is_blank, tokens};

use super::Scorer;
use super::anchors::{Anchor, Candidate};
use super::compile::{Meaning, TargetPlace};
use super::known::KnownPlaces;
use super::matcher::FoundPhrase;
use super::number::NumberPlace;

/// So many phrases are taken of a view at most: more than the words of a passage come to, so that
/// only hashtags of thousands of letters have more. It bounds the work on those.
pub(super) const MOST_HITS: usize = 4096;

/// The other ways to read a post, each with its words; absent where they show nothing new.
#[derive(Debug)]
pub(super) struct Views {
    /// Digits and signs read as letters.
    pub(super) unleet: Option<(View, Tokens)>,
    /// Spelt-out words joined.
    pub(super) acronyms: Option<(View, Tokens)>,
    /// Hashtags and words run together, cut.
    pub(super) joined: Option<(View, Tokens)>,
}

/// The shortest word of prose that is looked at for words run together: a call and a name.
const SHORTEST_JOINED: usize = 7;

/// Where words may be run together: hashtags, and long words that say nothing as they are.
fn joined_words(scorer: &Scorer, text: &str, words: &Tokens) -> Vec<Range<usize>> {
    let prose = words.list.iter().filter(|token| token.sigil == Sigil::None);
    let prose = prose.map(|token| token.start..token.end);
    let joined = prose.filter(|word| {
        let word = &text[word.clone()];
        word.len() >= SHORTEST_JOINED && !scorer.matcher.knows(word) && scorer.glued.may_hold(word)
    });
    let mut joined: Vec<Range<usize>> = joined.chain(tag_bodies(text)).collect();
    joined.sort_unstable_by_key(|word| word.start);
    joined
}

impl Views {
    fn new(scorer: &Scorer, original: &str, folded: &Folded, words: &Tokens) -> Self {
        let cut = |view: View| {
            let cut = tokens(view.text());
            (view, cut)
        };
        let joined = joined_words(scorer, folded.text(), words);
        let parts = |text: &str, edges: &[usize]| scorer.glued.pieces(text, edges);
        let known = |word: &str| scorer.matcher.knows(word);
        Self {
            unleet: unleet_known(folded, known).map(cut),
            acronyms: spelt(folded, known, parts).map(cut),
            joined: cut_up(original, folded, joined, parts).map(cut),
        }
    }

    fn all(&self) -> impl Iterator<Item = &(View, Tokens)> {
        [&self.unleet, &self.acronyms, &self.joined]
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
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) span: ByteRange,
    pub(super) meaning: Meaning,
}

/// The phrases of a text, gathered from its views.
#[derive(Debug)]
pub(super) struct Hits {
    pub(super) list: Vec<Hit>,
    /// Whether there are more than are taken.
    pub(super) is_cut: bool,
    known: KnownPlaces,
    /// Ballot numbers that the views show, as places of the folded text.
    pub(super) numbers: Vec<NumberPlace>,
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
        let views = Views::new(scorer, text, &folded, &tokens);
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
            numbers: Vec::new(),
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
        let found = self.scorer.matcher.find(view.text(), cut);
        hits.numbers.extend(self.numbers_of_view(view, cut, &found));
        for found in found {
            let range = view.folded(cut.list[found.first].start..cut.list[found.last].end);
            self.add_hit(range, found.meaning, hits);
        }
    }

    /// Whether words are a call that makes a number beside it one of a ballot.
    pub(super) fn calls(&self, meaning: Meaning) -> bool {
        let Meaning::Cue(cue) = meaning else {
            return false;
        };
        let cue = &self.scorer.cues[cue];
        matches!(cue.kind, CueKind::Call | CueKind::Win)
            && cue.weight >= self.scorer.scale.hashtags.call
    }

    fn hits_in_tags(&self, hits: &mut Hits) {
        for token in &self.tokens.list {
            let body = &self.folded.text()[token.start..token.end];
            match token.sigil {
                Sigil::Tag => {
                    for (range, meaning) in self.scorer.tags.find(body) {
                        let range = token.start + range.start..token.start + range.end;
                        if !self.torn(&range) {
                            self.add_hit(range, meaning, hits);
                        }
                    }
                }
                Sigil::Handle => {
                    let named = self.scorer.tags.named(body).into_iter();
                    for meaning in named.chain(self.offices(body)) {
                        self.add_hit(token.start..token.end, meaning, hits);
                    }
                }
                _ => {}
            }
        }
    }

    /// Words of a handle that say whose it is: an office or a newspaper, and no contestant.
    fn offices<'s>(&'s self, handle: &'s str) -> impl Iterator<Item = u32> + 's {
        let words = handle.split(|letter: char| !letter.is_alphanumeric());
        let meanings = words.flat_map(|word| self.scorer.matcher.meanings_of(word));
        let meanings = meanings.copied();
        meanings.filter(|meaning| match self.scorer.meanings[*meaning as usize] {
            Meaning::Cue(cue) => matches!(
                self.scorer.cues[cue].kind,
                CueKind::News | CueKind::Survey | CueKind::Official | CueKind::Organiser
            ),
            Meaning::Target(_) => false,
        })
    }

    /// Whether a range ends in the middle of a word of a hashtag in which it did not begin:
    /// `GanjarP` in `#GanjarPemimpin`.
    fn torn(&self, range: &Range<usize>) -> bool {
        let Some((view, cut)) = &self.views.joined else {
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
        // Addresses and names of files are read in no other way.
        let sigil = self.tokens.list.get(first).map(|token| token.sigil);
        if sigil == Some(Sigil::Link) {
            return;
        }
        // Signs between the letters of a word end no clause.
        let last = if self.clause(first) == self.clause(last) {
            last
        } else {
            first
        };
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

    pub(super) fn token_at(&self, at: usize) -> usize {
        let after = self.tokens.list.partition_point(|token| token.start <= at);
        after.saturating_sub(1)
    }

    /// Whether more was found than particles (`di`, `untuk`) and things of every day (`foto`, `lupa`),
    /// which stand in every text and only lead to what does say something.
    pub(super) fn says_something(&self, hits: &Hits) -> bool {
        let only_leads = |hit: &Hit| match hit.meaning {
            Meaning::Cue(cue) => self.scorer.cues[cue].kind.leads_in(),
            Meaning::Target(_) => false,
        };
        let mut list = hits.list.iter();
        list.any(|hit| !only_leads(hit)) || !(hits.list.is_empty() || hits.numbers.is_empty())
    }

    /// Cues that are not part of a longer cue.
    pub(super) fn longest_cues(&self, hits: &[Hit]) -> Vec<CueHit> {
        let mut cues = self.cues(hits, |kind| !kind.presses());
        keep_longest(&mut cues, |cue| cue.span);
        cues
    }

    /// Words of pressure, which hide none of each other.
    pub(super) fn pressing_cues(&self, hits: &[Hit]) -> Vec<CueHit> {
        self.cues(hits, CueKind::presses)
    }

    /// Cues within one clause, by place and by entry last, whichever view they were found in.
    fn cues(&self, hits: &[Hit], fits: impl Fn(CueKind) -> bool) -> Vec<CueHit> {
        let here = |hit: &&Hit| self.clause(hit.first) == self.clause(hit.last);
        let cues = hits
            .iter()
            .filter(here)
            .filter_map(|hit| match hit.meaning {
                Meaning::Cue(cue) => Some(CueHit {
                    cue,
                    kind: self.scorer.cues[cue].kind,
                    first: hit.first,
                    last: hit.last,
                    span: hit.span,
                }),
                Meaning::Target(_) => None,
            });
        let mut cues: Vec<CueHit> = cues.filter(|cue| fits(cue.kind)).collect();
        cues.sort_by_key(|cue| (cue.span[0], Reverse(cue.span[1]), cue.cue));
        cues
    }

    /// Everything that may stand for a contestant.
    pub(super) fn possible_anchors(&self, hits: &Hits) -> Vec<Anchor> {
        let mut anchors = self.entry_anchors(&hits.list);
        let numbers = self.number_anchors(hits);
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
        // A handle is somebody's own name: part of one, or a name that many have, names nobody.
        if sigil == Sigil::Handle && (entry.needs_company || hit.first != hit.last) {
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
    use EntryKind::Hashtag;
    match (left, right) {
        (Hashtag, kind) | (kind, Hashtag) if kind.is_plain_name() => kind,
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
