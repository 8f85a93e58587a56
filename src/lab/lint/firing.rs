//! Where words stand and fire in a corpus.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::corpus::CorpusPost;
use crate::config::check::{Form, Pack, Target};
use crate::config::lexicon::PlacedCue;
use crate::lab::{Gold, bare_subject};
use crate::model::{Assessment, Span, TextName};
use crate::score::Scorer;

/// In how many posts a word does something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WordCount {
    /// Its words stand there at all.
    pub stands: usize,
    /// Everyday posts on which it fires.
    pub everyday: usize,
    /// Posts judged partisan with a signal from it.
    pub right: usize,
    /// Posts judged neutral with a signal from it.
    pub wrong: usize,
    /// Posts on which it fires.
    pub fires: usize,
}

/// A corpus, counted.
#[derive(Debug)]
pub struct WordTally<'w> {
    /// How many everyday posts there are.
    pub everyday: usize,
    /// The entries of the lexicon.
    pub cues: Vec<(&'w PlacedCue, WordCount)>,
    /// The forms of contestants.
    pub targets: Vec<(Target<'w>, WordCount)>,
}

/// Scores every post and counts. Every post scores as inside the campaign of the packs.
pub fn tally_words<'w>(
    scorer: &Scorer,
    posts: &[CorpusPost],
    packs: &[&'w Pack],
    cues: &'w [PlacedCue],
) -> WordTally<'w> {
    let targets = packs.iter().flat_map(|pack| pack.targets());
    let mut tally = WordTally {
        everyday: 0,
        cues: cues.iter().map(|cue| (cue, WordCount::default())).collect(),
        targets: targets
            .map(|target| (target, WordCount::default()))
            .collect(),
    };
    let index = WordIndex::new(&tally);
    for post in posts {
        tally.everyday += usize::from(post.gold != Some(Gold::Partisan));
        let assessment = scorer.assess(&bare_subject(&post.text));
        index.count(post, &assessment, &mut tally);
    }
    tally
}

/// Finds words by what an assessment tells.
struct WordIndex {
    rules: HashMap<String, usize>,
    phrases: HashMap<String, Vec<usize>>,
    first_words: BTreeSet<String>,
    longest: usize,
    targets: HashMap<String, Vec<usize>>,
}

impl WordIndex {
    fn new(tally: &WordTally<'_>) -> Self {
        let mut index = Self {
            rules: HashMap::new(),
            phrases: HashMap::new(),
            first_words: BTreeSet::new(),
            longest: 0,
            targets: HashMap::new(),
        };
        for (number, (placed, _)) in tally.cues.iter().enumerate() {
            index.rules.insert(placed.cue.id.clone(), number);
            for form in &placed.cue.forms {
                index.add_phrase(&Form::of(form), number);
            }
        }
        for (number, (target, _)) in tally.targets.iter().enumerate() {
            let joined = Form::of(&target.entry.form).joined();
            index.targets.entry(joined).or_default().push(number);
        }
        index
    }

    fn add_phrase(&mut self, form: &Form, number: usize) {
        let phrase = self.phrases.entry(form.words()).or_default();
        phrase.push(number);
        self.first_words.extend(form.list().first().cloned());
        self.longest = self.longest.max(form.list().len());
    }

    fn count(&self, post: &CorpusPost, assessment: &Assessment, tally: &mut WordTally<'_>) {
        for number in self.standing(&post.text) {
            tally.cues[number].1.stands += 1;
        }
        for (number, judged) in self.fired(assessment) {
            tally.cues[number].1.fire(post.gold, judged);
        }
        for (number, judged) in self.meant(&post.text, assessment, tally) {
            tally.targets[number].1.fire(post.gold, judged);
        }
    }

    /// Entries whose words stand in the text.
    fn standing(&self, text: &str) -> BTreeSet<usize> {
        let form = Form::of(text);
        let words = form.list();
        let mut found = BTreeSet::new();
        for (first, word) in words.iter().enumerate() {
            if !self.first_words.contains(word) {
                continue;
            }
            let ends = first + 1..=words.len().min(first + self.longest);
            let phrases = ends.filter_map(|end| self.phrases.get(&words[first..end].join(" ")));
            found.extend(phrases.flatten());
        }
        found
    }

    /// Entries behind signals (true) and counter-signals (false).
    fn fired(&self, assessment: &Assessment) -> BTreeMap<usize, bool> {
        let signals = assessment.signals.iter().map(|one| (&one.rule, true));
        let counter = assessment.counter.iter().map(|one| (&one.rule, false));
        let mut fired = BTreeMap::new();
        for (rule, signal) in counter.chain(signals) {
            let id = rule.strip_prefix("negated.").unwrap_or(rule);
            if let Some(number) = self.rules.get(id) {
                *fired.entry(*number).or_default() |= signal;
            }
        }
        fired
    }

    /// Forms that stand for a contestant, and whether a signal rests on them. Of several forms in
    /// a post that no signal rests on, an assessment tells the first.
    fn meant(
        &self,
        text: &str,
        assessment: &Assessment,
        tally: &WordTally<'_>,
    ) -> BTreeMap<usize, bool> {
        let named = assessment
            .signals
            .iter()
            .filter(|signal| signal.target.is_some());
        let named = named.filter_map(|signal| Some((*signal.spans.last()?, true)));
        let parts = assessment
            .explanation
            .parts
            .iter()
            .flat_map(|part| &part.spans);
        let mut meant = BTreeMap::new();
        for (span, signal) in parts.map(|span| (*span, false)).chain(named) {
            for number in self.of_span(text, span, tally) {
                *meant.entry(number).or_default() |= signal;
            }
        }
        meant
    }

    fn of_span(&self, text: &str, span: Span, tally: &WordTally<'_>) -> Vec<usize> {
        let written = span.words(TextName::Post, text).unwrap_or_default();
        let known = self.targets.get(&Form::of(written).joined());
        let letters = |text: &str| -> String {
            text.chars()
                .filter(|letter| letter.is_alphanumeric())
                .collect()
        };
        let holds = |number: &&usize| {
            let entry = tally.targets[**number].0.entry;
            !entry.case_sensitive || letters(&entry.form) == letters(written)
        };
        known.into_iter().flatten().filter(holds).copied().collect()
    }
}

impl WordCount {
    fn fire(&mut self, gold: Option<Gold>, signal: bool) {
        self.fires += 1;
        self.everyday += usize::from(gold != Some(Gold::Partisan));
        self.right += usize::from(signal && gold == Some(Gold::Partisan));
        self.wrong += usize::from(signal && gold == Some(Gold::Neutral));
    }
}
