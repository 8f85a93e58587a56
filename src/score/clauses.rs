//! Where clauses begin anew, and who does what in them: what the author says of himself, what
//! others do, and what is told behind a colon.
//!
//! A clause begins anew with a conjunction that contrasts (`tapi`) and with words by which people
//! begin a call of their own (`ayo`, `jangan lupa`, `coblos`, `saya`): a denial hides no call. It
//! does not behind a colon that somebody else's speech opens (`sopirnya ngoceh: pilih …`).

use std::collections::BTreeSet;

use crate::model::CueKind;
use crate::text::tokens::Sigil;

use super::anchors::Anchor;
use super::reading::{CueHit, TextReading};

/// So near before a verb stands who does what it says, or what turns it.
const NEAR: usize = 3;

/// What a word does in its clause.
#[derive(Debug, Clone, Copy, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be any of them at once"
)]
struct ClauseRole {
    /// The author himself.
    author: bool,
    /// Somebody on whose behalf the author speaks, or a contestant.
    side: bool,
    /// A relation: what stands behind it is whose it is (`anak saya`).
    relation: bool,
    /// A contestant.
    named: bool,
    /// Turns round what stands beside it.
    turns: bool,
    /// Is nobody who could act: particles, and words that turn.
    helps: bool,
}

/// A text with where its clauses begin and who acts in them. Everything is asked of single words,
/// so that no question walks over all that was found.
#[derive(Debug)]
pub(super) struct Clauses<'s> {
    reading: &'s TextReading<'s>,
    cues: &'s [CueHit],
    roles: Vec<ClauseRole>,
    /// For each word, whether a clause begins anew with it.
    anew: Vec<bool>,
    /// The same, without clauses in which the author only begins to speak of himself.
    calls: Vec<bool>,
    /// For each word, where the stretch of clauses begins that it stands in: with the last clause
    /// that began anew, or with the sentence.
    begins: Vec<usize>,
    /// Sentences about something that bears words or pictures.
    of_record: BTreeSet<u32>,
    /// Sentences in which the author speaks of himself.
    own: BTreeSet<u32>,
    /// Clauses in which somebody begins to tell.
    telling: BTreeSet<u32>,
}

impl<'s> Clauses<'s> {
    pub(super) fn new(
        reading: &'s TextReading<'s>,
        cues: &'s [CueHit],
        anchors: &'s [Anchor],
    ) -> Self {
        let words = reading.tokens.list.len();
        let mut clauses = Self {
            reading,
            cues,
            roles: vec![ClauseRole::default(); words],
            anew: vec![false; words],
            calls: vec![false; words],
            begins: Vec::with_capacity(words),
            of_record: BTreeSet::new(),
            own: BTreeSet::new(),
            telling: BTreeSet::new(),
        };
        clauses.give_roles(anchors);
        clauses.mark_tellers();
        clauses.mark_beginnings();
        for at in 0..words {
            let begins = match clauses.begins.last() {
                Some(before) if !clauses.anew[at] && !clauses.opens_sentence(at) => *before,
                _ => at,
            };
            clauses.begins.push(begins);
        }
        clauses
    }

    fn give_roles(&mut self, anchors: &[Anchor]) {
        let cues = self.cues;
        for cue in cues {
            let author = self.is_author(cue);
            if author {
                self.own.insert(self.reading.sentence(cue.first));
            }
            if matches!(cue.kind, CueKind::Photo | CueKind::Record) {
                self.of_record.insert(self.reading.sentence(cue.first));
            }
            for role in self
                .roles
                .get_mut(cue.first..=cue.last)
                .into_iter()
                .flatten()
            {
                role.author |= author;
                role.side |= speaks_for_a_side(cue.kind);
                role.relation |= cue.kind == CueKind::Namesake;
                role.turns |= turns(cue.kind);
                role.helps |= turns(cue.kind) || cue.kind == CueKind::LeadIn;
            }
        }
        for anchor in anchors {
            let inner = self.roles.get_mut(anchor.first..=anchor.last);
            for role in inner.into_iter().flatten() {
                role.side = true;
                role.named = true;
            }
        }
    }

    /// Whether a word means the author himself and not the many for whom he speaks.
    fn is_author(&self, cue: &CueHit) -> bool {
        cue.kind == CueKind::FirstPerson && self.reading.scorer.cues[cue.cue].weight > 0.0
    }

    fn mark_tellers(&mut self) {
        use CueKind::{Asked, Record, Reported, Request, Told};
        let cues = self.cues;
        let tells = |kind| matches!(kind, Asked | Record | Reported | Request | Told);
        let telling = cues.iter().filter(|cue| tells(cue.kind));
        let telling = telling.filter(|cue| !self.is_own_speech(cue) && !self.has_side_before(cue));
        self.telling = telling.map(|cue| self.reading.clause(cue.last)).collect();
    }

    fn mark_beginnings(&mut self) {
        use CueKind::{Call, Continue, FirstPerson, Hype, Invite, Reminder, Support};
        for token in 1..self.reading.tokens.list.len() {
            if self.contrasts(token) {
                self.anew[token] = true;
                self.calls[token] = true;
            }
        }
        let weight = |cue: &CueHit| self.reading.scorer.cues[cue.cue].weight;
        let strong = self.reading.scorer.scale.joining.anew;
        self.mark_own_stands();
        let cues = self.cues;
        for cue in cues {
            if !self.heads_clause(cue.first) || self.is_told(cue.first) {
                continue;
            }
            let calls = match cue.kind {
                Invite | Reminder | Hype | Continue => true,
                Call | Support => weight(cue) >= strong,
                _ => false,
            };
            self.calls[cue.first] |= calls;
            self.anew[cue.first] |= calls || cue.kind == FirstPerson;
        }
    }

    /// A clause in which the author speaks of himself and a contestant, and turns nothing round,
    /// begins anew: `mana ada saya dukung A, dari awal saya mah B`.
    fn mark_own_stands(&mut self) {
        let list = &self.reading.tokens.list;
        let mut at = 0;
        for clause in list.chunk_by(|one, next| one.clause == next.clause) {
            let words = &self.roles[at..at + clause.len()];
            let has = |fits: fn(&ClauseRole) -> bool| words.iter().any(fits);
            self.anew[at] |=
                has(|role| role.author) && has(|role| role.named) && !has(|role| role.turns);
            at += clause.len();
        }
    }

    pub(super) fn heads_clause(&self, token: usize) -> bool {
        token
            .checked_sub(1)
            .is_none_or(|before| self.reading.clause(before) != self.reading.clause(token))
    }

    /// Whether a colon stands before a word, behind somebody who tells.
    pub(super) fn is_told(&self, token: usize) -> bool {
        let Some(before) = token.checked_sub(1) else {
            return false;
        };
        self.telling.contains(&self.reading.clause(before))
            && self.between(before, token).contains(':')
            && self.reading.sentence(before) == self.reading.sentence(token)
    }

    /// The signs between two words.
    fn between(&self, before: usize, behind: usize) -> &str {
        let list = &self.reading.tokens.list;
        &self.reading.folded.text()[list[before].end..list[behind].start]
    }

    /// Whether a word opens a clause by itself, without a sign before it or behind a comma.
    fn contrasts(&self, token: usize) -> bool {
        let list = &self.reading.tokens.list;
        let (before, here) = (list[token - 1], list[token]);
        let opened = here.clause - before.clause;
        let gap = self.between(token - 1, token).trim();
        here.sentence == before.sentence
            && ((opened == 1 && gap.is_empty()) || (opened == 2 && gap == ","))
    }

    /// Whether the author is who speaks: `kata saya`, `saya bilang`, not `anak saya bilang`.
    pub(super) fn is_own_speech(&self, cue: &CueHit) -> bool {
        let author = |at: usize| self.roles.get(at).is_some_and(|role| role.author);
        let related = |at: usize| self.roles.get(at).is_some_and(|role| role.relation);
        let before = cue.first.checked_sub(1).filter(|at| author(*at));
        let before = before.filter(|at| at.checked_sub(1).is_none_or(|owned| !related(owned)));
        before.is_some() || author(cue.last + 1)
    }

    /// Whether a contestant or somebody of a side stands before a cue in its clause.
    fn has_side_before(&self, cue: &CueHit) -> bool {
        self.before(cue).any(|role| role.side)
    }

    /// Whether somebody else than the author and a side does what a verb says: words stand before
    /// it in its clause, and none of them is the author (`kepala dusun mengajak …`, `murid saya
    /// menulis …`).
    pub(super) fn has_other_subject(&self, cue: &CueHit) -> bool {
        let before: Vec<ClauseRole> = self.before(cue).collect();
        if before.iter().any(|role| role.side) {
            return false;
        }
        let owns = |at: usize| before.get(at + 1).is_some_and(|role| role.relation);
        let author = |at: &usize| before[*at].author && !owns(*at);
        let near = (0..before.len().min(NEAR)).find(author);
        let heads = before.len().checked_sub(1).filter(author);
        let others = before.iter().any(|role| !role.helps && !role.author);
        others && near.or(heads).is_none()
    }

    /// Whether the author stands just behind a cue, as whom something is done to.
    pub(super) fn has_author_behind(&self, cue: &CueHit) -> bool {
        let behind = self.roles.iter().skip(cue.last + 1).take(NEAR);
        behind.copied().any(|role| role.author)
    }

    /// Whether a word that turns stands just before a cue.
    pub(super) fn is_turned(&self, cue: &CueHit) -> bool {
        self.before(cue).take(NEAR).any(|role| role.turns)
    }

    /// The words before a cue in its clause, the nearest first; no further than it matters.
    fn before(&self, cue: &CueHit) -> impl Iterator<Item = ClauseRole> {
        let clause = self.reading.clause(cue.first);
        let near = self.reading.scorer.scale.joining.reach;
        let words = (0..cue.first).rev().take(near);
        let words = words.take_while(move |at| self.reading.clause(*at) == clause);
        words.map(|at| self.roles[at])
    }

    /// Whether the author speaks of himself in a sentence.
    pub(super) fn is_personal(&self, sentence: u32) -> bool {
        self.own.contains(&sentence)
    }

    /// Whether a sentence is about something that bears words or pictures.
    pub(super) fn is_of_record(&self, sentence: u32) -> bool {
        self.of_record.contains(&sentence)
    }

    /// Where the stretch of clauses begins that a word stands in.
    pub(super) fn begins(&self, token: usize) -> usize {
        self.begins.get(token).copied().unwrap_or(token)
    }

    /// Whether a clause begins anew with a word.
    pub(super) fn is_anew(&self, token: usize) -> bool {
        self.anew.get(token) == Some(&true)
    }

    /// The last word to which what begins at a word reaches.
    pub(super) fn reach(&self, from: usize) -> usize {
        let list = &self.reading.tokens.list;
        let sentence = self.reading.sentence(from);
        let behind = list.iter().enumerate().skip(from + 1);
        let mut within =
            behind.take_while(|(at, token)| token.sentence == sentence && !self.anew[*at]);
        within.by_ref().last().map_or(from, |(at, _)| at)
    }

    /// The first word to which it reaches backwards: into no call, unless the sentence asks.
    pub(super) fn back(&self, from: usize, sentence: u32) -> usize {
        let asks = self.reading.tokens.questions.get(sentence as usize) == Some(&true);
        let head = |at: &usize| self.reading.sentence(*at) == sentence;
        let start = (0..=from).rev().take_while(head).last().unwrap_or(from);
        if asks {
            return start;
        }
        let call = (start..=from).rev().find(|at| self.calls[*at]);
        call.map_or(start, |call| {
            let clause = self.reading.clause(call);
            let behind = |at: &usize| self.reading.clause(*at) != clause;
            (call..=from).find(behind).unwrap_or(from)
        })
    }

    pub(super) fn opens_sentence(&self, token: usize) -> bool {
        token
            .checked_sub(1)
            .is_none_or(|before| self.reading.sentence(before) != self.reading.sentence(token))
    }

    /// The cues that begin at a word or behind it, in order.
    pub(super) fn cues_from(&self, first: usize) -> &'s [CueHit] {
        let at = self.cues.partition_point(|cue| cue.first < first);
        &self.cues[at..]
    }

    /// The first cue of a kind at most so many words behind another in its clause.
    pub(super) fn behind(
        &self,
        cue: &CueHit,
        near: usize,
        fits: impl Fn(CueKind) -> bool,
    ) -> Option<CueHit> {
        let clause = self.reading.clause(cue.last);
        let cues = self.cues_from(cue.last + 1).iter();
        let mut cues = cues.take_while(|other| {
            other.first <= cue.last + near && self.reading.clause(other.first) == clause
        });
        cues.find(|other| fits(other.kind)).copied()
    }

    /// Whether a word stands in prose.
    pub(super) fn is_prose(&self, token: usize) -> bool {
        self.reading.tokens.list[token].sigil == Sigil::None
    }
}

/// Words that turn what stands beside them round, or away.
fn turns(kind: CueKind) -> bool {
    use CueKind::{Denial, Negation, Refusal};
    matches!(kind, Denial | Negation | Refusal)
}

/// Words of somebody who campaigns, or who calls: no outsider does what stands behind them.
fn speaks_for_a_side(kind: CueKind) -> bool {
    use CueKind::{Call, Hype, Invite, Possessive, Reminder, Team, Win};
    matches!(
        kind,
        Call | Hype | Invite | Possessive | Reminder | Team | Win
    )
}
