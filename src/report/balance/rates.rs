//! Flags, verdicts and rules per contestant.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Assessment, Decision, ReviewState};
use crate::report::Share;

/// What people made of a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// Nobody has finished judging it.
    Open,
    /// *Dugaan*.
    Upheld,
    /// *Bukan*.
    Rejected,
    /// Judged without a clear result.
    Unsettled,
}

impl Judgement {
    /// What the standing decisions of a post come to, in order of time: the last one settles
    /// it, once nothing more is missing.
    pub fn of(state: ReviewState, standing: &[Decision]) -> Self {
        match (state, standing.last()) {
            (ReviewState::Done, Some(Decision::Suspected)) => Self::Upheld,
            (ReviewState::Done, Some(Decision::Dismissed)) => Self::Rejected,
            (ReviewState::Done, Some(Decision::Unsure)) => Self::Unsettled,
            _ => Self::Open,
        }
    }
}

/// Counts over posts, per contestant. A post with several targets counts for each.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    contestants: BTreeMap<String, Counts>,
}

#[derive(Debug, Clone, Default)]
struct Counts {
    posts: usize,
    flagged: usize,
    upheld: usize,
    rejected: usize,
    rules: BTreeMap<String, usize>,
}

/// How posts about one contestant fared.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ContestantRates {
    /// `contest/contestant`.
    pub contestant: String,
    /// Posts with a signal about the contestant.
    pub posts: usize,
    /// Of these, posts of band high or medium.
    pub flagged: Share,
    /// Of the judged ones among them, *dugaan*.
    pub upheld: Share,
    /// Of the judged ones among them, *bukan*.
    pub rejected: Share,
    /// How often each rule fired in these posts, in order of its name.
    pub rules: Vec<RuleRate>,
}

/// How often a rule fired in the posts about one contestant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleRate {
    /// The rule.
    pub rule: String,
    /// Posts in which it fired at least once.
    pub fired: Share,
}

impl Tally {
    /// A tally that shows these contestants (`contest/contestant`) even where nothing was found.
    pub fn over(contestants: impl IntoIterator<Item = String>) -> Self {
        let counts = contestants.into_iter().map(|one| (one, Counts::default()));
        Self {
            contestants: counts.collect(),
        }
    }

    /// Counts a post for each contestant that it has a signal about and that is wanted. A rule
    /// that names no contestant counts for all of them.
    pub fn add(
        &mut self,
        assessment: &Assessment,
        judgement: Judgement,
        wanted: impl Fn(&str) -> bool,
    ) {
        let signals = assessment.signals.iter();
        let targets: BTreeSet<&str> = signals
            .filter_map(|signal| signal.target.as_deref())
            .filter(|target| wanted(target))
            .collect();
        for target in targets {
            let counts = self.contestants.entry(target.to_owned()).or_default();
            counts.posts += 1;
            counts.flagged += usize::from(assessment.band.queued());
            counts.upheld += usize::from(judgement == Judgement::Upheld);
            counts.rejected += usize::from(judgement == Judgement::Rejected);
            for rule in fired(assessment, target) {
                *counts.rules.entry(rule.to_owned()).or_default() += 1;
            }
        }
    }

    /// The rates, in order of the contestants' ids.
    pub fn rates(&self) -> Vec<ContestantRates> {
        let contestants = self.contestants.iter();
        contestants
            .map(|(contestant, counts)| counts.rates(contestant))
            .collect()
    }
}

fn fired<'a>(assessment: &'a Assessment, target: &str) -> BTreeSet<&'a str> {
    let about = |named: &Option<String>| named.as_deref().is_none_or(|named| named == target);
    let signals = assessment.signals.iter();
    let signals = signals.filter(|signal| about(&signal.target));
    let counter = assessment.counter.iter().map(|signal| signal.rule.as_str());
    signals
        .map(|signal| signal.rule.as_str())
        .chain(counter)
        .collect()
}

impl Counts {
    fn rates(&self, contestant: &str) -> ContestantRates {
        let judged = self.upheld + self.rejected;
        ContestantRates {
            contestant: contestant.to_owned(),
            posts: self.posts,
            flagged: Share::of(self.flagged, self.posts),
            upheld: Share::of(self.upheld, judged),
            rejected: Share::of(self.rejected, judged),
            rules: self
                .rules
                .iter()
                .map(|(rule, count)| RuleRate {
                    rule: rule.clone(),
                    fired: Share::of(*count, self.posts),
                })
                .collect(),
        }
    }
}
