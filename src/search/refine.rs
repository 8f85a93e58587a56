//! What the words of a query ask for, once the analyser has seen them beside each other.

use super::Query;
use super::query::{QueryReading, TextMatch};
use crate::text::analyze::Analyzer;

/// The query without the function words that nobody needs to find (*dukung untuk paslon*), with
/// words as phrases that mean something else together (*nomor dua*), and with numbers in figures
/// too where they count (*dua jari*).
pub(super) fn refine(query: &Query, analyzer: &Analyzer) -> Query {
    refine_told(query, analyzer).0
}

/// The same, with what is told of it.
pub(super) fn refine_told(query: &Query, analyzer: &Analyzer) -> (Query, Vec<QueryReading>) {
    let mut refiner = Refiner {
        analyzer,
        readings: Vec::new(),
    };
    let understood = refiner.refine(query);
    (understood, refiner.readings)
}

struct Refiner<'a> {
    analyzer: &'a Analyzer,
    readings: Vec<QueryReading>,
}

impl Refiner<'_> {
    fn refine(&mut self, query: &Query) -> Query {
        let mut each = |parts: &[Query]| parts.iter().map(|part| self.refine(part)).collect();
        match query {
            Query::And(parts) => {
                let parts = each(parts);
                let joined = self.joined(parts);
                let counted = self.counted(&joined);
                Query::and(self.needed(counted))
            }
            Query::Or(parts) => Query::or(each(parts)),
            Query::Not(inner) => Query::Not(Box::new(self.refine(inner))),
            other => other.clone(),
        }
    }

    /// Neighbours that mean something together, as phrases.
    fn joined(&mut self, parts: Vec<Query>) -> Vec<Query> {
        let mut joined: Vec<Query> = Vec::with_capacity(parts.len());
        // The words of the last part, if another may join them.
        let mut last: Option<(String, bool)> = None;
        for part in parts {
            let (before, right) = (last.take(), word(&part));
            let phrase = match (&before, right) {
                (Some((left, _)), Some(right)) if self.analyzer.joins(left, right) => {
                    Some(format!("{left} {right}"))
                }
                _ => None,
            };
            if let Some(phrase) = phrase {
                joined.pop();
                joined.push(Query::Text(TextMatch::Phrase(phrase.clone(), 0)));
                last = Some((phrase, true));
                continue;
            }
            self.tell(before);
            last = right.map(|word| (word.to_owned(), false));
            joined.push(part);
        }
        self.tell(last);
        joined
    }

    fn tell(&mut self, words: Option<(String, bool)>) {
        if let Some((words, true)) = words {
            let typed = words.clone();
            self.readings.push(QueryReading::Phrase { typed, words });
        }
    }

    /// Numbers in words beside what is counted, also in figures.
    fn counted(&self, parts: &[Query]) -> Vec<Query> {
        let counts = |at: Option<usize>| {
            let part = at.and_then(|at| parts.get(at)).and_then(word);
            part.is_some_and(|word| self.analyzer.is_counted(word))
        };
        let figured = |(at, part): (usize, &Query)| {
            let figures = word(part).and_then(|word| self.analyzer.figures(word));
            match figures.filter(|_| counts(at.checked_sub(1)) || counts(Some(at + 1))) {
                Some(figures) => {
                    let figures = Query::Text(TextMatch::Word(figures.to_owned()));
                    Query::or(vec![part.clone(), figures])
                }
                None => part.clone(),
            }
        };
        parts.iter().enumerate().map(figured).collect()
    }

    /// What must match: function words only where there are no others.
    fn needed(&mut self, parts: Vec<Query>) -> Vec<Query> {
        let analyzer = self.analyzer;
        let functional = |part: &Query| word(part).is_some_and(|word| analyzer.is_functional(word));
        let tells =
            |part: &Query| part.has_text() && !functional(part) && !matches!(part, Query::Not(_));
        if !parts.iter().any(tells) {
            return parts;
        }
        let (left_out, needed): (Vec<Query>, Vec<Query>) = parts.into_iter().partition(functional);
        let told = left_out.iter().filter_map(word).map(str::to_owned);
        self.readings.extend(told.map(QueryReading::FunctionWord));
        needed
    }
}

fn word(query: &Query) -> Option<&str> {
    match query {
        Query::Text(TextMatch::Word(word)) => Some(word),
        _ => None,
    }
}
