//! What a long post says elsewhere and that counts in each of its passages: who is meant by a
//! name that may be anybody's, and which contest the post is about.
//!
//! Only what is certain counts so far away: a contestant's name that needs no company, and words
//! that are about elections alone. A name that needs company itself gives none to a passage it
//! does not stand in.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::TextName;

use super::anchors::Candidate;

/// What is certain of a post. Of a post that is one passage, nothing stands elsewhere.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    texts: BTreeMap<TextName, TextElsewhere>,
    /// How often each contest is named.
    mentions: BTreeMap<usize, usize>,
    /// Whether somewhere an election is spoken of, so that nobody is spoken of in office only.
    pub(super) framed: bool,
}

/// What is certain of one text of a post: no name gives another text's words company.
#[derive(Debug, Default)]
pub(super) struct TextElsewhere {
    /// Contests and their contestants, named by words that mean nobody else.
    named: BTreeSet<(usize, usize)>,
    /// Whether there are words that are about elections alone.
    electoral: bool,
}

impl Elsewhere {
    /// Adds what is certain in a passage of a text.
    pub(super) fn add_text(&mut self, name: TextName, found: TextElsewhere) {
        let text = self.texts.entry(name).or_default();
        text.electoral |= found.electoral;
        text.named.extend(found.named);
    }

    /// Counts words that stand for a contestant of a contest, or may.
    pub(super) fn add_mention(&mut self, contest: usize) {
        *self.mentions.entry(contest).or_default() += 1;
    }

    /// What is certain of a text, if anything.
    pub(super) fn text(&self, name: TextName) -> Option<&TextElsewhere> {
        self.texts.get(&name)
    }

    /// Whether somebody else of a contest is certainly named.
    pub(super) fn names_others(&self, (contest, contestant): (usize, usize)) -> bool {
        let named = self.texts.values().flat_map(|text| &text.named);
        let mut here = named.filter(|(of, _)| *of == contest);
        here.any(|(_, one)| *one != contestant)
    }

    /// How often words for contestants of a contest stand in the post.
    pub(super) fn mentions(&self, contest: usize) -> usize {
        self.mentions.get(&contest).copied().unwrap_or(0)
    }
}

impl TextElsewhere {
    /// Contests and their contestants who are certainly named, and whether there are words that
    /// are about elections alone.
    pub(super) fn new(named: impl Iterator<Item = (usize, usize)>, electoral: bool) -> Self {
        let named = named.collect();
        Self { named, electoral }
    }

    /// Whether the contestant is named.
    pub(super) fn names(&self, candidate: Candidate) -> bool {
        let who = (candidate.contest, candidate.contestant);
        self.named.contains(&who)
    }

    /// Whether anybody of the contest is named.
    pub(super) fn names_any(&self, contest: usize) -> bool {
        let mut named = self.named.range((contest, 0)..=(contest, usize::MAX));
        named.next().is_some()
    }

    /// Whether the text is about elections, or about that contest.
    pub(super) fn is_about(&self, contest: usize) -> bool {
        self.electoral || self.names_any(contest)
    }
}
