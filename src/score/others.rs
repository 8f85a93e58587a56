//! What words for a contestant mean instead, as the words beside them say: another person of that
//! name, or the number of something that is counted.
//!
//! Both are open classes, so what is listed is the other side, which is not: words that may stand
//! before a ballot number without being counted by it (`yang`, `coblos`, `paslon`), and grammar.

use crate::model::{ByteRange, CueKind, EntryKind, Need};
use crate::text::tokens::Sigil;

use super::anchors::Anchor;
use super::number::{Plainness, counts};
use super::reading::{CueHit, TextReading};

/// Words that mean something else than a contestant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Explained {
    pub(super) span: ByteRange,
    /// The words that say so.
    pub(super) why: ByteRange,
    pub(super) meaning: OtherMeaning,
}

/// What words for a contestant mean instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OtherMeaning {
    /// Another person of that name.
    Person,
    /// The number of something that is counted.
    Thing,
}

/// The words of a text by what they may stand for.
#[derive(Debug)]
pub(super) struct Beside<'s> {
    reading: &'s TextReading<'s>,
    cues: &'s [CueHit],
    words: Vec<Standing>,
    /// Whether most words begin with a capital, so that one more says nothing.
    titled: bool,
}

/// What a word stands in.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be any of them at once"
)]
struct Standing {
    /// Words that are counted by no number behind them.
    leads: bool,
    /// Words of other matters, whose numbers are no ballot's.
    counted: bool,
    honours: bool,
    cued: bool,
    named: bool,
}

impl<'s> Beside<'s> {
    pub(super) fn new(
        reading: &'s TextReading<'s>,
        cues: &'s [CueHit],
        anchors: &[Anchor],
    ) -> Self {
        let mut words = vec![Standing::default(); reading.tokens.list.len()];
        for cue in cues {
            for word in words.get_mut(cue.first..=cue.last).into_iter().flatten() {
                word.cued = true;
                word.leads |= leads(cue.kind);
                word.counted |= matches!(cue.kind, CueKind::Everyday | CueKind::Organiser);
                word.honours |= cue.kind == CueKind::Honorific;
            }
        }
        for anchor in anchors {
            let inner = words.get_mut(anchor.first..=anchor.last);
            inner
                .into_iter()
                .flatten()
                .for_each(|word| word.named = true);
        }
        let mut beside = Self {
            reading,
            cues,
            words,
            titled: false,
        };
        let capitals = (0..beside.words.len()).filter(|at| beside.is_capital(*at));
        beside.titled = 2 * capitals.count() > beside.words.len();
        beside
    }

    /// What words for a contestant mean here instead, if words beside them say so.
    pub(super) fn explained(&self, anchor: &Anchor) -> Option<Explained> {
        let (why, meaning) = match anchor.number {
            Some((_, plainness)) => (self.counted(anchor, plainness)?, OtherMeaning::Thing),
            None => (self.namesake(anchor)?, OtherMeaning::Person),
        };
        Some(Explained {
            span: anchor.span,
            why,
            meaning,
        })
    }

    /// Whether nothing that has a name of its own stands between two words.
    pub(super) fn is_open(&self, before: usize, behind: usize) -> bool {
        let between = self.words.get(before + 1..behind).unwrap_or_default();
        between
            .iter()
            .all(|word| word.leads || word.honours || word.named)
    }

    /// The word directly before a number that is numbered by it: `kursi nomor 3`, `RT 02`.
    fn counted(&self, anchor: &Anchor, plainness: Plainness) -> Option<ByteRange> {
        let mut before = anchor.first.checked_sub(1)?;
        if self.is(before, CueKind::Relative) {
            before = before.checked_sub(1)?;
        }
        let standing = self.words[before];
        let word = self.reading.tokens.list[before];
        let text = &self.reading.folded.text()[word.start..word.end];
        let stands_apart = word.sigil != Sigil::None
            || word.clause != self.reading.clause(anchor.first)
            || counts(text);
        let counted = match plainness {
            Plainness::Fingers => false,
            // `nomor urut`, `paslon` are words of elections: only another matter takes them.
            Plainness::Ballot => standing.counted,
            Plainness::Numbered | Plainness::Bare => {
                standing.counted || !(standing.leads || standing.named || standing.honours)
            }
        };
        (counted && !stands_apart && !anchor.tag).then(|| self.span(before))
    }

    /// Words that say of a first name whose it is: a trade, a class, the author's family, a
    /// surname that is no contestant's.
    fn namesake(&self, anchor: &Anchor) -> Option<ByteRange> {
        use EntryKind::{Mocking, Name, Nickname, ShortName};
        let plain = matches!(anchor.kind, Some(Mocking | Name | ShortName | Nickname));
        if !plain || anchor.tag || anchor.handle || !self.is_first_name(anchor) {
            return None;
        }
        let surname = self.surname(anchor);
        let end = surname.unwrap_or(anchor.last);
        let ambiguous = anchor.candidates.iter().all(|one| one.needs_company);
        let told = self
            .told_behind(end)
            .filter(|_| anchor.kind != Some(Name) || surname.is_some())
            .or_else(|| self.told_before(anchor, ambiguous));
        told.or_else(|| surname.filter(|_| ambiguous).map(|at| self.span(at)))
            .or_else(|| self.given_name(anchor).filter(|_| ambiguous))
    }

    fn is_first_name(&self, anchor: &Anchor) -> bool {
        let names = self.words.get(anchor.first..=anchor.last);
        let names = names.unwrap_or_default().iter();
        names.filter(|word| !word.honours).count() == 1
    }

    /// The last word of a surname behind a name: one word or two that begin with capitals and say
    /// nothing that is known.
    fn surname(&self, anchor: &Anchor) -> Option<usize> {
        let follows = |at: &usize| {
            self.is_unknown_name(*at)
                && self.reading.clause(*at) == self.reading.clause(anchor.last)
        };
        (anchor.last + 1..=anchor.last + 2)
            .take_while(follows)
            .last()
    }

    /// A first name before a name that is a surname here: `Dewi Lestari`.
    fn given_name(&self, anchor: &Anchor) -> Option<ByteRange> {
        let before = anchor.first.checked_sub(1)?;
        let earlier = before.checked_sub(1)?;
        let clause = self.reading.clause(anchor.first);
        let inside =
            self.reading.clause(earlier) == clause && self.reading.clause(before) == clause;
        (inside && self.is_unknown_name(before)).then(|| self.span(before))
    }

    fn is_unknown_name(&self, at: usize) -> bool {
        let unknown = |word: &Standing| !word.cued && !word.named;
        !self.titled && self.words.get(at).is_some_and(unknown) && self.is_capital(at)
    }

    /// Whether a word begins with a capital and goes on with small letters.
    fn is_capital(&self, at: usize) -> bool {
        let list = &self.reading.tokens.list;
        let Some(word) = list.get(at).filter(|word| word.sigil == Sigil::None) else {
            return false;
        };
        let span = self.reading.folded.source(word.start..word.end);
        let mut letters = self.reading.original(span).chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.next().is_some_and(char::is_lowercase)
    }

    /// `… tukang bakso`, `…, S.Pd`, `… yang guru`.
    fn told_behind(&self, end: usize) -> Option<ByteRange> {
        let sentence = self.reading.sentence(end);
        let skips = self.words.get(end + 1).is_some_and(|word| word.leads);
        self.tellers().find_map(|teller| {
            let next = teller.first == end + 1 || (skips && teller.first == end + 2);
            (next && self.reading.sentence(teller.first) == sentence).then_some(teller.span)
        })
    }

    /// `adik saya …`; of a name that may be anybody's also `bidan …`.
    fn told_before(&self, anchor: &Anchor, ambiguous: bool) -> Option<ByteRange> {
        let honoured = self.words[..anchor.first].iter().rev();
        let honoured = honoured.take_while(|word| word.honours).count();
        let start = anchor.first - honoured;
        let clause = self.reading.clause(anchor.first);
        self.tellers().find_map(|teller| {
            let owned = teller.last + 2 == start && self.is(teller.last + 1, CueKind::FirstPerson);
            let joined = ambiguous && teller.last + 1 == start;
            let here = self.reading.clause(teller.first) == clause;
            ((owned || joined) && here).then_some(teller.span)
        })
    }

    /// Words that tell whose a name is, with what they need beside them.
    fn tellers(&self) -> impl Iterator<Item = &CueHit> {
        let tellers = self.cues.iter().filter(|cue| cue.kind == CueKind::Namesake);
        tellers.filter(|cue| {
            let needs = &self.reading.scorer.cues[cue.cue].needs;
            needs.iter().all(|need| match need {
                Need::Cue(kind) => self.is(cue.last + 1, *kind),
                Need::Target | Need::Party => true,
            })
        })
    }

    fn is(&self, at: usize, kind: CueKind) -> bool {
        let mut cues = self.cues.iter();
        cues.any(|cue| cue.kind == kind && cue.first <= at && at <= cue.last)
    }

    fn span(&self, at: usize) -> ByteRange {
        let word = self.reading.tokens.list[at];
        self.reading.folded.source(word.start..word.end)
    }
}

/// Kinds of words that may stand before a ballot number and are nothing that is numbered.
fn leads(kind: CueKind) -> bool {
    use CueKind::{
        Call, Company, Continue, FirstPerson, Hype, Insult, Invite, LeadIn, Negation, Nobody,
        Oppose, Possessive, Praise, Relative, Reminder, Reported, Support, Team, ThirdParty, Told,
        Win, Wish,
    };
    matches!(
        kind,
        Call | Company
            | Continue
            | FirstPerson
            | Hype
            | Insult
            | Invite
            | LeadIn
            | Negation
            | Nobody
            | Oppose
            | Possessive
            | Praise
            | Relative
            | Reminder
            | Reported
            | Support
            | Team
            | ThirdParty
            | Told
            | Win
            | Wish
    )
}
