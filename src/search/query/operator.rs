//! The words and signs between words: AND, OR, NOT, the Indonesian for them, and `&` and `|`.

use super::QueryReading;

/// What an operator does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    And,
    Or,
    Not,
}

/// An operator as somebody typed it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TypedOperator<'q> {
    pub(super) operator: Operator,
    pub(super) typed: &'q str,
    /// In capitals it is meant; otherwise it may be a word of a sentence that was pasted.
    pub(super) meant: bool,
}

impl<'q> TypedOperator<'q> {
    /// The operator that a bare word is.
    pub(super) fn of(typed: &'q str) -> Option<Self> {
        let operator = match typed.to_ascii_lowercase().as_str() {
            "and" | "dan" | "&" | "&&" => Operator::And,
            "or" | "atau" | "dan/atau" | "and/or" | "|" | "||" => Operator::Or,
            "not" | "bukan" => Operator::Not,
            _ => return None,
        };
        let meant = !typed.bytes().any(|byte| byte.is_ascii_lowercase());
        Some(Self {
            operator,
            typed,
            meant,
        })
    }

    /// Whether it is a sign of another query language.
    pub(super) fn is_sign(self) -> bool {
        self.typed.starts_with(['&', '|'])
    }

    /// What is told of it, if it may be meant otherwise.
    pub(super) fn reading(self) -> Option<QueryReading> {
        let (typed, operator) = (self.typed.to_owned(), self.name());
        if self.is_sign() {
            Some(QueryReading::Sign { typed, operator })
        } else {
            (!self.meant).then_some(QueryReading::Operator { typed, operator })
        }
    }

    /// Whether it stands between two things.
    pub(super) fn joins(self) -> bool {
        self.operator != Operator::Not
    }

    /// Its name in the query language.
    pub(super) const fn name(self) -> &'static str {
        match self.operator {
            Operator::And => "AND",
            Operator::Or => "OR",
            Operator::Not => "NOT",
        }
    }
}
