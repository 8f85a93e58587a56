//! Ballot numbers of contestants, in a text and in the other ways to read it.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::ops::Range;

use crate::model::{CueKind, EntryKind};
use crate::text::View;
use crate::text::tokens::{Sigil, Token, Tokens};

use super::anchors::{Anchor, Candidate};
use super::compile::Meaning;
use super::matcher::FoundPhrase;
use super::number::{Number, NumberPlace, Plainness, called, numbers, titled};
use super::reading::{Hits, MOST_HITS, TextReading};

impl TextReading<'_> {
    /// The numbers that a view shows, with their places in the folded text.
    pub(super) fn numbers_of_view(
        &self,
        view: &View,
        cut: &Tokens,
        found: &[FoundPhrase],
    ) -> Vec<NumberPlace> {
        let list = &cut.list;
        let place = |number: &Number| view.folded(list[number.first].start..list[number.last].end);
        let calls = found.iter().filter(|found| {
            let next = list.get(found.last + 1);
            self.calls(self.scorer.meanings[found.meaning as usize])
                && next.is_some_and(|next| next.sentence == list[found.last].sentence)
        });
        // Only what was run together belongs together: elsewhere a count may stand behind a call.
        let called = calls.filter_map(|call| {
            let number = called(view.text(), cut, call.last + 1)?;
            let (word, place) = (list[call.last], place(&number));
            let joined = self.folded.text()[..place.start].chars().next_back();
            let spelt = view.folded(word.start..word.end).len() > word.end - word.start;
            let together = spelt || joined.is_some_and(char::is_alphanumeric);
            together.then_some(number)
        });
        let titled = titled(view.text(), cut).filter(|number| {
            let word = self.token_at(place(number).end.saturating_sub(1));
            self.ends(word, &HashSet::new())
        });
        let numbers = numbers(view.text(), cut).into_iter();
        let numbers = numbers.chain(called).chain(titled);
        let numbers = numbers.map(|number| (place(&number), number));
        numbers.take(MOST_HITS).collect()
    }

    /// Ballot numbers that somebody has, in the order of the text: as they are written, and where
    /// none is, those that only show in another view (`n0m0r 2`, `#coblosno2`).
    pub(super) fn number_anchors(&self, hits: &Hits) -> Vec<Anchor> {
        let calls = hits.list.iter().filter(|hit| self.calls(hit.meaning));
        let calls: HashSet<usize> = calls.map(|call| call.last).collect();
        let of_ballot = hits
            .list
            .iter()
            .filter(|hit| self.is_of_ballot(hit.meaning));
        let of_ballot: HashSet<usize> = of_ballot.map(|call| call.last).collect();
        let helps = hits.list.iter().filter(|hit| self.goes_on(hit.meaning));
        let helps: HashSet<usize> = helps.map(|help| help.first).collect();
        let list = &self.tokens.list;
        let place = |number: &Number| list[number.first].start..list[number.last].end;
        let plain = numbers(self.folded.text(), &self.tokens);
        let called = self.called_numbers(&calls).filter(|number| {
            let bare = of_ballot.contains(&(number.first - 1)) && self.ends(number.first, &helps);
            bare || self.stands_out(number)
        });
        let titled = titled(self.folded.text(), &self.tokens);
        let titled = titled.filter(|number| self.ends(number.last, &helps));
        let plain = plain.into_iter().chain(called).chain(titled);
        let mut found: Vec<_> = plain.map(|number| (place(&number), number)).collect();
        // Of what begins at the same place the longest, as it is written before all, and plainest.
        found.sort_by_key(|(place, number)| (place.start, Reverse((place.end, number.plainness))));
        found.dedup_by(|later, earlier| later.0 == earlier.0);
        let written = found.len();
        found.extend(self.further_numbers(&found, hits));
        let anchors = found.into_iter().enumerate();
        let anchors = anchors.filter_map(|(index, (place, mut number))| {
            if self.is_called(&number, &calls, index >= written) {
                number.plainness = Plainness::Ballot;
            }
            self.number_anchor(place, number)
        });
        let mut anchors: Vec<Anchor> = anchors.take(2 * MOST_HITS).collect();
        anchors.sort_by_key(|anchor| anchor.span);
        anchors
    }

    /// Whether a number in a hashtag stands in the one of a call, or in the next.
    fn is_called(&self, number: &Number, calls: &HashSet<usize>, is_part: bool) -> bool {
        let bare = matches!(number.plainness, Plainness::Numbered | Plainness::Bare);
        if !bare || self.tokens.list[number.first].sigil != Sigil::Tag {
            return false;
        }
        let before = number
            .first
            .checked_sub(1)
            .filter(|before| calls.contains(before));
        let tagged = |word: usize| self.tokens.list[word].sigil == Sigil::Tag;
        (is_part && calls.contains(&number.first)) || before.is_some_and(tagged)
    }

    /// Numbers right behind a call.
    fn called_numbers<'s>(
        &'s self,
        calls: &'s HashSet<usize>,
    ) -> impl Iterator<Item = Number> + 's {
        let list = &self.tokens.list;
        let mut calls: Vec<usize> = calls.iter().copied().collect();
        calls.sort_unstable();
        calls.into_iter().filter_map(|call| {
            let number = called(self.folded.text(), &self.tokens, call + 1)?;
            (list[call].sentence == list[call + 1].sentence).then_some(number)
        })
    }

    /// Whether a number stands out: `#2`, `(2)`, `➋`.
    fn stands_out(&self, number: &Number) -> bool {
        let token = &self.tokens.list[number.first];
        let [start, end] = self.folded.source(token.start..token.end);
        let ornate = end - start > token.end - token.start && token.end - token.start <= 2;
        let bracketed = self.text[..start].ends_with(['(', '[', '{', '<']);
        ornate || bracketed || token.sigil == Sigil::Tag
    }

    /// Whether nothing that a number could count stands behind it: its clause ends, or goes on
    /// with a particle (`coblos 2`, `coblos dua ya`, not `coblos dua lubang`).
    fn ends(&self, number: usize, helps: &HashSet<usize>) -> bool {
        let next = self.tokens.list.get(number + 1);
        let same = |next: &Token| next.clause == self.clause(number) && next.sigil == Sigil::None;
        helps.contains(&(number + 1)) || !next.is_some_and(same)
    }

    /// Whether words call to nothing but a vote.
    fn is_of_ballot(&self, meaning: Meaning) -> bool {
        let Meaning::Cue(cue) = meaning else {
            return false;
        };
        let cue = &self.scorer.cues[cue];
        cue.kind == CueKind::Call && cue.weight >= self.scorer.scale.hashtags.ballot
    }

    /// Whether words go on with a sentence and are nothing that is counted.
    fn goes_on(&self, meaning: Meaning) -> bool {
        use CueKind::{Hype, Invite, LeadIn, Reminder, Win};
        let Meaning::Cue(cue) = meaning else {
            return false;
        };
        let kind = self.scorer.cues[cue].kind;
        matches!(kind, Hype | Invite | LeadIn | Reminder | Win)
    }

    /// Numbers of the views that none of those known overlaps.
    fn further_numbers(&self, known: &[NumberPlace], hits: &Hits) -> Vec<NumberPlace> {
        let mut shown: Vec<_> = hits.numbers.clone();
        shown.sort_by_key(|(place, _)| (place.start, Reverse(place.end)));
        let mut further: Vec<NumberPlace> = Vec::new();
        for (place, number) in shown {
            let behind = known.partition_point(|(known, _)| known.start < place.end);
            let before = behind.checked_sub(1).map(|index| &known[index]);
            let mut before = before.into_iter().chain(further.last());
            if before.all(|(before, _)| before.end <= place.start) {
                let first = self.token_at(place.start);
                let last = self.token_at(place.end.saturating_sub(1));
                further.push((
                    place,
                    Number {
                        first,
                        last,
                        ..number
                    },
                ));
            }
        }
        further
    }

    fn number_anchor(&self, place: Range<usize>, number: Number) -> Option<Anchor> {
        let candidates = self.candidates_numbered(number.value);
        let fingers = number.plainness == Plainness::Fingers;
        (!candidates.is_empty()).then(|| Anchor {
            kind: fingers.then_some(EntryKind::Gesture),
            number: Some((number.value, number.plainness)),
            first: number.first,
            last: number.last,
            span: self.folded.source(place),
            candidates,
            handle: false,
            tag: self.tokens.list[number.first].sigil == Sigil::Tag,
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
