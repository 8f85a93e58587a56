//! From the tree of a query to the engine's query.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query as Engine,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field as Handle, IndexRecordOption};

use super::document::{day_number, key};
use super::query::{Limit, TextMatch};
use super::schema::IndexFields;
use super::{Field, Query};
use crate::text::analyze::{Analyzer, surface_words};

/// Translates a query.
pub(super) fn compile(query: &Query, fields: &IndexFields, analyzer: &Analyzer) -> Box<dyn Engine> {
    match query {
        Query::All => filter(Box::new(AllQuery)),
        Query::And(parts) => conjunction(parts, fields, analyzer),
        Query::Or(parts) => {
            let compiled = parts.iter().map(|part| compile(part, fields, analyzer));
            Box::new(BooleanQuery::union(compiled.collect()))
        }
        Query::Not(_) => conjunction(std::slice::from_ref(query), fields, analyzer),
        Query::Text(text) => words(text, fields, analyzer),
        Query::Field {
            field,
            value,
            prefix,
        } => filter(keyword(*field, value, *prefix, fields)),
        Query::Dates { from, to } => {
            let term = |day| Bound::Included(Term::from_field_i64(fields.day, day_number(day)));
            range(from.map(term), to.map(term))
        }
        Query::Score { from, to } => {
            let bound = |limit: Limit| {
                let term = Term::from_field_f64(fields.score, limit.value);
                if limit.included {
                    Bound::Included(term)
                } else {
                    Bound::Excluded(term)
                }
            };
            range(from.map(bound), to.map(bound))
        }
    }
}

/// All of the parts; with negative parts only, everything but them.
fn conjunction(parts: &[Query], fields: &IndexFields, analyzer: &Analyzer) -> Box<dyn Engine> {
    let mut clauses: Vec<(Occur, Box<dyn Engine>)> = Vec::with_capacity(parts.len() + 1);
    for part in parts {
        clauses.push(match part {
            Query::Not(inner) => (Occur::MustNot, compile(inner, fields, analyzer)),
            positive => (Occur::Must, compile(positive, fields, analyzer)),
        });
    }
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, filter(Box::new(AllQuery))));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// Selects without a say in the ranking.
fn filter(query: Box<dyn Engine>) -> Box<dyn Engine> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn range(from: Option<Bound<Term>>, to: Option<Bound<Term>>) -> Box<dyn Engine> {
    match (from, to) {
        (None, None) => filter(Box::new(AllQuery)),
        (from, to) => filter(Box::new(RangeQuery::new(
            from.unwrap_or(Bound::Unbounded),
            to.unwrap_or(Bound::Unbounded),
        ))),
    }
}

fn keyword(field: Field, value: &str, prefix: bool, fields: &IndexFields) -> Box<dyn Engine> {
    if field == Field::Agency {
        return agency(value, prefix, fields);
    }
    let key = key(field, value);
    if prefix {
        beginning(fields.keys, &key)
    } else {
        one_term(fields.keys, &key, IndexRecordOption::Basic)
    }
}

fn agency(name: &str, prefix: bool, fields: &IndexFields) -> Box<dyn Engine> {
    let words = surface_words(name);
    match (prefix, words.as_slice()) {
        (true, [word]) => beginning(fields.agency_words, word),
        _ => sequence(fields.agency_words, &words, 0),
    }
}

fn words(text: &TextMatch, fields: &IndexFields, analyzer: &Analyzer) -> Box<dyn Engine> {
    match text {
        TextMatch::Word(word) => stems(word, 0, true, fields, analyzer),
        TextMatch::Phrase(words, slop) => stems(words, *slop, false, fields, analyzer),
        TextMatch::ExactWord(words) => sequence(fields.exact, &surface_words(words), 0),
        TextMatch::ExactPhrase(words, slop) => sequence(fields.exact, &surface_words(words), *slop),
        TextMatch::Prefix(word) => either(fields, word, beginning),
        TextMatch::Fuzzy(word, distance) => either(fields, word, |handle, word| {
            let term = Term::from_field_text(handle, word);
            Box::new(FuzzyTermQuery::new(term, *distance, true))
        }),
    }
}

/// Words by stem; words that have none as written.
fn stems(
    words: &str,
    slop: u8,
    tag: bool,
    fields: &IndexFields,
    analyzer: &Analyzer,
) -> Box<dyn Engine> {
    let analysis = analyzer.analyze(words);
    if let Some(whole) = analysis.whole().filter(|_| tag) {
        return one_term(fields.stems, &whole.text, IndexRecordOption::WithFreqs);
    }
    if analysis.stems.is_empty() {
        return sequence(fields.exact, &surface_words(words), slop);
    }
    let phrases = analyzer.phrases(words);
    if let [only] = phrases.as_slice() {
        return sequence(fields.stems, only, slop);
    }
    let phrases = phrases.iter();
    let phrases = phrases.map(|terms| sequence(fields.stems, terms, slop));
    Box::new(BooleanQuery::union(phrases.collect()))
}

/// The query on the words as written, or on the stems.
fn either(
    fields: &IndexFields,
    word: &str,
    query: impl Fn(Handle, &str) -> Box<dyn Engine>,
) -> Box<dyn Engine> {
    let folded = surface_words(word).concat();
    let parts = [fields.exact, fields.stems].map(|handle| (Occur::Should, query(handle, &folded)));
    Box::new(BooleanQuery::new(parts.into()))
}

fn one_term(handle: Handle, text: &str, detail: IndexRecordOption) -> Box<dyn Engine> {
    Box::new(TermQuery::new(Term::from_field_text(handle, text), detail))
}

/// Terms in this order; the parser lets no empty list through.
fn sequence(handle: Handle, terms: &[String], slop: u8) -> Box<dyn Engine> {
    match terms {
        [] => Box::new(tantivy::query::EmptyQuery),
        [only] => one_term(handle, only, IndexRecordOption::WithFreqs),
        _ => {
            let terms = terms.iter().map(|text| Term::from_field_text(handle, text));
            let mut phrase = PhraseQuery::new(terms.collect());
            phrase.set_slop(u32::from(slop));
            Box::new(phrase)
        }
    }
}

/// Every term that begins so.
fn beginning(handle: Handle, word: &str) -> Box<dyn Engine> {
    let term = Term::from_field_text(handle, word);
    Box::new(FuzzyTermQuery::new_prefix(term, 0, false))
}
