//! The words between words: AND, OR, NOT, and the Indonesian for them.

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
            "and" | "dan" => Operator::And,
            "or" | "atau" | "dan/atau" | "and/or" => Operator::Or,
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
