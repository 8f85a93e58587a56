//! Why somebody changed something, in words.

use std::fmt;
use std::str::FromStr;

/// The most letters of a reason: a page.
const LONGEST: usize = 2_000;

/// A reason that says something: it is written into histories, and read years later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

/// A text that is no reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidReason {
    /// Nothing is said: blanks, dots, a dash.
    #[error("the reason says nothing; name the letter or what was found")]
    Empty,
    /// Longer than anybody reads.
    #[error("the reason has more than {LONGEST} letters; name the document and keep it short")]
    Long,
    /// Letters that are not shown, a new line say.
    #[error("the reason holds a new line or a letter that is not shown; write it in one line")]
    Control,
}

impl Reason {
    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Reason {
    type Err = InvalidReason;

    fn from_str(text: &str) -> Result<Self, InvalidReason> {
        let text = text.trim();
        if !text.chars().any(char::is_alphanumeric) {
            Err(InvalidReason::Empty)
        } else if text.chars().count() > LONGEST {
            Err(InvalidReason::Long)
        } else if text.chars().any(char::is_control) {
            Err(InvalidReason::Control)
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}
