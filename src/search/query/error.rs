//! What is wrong with a query, where, and what was probably meant.

use super::Field;

/// Why a query cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QueryProblem {
    /// Nothing typed.
    #[error("the query is empty")]
    Empty,
    /// More bytes than allowed.
    #[error("the query is longer than {0} bytes")]
    TooLong(usize),
    /// Too many parentheses or negations in each other.
    #[error("the query is nested deeper than {0} levels")]
    TooDeep(usize),
    /// A quotation mark without its twin.
    #[error("this quotation mark is never closed")]
    UnclosedQuote,
    /// `(` without `)`.
    #[error("this parenthesis is never closed")]
    UnclosedParenthesis,
    /// `)` without `(`.
    #[error("this parenthesis was never opened")]
    StrayParenthesis,
    /// `()`.
    #[error("there is nothing between these parentheses")]
    EmptyGroup,
    /// An operator with nothing to work on.
    #[error("{0} needs something {where}", where = if *.0 == "NOT" { "on its right" } else { "on both sides" })]
    MissingOperand(&'static str),
    /// Punctuation only.
    #[error("{0:?} holds no word, number, tag or pictograph to look for")]
    NoTerms(String),
    /// A field that does not exist.
    #[error("there is no field {0:?}")]
    UnknownField(String),
    /// `band:` and then nothing.
    #[error("{0}: needs a value right after the colon")]
    MissingValue(String),
    /// A value that the field never has.
    #[error("{field} is never {value:?}; it is one of {known}")]
    UnknownValue {
        /// The field.
        field: Field,
        /// As typed.
        value: String,
        /// What exists, with commas.
        known: String,
    },
    /// Several values in parentheses.
    #[error("{0}: takes one value; join several with OR")]
    GroupedValues(String),
    /// Not a region code.
    #[error(
        "{0:?} is no region code; expected ID, 32, 32.04, 32.04.05 or 32.04.05.2001, or a name such as \"Jawa Barat\""
    )]
    BadRegion(String),
    /// A region that does not exist.
    #[error(
        "there is no region {0:?}; codes begin with that of a province, and names go between quotation marks"
    )]
    UnknownRegion(String),
    /// A way of addressing people in the place of a name.
    #[error("{0:?} is how people are addressed and nobody's name; say the name")]
    OnlyTitle(String),
    /// Not a day, month or year, or not a range of them.
    #[error(
        "{0:?} is no date; expected 2024-10-31, 2024-10, 2024, or a range such as 2024-09-25..2024-11-23"
    )]
    BadDate(String),
    /// Not a score or range of scores.
    #[error(
        "{0:?} is no score; expected a number from 0 to 1 as in >=0.7, or a range such as 0.5..0.7"
    )]
    BadScore(String),
    /// The end lies before the beginning.
    #[error("the range {0:?} ends before it begins")]
    Reversed(String),
    /// `~` with something else than a small number.
    #[error("{0:?} is no distance; a word takes ~1 or ~2, a phrase ~1 to ~50")]
    BadDistance(String),
    /// `*` elsewhere than at the end of a word.
    #[error("* stands only at the end of a word, or alone for every post")]
    Wildcard,
    /// A sign of another query language.
    #[error(
        "{0:?} holds a sign that means nothing here; * stands at the end of a word, ~1 allows for one wrong letter"
    )]
    OtherSign(String),
    /// Too short a beginning.
    #[error("{0:?} is too short a beginning; at least two letters before *")]
    ShortPrefix(String),
    /// A dash with nothing right behind it.
    #[error("{0} excludes what stands right behind it, and nothing does")]
    LoneDash(char),
    /// `*` or `~` on something that is several words.
    #[error("{0:?} is several words; * and ~ after a word take one")]
    NotOneWord(String),
    /// `*` or `~` inside quotation marks.
    #[error("* and ~ mean nothing inside quotation marks; write that word outside of them")]
    QuotedSign,
    /// `=` together with `*` or `~`.
    #[error("= asks for the exact word and does not go with * or ~")]
    ExactCombined,
}

/// Letters of the query that are shown of a place.
const SHOWN: usize = 24;

/// A [`QueryProblem`] and its place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{problem}{place}{hint}", hint = self.hint())]
pub struct QueryError {
    /// What is wrong.
    pub problem: QueryProblem,
    /// First byte of what is wrong, on a character boundary of the query.
    pub at: usize,
    /// The same place for readers: ` [at character 7: bnad:high]`.
    pub place: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl QueryError {
    pub(crate) fn new(problem: QueryProblem, at: usize) -> Self {
        Self {
            problem,
            at,
            place: String::new(),
            suggestion: None,
        }
    }

    pub(crate) fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = Some(suggestion.into());
        self
    }

    /// The error with its place in `query` in words.
    pub(crate) fn located(mut self, query: &str) -> Self {
        if matches!(self.problem, QueryProblem::Empty | QueryProblem::TooLong(_)) {
            return self;
        }
        let (before, behind) = query.split_at_checked(self.at).unwrap_or((query, ""));
        let word = behind.split_whitespace().next().unwrap_or_default();
        let mut shown: String = word.chars().take(SHOWN).collect();
        if shown.len() < word.len() {
            shown.push('…');
        }
        self.place = if behind.starts_with(char::is_whitespace) || shown.is_empty() {
            " [at the end]".to_owned()
        } else {
            format!(" [at character {}: {shown}]", before.chars().count() + 1)
        };
        self
    }

    fn hint(&self) -> String {
        match &self.suggestion {
            Some(suggestion) => format!("; did you mean {suggestion} ?"),
            None => String::new(),
        }
    }
}
