//! How often each rule is right. A rule counts once a post, however often it fires there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ordered::OrderedMap;
use super::posts::ScoredPost;
use crate::score::metrics;

/// Fewer firings than this say nothing about a rule.
const FIRINGS: usize = 8;

/// Posts with a signal of the rule.
#[derive(Debug, Serialize)]
pub struct RuleReport {
    /// How many posts.
    pub fired: usize,
    /// Those that are partisan.
    pub partisan: usize,
    /// Share of the posts that are partisan.
    pub precision: f64,
    /// Of the precision.
    pub interval: [f64; 2],
    /// Wrong more often than right, over enough posts to say so.
    pub wrong: bool,
}

/// Posts with a counter-signal of the rule.
#[derive(Debug, Serialize)]
pub struct CounterReport {
    /// How many posts.
    pub fired: usize,
    /// Those that are partisan.
    pub partisan: usize,
    /// Share of the posts that are partisan, where a reason against misleads.
    pub partisan_share: f64,
    /// Of the partisan share.
    pub interval: [f64; 2],
    /// Wrong more often than right, over enough posts to say so.
    pub wrong: bool,
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    fired: usize,
    partisan: usize,
}

/// Signals by rule, most firings first.
pub(super) fn signal_rules(scored: &[ScoredPost]) -> OrderedMap<RuleReport> {
    let tallies = tally(scored, |one| {
        let signals = one.assessment.signals.iter();
        signals.map(|signal| signal.rule.as_str()).collect()
    });
    let report = |Tally { fired, partisan }| RuleReport {
        fired,
        partisan,
        precision: metrics::share(partisan, fired),
        interval: metrics::wilson(partisan, fired),
        wrong: fired >= FIRINGS && fired - partisan > partisan,
    };
    OrderedMap(each(tallies, report))
}

/// Counter-signals by rule, most firings first.
pub(super) fn counter_rules(scored: &[ScoredPost]) -> OrderedMap<CounterReport> {
    let tallies = tally(scored, |one| {
        let counter = one.assessment.counter.iter();
        counter.map(|against| against.rule.as_str()).collect()
    });
    let report = |Tally { fired, partisan }| CounterReport {
        fired,
        partisan,
        partisan_share: metrics::share(partisan, fired),
        interval: metrics::wilson(partisan, fired),
        wrong: fired >= FIRINGS && partisan > fired - partisan,
    };
    OrderedMap(each(tallies, report))
}

fn tally<'s>(
    scored: &'s [ScoredPost],
    names: impl Fn(&'s ScoredPost) -> BTreeSet<&'s str>,
) -> Vec<(&'s str, Tally)> {
    let mut rules: BTreeMap<&str, Tally> = BTreeMap::new();
    for one in scored {
        for name in names(one) {
            let rule = rules.entry(name).or_default();
            rule.fired += 1;
            rule.partisan += usize::from(one.is_partisan());
        }
    }
    let mut rules: Vec<(&str, Tally)> = rules.into_iter().collect();
    rules.sort_by_key(|(_, rule)| std::cmp::Reverse(rule.fired));
    rules
}

fn each<T>(tallies: Vec<(&str, Tally)>, report: impl Fn(Tally) -> T) -> Vec<(String, T)> {
    let named = tallies.into_iter();
    named
        .map(|(name, tally)| (name.to_owned(), report(tally)))
        .collect()
}

/// The rules that are wrong more often than right, worst first.
pub fn wrong_rules(rules: &OrderedMap<RuleReport>) -> Vec<&(String, RuleReport)> {
    let mut wrong: Vec<_> = rules.0.iter().filter(|(_, rule)| rule.wrong).collect();
    wrong.sort_by(|(_, left), (_, right)| left.precision.total_cmp(&right.precision));
    wrong
}

/// The counter rules that are wrong more often than right, worst first.
pub fn wrong_counter_rules(rules: &OrderedMap<CounterReport>) -> Vec<&(String, CounterReport)> {
    let mut wrong: Vec<_> = rules.0.iter().filter(|(_, rule)| rule.wrong).collect();
    wrong.sort_by(|(_, left), (_, right)| right.partisan_share.total_cmp(&left.partisan_share));
    wrong
}
