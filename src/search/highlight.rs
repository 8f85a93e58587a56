//! Where in a text a query matches. Computed on the text that people are shown, which comes
//! from the database and may be newer than the index.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::Query;
use super::query::{TextMatch, distance};
use super::refine::refine;
use crate::model::ByteRange;
use crate::text::analyze::{Analysis, Analyzer, Term, surface_words};

/// Ranges of `text` that the query's words match, in order, without overlaps. What the query
/// excludes is not marked.
pub fn highlight(query: &Query, text: &str, analyzer: &Analyzer) -> Vec<ByteRange> {
    let mut marker = Marker {
        analyzer,
        post: analyzer.analyze(text),
        spans: BTreeSet::new(),
    };
    marker.mark(&refine(query, analyzer));
    merged(marker.spans)
}

struct Marker<'a> {
    analyzer: &'a Analyzer,
    post: Analysis,
    spans: BTreeSet<ByteRange>,
}

impl Marker<'_> {
    fn mark(&mut self, query: &Query) {
        match query {
            Query::And(parts) | Query::Or(parts) => parts.iter().for_each(|part| self.mark(part)),
            Query::Text(text) => self.mark_text(text),
            _ => {}
        }
    }

    fn mark_text(&mut self, text: &TextMatch) {
        match text {
            TextMatch::Word(words) => self.mark_stems(words, 0, true),
            TextMatch::Phrase(words, slop) => self.mark_stems(words, *slop, false),
            TextMatch::ExactWord(words) => self.mark_exact(words, 0),
            TextMatch::ExactPhrase(words, slop) => self.mark_exact(words, *slop),
            TextMatch::Prefix(word) => {
                let start = folded(word);
                self.mark_terms(|term| term.starts_with(&start));
            }
            TextMatch::Fuzzy(word, allowed) => {
                let (word, allowed) = (folded(word), usize::from(*allowed));
                let letters = word.chars().count();
                self.mark_terms(|term| {
                    // Asked first, because telling the distance of long words takes long.
                    letters.abs_diff(term.chars().count()) <= allowed
                        && distance(&word, term) <= allowed
                });
            }
        }
    }

    fn mark_terms(&mut self, matches: impl Fn(&str) -> bool) {
        let terms = self.post.exact.iter().chain(&self.post.stems);
        let terms = terms.chain(&self.post.tags);
        let found = terms
            .filter(|term| matches(&term.text))
            .map(|term| term.span);
        self.spans.extend(found);
    }

    fn mark_exact(&mut self, words: &str, slop: u8) {
        let wanted = surface_words(words);
        self.spans
            .extend(sequences(&self.post.exact, &wanted, slop));
    }

    fn mark_stems(&mut self, words: &str, slop: u8, tag: bool) {
        let wanted = self.analyzer.analyze(words);
        let whole = wanted.whole().filter(|_| tag);
        if let Some(only) =
            whole.or_else(|| wanted.stems.first().filter(|_| wanted.stems.len() == 1))
        {
            let terms = self.post.stems.iter().chain(&self.post.tags);
            let found = terms.filter(|term| term.text == only.text);
            self.spans.extend(found.map(|term| term.span));
        } else if wanted.stems.is_empty() {
            self.mark_exact(words, slop);
        } else {
            for wanted in self.analyzer.phrases(words) {
                self.spans
                    .extend(sequences(&self.post.stems, &wanted, slop));
            }
        }
    }
}

fn folded(word: &str) -> String {
    surface_words(word).concat()
}

/// Spans of the terms that take part in a match: for each stretch of neighbours as long as
/// the words and the slop together, its wanted terms if it has all of them; without slop, in
/// this very order. Linear in the terms, however long the phrase.
fn sequences(terms: &[Term], wanted: &[String], slop: u8) -> Vec<ByteRange> {
    let width = (wanted.len() + usize::from(slop)).min(terms.len());
    if wanted.is_empty() || width < wanted.len() {
        return Vec::new();
    }
    let starts = if slop == 0 {
        rows(terms, wanted)
    } else {
        gatherings(terms, wanted, width)
    };
    let known: HashSet<&str> = wanted.iter().map(String::as_str).collect();
    let mut spans = Vec::new();
    let mut done = 0;
    for start in starts {
        let fresh = &terms[start.max(done)..start + width];
        let taking_part = fresh
            .iter()
            .filter(|term| known.contains(term.text.as_str()));
        spans.extend(taking_part.map(|term| term.span));
        done = start + width;
    }
    spans
}

/// Where the words stand in this very order (Knuth, Morris and Pratt).
fn rows(terms: &[Term], wanted: &[String]) -> Vec<usize> {
    let shorter = shorter_starts(wanted);
    let mut starts = Vec::new();
    let mut met = 0;
    for (at, term) in terms.iter().enumerate() {
        while met > 0 && wanted.get(met) != Some(&term.text) {
            met = shorter[met - 1];
        }
        met += usize::from(wanted[met] == term.text);
        if met == wanted.len() {
            starts.push(at + 1 - met);
        }
    }
    starts
}

/// For each start of the row of words, how long the longest other start of it is that it ends in.
fn shorter_starts(wanted: &[String]) -> Vec<usize> {
    let mut shorter = vec![0; wanted.len()];
    let mut met = 0;
    for at in 1..wanted.len() {
        while met > 0 && wanted[met] != wanted[at] {
            met = shorter[met - 1];
        }
        met += usize::from(wanted[met] == wanted[at]);
        shorter[at] = met;
    }
    shorter
}

/// Where stretches of so many terms begin that hold every word, in whatever order.
fn gatherings(terms: &[Term], wanted: &[String], width: usize) -> Vec<usize> {
    let mut counts: HashMap<&str, usize> = wanted.iter().map(|word| (word.as_str(), 0)).collect();
    let mut missing = counts.len();
    let mut starts = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        if let Some(count) = counts.get_mut(term.text.as_str()) {
            missing -= usize::from(*count == 0);
            *count += 1;
        }
        let Some(start) = (at + 1).checked_sub(width) else {
            continue;
        };
        if missing == 0 {
            starts.push(start);
        }
        if let Some(count) = counts.get_mut(terms[start].text.as_str()) {
            *count -= 1;
            missing += usize::from(*count == 0);
        }
    }
    starts
}

fn merged(spans: BTreeSet<ByteRange>) -> Vec<ByteRange> {
    let mut merged: Vec<ByteRange> = Vec::new();
    for span in spans {
        match merged.last_mut() {
            Some(last) if span[0] < last[1] => last[1] = last[1].max(span[1]),
            _ => merged.push(span),
        }
    }
    merged
}
