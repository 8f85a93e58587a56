//! What was understood otherwise than it may have been meant.

use std::fmt;

/// Something in a query that was understood otherwise than it stands there. Whoever typed it should
/// be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryReading {
    /// A word in small letters that was taken for an operator.
    Operator {
        /// As typed: `atau`.
        typed: String,
        /// What it was taken for: `OR`.
        operator: &'static str,
    },
    /// A sign that was taken for an operator.
    Sign {
        /// As typed: `|`.
        typed: String,
        /// What it was taken for: `OR`.
        operator: &'static str,
    },
    /// A word that joins and has nothing to join.
    JoinsNothing(String),
    /// A `+` in front of this.
    Plus(String),
    /// Words without blanks between them, or that mean something together: a phrase.
    Phrase {
        /// As typed: `kaos,sembako`.
        typed: String,
        /// Its words: `kaos sembako`.
        words: String,
    },
    /// A word that no post needs to have.
    FunctionWord(String),
    /// A value by one of its other names.
    Value {
        /// As typed: `band:tinggi`.
        typed: String,
        /// What it was taken for: `band:high`.
        meant: String,
    },
}

impl fmt::Display for QueryReading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operator { typed, operator } => write!(
                formatter,
                "{typed} is read as {operator}; \"{typed}\" in quotation marks looks for the word"
            ),
            Self::Sign { typed, operator } => write!(formatter, "{typed} is read as {operator}"),
            Self::JoinsNothing(typed) => write!(
                formatter,
                "{typed} joins nothing here and is left out; \"{typed}\" in quotation marks looks \
                 for the word"
            ),
            Self::Plus(typed) => write!(
                formatter,
                "{typed} is read without its +, because all words must stand in a post anyway"
            ),
            Self::Phrase { typed, words } => {
                write!(formatter, "{typed} is read as \"{words}\", side by side")
            }
            Self::FunctionWord(word) => write!(
                formatter,
                "{word} need not stand in a post, because it is a function word; \"{word}\" in \
                 quotation marks looks for it"
            ),
            Self::Value { typed, meant } => write!(formatter, "{typed} is read as {meant}"),
        }
    }
}
