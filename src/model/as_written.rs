//! Words of a list as somebody wrote them.

use std::fmt;

use super::remark::Spoken;
use super::{Language, hide_written_numbers};

/// Words of somebody else, which stand in quotation marks. A NIP among them, which may stand in
/// any column of a list and be mistyped, is masked when they are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AsWritten(pub String);

impl From<&str> for AsWritten {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for AsWritten {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Spoken for AsWritten {
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = hide_written_numbers(&self.0);
        match language {
            Language::Indonesian => write!(out, "“{shown}”"),
            Language::English => write!(out, "{shown:?}"),
        }
    }
}
