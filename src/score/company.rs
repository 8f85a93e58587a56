//! Which words that may stand for a contestant do so here: by the company they keep. Company is
//! given only by what is certain itself: two words that both may be anybody's give none.

use crate::model::{CueKind, EntryKind};
use crate::text::tokens::Sigil;

use super::anchors::{Anchor, Candidate};
use super::elsewhere::TextElsewhere;
use super::number::Plainness;
use super::others::{Beside, Explained, OtherMeaning};
use super::reading::{CueHit, TextReading};

/// A text with all that was found in it, while it is decided who is meant.
struct Company<'s> {
    reading: &'s TextReading<'s>,
    cues: &'s [CueHit],
    all: &'s [Anchor],
    /// What the rest of the text says, where there is more of it.
    elsewhere: Option<&'s TextElsewhere>,
    beside: Beside<'s>,
    /// For each anchor, what it means instead, where words beside it say so.
    others: Vec<Option<Explained>>,
}

/// Words that may stand for a contestant, parted.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Those that do.
    pub(super) anchors: Vec<Anchor>,
    /// Names that may mean somebody else here.
    pub(super) refused: Vec<Anchor>,
    /// Those that mean something else, as words beside them say.
    pub(super) explained: Vec<Explained>,
}

/// Parts the anchors that mean what they say here from names that may be anybody's. Which they
/// are is decided for all at once, from what was found, so that the order of words plays no part.
pub(super) fn accepted(
    reading: &TextReading<'_>,
    cues: &[CueHit],
    elsewhere: Option<&TextElsewhere>,
    found: Vec<Anchor>,
) -> Named {
    let mut named = Named::default();
    if found.is_empty() {
        return named;
    }
    let company = Company::new(reading, cues, &found, elsewhere);
    let kept: Vec<Vec<Candidate>> = (0..found.len()).map(|index| company.kept(index)).collect();
    let others = company.others;
    for ((anchor, candidates), other) in found.into_iter().zip(kept).zip(others) {
        if !candidates.is_empty() {
            named.anchors.push(Anchor {
                candidates,
                ..anchor
            });
        } else if let Some(other) = other {
            named.explained.push(other);
        } else if anchor.is_plain_name() && !is_word(reading, &anchor) {
            named.refused.push(anchor);
        }
    }
    named
}

impl<'s> Company<'s> {
    fn new(
        reading: &'s TextReading<'s>,
        cues: &'s [CueHit],
        all: &'s [Anchor],
        elsewhere: Option<&'s TextElsewhere>,
    ) -> Self {
        let beside = Beside::new(reading, cues, all);
        let mut others: Vec<_> = all.iter().map(|anchor| beside.explained(anchor)).collect();
        count_on(all, &mut others);
        Self {
            reading,
            cues,
            all,
            elsewhere,
            beside,
            others,
        }
    }

    /// Who is meant by an anchor, of those who may be.
    fn kept(&self, index: usize) -> Vec<Candidate> {
        let candidates = self.all[index].candidates.iter().copied();
        candidates.filter(|one| self.stands(index, *one)).collect()
    }

    fn stands(&self, index: usize, candidate: Candidate) -> bool {
        let anchor = &self.all[index];
        if let Some(other) = self.others[index]
            && !(other.meaning == OtherMeaning::Person && self.is_introduced(index, candidate))
        {
            return false;
        }
        if let Some((_, plainness)) = anchor.number {
            // `nomor urut` is a word of elections: no number is company to itself.
            let named = |rest: &TextElsewhere| rest.names_any(candidate.contest);
            return self.is_voted_for(anchor, named)
                || self.number_stands(index, candidate, plainness);
        }
        if !candidate.needs_company || self.stands_in_tag(index, candidate) {
            return true;
        }
        if anchor.is_gesture() {
            return self.has_sister(index, |other| self.is_certain(other, candidate.contest));
        }
        if self.elsewhere.is_some_and(|rest| rest.names(candidate)) {
            return true;
        }
        if anchor.is_campaign_speech() || anchor.kind == Some(EntryKind::Pair) {
            return self.has_sister(index, |other| {
                !other.is_campaign_speech()
                    && self.is_certain(other, candidate.contest)
                    && other.means(candidate.contest, candidate.contestant)
            }) || self.cues.iter().any(|cue| self.presents(cue, anchor));
        }
        let honoured = anchor.first > 0
            && self
                .cues
                .iter()
                .any(|cue| cue.kind == CueKind::Honorific && cue.last + 1 == anchor.first)
            && self.sentence_calls(anchor);
        let acclaimed = self.cues.iter().any(|cue| self.acclaims(cue, anchor));
        honoured
            || acclaimed
            || self.is_voted_for(anchor, |rest| rest.is_about(candidate.contest))
            || self.cues.iter().any(|cue| self.gives_company(cue))
            || self.has_sister(index, |other| self.is_certain(other, candidate.contest))
    }

    /// Whether a hashtag says who is meant: a name that is written in capitals stands out in it
    /// (`#BANUaja`), or something else of the same contestant stands beside it.
    fn stands_in_tag(&self, index: usize, candidate: Candidate) -> bool {
        let anchor = &self.all[index];
        if !anchor.tag {
            return false;
        }
        let token = self.reading.tokens.list[anchor.first];
        let span = self.reading.folded.source(token.start..token.end);
        let before = anchor.span[0] == span[0];
        let mut behind = self.reading.text[anchor.span[1]..span[1].max(anchor.span[1])].chars();
        let capitals = self
            .reading
            .original(anchor.span)
            .chars()
            .all(char::is_uppercase);
        let stands_out = before && capitals && behind.next().is_some_and(char::is_lowercase);
        let beside = self.all.iter().enumerate().any(|(other_index, other)| {
            other_index != index
                && other.first == anchor.first
                && other.span != anchor.span
                && other.means(candidate.contest, candidate.contestant)
                && self.reading.original(other.span) != self.reading.original(anchor.span)
        });
        (is_pair(anchor) && stands_out) || beside
    }

    /// Whether the post says otherwise than by a first name that a contestant is meant.
    fn is_introduced(&self, index: usize, candidate: Candidate) -> bool {
        let elections = |cue: &CueHit| {
            cue.kind == CueKind::Company && self.reading.scorer.cues[cue.cue].weight > 0.0
        };
        self.elsewhere.is_some_and(|rest| rest.names(candidate))
            || self.cues.iter().any(elections)
            || self
                .cues
                .iter()
                .any(|cue| cue.kind == CueKind::Call && cue.last + 1 == self.all[index].first)
            || self.has_sister(index, |other| self.is_certain(other, candidate.contest))
    }

    /// Whether words mean a contestant of a contest without any company: no name that may be
    /// anybody's, and no number but a ballot's.
    fn is_certain(&self, other: &Anchor, contest: usize) -> bool {
        let mut candidates = other.candidates.iter();
        match other.number {
            Some((_, Plainness::Ballot)) => other.in_contest(contest),
            Some((_, Plainness::Numbered | Plainness::Bare)) => {
                other.in_contest(contest) && self.speaks_of_voting(other)
            }
            Some((_, Plainness::Fingers)) => false,
            None => candidates.any(|one| one.contest == contest && !one.needs_company),
        }
    }

    /// Whether the sentence of a name calls to vote, or takes somebody for its own.
    fn sentence_calls(&self, anchor: &Anchor) -> bool {
        let sentence = self.reading.sentence(anchor.first);
        let mut cues = self.cues.iter();
        cues.any(|cue| is_electoral(cue) && self.reading.sentence(cue.first) == sentence)
    }

    /// Whether another anchor, in other words, gives company. Gestures and numbers give it only
    /// when nothing everyday explains them.
    fn has_sister(&self, index: usize, fits: impl Fn(&Anchor) -> bool) -> bool {
        let anchor = &self.all[index];
        self.all.iter().enumerate().any(|(other_index, other)| {
            other_index != index
                && self.others[other_index].is_none()
                && (other.last < anchor.first
                    || anchor.last < other.first
                    || other.tag != anchor.tag)
                && self.reading.anchor_words(other) != self.reading.anchor_words(anchor)
                && !(other.number.is_some() && self.is_explained(other))
                && fits(other)
        })
    }

    fn number_stands(&self, index: usize, candidate: Candidate, plainness: Plainness) -> bool {
        let named = self.all.iter().enumerate().any(|(other_index, other)| {
            other_index != index
                && other.number.is_none()
                && self.others[other_index].is_none()
                && self.is_certain(other, candidate.contest)
        });
        let everyday = self.is_explained(&self.all[index]);
        let called = self.is_called(&self.all[index]);
        let said = called || self.speaks_of_voting(&self.all[index]);
        match plainness {
            Plainness::Ballot => named || !everyday || called,
            Plainness::Fingers => named || self.has(CueKind::Company),
            Plainness::Numbered | Plainness::Bare => {
                named || (!everyday && (said || self.speaks_of_elections()))
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

    /// Whether the sentence of a number calls to vote, or the next is nothing but a call
    /// (`Nomor 3! Coblos!`).
    fn is_called(&self, anchor: &Anchor) -> bool {
        let sentence = self.reading.sentence(anchor.first);
        let mut calls = self.cues.iter().filter(|cue| cue.kind == CueKind::Call);
        calls.any(|cue| match self.reading.sentence(cue.first) {
            own if own == sentence => true,
            other => other.abs_diff(sentence) == 1 && self.is_sentence(cue),
        })
    }

    /// Whether a cue is all that its sentence says.
    fn is_sentence(&self, cue: &CueHit) -> bool {
        let sentence = Some(self.reading.sentence(cue.first));
        let list = &self.reading.tokens.list;
        let of = |word: Option<usize>| Some(list.get(word?)?.sentence);
        of(cue.first.checked_sub(1)) != sentence && of(Some(cue.last + 1)) != sentence
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
        use CueKind::{Call, Hype, Oppose, Possessive, Win};
        let cry = cue.kind == Hype
            && self.reading.scorer.cues[cue.cue].weight >= self.reading.scorer.scale.joining.cry;
        let wins = cue.kind == Win && is_pair(anchor) && gap(cue, anchor) == 1;
        (cry || wins || matches!(cue.kind, Call | Oppose | Possessive))
            && self.is_beside(cue, anchor)
    }

    /// `kampanye RIDO`, `RIDO jualan janji`: a pair that is written like a name of its own.
    fn presents(&self, cue: &CueHit, anchor: &Anchor) -> bool {
        use CueKind::{Attend, Call, Event, Insult, Oppose, Possessive, Team};
        anchor.kind == Some(EntryKind::Pair)
            && matches!(
                cue.kind,
                Attend | Call | Event | Insult | Oppose | Possessive | Team
            )
            && self.is_beside(cue, anchor)
            && is_shouted(self.reading, anchor)
    }

    /// Whether a cue and a name stand next to each other or nearly.
    fn is_beside(&self, cue: &CueHit, anchor: &Anchor) -> bool {
        (1..=self.reading.scorer.scale.joining.acclaim).contains(&gap(cue, anchor))
            && self.is_joined(cue, anchor)
            && self.reading.clause(cue.first) == self.reading.clause(anchor.first)
            && !self.is_explained(anchor)
    }

    /// Whether nothing else stands between a cue and a name that the one could be about or the
    /// other could belong to: `pilih produk lestari`.
    fn is_joined(&self, cue: &CueHit, anchor: &Anchor) -> bool {
        if cue.last < anchor.first {
            self.beside.is_open(cue.last, anchor.first)
        } else {
            self.beside.is_open(anchor.last, cue.first)
        }
    }

    /// Words that give company, alone or inside a longer phrase (`jadi gubernur`, `gubernur idaman`),
    /// which hides them; and calls that are about nothing but a vote.
    fn gives_company(&self, cue: &CueHit) -> bool {
        let scorer = self.reading.scorer;
        let votes = cue.kind == CueKind::Call
            && scorer.cues[cue.cue].weight >= scorer.scale.hashtags.ballot;
        votes || matches!(cue.kind, CueKind::Company | CueKind::Possessive)
    }

    fn speaks_of_elections(&self) -> bool {
        use CueKind::{Company, Organiser, Possessive, Turnout};
        let kinds = [Company, Organiser, Possessive, Turnout];
        kinds.into_iter().any(|kind| self.has(kind))
    }

    fn has(&self, kind: CueKind) -> bool {
        self.cues.iter().any(|cue| cue.kind == kind)
    }
}

/// Whether words are the name of a pair, which campaigns tag as well.
fn is_pair(anchor: &Anchor) -> bool {
    matches!(anchor.kind, Some(EntryKind::Pair | EntryKind::Hashtag))
}

/// Once something is counted by numbers, further numbers count it too where they do not say that
/// they are a ballot's: `pilih benang nomor 3, yang nomor 1 gampang putus`.
fn count_on(all: &[Anchor], others: &mut [Option<Explained>]) {
    let numbered = |anchor: &Anchor| matches!(anchor.number, Some((_, Plainness::Numbered)));
    let counted = all.iter().zip(others.iter());
    let mut counted = counted.filter(|(anchor, _)| numbered(anchor));
    let thing = |other: &Explained| other.meaning == OtherMeaning::Thing;
    let Some(first) = counted.find_map(|(_, other)| other.filter(thing)) else {
        return;
    };
    let rest = all.iter().zip(others).filter(|(_, other)| other.is_none());
    for (anchor, other) in rest {
        let count = matches!(
            anchor.number,
            Some((_, Plainness::Numbered | Plainness::Bare))
        );
        if count && !anchor.tag {
            *other = Some(Explained {
                span: anchor.span,
                ..first
            });
        }
    }
}

/// Whether a name is written like any word, in a text that has capitals.
fn is_word(reading: &TextReading<'_>, anchor: &Anchor) -> bool {
    let small = |text: &str| !text.contains(char::is_uppercase);
    small(reading.original(anchor.span)) && !small(reading.text)
}

/// How many words a cue and a name are apart; next to each other is 1.
fn gap(cue: &CueHit, anchor: &Anchor) -> usize {
    if cue.last < anchor.first {
        anchor.first - cue.last
    } else {
        cue.first.saturating_sub(anchor.last)
    }
}

/// Whether a name is written in capitals in a text that is not.
fn is_shouted(reading: &TextReading<'_>, anchor: &Anchor) -> bool {
    let capital = |text: &str| !text.contains(char::is_lowercase);
    capital(reading.original(anchor.span)) && !capital(reading.text)
}

/// Words that are about voting even without a name beside them.
fn is_electoral(cue: &CueHit) -> bool {
    use CueKind::{Call, Continue, Hype, Oppose, Possessive, Support, Win};
    matches!(
        cue.kind,
        Call | Continue | Hype | Oppose | Possessive | Support | Win
    )
}
