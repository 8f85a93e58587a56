//! The analysts' query language: text to tree and back.
//!
//! Words (all must match), `"phrases"`, `OR`, `atau` or `|`, `NOT`, `bukan` or `-`, parentheses, `menang*`,
//! `prabowo~1`, `"dukung paslon"~3`, `=tepat`, `="tepat begini"`, `field:value`,
//! `date:2024-09-25..2024-11-23`, `score:>=0.7`, and `*` for everything.

mod error;
mod field;
mod marks;
mod names;
mod near;
mod operator;
mod parse;
mod place;
mod range;
mod reading;
mod regions;
mod value;

use std::fmt;

use jiff::civil::Date;

pub use self::error::{QueryError, QueryProblem};
pub(super) use self::field::signal_name;
pub use self::field::{Facet, Field, UnknownFacet};
pub(super) use self::near::{distance, nearest};
pub use self::parse::{DEEPEST, LONGEST};
pub(crate) use self::place::place_of;
pub use self::reading::QueryReading;
pub(super) use self::regions::name_of as region_name;

/// A query as understood. Its `Display` parses to the same tree, unless dates written out in full
/// make it longer than [`LONGEST`].
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// Every post.
    All,
    /// All of these; two or more, none of them an `And`.
    And(Vec<Query>),
    /// Any of these; two or more, none of them an `Or`.
    Or(Vec<Query>),
    /// Not this.
    Not(Box<Query>),
    /// Words, as typed.
    Text(TextMatch),
    /// A value of a field.
    Field {
        /// Which field.
        field: Field,
        /// In lower case; of an account without the leading `@`.
        value: String,
        /// Whether longer values match too.
        prefix: bool,
    },
    /// Local days, both included; open ends.
    Dates {
        /// First day.
        from: Option<Date>,
        /// Last day.
        to: Option<Date>,
    },
    /// Scores.
    Score {
        /// Lower end.
        from: Option<Limit>,
        /// Upper end.
        to: Option<Limit>,
    },
}

/// How the words of a post are matched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextMatch {
    /// By stem.
    Word(String),
    /// As written.
    ExactWord(String),
    /// By the beginning of a word as written, or of its stem.
    Prefix(String),
    /// With so many letters wrong: 1 or 2.
    Fuzzy(String, u8),
    /// Stems in this order, with so many steps out of place.
    Phrase(String, u8),
    /// Words as written in this order, with so many steps out of place.
    ExactPhrase(String, u8),
}

impl TextMatch {
    /// The words as typed.
    pub fn words(&self) -> &str {
        match self {
            Self::Word(words)
            | Self::ExactWord(words)
            | Self::Prefix(words)
            | Self::Fuzzy(words, _)
            | Self::Phrase(words, _)
            | Self::ExactPhrase(words, _) => words,
        }
    }
}

/// An end of a range of scores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// The score.
    pub value: f64,
    /// Whether the score itself is in the range.
    pub included: bool,
}

impl Query {
    /// Understands what was typed, and says what it understood otherwise than it stands there.
    pub fn read(text: &str) -> Result<(Self, Vec<QueryReading>), QueryError> {
        parse::parse(text)
    }

    /// What has just that value in a field.
    pub fn field(field: Field, value: impl Into<String>) -> Self {
        Self::Field {
            field,
            value: value.into(),
            prefix: false,
        }
    }

    /// All of `parts`, kept flat.
    pub fn and(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::And(inner) => inner,
            other => vec![other],
        });
        only_or(flat.collect(), Self::And)
    }

    /// Any of `parts`, kept flat.
    pub fn or(parts: Vec<Self>) -> Self {
        let flat = parts.into_iter().flat_map(|part| match part {
            Self::Or(inner) => inner,
            other => vec![other],
        });
        only_or(flat.collect(), Self::Or)
    }

    /// The query with something else in the place of the whole values that `change` gives something
    /// for.
    pub fn with_values<E>(
        &self,
        change: &mut impl FnMut(Field, &str) -> Result<Option<Self>, E>,
    ) -> Result<Self, E> {
        let mut each = |parts: &[Self]| -> Result<Vec<Self>, E> {
            parts.iter().map(|part| part.with_values(change)).collect()
        };
        Ok(match self {
            Self::And(parts) => Self::and(each(parts)?),
            Self::Or(parts) => Self::or(each(parts)?),
            Self::Not(inner) => Self::Not(Box::new(inner.with_values(change)?)),
            Self::Field {
                field,
                value,
                prefix: false,
            } => change(*field, value)?.unwrap_or_else(|| self.clone()),
            other => other.clone(),
        })
    }

    /// Whether a field is asked for anywhere.
    pub fn asks_for(&self, wanted: Field) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.asks_for(wanted)),
            Self::Not(inner) => inner.asks_for(wanted),
            Self::Field { field, .. } => *field == wanted,
            _ => false,
        }
    }

    /// Whether words are looked for, so that sorting by relevance means something.
    pub fn has_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::has_text),
            Self::Text(_) => true,
            _ => false,
        }
    }
}

fn only_or(mut parts: Vec<Query>, combine: impl Fn(Vec<Query>) -> Query) -> Query {
    if parts.len() == 1 {
        parts.remove(0)
    } else {
        combine(parts)
    }
}

impl std::str::FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        Ok(Self::read(text)?.0)
    }
}

impl fmt::Display for Query {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All => formatter.write_str("*"),
            Self::And(parts) => list(formatter, parts, " ", operand),
            // AND binds tighter: parentheses around it would make the text deeper than what was
            // typed, and the cap on depth could refuse it.
            Self::Or(parts) => list(formatter, parts, " OR ", |formatter, part| {
                fmt::Display::fmt(part, formatter)
            }),
            Self::Not(inner) => {
                formatter.write_str("-")?;
                operand(formatter, inner)
            }
            Self::Text(text) => write!(formatter, "{text}"),
            Self::Field {
                field,
                value,
                prefix,
            } => value::display(formatter, *field, value, *prefix),
            Self::Dates { from, to } => display_dates(formatter, *from, *to),
            Self::Score { from, to } => display_score(formatter, *from, *to),
        }
    }
}

fn list(
    formatter: &mut fmt::Formatter<'_>,
    parts: &[Query],
    joint: &str,
    show: impl Fn(&mut fmt::Formatter<'_>, &Query) -> fmt::Result,
) -> fmt::Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            formatter.write_str(joint)?;
        }
        show(formatter, part)?;
    }
    Ok(())
}

fn operand(formatter: &mut fmt::Formatter<'_>, query: &Query) -> fmt::Result {
    match query {
        Query::And(_) | Query::Or(_) => write!(formatter, "({query})"),
        _ => fmt::Display::fmt(query, formatter),
    }
}

impl fmt::Display for TextMatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => formatter.write_str(word),
            Self::ExactWord(word) => write!(formatter, "={word}"),
            Self::Prefix(word) => write!(formatter, "{word}*"),
            Self::Fuzzy(word, distance) => write!(formatter, "{word}~{distance}"),
            Self::Phrase(words, 0) => write!(formatter, "\"{words}\""),
            Self::Phrase(words, slop) => write!(formatter, "\"{words}\"~{slop}"),
            Self::ExactPhrase(words, 0) => write!(formatter, "=\"{words}\""),
            Self::ExactPhrase(words, slop) => write!(formatter, "=\"{words}\"~{slop}"),
        }
    }
}

fn display_dates(
    formatter: &mut fmt::Formatter<'_>,
    from: Option<Date>,
    to: Option<Date>,
) -> fmt::Result {
    formatter.write_str("date:")?;
    match (from, to) {
        (Some(from), Some(to)) if from == to => return write!(formatter, "{from}"),
        (Some(from), _) => write!(formatter, "{from}..")?,
        (None, _) => formatter.write_str("..")?,
    }
    to.map_or(Ok(()), |to| write!(formatter, "{to}"))
}

fn display_score(
    formatter: &mut fmt::Formatter<'_>,
    from: Option<Limit>,
    to: Option<Limit>,
) -> fmt::Result {
    let sign = |limit: Limit| if limit.included { "=" } else { "" };
    match (from, to) {
        (Some(from), Some(to)) => write!(formatter, "score:{}..{}", from.value, to.value),
        (Some(from), None) => write!(formatter, "score:>{}{}", sign(from), from.value),
        (None, Some(to)) => write!(formatter, "score:<{}{}", sign(to), to.value),
        (None, None) => formatter.write_str("score:.."),
    }
}
