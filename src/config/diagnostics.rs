//! What is wrong in a configuration file, said so that its author can mend it.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// Whether a file can be used in spite of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file is refused; from [`crate::config::check`]: the words must be mended before use.
    Error,
    /// The file is used; somebody should look.
    Warning,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePlace {
    /// File as the operator named it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl FilePlace {
    /// Something here that must be mended.
    pub fn error(&self, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Error, message.into(), hint.into())
    }

    /// Something here that somebody should look at.
    pub fn warning(&self, message: impl Into<String>, hint: impl Into<String>) -> Diagnostic {
        self.finding(Severity::Warning, message.into(), hint.into())
    }

    fn finding(&self, severity: Severity, message: String, hint: String) -> Diagnostic {
        Diagnostic {
            severity,
            file: self.file.clone(),
            line: self.line,
            column: self.column,
            message,
            hint: Some(hint),
        }
    }
}

impl fmt::Display for FilePlace {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file, self.line)
    }
}

/// One finding in one file, with its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Refused or only remarkable.
    pub severity: Severity,
    /// File as the operator named it.
    pub file: String,
    /// Line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// Column in characters, from 1; 0 when the file as a whole is meant.
    pub column: usize,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// An error about a file as a whole.
    pub fn of_file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            file: file.into(),
            line: 0,
            column: 0,
            message: message.into(),
            hint: None,
        }
    }

    /// A file or folder that cannot be read.
    pub fn unreadable(file: impl Into<String>, error: &std::io::Error) -> Self {
        Self::of_file(file, format!("cannot be read: {error}"))
            .with_hint("check --config, or run `netra init`")
    }

    /// The same with advice.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Whether the file is refused because of this.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if self.line > 0 {
            write!(formatter, ":{}:{}", self.line, self.column)?;
        }
        let mark = if self.is_error() { "" } else { "warning: " };
        write!(formatter, ": {mark}{}", self.message)?;
        match &self.hint {
            Some(hint) => write!(formatter, "; {hint}"),
            None => Ok(()),
        }
    }
}

/// A value of a section of `netra.toml` that has the right type and makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{key}: {problem}")]
pub struct InvalidSetting {
    /// The key inside the section.
    pub key: String,
    /// What is wrong and what to do.
    pub problem: String,
}

/// Finds the line and column of a byte offset.
#[derive(Debug)]
pub(crate) struct Places<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> Places<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts = std::iter::once(0)
            .chain(breaks.map(|(at, _)| at + 1))
            .collect();
        Self { text, line_starts }
    }

    /// Line and column, both from 1. Offsets past the end mean the end.
    pub(crate) fn at(&self, offset: usize) -> (usize, usize) {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.line_starts.partition_point(|start| *start <= offset);
        let start = self.line_starts[line - 1];
        (line, self.text[start..offset].chars().count() + 1)
    }
}

/// Collects findings while a file is read.
#[derive(Debug)]
pub(crate) struct Findings<'t> {
    file: &'t str,
    places: Places<'t>,
    found: std::cell::RefCell<Vec<Diagnostic>>,
}

impl<'t> Findings<'t> {
    pub(crate) fn new(file: &'t str, text: &'t str) -> Self {
        Self {
            file,
            places: Places::new(text),
            found: std::cell::RefCell::default(),
        }
    }

    pub(crate) fn error(
        &self,
        at: &Range<usize>,
        message: impl Into<String>,
        hint: Option<String>,
    ) {
        self.push(Severity::Error, at, message.into(), hint);
    }

    pub(crate) fn warning(&self, at: &Range<usize>, message: impl Into<String>, hint: String) {
        self.push(Severity::Warning, at, message.into(), Some(hint));
    }

    fn push(&self, severity: Severity, at: &Range<usize>, message: String, hint: Option<String>) {
        let (line, column) = self.places.at(at.start);
        self.found.borrow_mut().push(Diagnostic {
            severity,
            file: self.file.to_owned(),
            line,
            column,
            message,
            hint,
        });
    }

    /// The place of a byte range.
    pub(crate) fn place(&self, at: &Range<usize>) -> FilePlace {
        let (line, column) = self.places.at(at.start);
        FilePlace {
            file: self.file.to_owned(),
            line,
            column,
        }
    }

    /// Whether something was found that refuses the file.
    pub(crate) fn refused(&self) -> bool {
        self.found.borrow().iter().any(Diagnostic::is_error)
    }

    /// Everything found, in the order of the file.
    pub(crate) fn into_sorted(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|one| (one.line, one.column));
        found
    }
}

/// `did you mean "x"?` for the known word nearest to `word`, if one is near enough to be meant.
pub(crate) fn did_you_mean<'k>(
    word: &str,
    known: impl IntoIterator<Item = &'k str>,
) -> Option<String> {
    let allowed = word.chars().count().div_ceil(3);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| format!("did you mean \"{candidate}\"?"))
}

/// Edit distance (insert, delete, replace). Words too long to be a slip are far from everything,
/// which also bounds the work.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().take(64).collect();
    let right: Vec<char> = right.chars().take(64).collect();
    if left.len() == 64 || right.len() == 64 {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (above, letter) in left.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = above + 1;
        for (column, other) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}
