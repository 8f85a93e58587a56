//! Why somebody changed something, in words.

use std::fmt;
use std::str::FromStr;

use super::is_unseen;
use super::remark::remarks;

/// The most letters of a reason: a page.
const LONGEST: usize = 2_000;

/// A reason that says something: it is written into histories, and read years later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason(String);

remarks! {
    /// A text that is no reason.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    InvalidReason []

    // Blanks, dots, a dash.
    Empty:
        "alasan tidak mengatakan apa-apa",
        "the reason says nothing"
        => "sebutkan suratnya atau apa yang ditemukan",
        "name the letter or what was found";
    // Longer than anybody reads.
    Long:
        "alasan lebih dari {LONGEST} huruf",
        "the reason has more than {LONGEST} letters"
        => "sebutkan dokumennya dan tulis singkat",
        "name the document and keep it short";
    Control:
        "alasan memuat baris baru atau huruf yang tidak tampak",
        "the reason holds a new line or a letter that is not shown"
        => "tulis dalam satu baris",
        "write it in one line";
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
        } else if text.chars().any(is_unseen) {
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
