//! Languages that people are told things in.

/// A language of the interface and of the scorer's reasons.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Language {
    /// Indonesian, the default.
    #[default]
    Indonesian,
    /// English.
    English,
}

impl Language {
    /// The language with that BCP 47 code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "id" => Some(Self::Indonesian),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// BCP 47 code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Indonesian => "id",
            Self::English => "en",
        }
    }
}
