//! Whether the author keeps apart from the matter: by what he denies, refuses, vows or calls false of
//! himself, by how he explains a picture or a sign, and by turning all contestants away alike.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::CueKind;

use super::anchors::{Anchor, Candidate};
use super::frames::{FrameFinder, FrameSort};
use super::reading::CueHit;

/// So many contestants in a sentence that turns away are all that the author can think of.
const ALL_AT_ONCE: usize = 3;

impl FrameFinder<'_> {
    /// The first sign that the author keeps apart from what he speaks of, whatever it is; none
    /// where he speaks of another contestant besides, or calls.
    pub(super) fn apart(&self) -> Option<(FrameSort, CueHit)> {
        let turned = self.turned();
        let signs = self.cues.iter().filter_map(|cue| self.sign(cue, &turned));
        let signs: Vec<(FrameSort, CueHit)> = signs.collect();
        let first = *signs.first()?;
        let open = self.names_another(&signs) || self.goes_over(&signs) || self.calls_openly();
        (!open).then_some(first)
    }

    fn sign(&self, cue: &CueHit, turned: &BTreeSet<u32>) -> Option<(FrameSort, CueHit)> {
        let sentence = self.reading.sentence(cue.first);
        let negates = matches!(cue.kind, CueKind::Denial | CueKind::Negation);
        // `jangan` forbids others, unless it is to spare the author (`jangan tandai saya`).
        let personal = self.clauses.is_personal(sentence)
            && (!self.forbids(cue) || self.clauses.has_author_behind(cue));
        let speaks_of = turned.contains(&sentence) || self.clauses.is_of_record(sentence);
        let sort = match cue.kind {
            CueKind::Apart => FrameSort::Denied,
            CueKind::Asked => FrameSort::Told,
            _ if negates && self.excepts(cue) => return None,
            _ if negates && (personal || speaks_of) => FrameSort::Denied,
            CueKind::Refusal if personal => FrameSort::Refused,
            CueKind::Pledge => self.pledge(cue)?.sort,
            CueKind::Forgery => FrameSort::Forged,
            CueKind::Denial => self.denial(cue)?.sort,
            _ => return None,
        };
        Some((sort, *cue))
    }

    /// Whether a negation leaves somebody out: `tidak akan pilih yang lain selain …`.
    fn excepts(&self, negation: &CueHit) -> bool {
        let sentence = self.reading.sentence(negation.first);
        let named_behind = |at: usize| {
            let mut anchors = self.anchors.iter();
            anchors
                .any(|anchor| anchor.first > at && self.reading.sentence(anchor.first) == sentence)
        };
        let mut cues = self.cues.iter().filter(|cue| cue.kind == CueKind::Cease);
        cues.any(|cue| {
            cue.first > negation.last
                && self.reading.sentence(cue.first) == sentence
                && named_behind(cue.last)
        })
    }

    /// Whether a negation is only the way to what the author is for: behind it, in a clause that
    /// begins anew and turns nothing, he names a contestant (`bukan timses, tapi saya BANU`).
    fn goes_over(&self, signs: &[(FrameSort, CueHit)]) -> bool {
        let turns = |kind| matches!(kind, CueKind::Denial | CueKind::Negation | CueKind::Refusal);
        let first = signs.first().map_or(0, |(_, cue)| cue.first);
        let only = signs.iter().all(|(_, cue)| turns(cue.kind));
        let signed: BTreeSet<usize> = signs
            .iter()
            .map(|(_, cue)| self.clauses.begins(cue.first))
            .collect();
        let mut anchors = self.anchors.iter();
        only && anchors.any(|anchor| {
            let begins = self.clauses.begins(anchor.first);
            begins > first && self.clauses.is_anew(begins) && !signed.contains(&begins)
        })
    }

    /// Whether the author calls, reminds, cheers or takes for his own in a sentence with a contestant,
    /// where nothing is turned.
    fn calls_openly(&self) -> bool {
        use CueKind::{Call, Hype, Invite, Possessive, Reminder, Win};
        let named = self.anchors.iter().filter(|anchor| !anchor.handle);
        let named: BTreeSet<u32> = named.map(|one| self.reading.sentence(one.first)).collect();
        let open = |cue: &&CueHit| {
            matches!(cue.kind, Call | Hype | Invite | Possessive | Reminder | Win)
                && named.contains(&self.reading.sentence(cue.first))
                && (self.clauses.heads_clause(cue.first) || self.reminds_of(cue))
                && !self.clauses.is_told(cue.first)
        };
        let quoted = |cue: &&CueHit| self.reading.tokens.list[cue.first].quoted;
        self.cues.iter().filter(open).any(|cue| !quoted(&cue))
    }

    /// `jangan lupa nomor 1`: whom a reminder is of stands right behind it.
    fn reminds_of(&self, cue: &CueHit) -> bool {
        let next = cue.last + 1;
        let mut anchors = self.anchors.iter();
        cue.kind == CueKind::Reminder && anchors.any(|anchor| anchor.first == next)
    }

    /// Sentences in which contestants are named one beside the other and turned away: all of them
    /// with one word, or each with one (`A bukan, B juga bukan`).
    fn turned(&self) -> BTreeSet<u32> {
        let mut named: BTreeMap<(u32, usize), BTreeSet<usize>> = BTreeMap::new();
        let spoken_of = self.anchors.iter().chain(self.refused);
        for anchor in spoken_of.filter(|anchor| !anchor.handle) {
            let sentence = self.reading.sentence(anchor.first);
            for one in &anchor.candidates {
                let here = named.entry((sentence, one.contest)).or_default();
                here.insert(one.contestant);
            }
        }
        let mut turned: BTreeMap<u32, usize> = BTreeMap::new();
        let turns = |cue: &&CueHit| cue.kind == CueKind::Negation && !self.forbids(cue);
        for cue in self.cues.iter().filter(turns) {
            *turned.entry(self.reading.sentence(cue.first)).or_default() += 1;
        }
        let several = |((sentence, _), whom): ((u32, usize), BTreeSet<usize>)| {
            let negated = turned.get(&sentence).copied().unwrap_or_default();
            let many = whom.len() >= ALL_AT_ONCE || (whom.len() > 1 && negated > 1);
            (many && negated > 0).then_some(sentence)
        };
        named.into_iter().filter_map(several).collect()
    }

    /// Whether a contestant is named in a sentence without a sign who is in none with one.
    fn names_another(&self, signs: &[(FrameSort, CueHit)]) -> bool {
        let signed: BTreeSet<u32> = signs
            .iter()
            .map(|(_, cue)| self.reading.sentence(cue.first))
            .collect();
        let (with, without): (Vec<&Anchor>, Vec<&Anchor>) = self
            .anchors
            .iter()
            .chain(self.refused)
            .partition(|anchor| signed.contains(&self.reading.sentence(anchor.first)));
        let whom = with.iter().flat_map(|anchor| &anchor.candidates);
        let whom: BTreeSet<(usize, usize)> = whom.map(Candidate::whom).collect();
        let another = |anchor: &&Anchor| {
            let mut candidates = anchor.candidates.iter();
            candidates.all(|one| !whom.contains(&one.whom()))
        };
        !whom.is_empty() && without.iter().any(another)
    }
}
