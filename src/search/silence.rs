//! Why a query finds nothing: which of its parts is to blame, and what is near.

use std::fmt;

use tantivy::Searcher;
use tantivy::collector::Count;
use tantivy::schema::Field as Handle;

use super::compile::compile;
use super::query::{TextMatch, distance};
use super::refine::refine;
use super::schema::schema;
use super::{Field, Query, SearchError};
use crate::text::analyze::Analyzer;

/// Parts of a query that are looked at.
const PARTS: usize = 12;
/// Words that are named as near.
const NAMED: usize = 3;
/// Words that are looked at whether the reader may know of them.
const TRIED: usize = 12;

/// A reason for finding nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SilenceReason {
    /// No post matches this part.
    Absent {
        /// The part, as a query.
        part: String,
        /// What there is instead, most frequent first.
        near: Vec<String>,
    },
    /// Posts have the words of a phrase, but not side by side.
    Scattered {
        /// The phrase.
        part: String,
        /// How many posts have all of its words.
        posts: usize,
    },
    /// Every part has posts; without this one there would be some.
    Apart {
        /// The part, as a query.
        part: String,
        /// How many posts there would be.
        posts: usize,
    },
    /// Every part has posts, but no post has even all but one.
    Strangers,
}

impl fmt::Display for SilenceReason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent { part, near } if near.is_empty() => {
                write!(formatter, "no post matches {part}")
            }
            Self::Absent { part, near } => {
                write!(
                    formatter,
                    "no post matches {part}; near: {}",
                    near.join(", ")
                )
            }
            Self::Scattered { part, posts } => write!(
                formatter,
                "no post has the phrase {part}; with its words anywhere: {posts}"
            ),
            Self::Apart { part, posts } => write!(formatter, "without {part}: {posts}"),
            Self::Strangers => formatter.write_str("no post has all of these, nor all but one"),
        }
    }
}

/// Looks for reasons among the posts that a reader may see.
pub(super) struct Inquiry<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) analyzer: &'a Analyzer,
    /// What the reader may see; everything without.
    pub(super) scope: Option<&'a Query>,
}

impl Inquiry<'_> {
    /// The reasons why the query finds nothing.
    pub(super) fn reasons(&self, query: &Query) -> Result<Vec<SilenceReason>, SearchError> {
        let parts = match query {
            Query::And(parts) => parts.as_slice(),
            other => std::slice::from_ref(other),
        };
        let parts = &parts[..parts.len().min(PARTS)];
        let mut reasons = Vec::new();
        for part in parts {
            if self.count(part)? == 0 {
                reasons.push(self.absent(part)?);
            }
        }
        if reasons.is_empty() && parts.len() > 1 {
            for (at, part) in parts.iter().enumerate() {
                let others = [&parts[..at], &parts[at + 1..]].concat();
                let posts = self.count(&Query::and(others))?;
                let part = part.to_string();
                reasons.extend((posts > 0).then_some(SilenceReason::Apart { part, posts }));
            }
            if reasons.is_empty() {
                reasons.push(SilenceReason::Strangers);
            }
        }
        Ok(reasons)
    }

    pub(super) fn count(&self, query: &Query) -> Result<usize, SearchError> {
        let scoped = match self.scope {
            Some(scope) => &Query::and(vec![query.clone(), scope.clone()]),
            None => query,
        };
        let engine = compile(scoped, &schema().fields, self.analyzer);
        Ok(self.searcher.search(&*engine, &Count)?)
    }

    fn absent(&self, part: &Query) -> Result<SilenceReason, SearchError> {
        if let Query::Text(TextMatch::Phrase(words, _) | TextMatch::ExactPhrase(words, _)) = part {
            let apart = words.split_whitespace();
            let apart = apart.map(|word| Query::Text(TextMatch::Word(word.to_owned())));
            let posts = self.count(&refine(&Query::and(apart.collect()), self.analyzer))?;
            if posts > 0 {
                let part = part.to_string();
                return Ok(SilenceReason::Scattered { part, posts });
            }
        }
        Ok(SilenceReason::Absent {
            part: part.to_string(),
            near: self.near(part)?,
        })
    }

    /// What there is instead of a part that no post has.
    fn near(&self, part: &Query) -> Result<Vec<String>, SearchError> {
        match part {
            Query::Text(text) => {
                let mut near = Vec::new();
                for term in self.analyzer.analyze(text.words()).stems {
                    let word = |word: &str| Query::Text(TextMatch::Word(word.to_owned()));
                    if self.count(&word(&term.text))? == 0 {
                        let found =
                            near_terms(self.searcher, schema().fields.stems, "", &term.text)?;
                        near.extend(self.visible(found, word)?);
                    }
                }
                Ok(near)
            }
            Query::Field { field, value, .. } if has_open_values(*field) => {
                let ask = |value: &str| Query::field(*field, value);
                let before = format!("{field}:");
                let found = near_terms(self.searcher, schema().fields.keys, &before, value)?;
                self.visible(found, ask)
            }
            Query::And(parts) | Query::Or(parts) => {
                let mut near = Vec::new();
                for part in parts.iter().take(PARTS) {
                    near.extend(self.near(part)?);
                }
                Ok(near)
            }
            _ => Ok(Vec::new()),
        }
    }

    /// Those that the reader sees posts of.
    fn visible(
        &self,
        found: Vec<String>,
        ask: impl Fn(&str) -> Query,
    ) -> Result<Vec<String>, SearchError> {
        let mut visible = Vec::new();
        for value in found.into_iter().take(TRIED) {
            if visible.len() < NAMED && self.count(&ask(&value))? > 0 {
                visible.push(ask(&value).to_string());
            }
        }
        Ok(visible)
    }
}

const fn has_open_values(field: Field) -> bool {
    matches!(field, Field::Account | Field::Tag)
}

/// The terms behind `before` that a slip of the finger can explain, nearest first, then the most
/// frequent. The first letter is taken to be right.
fn near_terms(
    searcher: &Searcher,
    handle: Handle,
    before: &str,
    word: &str,
) -> Result<Vec<String>, SearchError> {
    let letters = word.chars().count();
    let (Some(first), false) = (word.chars().next(), letters > 40) else {
        return Ok(Vec::new());
    };
    let allowed = if letters < 5 { 1 } else { 2 };
    let mut near = Vec::new();
    each_term(
        searcher,
        handle,
        &format!("{before}{first}"),
        |term, posts| {
            let term = &term[before.len()..];
            let close = term.chars().count().abs_diff(letters) <= allowed;
            if close && term != word {
                let far = distance(word, term);
                if far <= allowed {
                    near.push((far, std::cmp::Reverse(posts), term.to_owned()));
                }
            }
        },
    )?;
    near.sort();
    near.dedup_by(|left, right| left.2 == right.2);
    Ok(near.into_iter().map(|(_, _, term)| term).collect())
}

/// Shows every term that begins so, and how many posts of a segment have it.
pub(super) fn each_term(
    searcher: &Searcher,
    handle: Handle,
    beginning: &str,
    mut see: impl FnMut(&str, u32),
) -> Result<(), SearchError> {
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(handle)?;
        let range = inverted.terms().range().ge(beginning);
        let mut terms = range.into_stream().map_err(tantivy::TantivyError::from)?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else {
                continue;
            };
            if !term.starts_with(beginning) {
                break;
            }
            see(term, terms.value().doc_freq);
        }
    }
    Ok(())
}
