//! The fields that a query can name.

use std::fmt;

use crate::model::{Platform, SignalKind};
use crate::text::language;

/// A field with words or names in it. Dates and scores have their own syntax.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Address of the account.
    Account,
    /// Employing agency; matched by words.
    Agency,
    /// How urgent.
    Band,
    /// Contest that a signal is about.
    Contest,
    /// Language guess.
    Lang,
    /// Platform.
    Platform,
    /// Region code; a region holds everything below it.
    Region,
    /// What a signal is about.
    Signal,
    /// Hashtag of the post.
    Tag,
    /// Contestant that a signal is about.
    Target,
    /// Latest human decision.
    Verdict,
}

impl Field {
    /// All of them, in alphabetical order.
    pub const ALL: [Self; 11] = [
        Self::Account,
        Self::Agency,
        Self::Band,
        Self::Contest,
        Self::Lang,
        Self::Platform,
        Self::Region,
        Self::Signal,
        Self::Tag,
        Self::Target,
        Self::Verdict,
    ];

    /// The name in queries and in the index.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Agency => "agency",
            Self::Band => "band",
            Self::Contest => "contest",
            Self::Lang => "lang",
            Self::Platform => "platform",
            Self::Region => "region",
            Self::Signal => "signal",
            Self::Tag => "tag",
            Self::Target => "target",
            Self::Verdict => "verdict",
        }
    }

    /// The field with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    /// The values that exist, where they are known beforehand.
    pub fn values(self) -> Option<Vec<&'static str>> {
        match self {
            Self::Band => Some(vec!["high", "medium", "low", "none"]),
            Self::Lang => Some(language::CODES.to_vec()),
            Self::Platform => Some(Platform::ALL.map(Platform::as_str).to_vec()),
            Self::Signal => Some(SIGNALS.map(signal_name).to_vec()),
            Self::Verdict => Some(vec!["suspected", "dismissed", "unsure", "none"]),
            _ => None,
        }
    }
}

const SIGNALS: [SignalKind; 13] = [
    SignalKind::Call,
    SignalKind::Endorsement,
    SignalKind::Share,
    SignalKind::Slogan,
    SignalKind::Symbol,
    SignalKind::Event,
    SignalKind::Attack,
    SignalKind::Membership,
    SignalKind::Institution,
    SignalKind::PartyPromotion,
    SignalKind::Pressure,
    SignalKind::Material,
    SignalKind::Model,
];

/// The name of a kind of signal in queries, as in its JSON.
pub(crate) const fn signal_name(kind: SignalKind) -> &'static str {
    match kind {
        SignalKind::Call => "call",
        SignalKind::Endorsement => "endorsement",
        SignalKind::Share => "share",
        SignalKind::Slogan => "slogan",
        SignalKind::Symbol => "symbol",
        SignalKind::Event => "event",
        SignalKind::Attack => "attack",
        SignalKind::Membership => "membership",
        SignalKind::Institution => "institution",
        SignalKind::PartyPromotion => "party_promotion",
        SignalKind::Pressure => "pressure",
        SignalKind::Material => "material",
        SignalKind::Model => "model",
    }
}

impl fmt::Display for Field {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// A field whose values can be counted over the hits. Accounts cannot: posts are ranked,
/// people never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Facet(Field);

/// A name that is no facet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownFacet {
    /// Counting by account would rank people.
    #[error("accounts are not counted: posts are ranked, people never; use account: in the query")]
    People,
    /// No such field.
    #[error("unknown facet {0:?}; known: {known}", known = Facet::all().map(|f| f.0.as_str()).collect::<Vec<_>>().join(", "))]
    Name(String),
}

impl Facet {
    /// All of them, in alphabetical order.
    pub fn all() -> impl Iterator<Item = Self> {
        Field::ALL
            .into_iter()
            .filter(|field| *field != Field::Account)
            .map(Self)
    }

    /// The field that is counted.
    pub const fn field(self) -> Field {
        self.0
    }
}

impl std::str::FromStr for Facet {
    type Err = UnknownFacet;

    fn from_str(name: &str) -> Result<Self, UnknownFacet> {
        match Field::from_name(name) {
            Some(Field::Account) => Err(UnknownFacet::People),
            Some(field) => Ok(Self(field)),
            None => Err(UnknownFacet::Name(name.to_owned())),
        }
    }
}
