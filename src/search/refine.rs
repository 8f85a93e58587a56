//! What the words of a query ask for, once the analyser has seen them beside each other.

use super::Query;
use super::query::TextMatch;
use crate::text::analyze::Analyzer;

/// The query without the function words that nobody needs to find (*dukung untuk paslon*), and
/// with words as phrases that mean something else together (*nomor dua*).
pub(super) fn refine(query: &Query, analyzer: &Analyzer) -> Query {
    let each = |parts: &[Query]| parts.iter().map(|part| refine(part, analyzer)).collect();
    match query {
        Query::And(parts) => Query::and(needed(joined(each(parts), analyzer), analyzer)),
        Query::Or(parts) => Query::or(each(parts)),
        Query::Not(inner) => Query::Not(Box::new(refine(inner, analyzer))),
        other => other.clone(),
    }
}

fn joined(parts: Vec<Query>, analyzer: &Analyzer) -> Vec<Query> {
    let mut joined: Vec<Query> = Vec::with_capacity(parts.len());
    for part in parts {
        let phrase = match (joined.last().and_then(word), word(&part)) {
            (Some(left), Some(right)) if analyzer.joins(left, right) => format!("{left} {right}"),
            _ => {
                joined.push(part);
                continue;
            }
        };
        joined.pop();
        joined.push(Query::Text(TextMatch::Phrase(phrase, 0)));
    }
    joined
}

/// What must match: function words only where there are no others.
fn needed(parts: Vec<Query>, analyzer: &Analyzer) -> Vec<Query> {
    let functional = |part: &Query| word(part).is_some_and(|word| analyzer.is_functional(word));
    let telling = parts
        .iter()
        .any(|part| part.has_text() && !functional(part) && !matches!(part, Query::Not(_)));
    let mut parts = parts;
    if telling {
        parts.retain(|part| !functional(part));
    }
    parts
}

fn word(query: &Query) -> Option<&str> {
    match query {
        Query::Text(TextMatch::Word(word)) => Some(word),
        _ => None,
    }
}
