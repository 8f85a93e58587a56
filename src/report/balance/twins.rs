//! What the score does when contestants change places.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::model::{Assessment, Subject};
use crate::report::Share;
use crate::score::{Scorer, Twin};

/// Scores and weights are rounded; anything below half a step of the finer one is none.
const STEP: f64 = 0.000_05;

/// How many of the worst twins are shown.
const WORST: usize = 10;

/// Counts over twins.
#[derive(Debug, Clone, Default)]
pub struct TwinTally {
    posts: usize,
    skipped: BTreeMap<String, usize>,
    swaps: usize,
    changed: usize,
    unlike: usize,
    rules: BTreeMap<String, usize>,
    contestants: BTreeMap<String, (usize, usize)>,
    worst: Vec<Worst>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differences {
    /// Posts whose contestants changed places.
    pub posts: usize,
    /// Twins scored.
    pub swaps: usize,
    /// Twins that could not be made, by reason.
    pub skipped: BTreeMap<String, usize>,
    /// Twins whose score is not that of the post.
    pub changed: Share,
    /// Of the changed ones, those where the packs give the two contestants unlike words: one
    /// that needs company or capitals, or is known in a further contest, against one that does
    /// not.
    pub changed_by_unlike_words: usize,
    /// The largest difference of scores.
    pub largest: f64,
    /// In how many of the changed twins the weight of a rule differs.
    pub rules: BTreeMap<String, usize>,
    /// For each contestant that posts speak of: how many of its twins changed.
    pub contestants: BTreeMap<String, Share>,
    /// The posts with the largest differences, each with its worst twin; ties in order of post
    /// and contestant.
    pub worst: Vec<Worst>,
}

/// A twin whose score differs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Worst {
    /// Number of the post, or the id that the file gives it.
    pub post: String,
    /// `contest/contestant` that the post speaks of.
    pub from: String,
    /// `contest/contestant` that the twin speaks of.
    pub to: String,
    /// Score of the post.
    pub score: f64,
    /// Score of the twin.
    pub twin_score: f64,
    /// Kinds of words that were changed.
    pub kinds: Vec<&'static str>,
    /// Whether the words are described alike in the packs.
    pub alike: bool,
    /// Rules whose weight differs.
    pub rules: Vec<String>,
}

impl Worst {
    /// How far the scores are apart.
    pub fn difference(&self) -> f64 {
        (self.score - self.twin_score).abs()
    }
}

impl TwinTally {
    /// Makes the twins of a post, scores them and counts. Only pairs in contests that are
    /// `wanted` (by `contest/contestant`) count.
    pub fn add(
        &mut self,
        scorer: &Scorer,
        post: &str,
        subject: &Subject<'_>,
        wanted: impl Fn(&str) -> bool,
    ) {
        let twins = scorer.twins(subject);
        for skipped in twins.skipped.iter().filter(|one| wanted(&one.from)) {
            let reason = skipped.reason.to_string();
            *self.skipped.entry(reason).or_default() += 1;
        }
        let mut made = twins.made.iter().filter(|one| wanted(&one.from)).peekable();
        if made.peek().is_none() {
            return;
        }
        self.posts += 1;
        let original = scorer.assess(subject);
        for twin in made {
            let other = scorer.assess(&twin.subject(subject));
            self.compare(post, twin, &original, &other);
        }
    }

    fn compare(&mut self, post: &str, twin: &Twin, original: &Assessment, other: &Assessment) {
        let changed = (original.score - other.score).abs() > STEP;
        self.swaps += 1;
        self.changed += usize::from(changed);
        let count = self.contestants.entry(twin.from.clone()).or_default();
        count.0 += usize::from(changed);
        count.1 += 1;
        if !changed {
            return;
        }
        self.unlike += usize::from(!twin.alike);
        let rules = reweighed(original, other);
        for rule in &rules {
            *self.rules.entry(rule.clone()).or_default() += 1;
        }
        self.worst.push(Worst {
            post: post.to_owned(),
            from: twin.from.clone(),
            to: twin.to.clone(),
            score: original.score,
            twin_score: other.score,
            kinds: twin.kinds.clone(),
            alike: twin.alike,
            rules,
        });
        self.keep_worst();
    }

    fn keep_worst(&mut self) {
        self.worst.sort_by(|left, right| {
            let name = |one: &Worst| (one.post.clone(), one.from.clone(), one.to.clone());
            let distance = right.difference().total_cmp(&left.difference());
            distance.then_with(|| name(left).cmp(&name(right)))
        });
        let mut posts = BTreeSet::new();
        self.worst.retain(|one| posts.insert(one.post.clone()));
        self.worst.truncate(WORST);
    }

    /// What was found.
    pub fn differences(self) -> Differences {
        Differences {
            posts: self.posts,
            swaps: self.swaps,
            skipped: self.skipped,
            changed: Share::of(self.changed, self.swaps),
            changed_by_unlike_words: self.unlike,
            largest: self.worst.first().map_or(0.0, Worst::difference),
            rules: self.rules,
            contestants: self
                .contestants
                .into_iter()
                .map(|(name, (changed, all))| (name, Share::of(changed, all)))
                .collect(),
            worst: self.worst,
        }
    }
}

/// Rules whose weights add up to something else, for or against.
fn reweighed(original: &Assessment, other: &Assessment) -> Vec<String> {
    let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
    for (assessment, sign) in [(original, 1.0), (other, -1.0)] {
        for signal in &assessment.signals {
            *weights.entry(&signal.rule).or_default() += sign * signal.weight;
        }
        for signal in &assessment.counter {
            *weights.entry(&signal.rule).or_default() += sign * signal.weight;
        }
    }
    let moved = weights
        .into_iter()
        .filter(|(_, weight)| weight.abs() > STEP);
    moved.map(|(rule, _)| rule.to_owned()).collect()
}
