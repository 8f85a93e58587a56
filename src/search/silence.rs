//! Why a query finds nothing: which of its parts is to blame, and what is near.

use std::collections::BTreeMap;
use std::fmt;

use tantivy::Searcher;
use tantivy::collector::Count;
use tantivy::schema::Field as Handle;

use super::compile::compile;
use super::query::{TextMatch, distance, region_name};
use super::refine::refine;
use super::schema::schema;
use super::{Field, Query, SearchError};
use crate::text::analyze::{Analyzer, surface_words};

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
    /// No post matches this value, and others have posts.
    Instead {
        /// The value, as a query.
        part: String,
        /// Values that have posts, most frequent first.
        there: Vec<String>,
    },
    /// No account with posts is called so.
    NoAccount {
        /// The value, as a query.
        part: String,
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
            Self::Instead { part, there } => write!(
                formatter,
                "no post matches {part}; posts have: {}",
                there.join(", ")
            ),
            Self::NoAccount { part } => write!(
                formatter,
                "no post matches {part}; an account goes by its address, a part of it, or its number \
                 in netra registry list"
            ),
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

    /// The parts that find nothing and do not keep the rest from finding something: branches of OR,
    /// and what is excluded.
    pub(super) fn idle(&self, query: &Query) -> Result<Vec<SilenceReason>, SearchError> {
        let mut leaves = Vec::new();
        optional(query, false, &mut leaves);
        let mut reasons = Vec::new();
        for leaf in leaves.into_iter().take(PARTS) {
            if self.count(leaf)? == 0 {
                reasons.push(self.absent(leaf)?);
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
        let near = self.near(part)?;
        let named = part.to_string();
        if let Query::Field { field, value, .. } = part
            && near.is_empty()
        {
            if *field == Field::Account {
                return Ok(SilenceReason::NoAccount { part: named });
            }
            let there = self.others(*field, value)?;
            if !there.is_empty() {
                return Ok(SilenceReason::Instead { part: named, there });
            }
        }
        Ok(SilenceReason::Absent { part: named, near })
    }

    /// Other values of a field that has few, which posts have; of regions, those of the province
    /// first.
    fn others(&self, field: Field, value: &str) -> Result<Vec<String>, SearchError> {
        if matches!(field, Field::Account | Field::Agency | Field::Tag) {
            return Ok(Vec::new());
        }
        let mut posts: BTreeMap<String, u32> = BTreeMap::new();
        let before = format!("{field}:");
        each_term(
            self.searcher,
            schema().fields.keys,
            &before,
            |term, count| {
                let other = &term[before.len()..];
                if other != "ID" {
                    *posts.entry(other.to_owned()).or_default() += count;
                }
            },
        )?;
        let province = |other: &str| field == Field::Region && other.get(..2) == value.get(..2);
        let mut ranked: Vec<_> = posts.into_iter().collect();
        ranked.sort_by_key(|(other, count)| (!province(other), std::cmp::Reverse(*count)));
        let ranked = ranked.into_iter().map(|(other, _)| other).collect();
        let there = self.visible(ranked, |value| Query::field(field, value))?;
        let named = there.into_iter().map(|shown| {
            let code = shown.strip_prefix("region:");
            match code.and_then(region_name) {
                Some(name) => format!("{shown} ({name})"),
                None => shown,
            }
        });
        Ok(named.collect())
    }

    /// Names of agencies with a word that is near one that none has.
    fn near_agency(&self, name: &str) -> Result<Vec<String>, SearchError> {
        let mut near = Vec::new();
        for word in surface_words(name) {
            let ask = |word: &str| Query::field(Field::Agency, word);
            if self.count(&ask(&word))? == 0 {
                let found = near_terms(self.searcher, schema().fields.agency_words, "", &word)?;
                near.extend(self.visible(found, ask)?);
            }
        }
        Ok(near)
    }

    /// Hashtags and handles near one that no post has.
    fn near_tag(&self, tag: &str) -> Result<Vec<String>, SearchError> {
        let (sign, name) = tag.split_at(1);
        let found = near_terms(self.searcher, schema().fields.stems, sign, name)?;
        let found = found.into_iter().map(|name| format!("{sign}{name}"));
        self.visible(found.collect(), |tag| {
            Query::Text(TextMatch::Word(tag.to_owned()))
        })
    }

    /// What there is instead of a part that no post has.
    fn near(&self, part: &Query) -> Result<Vec<String>, SearchError> {
        match part {
            Query::Text(text) => {
                let analysis = self.analyzer.analyze(text.words());
                if let Some(tag) = analysis.whole() {
                    let near = self.near_tag(&tag.text)?;
                    if !near.is_empty() {
                        return Ok(near);
                    }
                }
                let mut near = Vec::new();
                for term in analysis.stems {
                    let word = |word: &str| Query::Text(TextMatch::Word(word.to_owned()));
                    if self.count(&word(&term.text))? == 0 {
                        let found =
                            near_terms(self.searcher, schema().fields.stems, "", &term.text)?;
                        near.extend(self.visible(found, word)?);
                    }
                }
                Ok(near)
            }
            Query::Field {
                field: Field::Agency,
                value,
                ..
            } => self.near_agency(value),
            Query::Field { field, value, .. } if has_open_values(*field) => {
                let ask = |value: &str| Query::field(*field, value);
                let before = format!("{field}:");
                let found = near_terms(self.searcher, schema().fields.keys, &before, value)?;
                self.visible(found, ask)
            }
            Query::Not(inner) => self.near(inner),
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

/// The parts of a query without which it may find something all the same.
fn optional<'q>(query: &'q Query, loose: bool, leaves: &mut Vec<&'q Query>) {
    match query {
        Query::And(parts) => {
            for part in parts {
                optional(part, loose, leaves);
            }
        }
        Query::Or(parts) => parts.iter().for_each(|part| optional(part, true, leaves)),
        Query::Not(inner) => optional(inner, true, leaves),
        leaf if loose => leaves.push(leaf),
        _ => {}
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
            // A tag or an account is often known by its beginning.
            let longer = !before.is_empty() && letters > 3 && term.starts_with(word);
            if term != word && (close || longer) {
                let far = if close {
                    distance(word, term)
                } else {
                    usize::MAX
                };
                if far <= allowed || longer {
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
