//! Why a file cannot be measured on or learnt from.

/// What is wrong with the input, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum LabError {
    /// A file to measure on has no labelled post.
    #[error(
        "{0} has no labelled posts; expected lines of {{\"id\", \"text\", \"gold\": \"partisan\" or \"neutral\"}}"
    )]
    NoLabelledPosts(String),
    /// Only posts of a kind or stratum were wanted, and none is of it.
    #[error("no labelled post is of the kind or stratum {wanted:?}; there are: {known}")]
    NoSuchGroup {
        /// What was asked for.
        wanted: String,
        /// What there is.
        known: String,
    },
    /// A corpus has no post.
    #[error("{0} holds no posts; write posts one a line, or {{\"text\": …}} a line")]
    NoPosts(String),
    /// Labels name texts by their file's name.
    #[error("two texts are called {0}; labels could not tell them apart")]
    TwoTexts(String),
    /// A line that is to be learnt from.
    #[error("{file}, line {line}: {problem}")]
    Line {
        /// The file.
        file: String,
        /// From 1.
        line: usize,
        /// What is wrong with it.
        problem: String,
    },
}
