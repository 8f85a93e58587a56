//! A label with its value, as pages show facts.

/// A label and a value.
#[derive(Debug, Default)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
    /// Set in a fixed-width face.
    pub(super) code: bool,
    /// Something to take care of.
    pub(super) warn: bool,
    /// One of our own pages, where the value is told in full.
    pub(super) page: Option<String>,
}

/// A value in words.
pub(super) fn fact(label: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        label,
        value: value.into(),
        ..Fact::default()
    }
}

/// A value that machines made.
pub(super) fn code(label: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        code: true,
        ..fact(label, value)
    }
}

/// Something to take care of.
pub(super) fn warning(label: &'static str, value: impl Into<String>) -> Fact {
    Fact {
        warn: true,
        ..fact(label, value)
    }
}

/// A value with its page.
pub(super) fn paged(label: &'static str, value: impl Into<String>, page: Option<String>) -> Fact {
    Fact {
        page,
        ..fact(label, value)
    }
}
