//! Where in a text a query matches. Computed on the text that people are shown, which comes
//! from the database and may be newer than the index.

use std::collections::BTreeSet;

use super::Query;
use super::query::{TextMatch, distance};
use crate::model::ByteRange;
use crate::text::analyze::{Analysis, Analyzer, Term, surface};

/// Ranges of `text` that the query's words match, in order, without overlaps. What the query
/// excludes is not marked.
pub fn highlight(query: &Query, text: &str, analyzer: &Analyzer) -> Vec<ByteRange> {
    let mut marker = Marker {
        analyzer,
        post: analyzer.analyze(text),
        spans: BTreeSet::new(),
    };
    marker.mark(query);
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
                let word = folded(word);
                self.mark_terms(|term| distance(&word, term) <= usize::from(*allowed));
            }
        }
    }

    fn mark_terms(&mut self, matches: impl Fn(&str) -> bool) {
        let terms = self.post.exact.iter().chain(&self.post.stems);
        let found = terms
            .filter(|term| matches(&term.text))
            .map(|term| term.span);
        self.spans.extend(found);
    }

    fn mark_exact(&mut self, words: &str, slop: u8) {
        let wanted: Vec<String> = surface(words).into_iter().map(|term| term.text).collect();
        self.spans
            .extend(sequences(&self.post.exact, &wanted, slop));
    }

    fn mark_stems(&mut self, words: &str, slop: u8, tag: bool) {
        let wanted = self.analyzer.analyze(words);
        if let ([only], true) = (wanted.tags.as_slice(), tag) {
            let tags = self.post.tags.iter().filter(|term| term.text == only.text);
            self.spans.extend(tags.map(|term| term.span));
        } else if wanted.stems.is_empty() {
            self.mark_exact(words, slop);
        } else {
            let wanted: Vec<String> = wanted.stems.into_iter().map(|term| term.text).collect();
            self.spans
                .extend(sequences(&self.post.stems, &wanted, slop));
        }
    }
}

fn folded(word: &str) -> String {
    surface(word).into_iter().map(|term| term.text).collect()
}

/// Spans of the terms that take part in a match: for each stretch of neighbours as long as
/// the words and the slop together, its wanted terms if it has all of them; without slop, in
/// this very order.
fn sequences(terms: &[Term], wanted: &[String], slop: u8) -> Vec<ByteRange> {
    let is_wanted = |term: &&Term| wanted.contains(&term.text);
    let width = (wanted.len() + usize::from(slop)).min(terms.len());
    if wanted.is_empty() || width < wanted.len() {
        return Vec::new();
    }
    let matching = terms.windows(width).filter(|window| {
        if slop == 0 {
            window.iter().map(|term| &term.text).eq(wanted)
        } else {
            wanted
                .iter()
                .all(|word| window.iter().any(|term| term.text == *word))
        }
    });
    matching
        .flat_map(|window| window.iter().filter(is_wanted))
        .map(|term| term.span)
        .collect()
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
